"""Looks names up: exactly, by their beginning, by their words, or misspelt.

A name has several forms, tried from the strictest to the loosest until one finds something: as written but for case;
folded; without article and possessive; without spaces, and for people with the family name last. `Lim Soo-suk`,
`lim soosuk` and `Soo-suk Lim` find one person; where several people have a form, all of them are found. The forms are
written when the store is built (bot/store/names/forms.py).
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.store.analysis.folding import fold
from bot.store.db.caching import cached_method
from bot.store.db.encodable import is_encodable
from bot.store.names.forms import LONGEST_FORM, TIERS, list_forms, list_words, make_plain
from bot.store.records import EventLine, Name, Post

_CACHED = 4_096  # results of each method
_AFTER_ALL = "\U0010ffff"
_OF_THING = """
SELECT n.kind, n.ref, n.text, n.folded, n.usage, n.rank FROM name n WHERE n.kind = ? AND n.ref = ? ORDER BY 6, 3"""
_OF_KIND = "SELECT n.kind, n.ref, n.text, n.folded, n.usage, n.rank FROM name n WHERE n.kind = ? ORDER BY 6, 3, 2"
_LOOK_UP = """
SELECT f.how, f.form, n.kind, n.ref, n.text, n.folded, n.usage, n.rank
FROM json_each(?) w CROSS JOIN name_form f
  ON f.kind = w.value ->> 0 AND f.how = w.value ->> 1 AND f.form = w.value ->> 2
CROSS JOIN name n ON n.n = f.name"""
_CONTAINING = """
SELECT n.kind, n.ref, n.text, n.folded, n.usage, n.rank FROM name n WHERE n.n IN (
    SELECT f.name FROM json_each(?2) w CROSS JOIN name_form f ON f.kind = ?1 AND f.how = 'word' AND f.form = w.value
    GROUP BY f.name HAVING count(*) = ?3)"""
_BEGIN = """
SELECT n.kind, n.ref, n.text, n.folded, n.usage, n.rank FROM name_form f CROSS JOIN name n ON n.n = f.name
WHERE f.kind = ? AND f.how = ? AND f.form >= ? AND f.form < ? ORDER BY 6, length(n.folded), 3, 2"""
_NEAR = "SELECT DISTINCT form FROM name_form WHERE kind = ? AND how = 'near'"
_WHOLE = "SELECT DISTINCT form FROM name_form WHERE kind = ? AND how IN ('whole', 'within')"
_BEGUN = """
SELECT w.value, n.kind, n.ref, n.text, n.folded, n.usage, n.rank FROM json_each(?2) w
CROSS JOIN name_form f ON f.kind = ?1 AND f.how IN ('whole', 'within')
  AND f.form >= w.value AND f.form < w.value || char(0x10FFFF)
