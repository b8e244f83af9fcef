"""A passage in its context: the text before and after it, verbatim, cut only where a reader can pause."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.corpus.checking.anchors import quoted_spans

CONTEXT_LENGTH = 600

_PARAGRAPH_START = re.compile(r"(?<=\n)(?=\S)")
_SENTENCE_START = re.compile(r"[.!?…][\"'“”’»\])]*\s+(?=\S)")
_OPENING = '“"„«‟＂'


def cut_context(body: str, starts: int, ends: int, length: int = CONTEXT_LENGTH) -> tuple[str, str]:
    """Cut the text before `starts` and after `ends` out of `body`, each at most `length` characters long.

    Whole paragraphs where they fit, else whole sentences, else nothing; never from the middle of a quotation. White
    space at the outer edges is left out, everything else stands as in the source.
    """
    # Quotation marks pair within a paragraph: the window that is looked at has to hold whole ones.
    first = body.rfind("\n", 0, max(0, starts - length)) + 1
    last = body.find("\n", ends + length)
    last = len(body) if last < 0 else last
    window = body[first:last]
    inside = _stretches_within_quotations(window)
    begin = _choose_begin(window, starts - first, length, inside, whole=first == 0)
    end = _choose_end(window, ends - first, length, inside, whole=last == len(body))
    return window[begin : starts - first].lstrip(), window[ends - first : end].rstrip()


def _choose_begin(window: str, starts: int, length: int, inside: list[tuple[int, int]], *, whole: bool) -> int:
    earliest = max(0, starts - length)
    if whole and earliest == 0:
        return 0
    cuts = [cut for cut in _pauses(window) if earliest <= cut[1] < starts and not _is_within(cut[1], inside)]
    # A paragraph that begins right before the passage is less context than sentences from further up.
    paragraphs = [at for kind, at in cuts if kind == "paragraph" and starts - at >= length / 3]
    return min(paragraphs or [at for _, at in cuts], default=starts)


def _choose_end(window: str, ends: int, length: int, inside: list[tuple[int, int]], *, whole: bool) -> int:
    latest = min(len(window), ends + length)
    if whole and latest == len(window):
        return latest
    cuts = [cut for cut in _pauses(window) if ends < cut[1] <= latest and not _is_within(cut[1], inside)]
    paragraphs = [at for kind, at in cuts if kind == "paragraph" and at - ends >= length / 3]
    return max(paragraphs or [at for _, at in cuts], default=ends)


def _pauses(window: str) -> Iterator[tuple[str, int]]:
    yield from (("paragraph", match.start()) for match in _PARAGRAPH_START.finditer(window))
    yield from (("sentence", match.end()) for match in _SENTENCE_START.finditer(window))


def _stretches_within_quotations(window: str) -> list[tuple[int, int]]:
    """Give what no cut may fall into, ends included: quotations, and the gap in one that goes on a paragraph later."""
    stretches = []
    for span in quoted_spans(window):
        end = span.end
        if window[end : end + 1] in ("", "\n"):
            gap = len(window[end:]) - len(window[end:].lstrip())
            if window[end + gap : end + gap + 1] in tuple(_OPENING):
                end += gap
        stretches.append((span.start, end))
    return stretches


def _is_within(at: int, stretches: list[tuple[int, int]]) -> bool:
    return any(start <= at <= end for start, end in stretches)
