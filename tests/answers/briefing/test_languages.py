"""Days, countries and the "and" between names follow the language of a briefing in every line; the words never do."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, cast

import pytest

from bot.answers.briefing.compose import Briefing, BriefingRequest, ConflictNote, OpenQuestion
from bot.answers.briefing.sentences import head_request
from bot.answers.briefing.to_html import to_html
from bot.answers.briefing.to_markdown import to_markdown
from bot.answers.briefing.to_text import to_text
from bot.answers.options.scope import Scope, describe_scope
from bot.store.names.directory import Directory
from bot.store.queries.briefings import Figures, Institution, Occasion
from bot.store.records import ConflictRecord, Party, Speaker
from tests.support.invented_answers import attribute_one, make_groups
from tests.support.invented_records import SOURCE, make_report, make_statement

DAY = date(2024, 6, 27)
ORBAN, RELL = Party("person", "mila-orban", "Mila Orban"), Party("person", "bo-rell", "Bo Rell")
KR, RU, DE = (Party("country", code, code) for code in ("KR", "RU", "DE"))
MINISTRY = Party("organisation", "ministry", "Ministry of Arkonia")
ENGLISH = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|May|June|July"
    r"|October|December|South Korea|Russia|Germany)\b"
)
EXPECTED = {
    "de": [
        "Donnerstag, 27. Juni 2024", "20.–27. Juni 2024", "21.–22. Juni 2024 und 24. Juni 2024", "25. Juni 2024",
        "🇰🇷 Südkorea und 🇷🇺 Russland", "Russland, Deutschland und Bo Rell", "Südkorea with Russland",
    ],
    "fr": [
        "jeudi 27 juin 2024", "20–27 juin 2024", "21–22 juin 2024 et 24 juin 2024", "25 juin 2024",
        "🇰🇷 Corée du Sud et 🇷🇺 Russie", "Russie, Allemagne et Bo Rell", "Corée du Sud with Russie",
    ],
    "ko": [
        "2024년 6월 27일 목요일", "2024년 6월 20일~27일", "2024년 6월 21일~22일 및 2024년 6월 24일", "2024년 6월 25일",
        "🇰🇷 대한민국 및 🇷🇺 러시아", "러시아, 독일 및 Bo Rell", "대한민국 with 러시아",
    ],
    "ru": [
        "четверг, 27 июня 2024 г.", "20—27 июня 2024 г.", "21—22 июня 2024 г. и 24 июня 2024 г.", "25 июня 2024 г.",
        "🇰🇷 Республика Корея и 🇷🇺 Россия", "Россия, Германия и Bo Rell", "Республика Корея with Россия",
    ],
}  # fmt: skip


def make_briefing(locale: Any) -> Any:
    """A briefing with a line of every kind that it can have; no name in it has a day or a country of its own."""
    told = replace(SOURCE, id="told", title="Told by the Gazette", published="2024-06-26")
    both = (Speaker(ORBAN, None, None, "KR"), Speaker(RELL, None, None, "RU"))
    one = (Speaker(ORBAN, "spokesperson", None, "KR"),)
    conflict = ConflictRecord(SOURCE.id, "wording", "stern", "very stern", "both", "neither is whole", "told")
    statements = [
        make_statement(
            make_report("“A bridge is a bridge,” they said.", ("A bridge is a bridge,",), source=told),
            id="both", speakers=both, to=(RU, DE, RELL), day="2024-06-26", released="2024-06-27",
        ),
        make_statement(
            make_report(recounted_by=MINISTRY, conflicts=(conflict,), attribution="inferred"),
            id="told", speakers=one, to=(RU,), event=("meeting", "Meeting at the bridge"), day="2024-06-20/2024-06-22",
        ),
        make_statement(id="span", speakers=one, day="2024-06"),
    ]  # fmt: skip
    occasions = {"meeting": Occasion("meeting", "Meeting at the bridge", "2024-06-20/2024-06-22", None, None, None)}
    earlier = make_statement(id="earlier", speakers=one, day="2023-06-27")
    request = BriefingRequest(
        DAY, date(2024, 6, 20), Scope(("DE",), (("KR", "RU"),)), locale=locale, late=timedelta(hours=2),
        missed=(date(2024, 6, 21), date(2024, 6, 22), date(2024, 6, 24)), failed=(date(2024, 6, 25),),
    )  # fmt: skip
    groups = make_groups(statements, {"ministry": Institution("DE", "ministry")}, occasions)
    return Briefing(
        request=request, figures=Figures(1234, 2, 2, 2), said=groups[:1], newly_held=groups[1:],
        on_this_day=(attribute_one(earlier),), open_questions=(OpenQuestion(attribute_one(statements[1]), KR, RU),),
        conflicts=(ConflictNote(statements[1], statements[1].reports[0], conflict),),
        statement_ids=("both", "told", "span"), left_out=1,
        scope_label=describe_scope(request.scope, cast(Directory, None), locale),
        too_slow=("on-this-day",),
    )  # fmt: skip


def read(text: Any) -> Any:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\\", "")


@pytest.mark.parametrize("draw", [to_text, to_markdown, to_html])
@pytest.mark.parametrize("locale", EXPECTED)
def test_every_day_country_and_list_is_in_the_language_of_the_channel(locale: Any, draw: Any) -> None:
    drawn = read(draw(make_briefing(locale)))
    assert ENGLISH.findall(drawn) == []
    for piece in EXPECTED[locale]:
        assert piece in drawn
    assert "“A bridge is a bridge,”" in drawn


@pytest.mark.parametrize("draw", [to_text, to_markdown, to_html])
def test_in_english_the_same_lines_are_english(draw: Any) -> None:
    drawn = read(draw(make_briefing("en")))
    assert len(ENGLISH.findall(drawn)) > 20
    assert "🇰🇷 South Korea and 🇷🇺 Russia" in drawn
    assert "Russia, Germany and Bo Rell" in drawn


@pytest.mark.parametrize("locale", EXPECTED)
def test_nothing_new_is_in_the_language_of_the_channel_too(locale: Any) -> None:
    empty = replace(make_briefing(locale), said=(), newly_held=(), statement_ids=(), on_this_day=(), conflicts=())
    drawn = read(to_text(replace(empty, open_questions=(), left_out=0)))
    assert ENGLISH.findall(drawn) == []
    assert EXPECTED[locale][0] in drawn
    assert head_request(make_briefing(locale).open_questions[0], locale).count(" to ") == 1