CROSS JOIN name n ON n.n = f.name"""
_BEGINNINGS = ("whole", "within")
_POSTS = """
SELECT r.person, r.title, o.name, coalesce(r.country, o.country), r.attested
FROM role r LEFT JOIN party o ON o.id = r.organisation ORDER BY r.person, r.position"""
_KINDS = ("person", "organisation", "country", "topic", "event", "publisher")


class _NameRow(NamedTuple):
    """A name as it is selected, with the rank of its usage: the best known first."""

    kind: Literal["person", "organisation", "country", "topic", "event", "publisher"]
    ref: str
    text: str
    folded: str
    usage: str
    rank: int


_Beginning = tuple[bool, _NameRow]  # whether a later word of the name has the beginning, and the name


class Directory:
    """Names of persons, organisations, countries, topics, events and publishers. Safe to share between threads."""

    def __init__(self, db: sqlite3.Connection) -> None:
        """`db` is a connection to the store that nobody else uses, open to all threads; close() closes it."""
        self._db = db
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the connection once no look-up is running."""
        with self._lock:
            self._db.close()

    def warm(self) -> None:
        """Fill the caches that the first user would wait for."""
        for kind in _KINDS:
            self._group_near_forms(kind)
            self._group_beginnings(kind)
            self._list_refs((kind,))

    @cached_method(_CACHED)
    def names(self, kind: str, ref: str) -> tuple[Name, ...]:
        """Every name of one thing, the best known first."""
        if not is_encodable(ref):
            return ()
        return tuple(map(_make_name, self._ask_names(_OF_THING, kind, ref)))

    def refs(self, kinds: str | Sequence[str]) -> list[str]:
        """Ids or codes of all things of these kinds, by label."""
        return self._list_refs(_as_kinds(kinds))

    @cached_method(None)
    def posts(self) -> tuple[Post, ...]:
        """Every office that a person on record held, by person."""
        return tuple(Post(*row) for row in self._ask(_POSTS))

    @cached_method(None)
    def occasions(self) -> tuple[EventLine, ...]:
        """Every event on record, with its days and who took part."""
        parties: dict[str, list[str]] = defaultdict(list)
        for event, party in self._ask("SELECT event, party FROM event_party ORDER BY event, party"):
            parties[event].append(party)
        rows = self._ask("SELECT id, kind, first_day, last_day, place, part_of FROM event ORDER BY id")
        return tuple(
            EventLine(event, kind, first, last, place, part_of, tuple(parties[event]))
            for event, kind, first, last, place, part_of in rows
        )

    def by_ref(self, kinds: str | Sequence[str], ref: str) -> Name | None:
        """The thing with exactly this id or code, under its best-known name; None where there is none."""
        return next((names[0] for kind in _as_kinds(kinds) if (names := self.names(kind, ref))), None)

    def label(self, kind: str, ref: str) -> str:
        """The best-known name of a thing; the id itself where there is none."""
        names = self.names(kind, ref)
        return names[0].text if names else ref

    def exact(self, kinds: str | Sequence[str], text: str) -> list[Name]:
        """The things with this name: one name for each, the best-known usage first."""
        return list(self._find_exact(_as_kinds(kinds), text))

    def containing(self, kinds: str | Sequence[str], text: str) -> list[Name]:
        """The things with a name that has all these words, in any order: one name for each."""
        return list(self._find_containing(_as_kinds(kinds), text))

    def starting(self, kinds: str | Sequence[str], text: str, limit: int) -> list[Name]:
        """The things with a name that begins so, then those with a later word that does; one name for each."""
        typed = make_plain(fold(text))[:LONGEST_FORM]
        if not is_encodable(typed):
            return []
        found = [row for kind in _as_kinds(kinds) for row in self._find_beginning(kind, typed, limit)]
        return [_make_name(row) for _, row in sorted(found, key=_beginning_order)[:limit]]

    def near(self, kinds: str | Sequence[str], text: str, limit: int) -> list[Name]:
        """The things with nearly this name: letters missing, added, swapped or wrong; one name for each, best first.

        One edit is allowed from four letters on, two from six, three from eleven; none in shorter texts.
        """
        typed = make_plain(fold(text))[:LONGEST_FORM]
        edits = _count_edits(len(typed))
        if not edits or not is_encodable(typed):
            return []
        found: list[tuple[int, _NameRow]] = []
        for kind in _as_kinds(kinds):
            forms = self._group_near_forms(kind)
            lengths = range(len(typed) - edits, len(typed) + edits + 1)
            hits = [hit for length in lengths for hit in _compare(typed, forms.get(length, ()), edits)]
            distances = dict(sorted(hits, key=itemgetter(1))[: 4 * limit])
            called = self._look_up((kind, "near", form) for form in distances)
            found += [(distances[form], row) for _, form, row in called]
            found += self._near_beginnings(kind, typed, edits)
        found.sort(key=_near_order)
        return [_make_name(row) for row in _one_each(row for _, row in found)[:limit]]

    def _near_beginnings(self, kind: str, typed: str, edits: int) -> Iterator[tuple[int, _NameRow]]:
        """Names whose beginning is nearly what is being typed; its first letter is taken to be right."""
        size = len(typed)
        heads = {form[:size] for form in self._group_beginnings(kind).get(typed[0], ()) if len(form) > size}
        distances = dict(_compare(typed, heads, edits))
        for head, *row in self._ask(_BEGUN, kind, json.dumps(list(distances))) if distances else ():
            # A beginning says less than a complete word, and comes after one that is as near.
            yield distances[head] + 1, _NameRow(*row)

    @cached_method(_CACHED)
    def _find_exact(self, kinds: tuple[str, ...], text: str) -> tuple[Name, ...]:
        if not is_encodable(text):
            return ()
        tiers = zip(TIERS, list_forms(text, fold(text)), strict=True)
        keys = [(kind, how, form) for how, forms in tiers for kind in kinds for form in forms]
        found: dict[str, list[_NameRow]] = defaultdict(list)
        for how, _, row in self._look_up(keys):
            found[how].append(row)
        strictest = next((found[how] for how in TIERS if how in found), [])
        return tuple(map(_make_name, _one_each(sorted(strictest, key=_rank))))

    @cached_method(_CACHED)
    def _find_containing(self, kinds: tuple[str, ...], text: str) -> tuple[Name, ...]:
        words = list_words(text) if is_encodable(text) else set()
        as_json = json.dumps(list(words))
        asked = kinds if words else ()
        found = [row for kind in asked for row in self._ask_names(_CONTAINING, kind, as_json, len(words))]
        return tuple(map(_make_name, _one_each(sorted(found, key=_rank))))

    @cached_method(_CACHED)
    def _find_beginning(self, kind: str, typed: str, limit: int) -> list[_Beginning]:
        """The first things of a kind with a name, or else a later word of one, that begins so; each once."""
        best: dict[str, _Beginning] = {}
        for how in _BEGINNINGS:
            if typed and len(best) < limit:
                for row in self._ask_names(_BEGIN, kind, how, typed, typed + _AFTER_ALL):
                    best.setdefault(row.ref, (how != "whole", row))
        return list(best.values())[:limit]

    @cached_method(None)
    def _group_near_forms(self, kind: str) -> Mapping[int, list[str]]:
        grouped: dict[int, list[str]] = defaultdict(list)
        for (form,) in self._ask(_NEAR, kind):
            grouped[len(form)].append(form)
        return dict(grouped)

    @cached_method(None)
    def _group_beginnings(self, kind: str) -> Mapping[str, list[str]]:
        grouped: dict[str, list[str]] = defaultdict(list)
        for (form,) in self._ask(_WHOLE, kind):
            grouped[form[:1]].append(form)
        return dict(grouped)

    @cached_method(None)
    def _list_refs(self, kinds: tuple[str, ...]) -> list[str]:
        found = [(row.text, row.ref) for kind in kinds for row in _one_each(self._ask_names(_OF_KIND, kind))]
        return [ref for _, ref in sorted(found)]

    def _look_up(self, forms: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, _NameRow]]:
        """The names under some forms (kind, how, form): how, the form, and the name."""
        keys = [(kind, how, form) for kind, how, form in forms if "\0" not in form]  # it would end a text within JSON
        rows = self._ask(_LOOK_UP, json.dumps(keys)) if keys else ()
        return [(how, form, _NameRow(*row)) for how, form, *row in rows]

    def _ask_names(self, sql: str, *values: object) -> list[_NameRow]:
        return [_NameRow(*row) for row in self._ask(sql, *values)]

    def _ask(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()


def _compare(typed: str, forms: Collection[str], edits: int) -> Iterator[tuple[str, int]]:
    """The forms that are at most so many edits away (optimal string alignment), and how many."""
    hits = process.extract(typed, forms, scorer=OSA.distance, score_cutoff=edits, limit=None)
    return ((form, int(distance)) for form, distance, _ in hits)


def _as_kinds(kinds: str | Sequence[str]) -> tuple[str, ...]:
    return (kinds,) if isinstance(kinds, str) else tuple(kinds)


def _make_name(row: _NameRow) -> Name:
    return Name(row.kind, row.ref, row.text, row.folded, row.usage)


def _rank(row: _NameRow) -> tuple[int, str, str, str]:
    return row.rank, row.text, row.kind, row.ref


def _one_each(rows: Iterable[_NameRow]) -> list[_NameRow]:
    first: dict[tuple[str, str], _NameRow] = {}
    for row in rows:
        first.setdefault((row.kind, row.ref), row)
    return list(first.values())


def _count_edits(letters: int) -> int:
    return 0 if letters < 4 else 1 if letters < 6 else 2 if letters < 11 else 3


def _near_order(one: tuple[int, _NameRow]) -> tuple[int, int, str, str]:
    distance, row = one
    return distance, row.rank, row.text, row.ref


def _beginning_order(one: _Beginning) -> tuple[bool, int, int, str, str]:
    within, row = one
    return within, row.rank, len(row.folded), row.text, row.ref
