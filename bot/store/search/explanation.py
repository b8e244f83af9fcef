"""Why a search found a statement: which words matched, what stood in for others, and which words to highlight."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.store.analysis.date_terms import list_date_terms
from bot.store.analysis.tokenizer import STOP_WORDS, fold_words
from bot.store.records import Match
from bot.store.search.candidate_texts import Heading, read_headings, read_name_stems, read_texts
from bot.store.search.engine import SearchEngine
from bot.store.search.lexicon import Lexicon
from bot.store.search.query_terms import Expansion, QueryTerm


@dataclass(frozen=True, slots=True)
class SearchHit:
    """That a search found a statement, and how; without what the statement says.

    n, id, day  as in StatementRecord
    match       exact: the words as typed, in this order, are in a quotation or a passage; words: all of them are;
                paraphrase: some are only in the reviewed paraphrase, a name, a topic or a day; near: some are missing,
                or have others in their place
    score       higher is better
    details     what explain() works from
    """

    n: int
    id: str
    day: str | None
    match: Match
    score: float
    details: Explanation | MatchDetails


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a statement was found, and by which words.

    why      for the reader: "spelling: ireversible → irreversible"
    terms    the words of the texts that matched, as they are written there, to be set in bold
    """

    why: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchDetails:
    """How a statement matches: the terms that it contains, the expansion that each matched by, the terms whose own stem
    is in no text of its sources, the words of the query that it lacks, and what else a reader must know.
    """

    matched: tuple[QueryTerm, ...]
    expansions: tuple[Expansion, ...]
    outside: tuple[QueryTerm, ...]
    missing: tuple[str, ...]
    note: str = ""


def explain(db: sqlite3.Connection, engine: SearchEngine, hits: Sequence[SearchHit]) -> list[Explanation]:
    """Why each of these was found, and by which words of its texts, in their order."""
    details = {one.n: (one.match, one.details) for one in hits if isinstance(one.details, MatchDetails)}
    headings = read_headings(db, details)
    hints = _list_hints(db, engine.lexicon, [(heading, *details[heading.n]) for heading in headings])
    texts = read_texts(db, details)
    searched = {heading.n: [*texts[heading.n].list_all(), heading.paraphrase] for heading in headings}
    return [
        one.details
        if isinstance(one.details, Explanation)
        else _explain(engine.lexicon, searched[one.n], one.match, one.details, hints[one.n])
        for one in hits
    ]


def find_named(db: sqlite3.Connection, engine: SearchEngine, hits: Sequence[SearchHit]) -> set[str]:
    """The ids of those hits of which a word is in no text, but in the name of who spoke, to whom, or of the event."""
    details = {
        one.n: (one.id, one.details) for one in hits if isinstance(one.details, MatchDetails) and one.details.outside
    }
    headings = read_headings(db, details)
    names = read_name_stems(db, engine.lexicon, headings)
    named = set()
    for heading in headings:
        key, match = details[heading.n]
        by_name = [term for term in match.outside if _name_kind(term, heading, names[heading.n]) == "name"]
        if any(not _is_paraphrased(engine.lexicon, term, heading) for term in by_name):
            named.add(key)
    return named


def _explain(
    lexicon: Lexicon, texts: Sequence[str], match: Match, details: MatchDetails, hints: Iterable[str]
) -> Explanation:
    """Explain a near hit by what is missing and what stands in for it; any hit by what is in none of its texts."""
    why = dict.fromkeys(hints)
    if match == "near":
        stems = [stem for expansion in details.expansions for stem in expansion.stems]
        why.update((expansion.why, None) for expansion in details.expansions if expansion.why)
        if details.missing:
            why[f"without: {', '.join(details.missing)}"] = None
        if details.note:
            why[details.note] = None
    else:
        stems = [term.stem for term in details.matched]
    return Explanation(tuple(why), _list_terms(lexicon, texts, stems))


def _list_hints(
    db: sqlite3.Connection, lexicon: Lexicon, hits: Sequence[tuple[Heading, Match, MatchDetails]]
) -> dict[int, list[str]]:
    """Which words were taken for a name, a day or a topic, since no text contains them, by the number of the statement.

    In a near hit a word that has another in its place is none of these.
    """
    hinting: dict[int, list[QueryTerm]] = {}
    for heading, match, details in hits:
        replaced = {
            term.word for term, one in zip(details.matched, details.expansions, strict=True) if one.why
        }  # fmt: skip
        for term in details.outside:
            if (match != "near" or term.word not in replaced) and not _is_paraphrased(lexicon, term, heading):
                hinting.setdefault(heading.n, []).append(term)
    headings = [heading for heading, *_ in hits if heading.n in hinting]
    names = read_name_stems(db, lexicon, headings) if headings else {}
    hints: dict[int, list[str]] = {heading.n: [] for heading, *_ in hits}
    for heading in headings:
        hints[heading.n] = [
            f"{_name_kind(term, heading, names[heading.n])}: {term.word}" for term in hinting[heading.n]
        ]
    return hints


def _is_paraphrased(lexicon: Lexicon, term: QueryTerm, heading: Heading) -> bool:
    return bool(lexicon.list_forms([heading.paraphrase], [term.stem]))


def _name_kind(term: QueryTerm, heading: Heading, name_stems: Collection[str]) -> str:
    """What a word is that is in no text of a statement."""
    days = {word for text in list_date_terms(heading.day or None) for word in fold_words(text)}
    return "day" if term.word in days else "name" if term.stem in name_stems else "topic"


def _list_terms(lexicon: Lexicon, texts: Sequence[str], stems: Iterable[str]) -> tuple[str, ...]:
    """The words of a statement's texts that have these stems, as they are written there, each once."""
    unique = dict.fromkeys(stem for stem in stems if stem not in STOP_WORDS)
    forms = lexicon.list_forms(texts, unique)
    return tuple(word for stem in unique for word in forms.get(stem, ()))
