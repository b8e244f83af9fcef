"""A briefing as plain text, for the terminal and for mail without a layout."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from bot.answers.briefing.compose import Briefing
from bot.answers.briefing.document import Heading, Listed, Part, Remark, StatementBlock, list_parts

_SOURCE_INDENT = "     "


def to_text(briefing: Briefing, width: int | None = None) -> str:
    """Write a briefing as plain text; `width` breaks its lines between words, without it they stay whole."""
    text = "\n".join(line for part in list_parts(briefing) for line in _draw(part))
    return f"{_wrap(text, width) if width else text}\n".lstrip("\n")


def _draw(part: Part) -> Iterator[str]:
    match part:
        case Heading(level=1, text=text):
            yield text
        case Heading(level=2, text=text):
            yield from ("", "", text.upper())
        case Heading(level=3, text=text):
            yield from ("", text, "-" * min(len(text), 78))
        case Heading(text=text):
            yield from ("", text)
        case Remark(kind="conflict", text=text):
            yield from ("", f"! {text}")
        case Remark(text=text):
            yield text
        case StatementBlock():
            yield from _draw_shown(part)
        case Listed():
            yield f"{part.number:>3}. {part.text} ({part.statements})"
            if part.source.url:
                yield f"{_SOURCE_INDENT}{part.source.url}"


def _draw_shown(shown: StatementBlock) -> Iterator[str]:
    yield f"{'    ' if shown.follows else '  '}{shown.head}"
    words = [f"“{quotation}”" for quotation in shown.quotations]
    if shown.label:
        words.append(f"{shown.label}: {shown.text}" if shown.text else shown.label)
    words += [f"! {warning}" for warning in shown.warnings]
    numbers = ", ".join(map(str, shown.sources))
    words.append(f"[{numbers}] {shown.cited} · {shown.statement.id}")
    yield from (f"    {line}" for line in words)


def _wrap(text: str, width: int) -> str:
    wrapped: list[str] = []
    for line in text.split("\n"):
        indent = " " * (len(line) - len(line.lstrip(" ")))
        wrapped += textwrap.wrap(
            line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(wrapped)
