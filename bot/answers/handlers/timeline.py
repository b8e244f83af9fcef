"""/timeline: what was said and done, in order, grouped by day; what has no day stands at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel import Locale

from bot.answers.formatting.snippets import make_item
from bot.answers.handlers.relaxation import find_wider, note_undated
from bot.answers.model import Answer, Choice, Entry
from bot.answers.options.dates.parser import describe_day
from bot.answers.options.orders import NEWEST
from bot.answers.resolved_question import ResolvedQuestion
from bot.store.records import Page, StatementRecord
from bot.store.session import ReadSession

NO_DAY = "Day not given"


def answer_timeline(asked: ResolvedQuestion, session: ReadSession, limit: int) -> Answer:
    """List statements in the order of their days, or the newest first, from `question.after` on."""
    newest_first = asked.values.get("order") == NEWEST
    page = session.timeline(asked.filter, asked.question.after, limit, newest_first=newest_first)
    notes: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    if not page.total:
        wider, choices = find_wider(asked, session.count)
        notes = ("The store holds nothing of this kind.", *wider)
    if not asked.question.after and (asked.filter.since or asked.filter.until):
        notes += note_undated(session.undated(asked.filter), asked)
    about = _name_subject(dict(asked.understood))
    return Answer(
        question=asked.question,
        status="found" if page.total else "nothing",
        title=f"Timeline: {about}" if about else "Timeline",
        understood=asked.understood,
        entries=list_by_day(page, asked.locale),
        more=page.after is not None,
        total=page.total,
        total_is_more=page.total_is_more,
        notes=notes,
        choices=choices,
    )


def _name_subject(understood: Mapping[str, str]) -> str:
    """What a timeline is of, for its title: both countries, then what else narrows it."""
    countries = [understood[name] for name in ("country", "other-country") if name in understood]
    others = [text for name, text in understood.items() if name in ("speaker", "topic", "event", "act")]
    to = [f"{word} {understood[word]}" for word in ("to", "about") if word in understood]
    return ", ".join([*filter(None, [" and ".join(countries)]), *others, *to])


def list_by_day(page: Page, locale: str) -> tuple[Entry, ...]:
    """Put a stretch of a timeline under its days."""
    return tuple(
        Entry(make_item(statement), head_day(statement, locale), key)
        for statement, key in zip(page.statements, page.keys, strict=True)
    )


def head_day(statement: StatementRecord, locale: str) -> str:
    """Name the day of a statement for a heading: "Wednesday 26 June 2024", or the span that the sources give."""
    if statement.day is None:
        return NO_DAY
    if len(statement.day) == len("2024-06-26") and statement.first_day is not None:
        return _name_day(statement.first_day, locale)
    return describe_day(statement.day, locale)


def _name_day(day: date, locale: str) -> str:
    days, months = _name_days_and_months(locale)
    return f"{days[day.weekday()]} {day.day} {months[day.month]} {day.year}"


@lru_cache(maxsize=16)
def _name_days_and_months(locale: str) -> tuple[Mapping[int, str], Mapping[int, str]]:
    # To look them up for each day of a page takes longer than to read the statements.
    shown = Locale.parse(locale.replace("-", "_"))
    return dict(shown.days["format"]["wide"]), dict(shown.months["format"]["wide"])
