"""Text made safe for Discord's Markdown: verbatim text keeps every character, echoed text loses what cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

# A backslash before any of these shows the bare character; before letters and digits it would show itself.
_ACTIVE = re.compile(r"[\\*_~`|<>\[\]@#:+\-.\ud800-\udfff]")
_MARKUP = re.compile(r"[\\*_~`|<>\[\]@#:]")
_LINE_BREAK = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_LIST = re.compile(rf"(?:^|[{_LINE_BREAK}])\s*(?:(?=[-+])|\d+(?=\.))")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BIDI = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_LEFT, _RIGHT = "\u201c", "\u201d"


def escape(text: str) -> str:
    """Escape verbatim text so that it is shown character for character and does nothing: no style, link or mention.

    The text is taken to stand anywhere, at the start of a line as well. Half a surrogate pair, which cannot be sent,
    becomes U+FFFD.
    """
    if not _ACTIVE.search(text):
        return text
    return _LIST.sub(r"\g<0>\\", _MARKUP.sub(r"\\\g<0>", _SURROGATE.sub("\ufffd", text)))


def tame(text: str, longest: int = 200) -> str:
    """One line of text that is ours or the asker's, never a quotation: spaces made plain, what is invisible or turns
    the reading direction taken out, and shortened to `longest` characters with an ellipsis.
    """
    text = text[: longest * 8]
    if not text.isprintable():
        text = _show_only_visible(text)
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _show_only_visible(text: str) -> str:
    plain = (" " if char.isspace() else char for char in _SURROGATE.sub("\ufffd", text))
    return "".join(char for char in plain if unicodedata.category(char) not in ("Cc", "Cf"))


def say(text: str, longest: int = 200) -> str:
    """Text that is ours or the asker's, tamed and escaped."""
    return escape(tame(text, longest))


def say_all(texts: Iterable[str], longest: int = 200) -> str:
    """Texts that are ours or the asker's in one line, each tamed and escaped."""
    return " · ".join([say(text, longest) for text in texts])


def keep(text: str) -> str:
    """Text of a record, which may hold a source's wording: escaped, and neither shortened nor changed."""
    return isolate(escape(text))


def keep_small(texts: Iterable[str]) -> list[str]:
    """Texts of records as lines of small print."""
    return [f"-# {keep(text)}" for text in texts]


def keep_block(text: str) -> str:
    """Text of a record as a block quotation, without quotation marks."""
    return indent(keep(text))


def quote_block(text: str) -> str:
    """A record's quotation between curly quotation marks, as a block quotation."""
    return indent(quote(text))


def embolden(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Escape verbatim text and set the stretches `spans` (start, end; in order, not overlapping) in bold.

    Nothing but the markers is added. Bold ends and begins again at a line break, which a block quotation needs.
    """
    parts, done = [], 0
    for start, end in _cut_at_lines(text, spans):
        parts += [_escape_from(text, done, start), "**", _escape_from(text, start, end), "**"]
        done = end
    parts.append(_escape_from(text, done, len(text)))
    return isolate("".join(parts))


def mark_words(text: str, marked: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]]) -> str:
    """Escape verbatim text, with the statement's words (`marked`) in bold, else those searched for (`found`)."""
    return embolden(text, marked or found)


def _cut_at_lines(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches without the line breaks in them, joined where they touch; what is white space alone is left out."""
    stretches: list[tuple[int, int]] = []
    for start, end in spans:
        for line in re.finditer(r"[^\n]+", text[start:end]):
            begin, stop = start + line.start(), start + line.end()
            if stretches and stretches[-1][1] >= begin:
                stretches[-1] = (stretches[-1][0], stop)
            elif text[begin:stop].strip():
                stretches.append((begin, stop))
    return stretches


def quote(text: str, spans: Sequence[tuple[int, int]] = (), marked: Sequence[tuple[int, int]] = ()) -> str:
    """A record's quotation between curly quotation marks, which are ours; see mark_words."""
    return f"{_LEFT}{mark_words(text, marked, spans)}{_RIGHT}"


def indent(markdown: str) -> str:
    """Finished Markdown as a block quotation, line by line."""
    return "\n".join(f"> {line}" for line in markdown.split("\n"))


def isolate(text: str) -> str:
    """Keep direction marks inside verbatim text from turning what stands around it; text without any stays as it is."""
    if not _BIDI.search(text):
        return text
    # Stray closing marks would end our isolate early: open one more for each of them.
    depth = 1 + text.count(_POP_ISOLATE)
    return f"{_ISOLATE * depth}{text}{_POP_ISOLATE}"


def _escape_from(text: str, start: int, end: int) -> str:
    """Escape a stretch by its place in the whole: only a real line start makes a list of a hyphen or a number."""
    piece = text[start:end]
    if start == 0 or not piece:
        return escape(piece)
    # What precedes on the same line decides; one letter before it stands for it.
    fresh = text[:start].rstrip(" \t\u00a0")[-1:] in ("", "\n", "\r", "\u2028", "\u2029", "\v", "\f", "\x85")
    return escape(piece) if fresh else escape("x" + piece)[1:]


def show_instant(seconds: float) -> str:
    """An instant (Unix seconds) as Discord shows it to each reader: by their own clock, in their own language."""
    return f"<t:{int(seconds)}:f>"
