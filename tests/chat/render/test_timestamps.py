"""An instant is shown by each reader's own clock; a day without a clock time is never given as one."""

from __future__ import annotations

import re
from typing import Any

from bot.chat.render.follows import draw_follows
from bot.chat.render.privacy import draw_forgotten, draw_records
from bot.rehearsal.terminal.markdown import draw_spans
from bot.state.follows import Destination, Follow
from bot.state.personal_data import PersonalRecords

BEGAN, ENDED = 1_719_446_400.0, 1_719_532_799.9
ADA = Destination("person", 11)


def texts(view: Any) -> str:
    return "\n".join(part.content for part in view.walk_children() if hasattr(part, "content"))


def test_the_start_of_a_follow_is_shown_by_the_readers_clock() -> None:
    going = Follow(1, ADA, None, "countries: KR", None, BEGAN)
    ended = Follow(2, ADA, None, "countries: RU", None, BEGAN, ENDED, "direct messages are closed to me")
    text = texts(draw_follows([(going, "South Korea", "direct"), (ended, "Russia", "direct")], {}, server=False))
    assert "**South Korea** · since <t:1719446400:f>" in text
    assert "**Russia** · ended on <t:1719532799:f>, because direct messages are closed to me" in text
    assert not re.search(r"UTC|2024", text)


def test_the_data_about_a_person_have_times_by_their_clock() -> None:
    records = PersonalRecords((("countries: KR", BEGAN, None),), 2, ENDED, (), ())
    for view in (draw_records(records, {"countries: KR": "South Korea"}, asks_to_forget=False),
                 draw_forgotten(records, {"countries: KR": "South Korea"})):  # fmt: skip
        assert "since <t:1719446400:f>" in texts(view)
        assert "newest <t:1719532799:f>" in texts(view)


def test_a_terminal_that_knows_no_readers_clock_gives_its_own_with_the_offset() -> None:
    assert re.fullmatch(r"2024-06-2[67] \d\d:\d\d[+-]\d\d:\d\d", draw_spans("<t:1719446400:f>").plain)
    assert draw_spans("<t:99999999999999:f>").plain == "an invalid date"
