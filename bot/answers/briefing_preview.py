"""/briefing preview: what its options ask for, and the same briefing as an Answer, for whoever draws no briefings."""

from __future__ import annotations

from datetime import date, timedelta

from bot.answers import briefing_lines as lines
from bot.answers.asked import Asked
from bot.answers.briefing import BriefingRequest, Group, compose
from bot.answers.briefing_scope import Scope
from bot.answers.model import Answer, Entry, StatementItem
from bot.answers.options.days import check_span
from bot.store.store import Store


def request_preview(asked: Asked) -> BriefingRequest:
    """Make a request of the options. Raises NotUnderstood where the days run backwards."""
    values = asked.values
    day = date.fromisoformat(values["date"]) if "date" in values else asked.question.asked_on
    since = date.fromisoformat(values["since"]) if "since" in values else previous_day(day)
    check_span(since, day)
    return BriefingRequest(day, since, _read_scope(asked), locale=asked.locale)


def previous_day(day: date) -> date:
    """The day before; the first day of the calendar has none, and stays."""
    return day - timedelta(days=1) if day > date.min else day


async def answer_preview(asked: Asked, store: Store, limit: int) -> Answer:
    """List the statements of a briefing under its events, from `question.after` on."""
    briefing = await compose(store, request_preview(asked))
    locale = briefing.request.locale
    entries = [
        Entry(StatementItem(telling.statement), _head(group, block.sides, locale), telling.statement.id)
        for group in (*briefing.said, *briefing.newly_held)
        for block in group.blocks
        for line in block.lines
        for telling in line.tellings
    ]
    keys = [entry.key for entry in entries]
    begin = keys.index(asked.question.after) + 1 if asked.question.after in keys else 0
    shown = tuple(entries[begin : begin + limit])
    figures = briefing.figures
    return Answer(
        question=asked.question,
        status="nothing" if briefing.nothing_new else "found",
        title=lines.tell_nothing(briefing) if briefing.nothing_new else lines.head_briefing(briefing),
        understood=asked.understood,
        entries=shown,
        more=begin + limit < len(entries),
        total=figures.statements,
        notes=() if briefing.nothing_new or begin else (lines.tell_figures(briefing), lines.tell_scope(briefing)),
        figures=(
            ("statements", figures.statements),
            ("speakers", figures.speakers),
            ("countries", figures.countries),
            ("sources", figures.sources),
        ),
    )


def _head(group: Group, sides: tuple[str, ...], locale: str) -> str:
    return f"{lines.head_group(group, locale)}: {lines.head_block(sides, locale)}"


def _read_scope(asked: Asked) -> Scope:
    named = asked.filter
    codes = tuple(dict.fromkeys(code for code in (named.country, named.other) if code))
    one, other = (*codes, "", "")[:2]
    return Scope(
        countries=codes if len(codes) == 1 else (),
        pairs=((one, other),) if other else (),
        topics=(named.topic,) if named.topic else (),
        speakers=(named.speaker,) if named.speaker else (),
        events=(named.event,) if named.event else (),
    )
