"""/summary-by-country: where a country stands, by occasion and topic, newest words of each speaker; or all of them."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.handlers.pagination import find_begin
from bot.answers.handlers.relaxation import find_wider, note_undated
from bot.answers.model import Answer, Choice, CountryItem, Entry, StatementItem
from bot.answers.options.country_display import name_of
from bot.answers.options.dates.parser import describe_day
from bot.answers.resolved_question import Asked
from bot.store.queries.positions import StandLine
from bot.store.session import Look

HEAD = "head"
OFFERED = 20


def answer_summary(asked: Asked, look: Look, limit: int) -> Answer:
    """Show where the country stands, or every country where none is asked for."""
    if asked.filter.side is None:
        return _list_countries(asked, look, limit)
    return _show_country(asked, look, asked.filter.side, limit)


def _show_country(asked: Asked, look: Look, code: str, limit: int) -> Answer:
    name = name_of(code, asked.locale)
    narrowed = replace(asked.filter, side=None)
    after = asked.question.after
    room = limit if after else max(1, limit - 1)
    tally, stand = look.summary(code, narrowed, None if after == HEAD else after, room + 1)
    notes = _note_left_out(asked, look)
    if tally is None:
        return _say_nothing(asked, look, f"Nothing held that was said for {name}", notes)
    entries = [] if after else [Entry(CountryItem(tally, name, head=True), "", HEAD)]
    entries += [
        Entry(
            StatementItem(line.statement, more_by_speaker=line.more_by_speaker),
            _head_occasion(line, asked.locale),
            line.key,
        )
        for line in stand.lines[:room]
    ]
    return Answer(
        question=asked.question,
        status="found",
        title=f"Where {name} stands",
        understood=asked.understood,
        entries=tuple(entries),
        more=len(stand.lines) > room,
        total=1 + stand.total,
        notes=notes,
        figures=(("statements", tally.statements), ("speakers", tally.speakers), ("sources", tally.sources)),
    )


def _list_countries(asked: Asked, look: Look, limit: int) -> Answer:
    codes = [code for code, _ in look.count_by_country(asked.filter)]
    notes = _note_left_out(asked, look)
    if not codes:
        return _say_nothing(asked, look, "Nothing held that was said for any country", notes)
    begin = find_begin(codes, asked.question)
    shown = look.tallies(asked.filter, codes[begin : begin + limit])
    return Answer(
        question=asked.question,
        status="found",
        title="Where each country stands",
        understood=asked.understood,
        entries=tuple(Entry(CountryItem(t, name_of(t.code, asked.locale), head=False), "", t.code) for t in shown),
        more=begin + limit < len(codes),
        total=len(codes),
        notes=notes,
        choices=tuple(Choice(name_of(t.code, asked.locale), "country", t.code) for t in shown[:OFFERED]),
    )


def _head_occasion(line: StandLine, locale: str) -> str:
    # Briefings of one name recur: the day tells them apart.
    if line.group_day:
        return f"{line.group}, {describe_day(line.group_day, locale)}"
    return line.group or "On other matters"


def _say_nothing(asked: Asked, look: Look, title: str, notes: tuple[str, ...]) -> Answer:
    wider, choices = find_wider(asked, look.count)
    return Answer(asked.question, "nothing", title, asked.understood, notes=(*wider, *notes), choices=choices)


def _note_left_out(asked: Asked, look: Look) -> tuple[str, ...]:
    if asked.question.after or not (asked.filter.since or asked.filter.until):
        return ()
    return note_undated(look.undated(asked.filter), asked)
