"""Completing words while they are typed: statements' texts that hold them, cut at words where they are long."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain, islice, pairwise
from operator import contains
from time import thread_time

from bot.store.analysis.tokenizer import STOP_WORDS, fold_words, iterate_tokens
from bot.store.db.deadlines import check_deadline
from bot.store.index.reader import BEGINNING, OFFERED_WHOLE, IndexReader, join_pair
from bot.store.search.query import SearchEngine
from bot.store.suggest.approximate import find_near, read_offered

_MOST_WORDS = 16
_READ = 30
_MOST_ENDINGS = 12
_MOST_MENDED = 3
_ENDING = re.compile(r"[\W_]+$")  # what stands after the last word
_ABBREVIATED = re.compile(r"(?:[^\W\d_]\.){2,}$")
_MOST_REPORTED = """
SELECT q.exact FROM (SELECT n, sources FROM statement ORDER BY sources DESC, n DESC LIMIT ?) s
JOIN report r ON r.statement = s.n
JOIN quotation q ON q.report = r.n
ORDER BY s.sources DESC, s.n DESC, q.report, q.position"""


def complete_words(db: sqlite3.Connection, engine: SearchEngine, typed: str, limit: int) -> list[str]:
    """At most `limit` stretches of quotations, character for character, none longer than 100 characters.

    Where no quotation will do, stretches of the passages that tell of statements without one. The last word typed may
    be unfinished. Where nothing is typed: quotations of the most reported statements. Where no text holds what is
    typed: what comes near.
    """
    began = thread_time()
    words = fold_words(typed[:1_000])[-_MOST_WORDS:]
    if not words:
        texts = [row[0] for row in db.execute(_MOST_REPORTED, (4 * limit,))]
        return _choose(((text, 0) for text in texts), limit)
    lexicon = engine.lexicon
    *whole, begun = words
    endings = lexicon.complete(begun, _MOST_ENDINGS) or lexicon.mend(begun, 1)
    wanted = [[word] if word in STOP_WORDS else lexicon.mend(word) for word in whole]
    wanted.append(endings)
    found = _find_typed(db, engine, words, wanted, limit) if all(wanted) else []
    return _choose(found or find_near(db, engine, words, endings, began), limit)


def _find_typed(
    db: sqlite3.Connection, engine: SearchEngine, words: Sequence[str], wanted: Sequence[Sequence[str]], limit: int
) -> list[tuple[str, int]]:
    """Texts that hold the words, or else forms of them, in a row, and where they begin in each."""
    *whole, begun = words
    known = engine.lexicon.find_stems({word for group in wanted for word in group})
    stems = [list(dict.fromkeys(known.get(word, word) for word in group[:_MOST_ENDINGS])) for group in wanted]
    groups: list[list[str]] = []
    for one, other in pairwise(stems[:-1]):
        groups.append(_list_pairs(engine.texts, one, other))
        if not groups[-1]:
            return []
    if not engine.texts.may_hold(groups):
        return []
    # a quotation that begins so comes first; of one word nothing else is a pair
    wished = _list_pairs(engine.texts, [BEGINNING], stems[0]) if whole else []
    last, is_cut = _list_last(engine.texts, stems[-2] if whole else [BEGINNING], begun, stems[-1])
    held = list(engine.texts.find_row([*groups, last], wished, _READ))
    if not held and groups and is_cut:
        held = list(engine.texts.find_row(groups, (), _READ))
    found = _find_in(texts := _read(db, held, quoted=True), words, wanted)
    if not whole and len(found) < limit:
        texts += _read(db, engine.texts.find_quoted(stems[-1], _READ), quoted=True)
        found = _find_in(texts, words, wanted)
    found = found or _find_in(_read(db, held, quoted=False), words, wanted)
    if texts and not found:
        forms = engine.lexicon.list_words({stem for group in stems for stem in group})
        found = _find_in(texts, words, [[form for stem in group for form in forms[stem]] for group in stems])
    return sorted(found, key=lambda one: (one[1] > 0, len(one[0]), one[0]))


def _list_pairs(texts: IndexReader, one: Sequence[str], other: Sequence[str]) -> list[str]:
    """Pairs of a stem and one after it, as far as the store has them."""
    pairs = (join_pair(stem, after) for stem in one[:_MOST_MENDED] for after in other[:_MOST_MENDED])
    return [pair for pair in pairs if texts.count_told(pair)]


def _list_last(texts: IndexReader, before: Sequence[str], begun: str, endings: Sequence[str]) -> tuple[list[str], bool]:
    """Pairs of a stem and the unfinished word after it, as the store has them; and whether these are some of many."""
    each = [(stem, texts.list_following(stem, begun, _MOST_ENDINGS)) for stem in before[:_MOST_MENDED]]
    pairs = dict.fromkeys(join_pair(stem, end) for stem, following in each for end in (*following, *endings))
    return list(pairs), any(len(following) == _MOST_ENDINGS for _, following in each)


def _read(db: sqlite3.Connection, numbers: Iterable[int], *, quoted: bool) -> list[str]:
    """What may be offered of statements, each text once."""
    return list(dict.fromkeys(chain.from_iterable(read_offered(db, numbers, quoted=quoted).values())))


def _find_in(texts: Iterable[str], words: Sequence[str], wanted: Sequence[Iterable[str]]) -> list[tuple[str, int]]:
    row = _Row(words, wanted)
    return [(text, start) for text in texts if (start := row.find_in(text)) is not None]


class _Row:
    """The words typed, to be found in a row in texts, each of them one of those `wanted` for it."""

    def __init__(self, words: Sequence[str], wanted: Sequence[Iterable[str]]) -> None:
        self._typed = " ".join(words)
        self._begun, self._wanted = words[-1], list(map(frozenset, wanted))

    def find_in(self, text: str) -> int | None:
        """Where they begin; None where they do not stand in it."""
        check_deadline()
        small = text.lower()
        if len(small) == len(text):  # mostly they stand as they were typed
            at = f" {small}".find(f" {self._typed}")
            if at >= 0 and small[at].isalnum():
                return at
        number = self._find_among(fold_words(text))
        return None if number is None else next(islice(iterate_tokens(text), number, None)).start

    def _find_among(self, words: Sequence[str]) -> int | None:
        *whole, last = self._wanted
        places = range(len(words) - len(whole))
        for i in (i for i in places if words[i] in whole[0]) if whole else places:
            end = words[i + len(whole)]
            if (end in last or end.startswith(self._begun)) and all(map(contains, whole, words[i:])):
                return i
        return None


def _choose(found: Iterable[tuple[str, int]], limit: int) -> list[str]:
    stretches: dict[str, None] = {}
    for text, at in found:
        if len(stretches) == limit:
            break
        stretches[_cut(text, at)] = None
    stretches.pop("", None)
    return list(stretches)


def _cut(text: str, start: int) -> str:
    """The whole text where it is short enough, else whole words of it from the one at `start` on."""
    if len(text) <= OFFERED_WHOLE:
        return text
    cut = text[start : start + OFFERED_WHOLE + 1]
    if len(cut) > OFFERED_WHOLE:
        cut = cut[: max(cut.rfind(space) for space in (" ", "\u00a0", "\n"))] if " " in cut else ""
    return cut if _ABBREVIATED.search(cut) else _ENDING.sub("", cut)
