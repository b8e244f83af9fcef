"""Completing words while they are typed: quotations that hold them, cut at words where they are long."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from bot.store.deadlines import check_deadline
from bot.store.searching import Engine
from bot.store.tokens import STOP_WORDS, Token, find_tokens, fold_words

_LONGEST = 100
_MOST_WORDS = 16
_READ = 30
_MOST_ENDINGS = 12
_MATCHING = """
SELECT DISTINCT q.exact FROM report r JOIN quotation q ON q.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?))"""
_MOST_REPORTED = """
SELECT q.exact FROM (SELECT n, sources FROM statement ORDER BY sources DESC, n DESC LIMIT ?) s
JOIN report r ON r.statement = s.n
JOIN quotation q ON q.report = r.n
ORDER BY s.sources DESC, s.n DESC, q.report, q.position"""


def complete_words(db: sqlite3.Connection, engine: Engine, typed: str, limit: int) -> list[str]:
    """At most `limit` stretches of quotations, character for character, none longer than 100 characters.

    The last word typed may be unfinished. Where nothing is typed: quotations of the most reported statements.
    """
    words = fold_words(typed[:1_000])[-_MOST_WORDS:]
    if not words:
        texts = [row[0] for row in db.execute(_MOST_REPORTED, (4 * limit,))]
        return _choose(((text, find_tokens(text), 0) for text in texts), limit)
    *whole, begun = words
    lexicon = engine.lexicon
    wanted = [[word] if word in STOP_WORDS else lexicon.mend(word) for word in whole]
    wanted.append(lexicon.complete(begun, _MOST_ENDINGS) or lexicon.mend(begun))
    needed = [group for group, word in zip(wanted, words, strict=True) if word not in STOP_WORDS or word == begun]
    if not all(needed):
        return []
    stems = lexicon.find_stems({word for group in wanted for word in group})
    numbers = engine.texts.find_quoted(
        [{stems.get(word, word) for word in group} for group in needed],
        [[stems.get(group[0], group[0]) for group in wanted[:-1]] + [stems.get(end, end)] for end in wanted[-1]],
        _READ,
    )
    found = []
    for (text,) in db.execute(_MATCHING, (json.dumps(list(numbers)),)):
        check_deadline()
        tokens = find_tokens(text)
        at = _find_begun(wanted, tokens)
        if at is not None:
            found.append((text, tokens, at))
    found.sort(key=lambda one: (one[2] > 0, len(one[0]), one[0]))
    return _choose(found, limit)


def _find_begun(wanted: Sequence[Sequence[str]], tokens: Sequence[Token]) -> int | None:
    """The token with which the words begin: in a row where they stand so, else where the last one stands."""
    size = len(wanted)
    for at in range(len(tokens) - size + 1):
        if all(tokens[at + i].folded in group for i, group in enumerate(wanted)):
            return at
    return next((at for at, token in enumerate(tokens) if token.folded in wanted[-1]), None)


def _choose(found: Iterable[tuple[str, Sequence[Token], int]], limit: int) -> list[str]:
    stretches = dict.fromkeys(_cut(text, tokens, at) for text, tokens, at in found)
    return [stretch for stretch in stretches if stretch][:limit]


def _cut(text: str, tokens: Sequence[Token], at: int) -> str:
    """The whole text where it is short enough, else whole words of it from the one at `at` on."""
    if len(text) <= _LONGEST:
        return text
    start = tokens[at].start
    ends = [token.end for token in tokens[at:] if token.end - start <= _LONGEST]
    return text[start : ends[-1]] if ends else ""
