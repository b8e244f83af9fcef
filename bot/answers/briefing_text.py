"""A briefing as plain text, for the terminal and for mail without a layout."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from bot.answers import briefing_lines as lines
from bot.answers.briefing import Briefing, Group, Telling
from bot.answers.wording import shown_words


def to_text(briefing: Briefing, width: int | None = None) -> str:
    """Write a briefing as plain text; `width` breaks its lines between words, without it they stay whole."""
    drawn = "\n".join(_draw(briefing))
    return f"{_wrap(drawn, width) if width else drawn}\n"


def _draw(briefing: Briefing) -> Iterator[str]:
    locale = briefing.request.locale
    yield from lines.head_lines(briefing)
    for heading, groups in ((lines.SAID, briefing.said), (lines.NEWLY_HELD, briefing.newly_held)):
        if groups:
            yield from ("", heading.upper())
            for group in groups:
                yield from _draw_group(group, locale)
    if lines.tell_left_out(briefing):
        yield from ("", lines.tell_left_out(briefing))
    if briefing.conflicts:
        yield from ("", lines.CONFLICTS.upper(), "")
        yield from (f"! {lines.tell_conflict(note)}" for note in briefing.conflicts)
    if briefing.open_questions:
        yield from ("", lines.OPEN_QUESTIONS.upper(), lines.introduce_open(briefing.request.day, locale))
        for request in briefing.open_questions:
            yield from ("", lines.tell_request(request, locale))
            yield from _indent(_draw_words(Telling(request.statement), locale, set()))
    if briefing.on_this_day:
        yield from ("", lines.ON_THIS_DAY.upper())
        for statement in briefing.on_this_day:
            yield from ("", lines.tell_who(statement, locale), *_indent(_draw_words(Telling(statement), locale, set())))


def _draw_group(group: Group, locale: str) -> Iterator[str]:
    heading = lines.head_group(group, locale)
    yield from ("", heading, "-" * len(heading))
    accounts = lines.tell_accounts(group)
    if accounts:
        yield accounts
    shown: set[str] = set()
    for block in group.blocks:
        yield from ("", lines.head_block(block.sides, locale))
        for line in block.lines:
            for n, telling in enumerate(line.tellings):
                tell = lines.tell_also if n else lines.tell_who
                yield f"{'    ' if n else '  '}{tell(telling.statement, locale)}"
                yield from _indent(_indent(_draw_words(telling, locale, shown)))


def _draw_words(telling: Telling, locale: str, shown: set[str]) -> Iterator[str]:
    statement = telling.statement
    words = shown_words(statement)
    if words.kind == "quoted":
        yield from (f"“{quotation}”" for quotation in words.quotations)
        if words.fragment:
            yield f"{lines.PARAPHRASE}: {words.paraphrase}"
    elif words.passage in shown:
        yield lines.SHOWN_ABOVE
    else:
        shown.add(words.passage)
        yield f"{lines.REPORTED}: {words.passage}"
    yield from (f"! {warning}" for warning in lines.list_warnings(telling, locale))
    yield f"[{lines.cite(statement, locale)} · {statement.id}]"


def _indent(drawn: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in drawn)


def _wrap(text: str, width: int) -> str:
    wrapped: list[str] = []
    for line in text.split("\n"):
        indent = " " * (len(line) - len(line.lstrip(" ")))
        wrapped += textwrap.wrap(
            line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(wrapped)
