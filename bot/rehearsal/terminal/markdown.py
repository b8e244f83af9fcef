"""Discord's Markdown, as far as answers use it, turned into styled terminal text."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
CODE_BLOCK = re.compile(r"```(?:[a-z0-9_+-]*\n)?(.*?)```", re.DOTALL)
SPANS = re.compile(
    r"\\(?P<escaped>[^\sA-Za-z0-9])"
    r"|`(?P<code>[^`\n]+)`"
    r"|\*\*(?P<bold>(?:\\.|[^\\])+?)\*\*(?!\*)"
    r"|__(?P<underline>(?:\\.|[^\\])+?)__(?!_)"
    r"|~~(?P<strike>(?:\\.|[^\\])+?)~~"
    r"|\|\|(?P<spoiler>(?:\\.|[^\\])+?)\|\|"
    r"|\*(?P<italic>(?=\S)(?:\\.|[^\\*])+?(?<=\S))\*"
    r"|(?<!\w)_(?P<slanted>(?=\S)(?:\\.|[^\\_])+?(?<=\S))_(?!\w)"
    r"|\[(?P<label>(?:\\.|[^\]\\])+)\]\(<?(?P<url>https?://[^\s)>]+)>?\)"
    r"|(?P<address><?https?://[^\s<>]+>?)"
    r"|<t:(?P<moment>-?\d+)(?::[tTdDfFR])?>",
    re.DOTALL,
)
STYLES = {
    "bold": "bold",
    "underline": "underline",
    "strike": "strike",
    "spoiler": "reverse",
    "italic": "italic",
    "slanted": "italic",
}
HEADINGS = {"# ": "bold underline", "## ": "bold", "### ": "bold"}


def clean(text: str) -> str:
    """Text without what could steer a terminal, and with what cannot be encoded made visible."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text).encode("utf-8", "replace").decode("utf-8")


def write_moment(seconds: int) -> str:
    """An instant by this machine's clock, with its offset: "2024-06-27 09:00+09:00"."""
    try:
        return datetime.fromtimestamp(seconds, UTC).astimezone().isoformat(" ", "minutes")
    except (OverflowError, OSError, ValueError):
        return "an invalid date"


def draw_spans(text: str, style: str = "") -> Text:
    """One run of Markdown with its inline marks carried out."""
    styled = Text(style=style)
    at = 0
    for found in SPANS.finditer(text):
        styled.append(text[at : found.start()])
        at = found.end()
        kind = found.lastgroup or ""
        if kind == "url":
            label = draw_spans(found["label"], "underline")
            label.stylize(Style(link=found["url"]))
            styled.append_text(label)
            styled.append(f" ({found['url']})", "dim")
        elif kind in STYLES:
            styled.append_text(draw_spans(found[kind], STYLES[kind]))
        elif kind == "code":
            styled.append(found["code"], "reverse dim")
        elif kind == "moment":
            styled.append(write_moment(int(found["moment"])), "italic")
        else:
            styled.append(found[kind])
    return styled.append(text[at:])


def draw_lines(text: str) -> Iterator[RenderableType]:
    """The lines of a piece of Markdown without code blocks: headings, subtext, quotes, lists."""
    quoting = False
    for line in text.split("\n"):
        if line.startswith(">>> "):
            quoting, line = True, line[4:]  # noqa: PLW2901 everything after this mark is quoted
        if quoting or line.startswith("> ") or line == ">":
            inner = line if quoting and not line.startswith("> ") else line[2:]
            styled = draw_spans(inner.removeprefix("-# "), "dim" if inner.startswith("-# ") else "")
            yield Text("▎ ", style="dim").append_text(styled)
            continue
        heading = next((mark for mark in HEADINGS if line.startswith(mark)), None)
        if heading:
            yield draw_spans(line.removeprefix(heading).strip(), HEADINGS[heading])
        elif line.startswith("-# "):
            yield draw_spans(line[3:], "dim")
        elif found := re.match(r"( *)[-*] (.*)", line):
            yield Text(f"{found[1]}• ").append_text(draw_spans(found[2]))
        else:
            yield draw_spans(line)


def draw_markdown(text: str) -> RenderableType:
    """A text display, a message's content or a field of an embed, as it would look."""
    parts: list[RenderableType] = []
    for number, piece in enumerate(CODE_BLOCK.split(clean(text).strip("\n"))):
        if number % 2:
            parts.append(Padding(Text(piece.rstrip("\n"), style="dim"), (0, 0, 0, 2)))
        elif piece.strip("\n") or number == 0:
            parts += draw_lines(piece.strip("\n"))
    return Group(*parts)
