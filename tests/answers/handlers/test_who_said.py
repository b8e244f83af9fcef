"""Asking for words that are none, and citing a source that names no publisher."""

from typing import Any

import pytest

from bot.answers.formatting.statement_lines import name_publisher
from bot.store.records import SourceLine
from tests.support.invented_records import make_report


@pytest.mark.parametrize("words", ["???", "!!! …", "—", "“”"])
async def test_where_there_is_no_word_nothing_is_said_of_what_the_store_holds(ask: Any, words: Any) -> None:
    answer = await ask("who-said", words=words)
    assert answer.status == "not-understood"
    assert answer.choices == ()
    assert answer.notes == ("There is no word in it to look for: type some of the words that were said.",)


def test_a_source_without_publisher_is_cited_by_its_title_and_says_so() -> None:
    source = SourceLine("page-1", "A day in Arkonia", None, None, None, None)
    assert name_publisher(make_report(source=source)) == "A day in Arkonia (publisher not given)"
