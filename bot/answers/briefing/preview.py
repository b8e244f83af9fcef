"""/briefing preview: what its options ask for, and the same briefing as an Answer, for whoever draws no briefings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeVar

from bot.answers.briefing import sentences as lines
from bot.answers.briefing.compose import SECTIONS, AttributedStatement, Briefing, BriefingRequest, Group, compose
from bot.answers.model import Answer, Entry, StatementItem
from bot.answers.options.briefing_order import YES
from bot.answers.options.dates.parser import check_span
from bot.answers.options.scope import Scope, read_scope
from bot.answers.resolved_question import ResolvedQuestion
from bot.store.store import Store

Value = TypeVar("Value")


def request_preview(asked: ResolvedQuestion) -> BriefingRequest:
    """Make a request of the options. Raises NotUnderstood where the days run backwards."""
    values = asked.values
    day = date.fromisoformat(values["date"]) if "date" in values else asked.question.asked_on
    since = date.fromisoformat(values["since"]) if "since" in values else previous_day(day)
    check_span(since, day, "date")
    sections = frozenset(section for section in SECTIONS if values.get(section) == YES)
    return BriefingRequest(day, since, _read_scope(asked), sections=sections, locale=asked.locale)


def previous_day(day: date) -> date:
    """The day before; the first day of the calendar has none, and stays."""
    return day - timedelta(days=1) if day > date.min else day


async def answer_preview(asked: ResolvedQuestion, store: Store, limit: int) -> Answer:
    """List the statements of a briefing under its events, from `question.after` on."""
    briefing = await compose(store, request_preview(asked))
    locale = briefing.request.locale
    entries = [
        Entry(_make_item(one), _head(group, block.sides, locale), one.statement.id)
        for group in (*briefing.said, *briefing.newly_held)
        for block in group.blocks
        for line in block.lines
        for one in line.statements
    ]
    entries += [
        Entry(
            _make_item(one.request), f"{lines.OPEN_QUESTIONS}: {lines.head_request(one, locale)}",
            f"open:{one.addressee.id}:{one.request.statement.id}",
        )
        for one in briefing.open_questions
    ]  # fmt: skip
    entries += [
        Entry(_make_item(one), lines.ON_THIS_DAY, f"earlier:{one.statement.id}") for one in briefing.on_this_day
    ]
    keys = [entry.key for entry in entries]
    begin = keys.index(asked.question.after) + 1 if asked.question.after in keys else 0
    shown = tuple(entries[begin : begin + limit])
    figures = briefing.figures
    return Answer(
        question=asked.question,
        status="found" if entries else "nothing",
        title=lines.tell_nothing(briefing) if briefing.nothing_new else lines.head_briefing(briefing),
        understood=asked.understood,
        entries=shown,
        more=begin + limit < len(entries),
        total=len(entries),
        notes=() if begin else tuple(_list_notes(briefing)),
        figures=(
            ("statements", figures.statements),
            ("speakers", figures.speakers),
            ("countries", figures.countries),
            ("sources", figures.sources),
        ),
    )


def _make_item(one: AttributedStatement) -> StatementItem:
    return StatementItem(one.statement, one.snippet)


def _list_notes(briefing: Briefing) -> Iterator[str]:
    if not briefing.nothing_new:
        yield from (lines.tell_figures(briefing), lines.tell_scope(briefing))
    yield from lines.list_circumstances(briefing)
    if briefing.left_out:
        yield lines.tell_left_out(briefing)


def _head(group: Group, sides: tuple[str, ...], locale: str) -> str:
    return f"{lines.head_group(group, locale)}: {lines.head_block(sides, locale)}"


def _read_scope(asked: ResolvedQuestion) -> Scope:
    named = asked.filter
    scope = read_scope(asked.values.get("scope", ""))
    codes = tuple(dict.fromkeys(code for code in (named.country, named.other) if code))
    one, other = (*codes, "", "")[:2]
    return Scope(
        countries=_add(scope.countries, codes if len(codes) == 1 else ()),
        pairs=_add(scope.pairs, ((one, other),) if other else ()),
        topics=_add(scope.topics, (named.topic,) if named.topic else ()),
        speakers=_add(scope.speakers, tuple(one for one in (named.speaker, named.side) if one)),
        events=_add(scope.events, (named.event,) if named.event else ()),
    )


def _add(some: tuple[Value, ...], more: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((*some, *more)))
