"""What comes near to words being typed that stand nowhere in a row: other words stand for them, some are missing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from math import inf, log
from operator import itemgetter
from time import thread_time

from bot.store.analysis.tokenizer import STOP_WORDS, Token
from bot.store.db.deadlines import check_deadline
from bot.store.index.reader import OFFERED_WHOLE, IndexReader, IndexTerm
from bot.store.records import Filter
from bot.store.search.candidate_terms import PAIR
from bot.store.search.lexicon import Expansion, Lexicon
from bot.store.search.query import SearchEngine
from bot.store.search.query_terms import QueryTerm, weigh_unknown
from bot.store.search.reranker import RankedCandidate, Reranker, keep_likely

_DRAWN, _COMPARED = 30, 12
_MOST_ENDINGS = 6
_MOST_LOOKED = 50_000  # entries of the index
# What stands for a word no more surely than that waits for what was typed, as if so many times as many held it.
_UNSURE, _WAITS = 0.9, 16
# In a large store, completing yields to its time: it looks through less and reads less, so much in any case.
_LARGE = 20_000  # statements
_COMPARED_OF_MANY = 8
_LEAST_LOOKED, _LEAST_READ, _LEAST_QUOTED = 7_000, 4, 3
# Seconds at work: from its beginning to its end; of a look into the index, each term in it and each entry; of a
# statement that is read and compared; of all quoting.
_TIME = 0.0036
_LOOK, _TERM, _ENTRY = 0.0006, 28e-6, 19e-9
_READ, _QUOTING = 0.0001, 0.0005
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
    db: sqlite3.Connection, engine: SearchEngine, words: Sequence[str], endings: Sequence[str], began: float
) -> list[tuple[str, int]]:
    """A text of each statement that comes nearest to the words, and where in it what was typed begins to stand.

    `endings` are the words that the last one may be the beginning of, or else those that may have been meant by it;
    `began` is the thread's time when its work began.
    """
    texts, lexicon = engine.texts, engine.lexicon
    *before, begun = words
    finished = None if any(word.startswith(begun) for word in endings) else lexicon.finish(begun)
    if finished is not None:
        words, begun, endings = [*before, finished], finished, []
    is_alone = not endings and STOP_WORDS.issuperset(before)
    is_whole = finished is not None or begun in endings or is_alone
    # with each letter of an unfinished word it is the same
    meaning = engine.read(" ".join(words if is_whole else before))
    known = [word for word in endings if word not in STOP_WORDS][:_MOST_ENDINGS]
    stems = meaning.asked.stems | lexicon.find_stems(known)
    wanted: Sequence[QueryTerm] = meaning.wanted
    if known and begun not in STOP_WORDS:
        wanted = _want_endings(texts, wanted, begun, list(dict.fromkeys(stems[word] for word in known)))
    elif not (is_whole or endings):
        wanted = [*wanted, QueryTerm(begun, begun, weigh_unknown([one.idf for one in wanted]), (), is_known=False)]
    ends = began + _TIME if texts.size > _LARGE else inf
    scores = _draw(engine, engine.drawing.list_terms(wanted, meaning.pairs), ends)
    likely: Sequence[int] = list(scores)
    compared = _COMPARED
    if ends < inf:
        compared = _COMPARED_OF_MANY
        read = int((engine.pace.left(ends) - _QUOTING) / _READ)
        likely = keep_likely(scores, likely, compared)[: max(_LEAST_READ, read)]
    ranking = Reranker(words, stems, wanted)
    drawn = ranking.rank(db, likely, scores, compared)
    near = [one for one in drawn if _is_near(ranking, one, len(wanted)) and one.score >= drawn[0].score - _BEHIND]
    numbers = [one.n for one in near]
    return list(_quote(read_offered(db, numbers, quoted=True), lexicon, near, ends)) or list(
        _quote(read_offered(db, numbers, quoted=False), lexicon, near, ends)
    )


def _want_endings(
    texts: IndexReader, wanted: Sequence[QueryTerm], begun: str, endings: Sequence[str]
) -> Sequence[QueryTerm]:
    """The words wanted, and for the unfinished one any of its endings."""
    own = [variant for one in wanted if one.word == begun for variant in one.variants]
    ends = [Expansion((stem,), _ENDING, f"ending: {begun} → {stem}") for stem in endings]
    idf = log(1 + (texts.size + 1) / (sum(map(texts.count, endings)) + 0.5))
    others = (one for one in wanted if one.word != begun)
    return [*others, QueryTerm(begun, begun, idf, (*own, *ends), is_known=False)]


def _draw(engine: SearchEngine, terms: Sequence[IndexTerm], ends: float) -> dict[int, float]:
    """The statements that hold the most of the terms, as far as there is time for looking."""
    seconds = engine.pace.left(ends) - _COMPARED_OF_MANY * _READ - _QUOTING
    kept, estimated = _keep_telling(engine.texts, terms, seconds)
    began = thread_time()
    scores = engine.texts.find_any(kept, Filter(), _DRAWN)
    if scores and ends < inf:
        engine.pace.learn(thread_time() - began, estimated)
    return scores


def _keep_telling(texts: IndexReader, terms: Sequence[IndexTerm], seconds: float) -> tuple[list[IndexTerm], float]:
    """The terms that tell the most as far as there are seconds to look for them, at least the rarest; and how many
    seconds that takes.
    """
    counts = {term: texts.count_told(term.stem) + term.anywhere * texts.count_beside(term.stem) for term in terms}
    kept: list[IndexTerm] = []
    looked, takes = 0, _LOOK
    for term in sorted(terms, key=lambda term: counts[term] * (_WAITS if _is_unsure(term) else 1)):
        count, more = looked + counts[term], takes + _TERM + _ENTRY * counts[term]
        if count <= _MOST_LOOKED and (more <= seconds or count <= _LEAST_LOOKED):
            kept.append(term)
            looked, takes = count, more
    if terms and not kept:
        kept = [min(terms, key=counts.__getitem__)]
        takes += _TERM + _ENTRY * counts[kept[0]]
    return kept, takes


def _is_unsure(term: IndexTerm) -> bool:
    return term.weight <= _UNSURE and term.weight != PAIR


def _quote(
    offered: Mapping[int, Sequence[str]], lexicon: Lexicon, near: Sequence[RankedCandidate], ends: float
) -> Iterator[tuple[str, int]]:
    """Of each statement the text that holds most of the words, if it holds enough of them; of the first few, once it
    is time to end.
    """
    for i, one in enumerate(near):
        if i >= _LEAST_QUOTED and thread_time() > ends:
            return
        sought = {stem for variant in one.variants for stem in variant.stems}
        told = [(text, lexicon.find_forms(text, sought)) for text in offered.get(one.n, ())]
        weighed = [(_weigh(one, {stem for stem, _ in forms}), text, forms) for text, forms in told]
        weight, text, forms = max(weighed, key=itemgetter(0), default=(0.0, "", []))
        if weight >= _PART * _weigh(one, sought) and text:
            yield text, _find_start(text, forms)


def _weigh(one: RankedCandidate, stems: Container[str]) -> float:
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


def _is_near(ranking: Reranker, one: RankedCandidate, size: int) -> bool:
    """Whether a statement is near enough: by a single word of several typed, none is."""
    return len(one.held) >= min(2, size) and ranking.is_enough(one, beside=False)
