"""A small reader of Discord's Markdown, for the tests: what a text shows, and everything in it that does something."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

BREAK = "\n\r\u2028\u2029"
BLOCKS = (
    ("code block", re.compile(r"```[\s\S]+?```")),
    ("quote", re.compile(r"[^\S\n]*>(?:>>)? ")),
    ("heading", re.compile(r"\s*#{1,3}[^\S\n]+")),
    ("subtext", re.compile(r"\s*-#[^\S\n]+")),
    ("list", re.compile(r"\s*(?:[*+-]|\d+\.)[^\S\n]")),
)
LIVE = (
    ("mention", re.compile(r"<@[!&]?\d+>|<#\d+>|</[^:>]+:\d+>|<id:\w+>|@everyone|@here")),
    ("timestamp", re.compile(r"<t:-?\d+(?::\w)?>")),
    ("emoji", re.compile(r"<a?:\w+:\d+>|:[^\s:]+(?:::skin-tone-\d)?:")),
    ("link", re.compile(r"<?(?:https?|steam|discord|mailto|tel):(?:\S)*", re.IGNORECASE)),
    ("masked link", re.compile(r"\[(?:\\.|[^\]\\])*\]\([^)]*\)")),
    ("code", re.compile(r"(`+)[\s\S]*?[^`]\1(?!`)")),
)
STYLES = (
    ("bold", re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("underline", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ("strike", re.compile(r"~~((?:\\[\s\S]|[^\\])+?)~~")),
    ("spoiler", re.compile(r"\|\|((?:\\[\s\S]|[^\\])+?)\|\|")),
    ("italic", re.compile(r"\*(?=\S)((?:\\[\s\S]|[^\\*])+?)\*|_((?:\\[\s\S]|[^\\_])+?)_")),
)
ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


@dataclass
class Read:
    """The characters shown, the stretches in bold as (start, end), and whatever else the Markdown does."""

    text: str = ""
    bold: list[tuple[int, int]] = field(default_factory=list)
    does: list[str] = field(default_factory=list)


def read_markdown(markdown: str) -> Read:
    """Read Markdown as Discord shows it."""
    into = Read()
    _read(markdown, into, line_start=True)
    return into


def _read(markdown: str, into: Read, *, line_start: bool) -> None:
    at = 0
    while at < len(markdown):
        if line_start or (at and markdown[at - 1] in BREAK):
            for kind, pattern in BLOCKS:
                if pattern.match(markdown, at):
                    into.does.append(kind)
            line_start = False
        if escaped := ESCAPE.match(markdown, at):
            into.text += escaped[1]
            at = escaped.end()
            continue
        for kind, pattern in LIVE:
            if pattern.match(markdown, at):
                into.does.append(kind)
        for kind, pattern in STYLES:
            if styled := pattern.match(markdown, at):
                start = len(into.text)
                _read(next(group for group in styled.groups() if group is not None), into, line_start=False)
                if kind == "bold":
                    into.bold.append((start, len(into.text)))
                else:
                    into.does.append(kind)
                at = styled.end()
                break
        else:
            into.text += markdown[at]
            at += 1
