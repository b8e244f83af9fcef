"""What comes near to words being typed that stand nowhere in a row: other words stand for them, some are missing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from math import log
from operator import itemgetter
from time import thread_time

from bot.store.deadlines import check_deadline
from bot.store.drawing import list_terms
from bot.store.fulltext import OFFERED_WHOLE, FullText, Term
from bot.store.lexicon import Lexicon, Variant
from bot.store.meaning import Engine
from bot.store.model import Filter
from bot.store.ranking import Drawn, Ranking, keep_likely
from bot.store.tokens import STOP_WORDS, Token
from bot.store.wanted import Wanted

_DRAWN, _COMPARED = 30, 12
_MOST_ENDINGS = 6
_MOST_LOOKED = 80_000  # entries of the index
# Where many entries have to be looked through, completing yields to its time: it looks through fewer and reads less, so
# many in any case. Seconds at work, from its beginning to its end; of an entry, of a statement read, of all after.
_MUCH, _LEAST_LOOKED = 10_000, 15_000
_COMPARED_OF_MUCH, _LEAST_READ = 8, 6
_TIME, _ENTRY, _READ, _AFTERWARDS = 0.0040, 15e-9, 70e-6, 0.0014
_BEHIND = 0.3  # what is so far behind the nearest is not near
_PART = 0.3  # of what a statement holds of the words, so much the text offered must hold
_ENDING = 0.9  # how surely an ending of the unfinished word is the one meant
_QUOTED = """
SELECT DISTINCT r.statement, q.exact FROM json_each(?) w
CROSS JOIN report r ON r.statement = w.value CROSS JOIN quotation q ON q.report = r.n ORDER BY r.n, q.position"""
_TOLD = """
SELECT DISTINCT r.statement, r.passage FROM json_each(?) w CROSS JOIN report r ON r.statement = w.value
WHERE NOT EXISTS (SELECT 1 FROM report o CROSS JOIN quotation q ON q.report = o.n WHERE o.statement = w.value)
ORDER BY r.n"""


def read_offered(db: sqlite3.Connection, numbers: Iterable[int], *, quoted: bool) -> dict[int, list[str]]:
    """What may be offered of statements: their quotations, or (`quoted` False) the passages of those that have none."""
    check_deadline()
    offered: dict[int, list[str]] = {}
    for n, text in db.execute(_QUOTED if quoted else _TOLD, (json.dumps(list(numbers)),)).fetchall():
        offered.setdefault(n, []).append(text)
    return offered


def find_near(
    db: sqlite3.Connection, engine: Engine, words: Sequence[str], endings: Sequence[str], began: float
) -> list[tuple[str, int]]:
    """A text of each statement that comes nearest to the words, and where in it what was typed begins to stand.

    `endings` are the words that the last one may be the beginning of, `began` is the thread's time when its work began.
    """
    texts, lexicon = engine.texts, engine.lexicon
    *before, begun = words
    if not endings:
        words = [*before, begun := lexicon.finish(begun)]
    endings = [word for word in endings if word not in STOP_WORDS][:_MOST_ENDINGS]
    whole = words if begun in endings or not endings else before
    meaning = engine.read(" ".join(whole))  # with each letter of an unfinished word it is the same
    stems = meaning.asked.stems | lexicon.find_stems([begun, *endings])
    wanted: Sequence[Wanted] = meaning.wanted
    if begun not in STOP_WORDS:
        wanted = _want_endings(texts, wanted, begun, list(dict.fromkeys(stems[word] for word in endings)))
    most = (began + _TIME - _AFTERWARDS - thread_time()) / _ENTRY
    terms, looked = _keep_rare(
        texts, list_terms(texts, wanted, meaning.pairs), min(_MOST_LOOKED, max(_LEAST_LOOKED, most))
    )
    scores = texts.find_any(terms, Filter(), _DRAWN)
    likely: Sequence[int] = list(scores)
    compared = _COMPARED
    if looked > _MUCH:
        read = max(_LEAST_READ, int((began + _TIME - thread_time()) / _READ))
        likely, compared = keep_likely(scores, likely, _COMPARED_OF_MUCH)[:read], min(_COMPARED_OF_MUCH, read)
    ranking = Ranking(words, stems, wanted)
    drawn = ranking.rank(db, likely, scores, compared)
    near = [one for one in drawn if _is_near(ranking, one, len(wanted)) and one.score >= drawn[0].score - _BEHIND]
    numbers = [one.n for one in near]
    return list(_quote(read_offered(db, numbers, quoted=True), lexicon, near)) or list(
        _quote(read_offered(db, numbers, quoted=False), lexicon, near)
    )


def _want_endings(texts: FullText, wanted: Sequence[Wanted], begun: str, endings: Sequence[str]) -> Sequence[Wanted]:
    """The words wanted, and for the unfinished one any of its endings."""
    if not endings:
        return wanted
    own = [variant for one in wanted if one.word == begun for variant in one.variants]
    ends = [Variant((stem,), _ENDING, f"ending: {begun} → {stem}") for stem in endings]
    idf = log(1 + (texts.size + 1) / (sum(map(texts.count, endings)) + 0.5))
    others = (one for one in wanted if one.word != begun)
    return [*others, Wanted(begun, begun, idf, (*own, *ends), is_known=False)]


def _keep_rare(texts: FullText, terms: Sequence[Term], most: float) -> tuple[list[Term], int]:
    """The rarest terms, for they tell the most, with at most so many entries in all; and how many these are."""
    counts = {term: texts.count_told(term.stem) + term.anywhere * texts.count_beside(term.stem) for term in terms}
    kept: list[Term] = []
    looked = 0
    for term in sorted(terms, key=lambda term: counts[term]):
        if kept and looked + counts[term] > most:
            break
        kept.append(term)
        looked += counts[term]
    return kept, looked


def _quote(offered: Mapping[int, Sequence[str]], lexicon: Lexicon, near: Sequence[Drawn]) -> Iterator[tuple[str, int]]:
    """Of each statement the text that holds most of the words, if it holds enough of them."""
    for one in near:
        sought = {stem for variant in one.variants for stem in variant.stems}
        told = [(text, lexicon.find_forms(text, sought)) for text in offered.get(one.n, ())]
        weighed = [(_weigh(one, {stem for stem, _ in forms}), text, forms) for text, forms in told]
        weight, text, forms = max(weighed, key=itemgetter(0), default=(0.0, "", []))
        if weight >= _PART * _weigh(one, sought) and text:
            yield text, _find_start(text, forms)


def _weigh(one: Drawn, stems: Container[str]) -> float:
    """What such stems hold of what a statement holds of the words."""
    return sum(
        wanted.idf * variant.weight
        for wanted, variant in zip(one.held, one.variants, strict=True)
        if all(stem in stems for stem in variant.stems)
    )


def _find_start(text: str, forms: Sequence[tuple[str, Token]]) -> int:
    """From where on what is offered of a long quotation holds the most of the stems, which have these forms in it."""
    if len(text) <= OFFERED_WHOLE:
        return 0
    places = [(token.start, stem) for stem, token in forms]
    return max(
        (start for start, _ in places),
        key=lambda begin: len({stem for at, stem in places if begin <= at < begin + OFFERED_WHOLE}),
        default=0,
    )


def _is_near(ranking: Ranking, one: Drawn, size: int) -> bool:
    """Whether a statement is near enough: by a single word of several typed, none is."""
    return len(one.held) >= min(2, size) and ranking.is_enough(one, beside=False)
