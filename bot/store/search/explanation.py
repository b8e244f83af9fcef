"""Why a search found a statement: which words of its texts matched, what stood in for others, what was only a hint."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.store.analysis.date_terms import word_day
from bot.store.analysis.tokenizer import STOP_WORDS, fold_words
from bot.store.records import Match
from bot.store.search.candidate_texts import Head, read_heads, read_names, read_texts
from bot.store.search.lexicon import Expansion, Lexicon
from bot.store.search.query import SearchEngine
from bot.store.search.query_terms import QueryTerm


@dataclass(frozen=True, slots=True)
class SearchHit:
    """That a search finds a statement, and how; without what the statement says.

    id, day  as in StatementRecord
    match    exact: the words as asked, in this order, stand in a quotation or a passage; words: all of them do;
             paraphrase: only the reviewed paraphrase holds them; near: some of them, or others close by
    score    higher is better
    clue     what explain() tells from, why it was found
    """

    n: int
    id: str
    day: str | None
    match: Match
    score: float
    clue: Explanation | MatchDetails


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a statement was found, and by which words.

    why      in words: "spelling: ireversible → irreversible"
    terms    the words of the texts that matched, as they stand there, for setting in bold
    """

    why: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchDetails:
    """The words asked for that a statement holds, as what, those in no text of its sources, and those it lacks."""

    held: tuple[QueryTerm, ...]
    variants: tuple[Expansion, ...]
    beside: tuple[QueryTerm, ...]
    missing: tuple[str, ...]


def explain(db: sqlite3.Connection, engine: SearchEngine, found: Sequence[SearchHit]) -> list[Explanation]:
    """Why each of these was found, and by which words of its texts."""
    clues = {one.n: (one.match, one.clue) for one in found if isinstance(one.clue, MatchDetails)}
    heads = read_heads(db, clues)
    hints = _list_hints(db, engine.lexicon, [(head, *clues[head.n]) for head in heads])
    texts = read_texts(db, clues)
    told = {head.n: [*texts[head.n].list_all(), head.paraphrase] for head in heads}
    return [
        one.clue
        if isinstance(one.clue, Explanation)
        else _explain(engine.lexicon, told[one.n], one.match, one.clue, hints[one.n])
        for one in found
    ]


def find_named(db: sqlite3.Connection, engine: SearchEngine, found: Sequence[SearchHit]) -> set[str]:
    """Those of these, by id, of which a word asked for stands in no text, but in the name of who spoke, to whom, or of
    the occasion.
    """
    clues = {one.n: (one.id, one.clue) for one in found if isinstance(one.clue, MatchDetails) and one.clue.beside}
    heads = read_heads(db, clues)
    names = read_names(db, engine.lexicon, heads)
    named = set()
    for head in heads:
        key, clue = clues[head.n]
        called = [one for one in clue.beside if _find_kind(one, head, names[head.n]) == "name"]
        if any(not _is_paraphrased(engine.lexicon, one, head) for one in called):
            named.add(key)
    return named


def _explain(
    lexicon: Lexicon, texts: Sequence[str], match: Match, clue: MatchDetails, hints: Iterable[str]
) -> Explanation:
    """Of what is near say which words are missing, what stands in for others; of all, which words stand in no text."""
    why = dict.fromkeys(hints)
    if match == "near":
        stems = [stem for variant in clue.variants for stem in variant.stems]
        why.update((variant.why, None) for variant in clue.variants if variant.why)
        if clue.missing:
            why[f"without: {', '.join(clue.missing)}"] = None
    else:
        stems = [wanted.stem for wanted in clue.held]
    return Explanation(tuple(why), _list_terms(lexicon, texts, stems))


def _list_hints(
    db: sqlite3.Connection, lexicon: Lexicon, found: Sequence[tuple[Head, Match, MatchDetails]]
) -> dict[int, list[str]]:
    """Which of the words were taken for a name, a day or a topic, since no text of a statement holds them.

    A word for which another stands in a text is none where a statement is merely near.
    """
    hinting: dict[int, list[QueryTerm]] = {}
    for head, match, clue in found:
        standing_in = {one.word for one, variant in zip(clue.held, clue.variants, strict=True) if variant.why}
        for one in clue.beside:
            if (match != "near" or one.word not in standing_in) and not _is_paraphrased(lexicon, one, head):
                hinting.setdefault(head.n, []).append(one)
    known = [head for head, *_ in found if head.n in hinting]
    names = read_names(db, lexicon, known) if known else {}
    hints: dict[int, list[str]] = {head.n: [] for head, *_ in found}
    for head in known:
        hints[head.n] = [f"{_find_kind(one, head, names[head.n])}: {one.word}" for one in hinting[head.n]]
    return hints


def _is_paraphrased(lexicon: Lexicon, wanted: QueryTerm, head: Head) -> bool:
    return bool(lexicon.list_forms([head.paraphrase], [wanted.stem]))


def _find_kind(wanted: QueryTerm, head: Head, names: Collection[str]) -> str:
    """What a word is that stands in no text of a statement, and yet belongs to it."""
    days = {word for text in word_day(head.day or None) for word in fold_words(text)}
    return "day" if wanted.word in days else "name" if wanted.stem in names else "topic"


def _list_terms(lexicon: Lexicon, texts: Sequence[str], stems: Iterable[str]) -> tuple[str, ...]:
    """The words of a statement's texts that have these stems, as they stand there, each once."""
    wanted = dict.fromkeys(stem for stem in stems if stem not in STOP_WORDS)
    forms = lexicon.list_forms(texts, wanted)
    return tuple(word for stem in wanted for word in forms.get(stem, ()))
