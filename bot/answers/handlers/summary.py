"""/summary-by-country: where a country stands, by occasion and topic, newest words of each speaker; or all of them."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.display_names import name_of
from bot.answers.formatting.snippets import make_item
from bot.answers.handlers.relaxation import find_wider, note_undated
from bot.answers.model import Answer, Choice, CountryItem, Entry
from bot.answers.options.dates.parser import describe_day
from bot.answers.resolved_question import ResolvedQuestion
from bot.store.queries.positions import PositionLine
from bot.store.session import ReadSession

HEAD = "head"
OFFERED = 20


def answer_summary(asked: ResolvedQuestion, session: ReadSession, limit: int) -> Answer:
    """Show where the country stands, or every country where none is asked for."""
    if asked.filter.side is None:
        return _list_countries(asked, session, limit)
    return _show_country(asked, session, asked.filter.side, limit)


def _show_country(asked: ResolvedQuestion, session: ReadSession, code: str, limit: int) -> Answer:
    name = name_of(code, asked.locale)
    narrowed = replace(asked.filter, side=None)
    after = asked.question.after
    room = limit if after else max(1, limit - 1)
    tally, stand = session.summary(code, narrowed, None if after == HEAD else after, room + 1)
    notes = _note_left_out(asked, session)
    if tally is None:
        return _say_nothing(asked, session, f"Nothing held that was said for {name}", notes)
    entries = [] if after else [Entry(CountryItem(tally, name, head=True), "", HEAD)]
    entries += [
        Entry(
            make_item(line.statement, more_by_speaker=line.more_by_speaker),
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


def _list_countries(asked: ResolvedQuestion, session: ReadSession, limit: int) -> Answer:
    codes = [code for code, _ in session.count_by_country(asked.filter)]
    notes = _note_left_out(asked, session)
    if not codes:
        return _say_nothing(asked, session, "Nothing held that was said for any country", notes)
    begin = asked.find_begin(codes)
    shown = session.tallies(asked.filter, codes[begin : begin + limit])
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


def _head_occasion(line: PositionLine, locale: str) -> str:
    # Briefings of one name recur: the day tells them apart.
    if line.group_day:
        return f"{line.group}, {describe_day(line.group_day, locale)}"
    return line.group or "On other matters"


def _say_nothing(asked: ResolvedQuestion, session: ReadSession, title: str, notes: tuple[str, ...]) -> Answer:
    wider, choices = find_wider(asked, session.count)
    return Answer(asked.question, "nothing", title, asked.understood, notes=(*wider, *notes), choices=choices)


def _note_left_out(asked: ResolvedQuestion, session: ReadSession) -> tuple[str, ...]:
    if asked.question.after or not (asked.filter.since or asked.filter.until):
        return ()
    return note_undated(session.undated(asked.filter), asked)
