"""A briefing as messages: each statement in one of them and whole, nothing past Discord's limits, nothing that acts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.briefing.compose import Briefing, BriefingRequest, OpenQuestion, list_conflicts
from bot.chat import custom_ids
from bot.chat.render.briefing import GLANCE, MAX_MESSAGES, briefing_messages
from bot.store.queries.briefings import Figures, Institution
from bot.store.records import ConflictRecord, Party, Speaker, StatementRecord
from tests.support.discord_markdown import read_markdown
from tests.support.invented_answers import (
    DAY,
    MINISTRY,
    VESK,
    attribute_one,
    make_conflict,
    make_groups,
    make_report,
    make_statement,
)

BODIES = {MINISTRY.id: Institution("XA", "ministry"), "borduria-mfa": Institution("XB", "ministry")}
BOTH = (Party("country", "XA", "Arland"), Party("country", "XB", "Borduria"))
PLAIN = {"heading", "subtext", "quote"}


def make_briefing(statements: Sequence[StatementRecord], **changes: Any) -> Briefing:
    fields: dict[str, Any] = {
        "request": BriefingRequest(DAY, DAY - timedelta(days=1)),
        "figures": Figures(len(statements), 1, 1, 1),
        "said": make_groups(statements, BODIES),
        "newly_held": (),
        "on_this_day": (),
        "open_questions": (),
        "conflicts": list_conflicts(statements),
        "statement_ids": tuple(one.id for one in statements),
        "left_out": 0,
        "scope_label": "Everything",
    }
    return Briefing(**fields | changes)


def list_texts(view: ui.LayoutView) -> list[str]:
    return [part.content for part in view.walk_children() if isinstance(part, ui.TextDisplay)]


def list_ids(view: ui.LayoutView) -> list[str]:
    return [part.custom_id for part in view.walk_children() if isinstance(part, ui.Button) and part.custom_id]


def count_components(view: ui.LayoutView) -> int:
    return sum(1 for _ in view.walk_children())


def show(view: ui.LayoutView) -> str:
    return "\n".join(read_markdown(text).text for text in list_texts(view))


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf")), min_size=1, max_size=3_000).filter(
    str.strip
)
speakers = st.sampled_from([(VESK, "XA"), (Party("person", "bo", "Bo Rell"), "XB"), (MINISTRY, "XA"), (VESK, "XB")])


@st.composite
def statements(draw: st.DrawFn) -> list[StatementRecord]:
    made = []
    for n in range(draw(st.integers(1, 12))):
        party, side = draw(speakers)
        quotes = tuple(draw(st.lists(texts, max_size=2)))
        report = make_report(
            quotes=quotes,
            passage=draw(texts),
            kind=draw(st.sampled_from(["mixed", "act"])) if not quotes else "mixed",
            recounted_by=draw(st.sampled_from([None, MINISTRY])),
            conflicts=(ConflictRecord("courier-1", "day", draw(texts)[:500], "b", "both", "because", None),)
            * draw(st.integers(0, 1)),
        )
        event = draw(st.sampled_from([None, ("a", "A meeting"), ("b", "A call")]))
        speaker = (Speaker(party, "Minister", None, side),)
        made.append(make_statement(n, reports=(report,), event=event, speakers=speaker))
    return made


@settings(max_examples=60, deadline=None)
@given(statements())
def test_every_statement_is_in_one_message_and_no_message_is_past_a_limit(made: list[StatementRecord]) -> None:
    views = briefing_messages(make_briefing(made))
    found: Counter[str] = Counter()
    for view in views:
        ids = list_ids(view)
        assert len(set(ids)) == len(ids)
        assert all(len(one) <= 100 for one in ids)
        found.update(one.split(":")[1] for one in ids)
        assert view.content_length() <= 4_000
        assert count_components(view) <= 40
        assert all(text.strip() for text in list_texts(view))
    assert views[0].content_length() <= GLANCE.characters
    if len(views) <= MAX_MESSAGES:
        assert found == Counter(one.id for one in made)


@settings(max_examples=60, deadline=None)
@given(st.lists(texts.filter(lambda text: len(text) < 1_200), min_size=1, max_size=4))
def test_quotations_are_shown_in_full_between_marks_and_do_nothing(quotes: list[str]) -> None:
    made = [make_statement(n, reports=(make_report(quotes=(quote,)),)) for n, quote in enumerate(quotes)]
    drawn = [read_markdown(text) for view in briefing_messages(make_briefing(made)) for text in list_texts(view)]
    shown = "\n".join(one.text for one in drawn)
    for quote in quotes:
        assert " ".join(f"“{quote}”".split()) in " ".join(shown.split())
    assert {what.split(":")[0] for one in drawn for what in one.does} <= PLAIN


def test_words_too_long_for_a_message_are_not_cut_but_opened_by_the_button() -> None:
    quote = "a long word " * 600
    views = briefing_messages(make_briefing([make_statement(1, reports=(make_report(quotes=(quote.strip(),)),))]))
    text = "\n".join(map(show, views))
    assert "a long word" not in text
    assert "The words are too long for a message; the button opens them in full." in text
    assert "Paraphrase, not a quotation: Arland would answer an arms delivery." in text
    assert custom_ids.passage("vesk-warns-1", 0).rpartition(":")[0] in " ".join(list_ids(views[-1]))


def test_a_glance_has_the_first_words_of_each_side_before_the_second_of_any() -> None:
    quote = "words that take some room in a message, " * 12
    made = [
        make_statement(n, reports=(make_report(quotes=(f"{quote}{n}",)),), speakers=(Speaker(party, None, None, side),))
        for n, (party, side) in enumerate(
            [
                (VESK, "XA"),
                (MINISTRY, "XA"),
                (Party("person", "cy", "Cy Orn"), "XA"),
                (Party("person", "bo", "Bo"), "XB"),
            ]
        )
    ]
    glance = show(briefing_messages(make_briefing(made))[0])
    assert "Ada Vesk" in glance
    assert "Bo" in glance
    assert "Cy Orn" not in glance


def test_a_glance_spends_no_room_on_what_its_heading_says() -> None:
    deed = make_statement(2, reports=(make_report(quotes=(), kind="act"),), tone_label="published an account",
                          speakers=(Speaker(MINISTRY, None, None, "XA"),))  # fmt: skip
    first, second = briefing_messages(make_briefing([make_statement(1), deed]))
    assert "published an account" not in show(first)
    assert "published an account" in show(second)
    assert "published an account" in show(briefing_messages(make_briefing([deed]))[0])


def test_a_follow_up_names_its_speaker_where_the_glance_has_the_first_words() -> None:
    made = [make_statement(n) for n in range(3)]
    first, second = briefing_messages(make_briefing(made))
    assert "2 more below" in show(first)
    assert "2 more statements and the sources below" in show(first)
    assert show(second).count("Ada Vesk") == 1
    assert "also warned " in show(second)


def test_the_accounts_of_both_sides_are_named_at_a_glance() -> None:
    theirs = Party("organisation", "borduria-mfa", "Foreign Ministry of Borduria")
    made = [
        make_statement(1, reports=(make_report(via=(MINISTRY,)),)),
        make_statement(2, reports=(make_report(via=(theirs,)),), speakers=(Speaker(theirs, None, None, "XB"),)),
        make_statement(
            3, reports=(make_report(recounted_by=MINISTRY),),
            speakers=(Speaker(Party("organisation", "x", "Government of Borduria"), None, None, "XB"),),
        ),
    ]  # fmt: skip
    glance = show(briefing_messages(make_briefing(made))[0])
    assert "Accounts of both sides: ◆ Foreign Ministry of Arland · ◆ Foreign Ministry of Borduria" in glance
    assert "by the account of the Foreign Ministry of Borduria" in glance
    assert "⚠ In the account of the Foreign Ministry of Arland, not of " in glance


def test_nothing_new_is_one_message_of_one_line() -> None:
    (view,) = briefing_messages(make_briefing([]))
    (text,) = list_texts(view)
    assert text.startswith("Wednesday 26 June 2024")
    assert "\n" not in text


def test_a_late_post_says_so() -> None:
    request = BriefingRequest(DAY, DAY, late=timedelta(minutes=95))
    for made in ([], [make_statement()]):
        assert "Late: this was due 1 h 35 min earlier." in show(
            briefing_messages(make_briefing(made, request=request))[0]
        )


def test_very_much_news_ends_with_how_much_more_there_is() -> None:
    made = [make_statement(n, reports=(make_report(quotes=("some words " * 40,)),)) for n in range(200)]
    ids = (*(one.id for one in made), *(f"left-out-{n}" for n in range(50)))
    views = briefing_messages(make_briefing(made, left_out=50, statement_ids=ids), lambda start: f"rest:{start}")
    assert len(views) <= 1 + MAX_MESSAGES + 1
    buttons = [one for view in views for one in list_ids(view)]
    (rest,) = [one for one in buttons if one.startswith("rest:")]
    shown = {one.split(":")[1] for one in buttons if one != rest}
    assert f"{len(ids) - len(shown)} more statements" in "\n".join(map(show, views))
    # From that number on all that was not shown is reached, and nothing before it was left out.
    start = int(rest.split(":")[1].removesuffix("n"))
    assert ids[start] not in shown
    assert set(ids[:start]) <= shown
    assert all(view.content_length() <= 4_000 and count_components(view) <= 40 for view in views)


def test_a_test_post_says_where_the_other_statements_are() -> None:
    made = [make_statement(n, reports=(make_report(quotes=("some words " * 40,)),)) for n in range(200)]
    text = "\n".join(map(show, briefing_messages(make_briefing(made))))
    assert "more statements; the daily briefing has a button that shows them" in text


def test_the_heaviest_day_still_has_open_questions_and_sources() -> None:
    made = [
        make_statement(
            n, reports=(make_report(quotes=("some words " * 40,), conflicts=(make_conflict(reading=f"{n}."),)),)
        )
        for n in range(200)
    ]
    asked = [OpenQuestion(attribute_one(make_statement(300 + n)), *BOTH) for n in range(20)]
    earlier = tuple(attribute_one(make_statement(400 + n)) for n in range(5))
    views = briefing_messages(make_briefing(made, open_questions=tuple(asked), on_this_day=earlier), lambda start: "r")
    found = {one.split(":")[1] for view in views for one in list_ids(view) if one.startswith("passage:")}
    assert {one.request.statement.id for one in asked} | {one.statement.id for one in earlier} <= found
    text = "\n".join(map(show, views))
    assert "more, each with its statement" in text
    assert text.count("[1] Arland Courier") == 1
    assert len(views) < 2 * MAX_MESSAGES
    assert all(view.content_length() <= 4_000 and count_components(view) <= 40 for view in views)


def test_open_questions_come_after_the_news_and_do_not_repeat_it() -> None:
    made = [make_statement(1)]
    asked = [OpenQuestion(attribute_one(one), *BOTH) for one in made]
    first, second = briefing_messages(make_briefing(made, open_questions=tuple(asked)))
    assert "1 open question and the sources below" in show(first)
    assert "Asked, and no answer held" in show(second)
    assert "Shown above." in show(second)
    assert "irreversible step" in show(first)
    assert "irreversible step" not in show(second)


def test_a_post_has_its_days_countries_and_lists_in_the_language_of_the_channel() -> None:
    both = (Speaker(VESK, None, None, "KR"), Speaker(Party("person", "bo", "Bo Rell"), None, None, "RU"))
    to = (Party("country", "RU", "Russia"), Party("country", "DE", "Germany"))
    made = [make_statement(n, speakers=both, to=to, event=None) for n in range(40)]
    request = BriefingRequest(DAY, DAY - timedelta(days=1), locale="de", missed=(DAY - timedelta(days=1),))
    text = "\n".join(map(show, briefing_messages(make_briefing(made, request=request)))).replace("\xa0", " ")
    for piece in (
        "Mittwoch, 26. Juni 2024",
        "25.–26. Juni 2024",
        "🇰🇷 Ada Vesk und 🇷🇺 Bo Rell",
        "Russland und Deutschland",
        "The briefing of 25. Juni 2024 was not posted",
    ):
        assert piece in text
    assert not re.search(r"\b(?:Wednesday|June|Russia|Germany)\b", text.replace("the Russian", ""))
