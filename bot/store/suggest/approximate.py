"""Approximate autocomplete, used when the typed words occur nowhere as a phrase: expands them by synonyms, names and
corrected spelling, and tolerates missing words.

Autocomplete must answer within a few milliseconds. In a large store the work is cut to a time budget, from measured
costs of its steps: fewer terms are looked for, and fewer candidates read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from math import inf
from operator import itemgetter
from time import thread_time

from bot.store.analysis.tokenizer import STOP_WORDS, Token, stem_words
from bot.store.db.deadlines import check_deadline
from bot.store.filters import Filter
from bot.store.index.reader import IndexReader
from bot.store.index.terms import MOST_OFFERED, IndexTerm
from bot.store.search.candidate_terms import PAIR_WEIGHT
from bot.store.search.engine import SearchEngine
from bot.store.search.lexicon import Lexicon
from bot.store.search.query import weigh_unknown
from bot.store.search.query_terms import Expansion, QueryTerm
from bot.store.search.reranker import RankedCandidate, Reranker, keep_likely

_CANDIDATES, _COMPARED = 30, 12
_MOST_ENDINGS = 6
_MOST_POSTINGS = 50_000  # entries of the inverted index that one query looks through
# An expansion no surer than that comes after the words themselves, as if so many times as many statements contained it.
_UNSURE, _UNSURE_FACTOR = 0.9, 16
_LARGE = 20_000  # statements of a store in which the time budget counts
_COMPARED_IN_LARGE = 8
_LEAST_POSTINGS, _LEAST_READ, _LEAST_OFFERED = 7_000, 4, 3  # whatever the budget
# Seconds of work: of everything; of a query on the index, each of its terms, each posting; of each candidate that is
# read and compared; of choosing the texts to offer.
_BUDGET = 0.0036
_QUERY, _TERM, _POSTING = 0.0006, 28e-6, 19e-9
_READ, _OFFER = 0.0001, 0.0005
_MOST_BEHIND = 0.3  # in score: what is further behind the nearest is not near
_LEAST_SHARE = 0.3  # of the matched weight, that the text offered must contain
_ENDING = 0.9  # how surely an ending of the unfinished word is the one meant
_QUOTATIONS = """
SELECT DISTINCT r.statement, q.exact FROM json_each(?) w
CROSS JOIN report r ON r.statement = w.value CROSS JOIN quotation q ON q.report = r.n ORDER BY r.n, q.position"""
_PASSAGES = """
SELECT DISTINCT r.statement, r.passage FROM json_each(?) w CROSS JOIN report r ON r.statement = w.value
WHERE NOT EXISTS (SELECT 1 FROM report o CROSS JOIN quotation q ON q.report = o.n WHERE o.statement = w.value)
ORDER BY r.n"""


def read_offers(db: sqlite3.Connection, numbers: Iterable[int], *, quoted: bool) -> dict[int, list[str]]:
    """The texts of statements that may be offered: quotations, or (`quoted` False) passages of those without any."""
    check_deadline()
    offers: dict[int, list[str]] = {}
    for n, text in db.execute(_QUOTATIONS if quoted else _PASSAGES, (json.dumps(list(numbers)),)).fetchall():
        offers.setdefault(n, []).append(text)
    return offers


def find_near(
    db: sqlite3.Connection, engine: SearchEngine, words: Sequence[str], endings: Sequence[str], began: float
) -> list[tuple[str, int]]:
    """A text of each statement nearest to the words, and the offset in it where what was typed begins.

    endings  the words that the last one may be the beginning of, or that may have been meant by it
    began    `time.thread_time()` when the work on this completion began
    """
    index, lexicon = engine.index, engine.lexicon
    *before, last = words
    completed = None if any(word.startswith(last) for word in endings) else engine.synonyms.complete(last)
    if completed is not None:
        words, last, endings = [*before, completed], completed, []
    is_alone = not endings and STOP_WORDS.issuperset(before)
    is_finished = completed is not None or last in endings or is_alone
    # Without an unfinished word it is the same query at each of its letters, and parsed once.
    query = engine.queries.parse(" ".join(words if is_finished else before))
    known = [word for word in endings if word not in STOP_WORDS][:_MOST_ENDINGS]
    stems = {**query.parsed.stems, **stem_words(known)}
    terms: Sequence[QueryTerm] = query.terms
    if known and last not in STOP_WORDS:
        terms = _add_endings(index, terms, last, list(dict.fromkeys(stems[word] for word in known)))
    elif not (is_finished or endings):
        terms = [*terms, QueryTerm(last, last, weigh_unknown([term.idf for term in terms]), (), is_indexed=False)]
    ends = began + _BUDGET if index.size > _LARGE else inf
    scores = _find_candidates(engine, engine.candidate_terms.list_terms(terms, query.pairs), ends)
    likely: Sequence[int] = list(scores)
    compared = _COMPARED
    if ends < inf:
        compared = _COMPARED_IN_LARGE
        affordable = int((engine.time_budget.left(ends) - _OFFER) / _READ)
        likely = keep_likely(scores, likely, compared)[: max(_LEAST_READ, affordable)]
    reranker = Reranker(words, stems, terms)
    ranked = reranker.rank(db, likely, scores, compared)
    close = [one for one in ranked if one.score >= ranked[0].score - _MOST_BEHIND]
    near = [one for one in close if _is_near(reranker, one, len(terms))]
    numbers = [one.n for one in near]
    return list(_choose_texts(read_offers(db, numbers, quoted=True), lexicon, near, ends)) or list(
        _choose_texts(read_offers(db, numbers, quoted=False), lexicon, near, ends)
    )


def _add_endings(
    index: IndexReader, terms: Sequence[QueryTerm], last: str, stems: Sequence[str]
) -> Sequence[QueryTerm]:
    """The terms, and one for the unfinished last word, which the stems of its endings stand for."""
    own = [expansion for term in terms if term.word == last for expansion in term.expansions]
    endings = [Expansion((stem,), _ENDING, f"ending: {last} → {stem}") for stem in stems]
    idf = index.inverse_document_frequency(sum(map(index.count, stems)))
    others = (term for term in terms if term.word != last)
    return [*others, QueryTerm(last, last, idf, (*own, *endings), is_indexed=False)]


def _find_candidates(engine: SearchEngine, terms: Sequence[IndexTerm], ends: float) -> dict[int, float]:
    """The statements that contain the most of the terms, as far as there is time to look for these."""
    seconds = engine.time_budget.left(ends) - _COMPARED_IN_LARGE * _READ - _OFFER
    affordable, estimated = _select_affordable(engine.index, terms, seconds)
    began = thread_time()
    scores = engine.index.find_any(affordable, Filter(), _CANDIDATES)
    if scores and ends < inf:
        engine.time_budget.learn(thread_time() - began, estimated)
    return scores


def _select_affordable(index: IndexReader, terms: Sequence[IndexTerm], seconds: float) -> tuple[list[IndexTerm], float]:
    """The rarest terms that can be looked for in so many seconds, one at least; and the seconds that it takes."""
    counts = {term: index.count_in_texts(term.stem) + term.anywhere * index.count_in_extra(term.stem) for term in terms}
    selected: list[IndexTerm] = []
    postings, takes = 0, _QUERY
    for term in sorted(terms, key=lambda term: counts[term] * (_UNSURE_FACTOR if _is_unsure(term) else 1)):
        count, more = postings + counts[term], takes + _TERM + _POSTING * counts[term]
        if count <= _MOST_POSTINGS and (more <= seconds or count <= _LEAST_POSTINGS):
            selected.append(term)
            postings, takes = count, more
    if terms and not selected:
        rarest = min(terms, key=counts.__getitem__)
        selected = [rarest]
        takes += _TERM + _POSTING * counts[rarest]
    return selected, takes


def _is_unsure(term: IndexTerm) -> bool:
    return term.weight <= _UNSURE and term.weight != PAIR_WEIGHT


def _choose_texts(
    offers: Mapping[int, Sequence[str]], lexicon: Lexicon, near: Sequence[RankedCandidate], ends: float
) -> Iterator[tuple[str, int]]:
    """Of each statement the text that contains the most of the words, if it contains enough; past `ends` of the first
    few alone.
    """
    for i, one in enumerate(near):
        if i >= _LEAST_OFFERED and thread_time() > ends:
            return
        stems = {stem for expansion in one.expansions for stem in expansion.stems}
        texts = [(text, lexicon.find_forms(text, stems)) for text in offers.get(one.n, ())]
        weighed = [(_weigh(one, {stem for stem, _ in forms}), text, forms) for text, forms in texts]
        weight, text, forms = max(weighed, key=itemgetter(0), default=(0.0, "", []))
        if weight >= _LEAST_SHARE * _weigh(one, stems) and text:
            yield text, _find_start(text, forms)


def _weigh(one: RankedCandidate, stems: Container[str]) -> float:
    """The weight of those matched terms of a candidate whose stems are all among these."""
    return sum(
        term.idf * expansion.weight
        for term, expansion in zip(one.matched, one.expansions, strict=True)
        if all(stem in stems for stem in expansion.stems)
    )


def _find_start(text: str, forms: Sequence[tuple[str, Token]]) -> int:
    """The offset from which on as much of a text as can be offered contains the most of the stems."""
    if len(text) <= MOST_OFFERED:
        return 0
    starts = [(token.start, stem) for stem, token in forms]
    return max(
        (start for start, _ in starts),
        key=lambda begin: len({stem for at, stem in starts if begin <= at < begin + MOST_OFFERED}),
        default=0,
    )


def _is_near(reranker: Reranker, one: RankedCandidate, terms: int) -> bool:
    """Whether a candidate is near enough: by a single word of several, none is."""
    return len(one.matched) >= min(2, terms) and reranker.is_enough(one, beside=False)
