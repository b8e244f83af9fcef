"""Where a country stands."""

from typing import Any


async def test_a_summary_counts_its_lines_truly_on_every_page(ask: Any) -> None:
    whole = await ask("summary-by-country", country="KR")
    assert not whole.more
    assert whole.total == len(whole.entries) > 10
    first = await ask("summary-by-country", country="KR", limit=4)
    assert (first.total, first.total_is_more, first.more) == (whole.total, False, True)
    rest = await ask("summary-by-country", country="KR", after=first.entries[-1].key)
    assert rest.total == whole.total
    assert [entry.key for entry in first.entries + rest.entries] == [entry.key for entry in whole.entries]
