"""A briefing as Markdown (CommonMark), for mail and the intranet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answers.briefing.compose import Briefing
from bot.answers.briefing.document import Heading, Listed, Part, Remark, StatementBlock, list_parts

# A backslash before any of these shows the bare character: those that mark up anywhere, and those that begin a line.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$^]|:(?=//)")
_LINE_START = re.compile(r"^([-+=]|\d+(?=[.)]))")
_PARAGRAPH = re.compile(r"(?:[ \t]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])){2,}")
_PLAIN_ADDRESS = re.compile(r"https?://[^\s<>\\\x00-\x1f]+")


def to_markdown(briefing: Briefing) -> str:
    """Write a briefing as Markdown, in which every character of the sources is shown and does nothing."""
    return "\n\n".join(block for part in list_parts(briefing) for block in _draw(part)) + "\n"


def escape(text: str) -> str:
    """Escape text so that it is shown character for character; its line breaks and paragraphs stay."""
    return "\n\n".join(_escape_lines(paragraph) for paragraph in _PARAGRAPH.split(text) if paragraph.strip())


def _escape_lines(paragraph: str) -> str:
    lines = (_escape_line(line.strip(" \t")) for line in paragraph.splitlines() if line.strip(" \t"))
    return "  \n".join(lines)


def _escape_line(line: str) -> str:
    escaped = _MARKUP.sub(r"\\\g<0>", line)
    bullet = _LINE_START.match(escaped)
    if bullet is None:
        return escaped
    # A number is no markup, the full stop or bracket behind it is.
    at = bullet.end() if bullet[1].isdigit() else 0
    return f"{escaped[:at]}\\{escaped[at:]}"


def _draw(part: Part) -> Iterator[str]:
    match part:
        case Heading():
            yield f"{'#' * part.level} {_on_one_line(part.text)}"
        case Remark(kind="figures"):
            yield f"**{escape(part.text)}**"
        case Remark(kind="conflict"):
            yield f"- ⚠ {_on_one_line(part.text)}"
        case Remark():
            yield escape(part.text)
        case StatementBlock():
            yield from _draw_shown(part)
        case Listed():
            address = part.source.url or ""
            linked = f" <{address}>" if _PLAIN_ADDRESS.fullmatch(address) else ""
            yield f"\\[{part.number}\\] {_on_one_line(part.text)} ({escape(part.statements)}){linked}"


def _draw_shown(shown: StatementBlock) -> Iterator[str]:
    yield f"{'' if shown.follows else '**'}{_on_one_line(shown.head)}{'' if shown.follows else '**'}"
    for quotation in shown.quotations:
        yield _indent(f"“{escape(quotation)}”")
    if shown.text:
        yield f"*{escape(shown.label)}:*"
        yield _indent(escape(shown.text))
    elif shown.label:
        yield f"*{escape(shown.label)}*"
    numbers = ", ".join(map(str, shown.sources))
    foot = [*(f"⚠ {_on_one_line(warning)}" for warning in shown.warnings)]
    foot.append(f"\\[{numbers}\\] {_on_one_line(shown.cited)} · `{shown.statement.id}`")
    yield "  \n".join(foot)


def _indent(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _on_one_line(text: str) -> str:
    return escape(" ".join(text.split()))
