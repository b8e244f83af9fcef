"""Whose words a passage's are, where several statements share it: what one of them says is no hit for the others.

A passage such as "she regretted the decision, and said that the treaty is defensive" is a report of two statements. The
words of each are its quotations, its clauses and its reviewed paraphrase; the one that has most of the words asked for
is meant, and those that have fewer of them are its neighbours.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from bot.store.analysis.compounds import find_compounds
from bot.store.analysis.tokenizer import fold_words, stem_words
from bot.store.db.bulk_fetch import Select, fetch_rows
from bot.store.search.candidate_texts import CandidateTexts, read_headings, read_name_stems, read_texts
from bot.store.search.lexicon import Lexicon


class _Written(NamedTuple):
    """Who, to whom, when and where, as a source writes it of a statement."""

    statement: int
    text: str


_WRITTEN = Select(
    _Written,
    """
SELECT statement, coalesce(speaker_written, '') || ' ' || coalesce(role_written, '') || ' ' || coalesce(to_written, '')
  || ' ' || coalesce(day_written, '') || ' ' || coalesce(venue_written, '') FROM report
WHERE statement IN (SELECT value FROM json_each(?1))""",
)
NEIGHBOUR = "in its passage, but of another statement there"


def find_neighbours(
    db: sqlite3.Connection, lexicon: Lexicon, numbers: Collection[int], stems: frozenset[str]
) -> set[int]:
    """Those of some statements, each of which has all the stems in its texts, that only share another's passage."""
    if not numbers or not stems:
        return set()
    texts = read_texts(db, numbers)
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    for n, one in texts.items():
        for passage in one.passages:
            sharing[passage].append(n)
    unsure = {n for group in sharing.values() if len(group) > 1 for n in group}
    unsure |= {n for n, one in texts.items() if one.clauses}
    if not unsure:
        return set()
    headings = read_headings(db, unsure)
    named = read_name_stems(db, lexicon, headings)
    written: defaultdict[int, list[str]] = defaultdict(list)
    for n, text in fetch_rows(db, _WRITTEN, unsure):
        written[n].append(text)
    own = {
        one.n: (
            _stem([*written[one.n], *texts[one.n].quotations, *texts[one.n].clauses, one.paraphrase]) | named[one.n]
        )
        & stems
        for one in headings
    }
    return {n for n in unsure if _is_neighbour(n, texts[n], sharing, own, stems)}


def _is_neighbour(
    n: int,
    texts: CandidateTexts,
    sharing: Mapping[str, list[int]],
    own: Mapping[int, set[str]],
    stems: frozenset[str],
) -> bool:
    """Whether every passage of a statement that has all the stems belongs rather to another one."""
    holding = [passage for passage in texts.passages if stems <= _stem([passage])]
    return bool(holding) and all(
        any(own[other] > own[n] for other in sharing[passage] if other != n)
        or (not own[n] >= stems and any(clause in passage for clause in texts.clauses))
        for passage in holding
    )


def _stem(texts: Iterable[str]) -> set[str]:
    text = "\n".join(texts)
    return set(stem_words({*fold_words(text), *(token.folded for token in find_compounds(text))}).values())
