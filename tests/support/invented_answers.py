"""Answers about officials of invented countries, for the tests of the renderer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.answers.briefing.compose import AttributedStatement, Group, attribute, choose_snippets, group_statements
from bot.answers.formatting.snippets import choose_snippet
from bot.answers.model import Answer, Entry, Question, StatementItem
from bot.store.queries.briefings import Institution, Occasion
from bot.store.records import (
    ConflictRecord,
    CountryTally,
    Party,
    PersonRecord,
    Quoted,
    ReportRecord,
    SourceLine,
    SourceRecord,
    Speaker,
    StatementRecord,
)

DAY = date(2024, 6, 26)
ARLAND = Party("country", "XA", "Arland")
MINISTRY = Party("organisation", "arland-foreign-ministry", "Foreign Ministry of Arland")
VESK = Party("person", "ada-vesk", "Ada Vesk")
COURIER = SourceLine(
    "courier-1", "Arland warns its neighbour", "Arland Courier", None, "2024-06-27", "https://example.org/1"
)


def make_report(**changes: Any) -> ReportRecord:
    quotes = changes.pop("quotes", ("an irreversible step that nobody in our region will ever take back",))
    given: dict[str, Any] = {
        "n": 1,
        "source": COURIER,
        "kind": "mixed",
        "passage": f"The minister called it “{quotes[0] if quotes else 'it'}” on Wednesday.",
        "starts": 0,
        "ends": 80,
        "quotations": tuple(Quoted(text, 0, len(text)) for text in quotes),
        "speaker_written": "Mrs Vesk",
        "role_written": None,
        "to_written": None,
        "day_written": "Wednesday",
        "released_written": None,
        "venue_written": None,
        "day": "2024-06-26",
        "day_how": "the Wednesday before publication",
        "via": (Party("organisation", "wire", "Northern Wire"),),
        "attribution": "stated",
        "inferred_how": None,
        "recounted_by": None,
        "conflicts": (),
    }
    return ReportRecord(**given | changes)


def make_statement(number: int = 1, **changes: Any) -> StatementRecord:
    given: dict[str, Any] = {
        "n": number,
        "id": f"vesk-warns-{number}",
        "speakers": (Speaker(VESK, "Foreign Minister", MINISTRY, "XA"),),
        "to": (Party("country", "XB", "Borduria"),),
        "about": ("XB",),
        "act": "THREATEN",
        "tone": "warn",
        "tone_label": "warned",
        "topics": (("arms", "Arms"),),
        "event": ("briefing", "Press briefing in Port Arl"),
        "venue": None,
        "day": "2024-06-26",
        "first_day": DAY,
        "last_day": DAY,
        "released": None,
        "paraphrase": "Arland would answer an arms delivery.",
        "sources": 1,
        "reports": (make_report(),),
    }
    return StatementRecord(**given | changes)


def make_conflict(**changes: Any) -> ConflictRecord:
    given = {
        "source": "courier-1", "field": "day", "reading": "Wednesday", "against": "Thursday", "believed": "reading",
        "because": "the ministry's own page says so", "with_source": None,
    }  # fmt: skip
    return ConflictRecord(**given | changes)


def make_tally(code: str = "XA", **changes: Any) -> CountryTally:
    given: dict[str, Any] = {
        "code": code,
        "statements": 4,
        "speakers": 2,
        "first_day": DAY,
        "last_day": DAY,
        "acts": (("THREATEN", 3), ("STATE", 1)),
        "addressees": ((Party("country", "XB", "Borduria"), 2),),
        "topics": (("arms", "Arms", 4),),
        "sources": 1,
    }
    return CountryTally(**given | changes)


def make_person() -> PersonRecord:
    return PersonRecord(
        VESK, "XA", "", (("Ada Vesk", "name"), ("Vesk, A.", "spelling")),
        (("Foreign Minister", MINISTRY, "XA", "2024-06-26"),), 4, DAY, DAY,
    )  # fmt: skip


def make_source() -> SourceRecord:
    return SourceRecord(
        "courier-1", "Arland warns its neighbour", "Arland Courier", None, ("J. Holm",), None, "2024-06-27", None, None,
        "from the page's foot", "https://example.org/1", "en", "seeds/courier.txt", "0" * 64, (), (make_conflict(),),
        3, 3, 2,
    )  # fmt: skip


def make_answer(*items: Any, **changes: Any) -> Answer:
    command = changes.pop("command", "who-said")
    given: dict[str, Any] = {
        "question": Question(command, {"words": "irreversible"}, DAY),
        "status": "found",
        "title": "Who said it",
        "entries": tuple(Entry(item, "", f"key-{n}") for n, item in enumerate(items)),
        "total": len(items),
    }
    return Answer(**given | changes)


def make_item(number: int = 1, **changes: Any) -> StatementItem:
    about = {key: changes.pop(key) for key in ("match", "why", "terms", "more_by_speaker") if key in changes}
    return item_of(make_statement(number, **changes), **about)


def item_of(statement: StatementRecord, **about: Any) -> StatementItem:
    """The card of a statement, with the words that a search for `terms` shows of it."""
    return StatementItem(statement, choose_snippet(statement, about.get("terms", ())), **about)


def attribute_one(statement: StatementRecord) -> AttributedStatement:
    """A statement with the words to show of it, on nobody's account."""
    return AttributedStatement(statement, choose_snippet(statement))


def make_groups(
    statements: Sequence[StatementRecord],
    bodies: Mapping[str, Institution],
    occasions: Mapping[str, Occasion] | None = None,
) -> tuple[Group, ...]:
    """Statements under their events, as a briefing has them."""
    return group_statements(attribute(statements, bodies, choose_snippets(statements)), occasions or {})
