"""Autocomplete of words: texts of statements that contain what was typed, cut at words where they are long."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain, islice, pairwise
from operator import contains
from time import thread_time

from bot.store.analysis.tokenizer import STOP_WORDS, fold_words, iterate_tokens, stem_words
from bot.store.db.deadlines import check_deadline
from bot.store.index.reader import IndexReader
from bot.store.index.terms import BEGINNING, MOST_OFFERED, join_pair
from bot.store.search.engine import SearchEngine
from bot.store.suggest.approximate import find_near, read_offers

_MOST_CHARACTERS, _MOST_WORDS = 1_000, 16  # of what was typed
_MOST_READ = 30  # statements
_MOST_ENDINGS = 12
_MOST_PAIRED = 3  # of the stems that may stand for a word, in pairs
_AFTER_LAST_WORD = re.compile(r"[\W_]+$")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.){2,}$")
_MOST_REPORTED = """
SELECT q.exact FROM (SELECT n, sources FROM statement ORDER BY sources DESC, n DESC LIMIT ?) s
JOIN report r ON r.statement = s.n
JOIN quotation q ON q.report = r.n
ORDER BY s.sources DESC, s.n DESC, q.report, q.position"""

_Offer = tuple[str, int]  # a text, and the offset in it where what was typed begins


def complete_words(db: sqlite3.Connection, engine: SearchEngine, typed: str, limit: int) -> list[str]:
    """At most `limit` stretches of quotations, character for character, none longer than 100 characters.

    The last word typed may be unfinished. Where no quotation contains the words: stretches of passages that report
    statements without any quotation, or else what comes near. Where nothing is typed: quotations of the statements that
    the most sources report. Raises QueryTooSlow.
    """
    began = thread_time()
    words = fold_words(typed[:_MOST_CHARACTERS])[-_MOST_WORDS:]
    if not words:
        return _cut_all(((text, 0) for (text,) in db.execute(_MOST_REPORTED, (4 * limit,))), limit)
    *before, last = words
    endings = engine.lexicon.complete(last, _MOST_ENDINGS) or engine.spelling.correct(last, 1)
    forms = [[word] if word in STOP_WORDS else engine.spelling.correct(word) for word in before]
    forms.append(endings)
    found = _find_typed(db, engine, words, forms, limit) if all(forms) else []
    return _cut_all(found or find_near(db, engine, words, endings, began), limit)


def _find_typed(
    db: sqlite3.Connection, engine: SearchEngine, words: Sequence[str], forms: Sequence[Sequence[str]], limit: int
) -> list[_Offer]:
    """Texts that contain the words, or other forms of them, in a row; `forms` are those meant by each word."""
    index = engine.index
    *before, last = words
    known = stem_words({word for group in forms for word in group})
    stems = [list(dict.fromkeys(known.get(word, word) for word in group[:_MOST_ENDINGS])) for group in forms]
    groups: list[list[str]] = []
    for first, second in pairwise(stems[:-1]):
        groups.append(_list_pairs(index, first, second))
        if not groups[-1]:
            return []
    if not index.may_contain(groups):
        return []
    # Quotations that begin so come first. A single word is in no other pair than that of the beginning.
    preferred = _list_pairs(index, [BEGINNING], stems[0]) if before else []
    last_pairs, are_cut = _list_last_pairs(index, stems[-2] if before else [BEGINNING], last, stems[-1])
    numbers = list(index.find_pairs([*groups, last_pairs], preferred, _MOST_READ))
    if not numbers and groups and are_cut:
        numbers = list(index.find_pairs(groups, (), _MOST_READ))
    found = _find_in(texts := _read(db, numbers, quoted=True), words, forms)
    if not before and len(found) < limit:
        texts += _read(db, index.find_quoted(stems[-1], _MOST_READ), quoted=True)
        found = _find_in(texts, words, forms)
    found = found or _find_in(_read(db, numbers, quoted=False), words, forms)
    if texts and not found:
        of_stem = engine.lexicon.list_words({stem for group in stems for stem in group})
        found = _find_in(texts, words, [[word for stem in group for word in of_stem[stem]] for group in stems])
    return sorted(found, key=_rank_offer)


def _rank_offer(offer: _Offer) -> tuple[bool, int, str]:
    """Texts that begin with what was typed first, then shorter ones."""
    text, start = offer
    return start > 0, len(text), text


def _list_pairs(index: IndexReader, first: Sequence[str], second: Sequence[str]) -> list[str]:
    """The pairs of a stem and one after it that the index has."""
    pairs = (join_pair(stem, after) for stem in first[:_MOST_PAIRED] for after in second[:_MOST_PAIRED])
    return [pair for pair in pairs if index.count_in_texts(pair)]


def _list_last_pairs(
    index: IndexReader, before: Sequence[str], last: str, endings: Sequence[str]
) -> tuple[list[str], bool]:
    """The pairs of a stem and the unfinished word after it, and whether there may be more of them in the index."""
    each = [(stem, index.list_following(stem, last, _MOST_ENDINGS)) for stem in before[:_MOST_PAIRED]]
    pairs = dict.fromkeys(join_pair(stem, end) for stem, following in each for end in (*following, *endings))
    return list(pairs), any(len(following) == _MOST_ENDINGS for _, following in each)


def _read(db: sqlite3.Connection, numbers: Iterable[int], *, quoted: bool) -> list[str]:
    """The texts of statements that may be offered, each once."""
    return list(dict.fromkeys(chain.from_iterable(read_offers(db, numbers, quoted=quoted).values())))


def _find_in(texts: Iterable[str], words: Sequence[str], forms: Sequence[Iterable[str]]) -> list[_Offer]:
    finder = _PhraseFinder(words, forms)
    return [(text, start) for text in texts if (start := finder.find_in(text)) is not None]


class _PhraseFinder:
    """Finds typed words in a row, each in one of its forms, the last one also unfinished."""

    def __init__(self, words: Sequence[str], forms: Sequence[Iterable[str]]) -> None:
        self._typed = " ".join(words)
        self._last, self._forms = words[-1], list(map(frozenset, forms))

    def find_in(self, text: str) -> int | None:
        """The offset where they begin in a text, None where they are not in it."""
        check_deadline()
        small = text.lower()
        if len(small) == len(text):  # most often they are there as typed
            at = f" {small}".find(f" {self._typed}")
            if at >= 0 and small[at].isalnum():
                return at
        number = self._find_among(fold_words(text))
        return None if number is None else next(islice(iterate_tokens(text), number, None)).start

    def _find_among(self, words: Sequence[str]) -> int | None:
        *before, last = self._forms
        starts = range(len(words) - len(before))
        for i in (i for i in starts if words[i] in before[0]) if before else starts:
            end = words[i + len(before)]
            if (end in last or end.startswith(self._last)) and all(map(contains, before, words[i:])):
                return i
        return None


def _cut_all(found: Iterable[_Offer], limit: int) -> list[str]:
    stretches: dict[str, None] = {}
    for text, start in found:
        if len(stretches) == limit:
            break
        stretches[_cut(text, start)] = None
    stretches.pop("", None)
    return list(stretches)


def _cut(text: str, start: int) -> str:
    """The text where it is short enough, else as many words of it as fit from the one at `start` on."""
    if len(text) <= MOST_OFFERED:
        return text
    cut = text[start : start + MOST_OFFERED + 1]
    if len(cut) > MOST_OFFERED:
        cut = cut[: max(cut.rfind(space) for space in (" ", "\u00a0", "\n"))] if " " in cut else ""
    return cut if _ABBREVIATION.search(cut) else _AFTER_LAST_WORD.sub("", cut)
