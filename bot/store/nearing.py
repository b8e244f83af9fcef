"""What comes near to words being typed that no quotation holds: near-synonyms and other names stand for them, some miss."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Sequence
from math import log

from bot.store.drawing import list_pairs, list_terms
from bot.store.fulltext import OFFERED_WHOLE
from bot.store.lexicon import Lexicon, Told, Variant
from bot.store.model import Filter
from bot.store.ranking import Drawn, Ranking
from bot.store.searching import Engine
from bot.store.tokens import STOP_WORDS, find_tokens
from bot.store.wanted import Wanted, list_wanted

_DRAWN = 40
_MOST_NEAR = 8
_BEHIND = 0.3  # what is so far behind the nearest is not near
_PART = 0.3  # of what a statement holds of the words, so much its quotation must hold
_ENDING = 0.9  # how surely an ending of the unfinished word is the one meant
_QUOTATIONS = """
SELECT DISTINCT r.statement, q.exact FROM report r JOIN quotation q ON q.report = r.n
WHERE r.statement IN (SELECT value FROM json_each(?)) ORDER BY r.n, q.position"""


def find_near(
    db: sqlite3.Connection, engine: Engine, words: Sequence[str], endings: Sequence[str]
) -> list[tuple[str, int]]:
    """Quotations of the statements that come nearest to the words, and where in each what was typed begins to stand.

    `endings` are the words that the last one may be the beginning of.
    """
    texts, lexicon = engine.texts, engine.lexicon
    *before, begun = words
    is_whole = not endings or begun in endings
    whole = words if is_whole else before
    stems = lexicon.find_stems(dict.fromkeys([*words, *endings]))
    by_stem = {stems[word]: word for word in reversed(whole) if word not in STOP_WORDS}
    content = list(reversed(by_stem.values()))
    wanted = list_wanted(texts, lexicon, whole, content, stems)
    if endings and begun not in STOP_WORDS and not any(one.word == begun for one in wanted):
        wanted.append(_want_begun(engine, begun, list(dict.fromkeys(stems[word] for word in endings))))
    if not any(one.variants for one in wanted):
        return []
    ranking = Ranking(words, stems, wanted)
    scores = texts.find_any(list_terms(texts, wanted, list_pairs(texts, whole, stems, wanted)), Filter(), _DRAWN)
    drawn = ranking.rank(db, list(scores), scores)
    near = [one for one in drawn if _is_near(ranking, one, len(wanted)) and one.score >= drawn[0].score - _BEHIND]
    return list(_quote(db, lexicon, near[:_MOST_NEAR]))


def _want_begun(engine: Engine, begun: str, stems: Sequence[str]) -> Wanted:
    """The unfinished word: any of its endings stands for it."""
    count = sum(map(engine.texts.count, stems))
    idf = log(1 + (engine.texts.size + 1) / (count + 0.5))
    variants = tuple(Variant((stem,), _ENDING, f"spelling: {begun} → {stem}") for stem in stems)
    return Wanted(begun, begun, idf, variants, is_known=False)


def _quote(db: sqlite3.Connection, lexicon: Lexicon, near: Sequence[Drawn]) -> Iterator[tuple[str, int]]:
    """Of each statement the quotation that holds most of the words, if it holds enough of them."""
    quotations: dict[int, list[str]] = {}
    for n, text in db.execute(_QUOTATIONS, (json.dumps([one.n for one in near]),)):
        quotations.setdefault(n, []).append(text)
    for one in near:
        told = [lexicon.tell(text) for text in quotations.get(one.n, ())]
        best = max(told, key=lambda told: _weigh(one, told.stems), default=None)
        if best and _weigh(one, best.stems) >= _PART * _weigh(one, None):
            yield best.text, _find_start(best, {stem for variant in one.variants for stem in variant.stems})


def _weigh(one: Drawn, stems: Container[str] | None) -> float:
    """What a statement holds of the words, or what such stems hold of that."""
    return sum(
        wanted.idf * variant.weight
        for wanted, variant in zip(one.held, one.variants, strict=True)
        if stems is None or all(stem in stems for stem in variant.stems)
    )


def _find_start(told: Told, sought: Iterable[str]) -> int:
    """From where on what is offered of a long quotation holds the most of the stems."""
    if len(told.text) <= OFFERED_WHOLE:
        return 0
    stems = {word: stem for stem in sought for word in told.stems.get(stem, ())}
    places = [(start, stems[word]) for _, start, end in find_tokens(told.text) if (word := told.text[start:end]) in stems]
    return max(
        (start for start, _ in places),
        key=lambda begin: len({stem for at, stem in places if begin <= at < begin + OFFERED_WHOLE}),
        default=0,
    )


def _is_near(ranking: Ranking, one: Drawn, size: int) -> bool:
    """Whether a statement is near enough: by a single word of several typed, none is."""
    return len(one.held) >= min(2, size) and ranking.is_enough(one, beside=False)
