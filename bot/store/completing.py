"""Completing words while they are typed: quotations that hold them, cut at words where they are long."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.store.lexicon import Lexicon
from bot.store.tokens import STOP_WORDS, Token, find_tokens, fold_words, match_all, match_any

_LONGEST = 100
_MOST_WORDS = 16
_READ = 60
_MOST_ENDINGS = 20
_MATCHING = """
SELECT DISTINCT q.exact FROM words
CROSS JOIN report r ON r.statement = words.rowid
JOIN quotation q ON q.report = r.n
WHERE words MATCH ? LIMIT ?"""
_MOST_REPORTED = """
SELECT DISTINCT q.exact FROM statement s
JOIN report r ON r.statement = s.n
JOIN quotation q ON q.report = r.n
ORDER BY s.sources DESC, s.n DESC LIMIT ?"""


def complete_words(db: sqlite3.Connection, lexicon: Lexicon, typed: str, limit: int) -> list[str]:
    """At most `limit` stretches of quotations, character for character, none longer than 100 characters.

    The last word typed may be unfinished. Where nothing is typed: quotations of the most reported statements.
    """
    words = fold_words(typed[:1_000])[-_MOST_WORDS:]
    if not words:
        texts = [row[0] for row in db.execute(_MOST_REPORTED, (4 * limit,))]
        return _choose(((text, find_tokens(text), 0) for text in texts), limit)
    *whole, begun = words
    endings = lexicon.complete(begun, _MOST_ENDINGS)
    if not endings:
        return []
    expression = match_any(endings, "quotations")
    needed = [word for word in whole if word not in STOP_WORDS]
    if needed:
        expression = f"({expression}) AND ({match_all(needed, 'quotations')})"
    found = []
    for (text,) in db.execute(_MATCHING, (expression, _READ * 4)):
        tokens = find_tokens(text)
        at = _find_begun(words, tokens)
        if at is not None:
            found.append((text, tokens, at))
    found.sort(key=lambda one: (one[2] > 0, len(one[0])))
    return _choose(found, limit)


def _find_begun(words: Sequence[str], tokens: Sequence[Token]) -> int | None:
    """The token with which the words typed begin: in a row where they stand so, else where the last one stands."""
    size = len(words)
    for at in range(len(tokens) - size + 1):
        if tokens[at + size - 1].folded.startswith(words[-1]) and all(
            tokens[at + i].folded == words[i] for i in range(size - 1)
        ):
            return at
    return next((at for at, token in enumerate(tokens) if token.folded.startswith(words[-1])), None)


def _choose(found: object, limit: int) -> list[str]:
    chosen: dict[str, None] = {}
    for text, tokens, at in found:  # type: ignore[attr-defined]
        stretch = _cut(text, tokens, at)
        if stretch:
            chosen[stretch] = None
        if len(chosen) == limit:
            break
    return list(chosen)


def _cut(text: str, tokens: Sequence[Token], at: int) -> str:
    """The whole text where it is short enough, else whole words of it from the one at `at` on."""
    if len(text) <= _LONGEST:
        return text
    start = tokens[at].start
    ends = [token.end for token in tokens[at:] if token.end - start <= _LONGEST]
    return text[start : ends[-1]] if ends else ""
