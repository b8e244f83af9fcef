"""Compounds and figures that are written in several ways: `cease-fire` and `ceasefire`, `F-16`, `1,000` and `1000`.

Their parts are words of their own; the joined form is indexed besides, and found for whichever way is typed.
"""

from __future__ import annotations

import re

from bot.store.analysis.tokenizer import Token, fold_word

_HYPHENED = re.compile(r"(?<![\w-])[^\W_]+(?:[-\u2010\u2011][^\W_]+){1,3}(?![\w-])")
# Groups of three figures; between them a comma, a full stop, an apostrophe or a space of any kind.
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?:[,.'\u2019 \u00a0\u2009\u202f]\d{3})+(?![\w])")


def find_compounds(text: str) -> list[Token]:
    """The joined forms of what is written with hyphens or in groups of figures, with the stretch of each."""
    matches = [*_HYPHENED.finditer(text), *_GROUPED.finditer(text)]
    found = (Token(_join(match[0]), match.start(), match.end()) for match in matches)
    return [token for token in found if token.folded]


def join_compounds(text: str) -> str:
    """A text with the joined form in place of each compound."""
    for pattern in (_GROUPED, _HYPHENED):
        text = pattern.sub(lambda match: _join(match[0]) or match[0], text)
    return text


def _join(written: str) -> str:
    """The parts as one word; empty for a day in figures, which is none."""
    parts = re.split(r"[-\u2010\u2011]", written)
    if len(parts) > 1 and all(part.isdigit() for part in parts):
        return ""
    return fold_word("".join(re.findall(r"[^\W_]+", written)))
