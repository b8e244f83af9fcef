"""Every name that the store knows, in memory: looked up exactly, by beginning, by word, or with slips of the pen.

A name is found under several forms, tried from the strictest to the loosest, and the first form that finds anything
decides: as written but for case; folded; without article and possessive; without spaces, and for people with the
family name last. `Lim Soo-suk`, `lim soosuk` and `Soo-suk Lim` are one person, and no two people ever become one:
whatever finds several gives them all.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.store.folding import fold
from bot.store.model import Name

# The order in which usages are offered: what a thing is called before what it is also called.
_RANKS = {"name": 0, "spelling": 1, "abbreviation": 2, "demonym": 2, "metonym": 2, "code": 3, "also": 4, "written": 5}
# Letters that have no accent to fold away, and are typed without it all the same.
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ə": "e"}
)
_ARTICLES = {"the", "la", "le", "les", "el", "los", "las", "il", "die", "der", "das", "de", "het", "os", "as"}
_POSSESSIVE = re.compile(r"['’‘`´](?=[sS]\b)[sS]|(?<=[sS])['’](?=\s)")
_MARK_OF_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONGEST = 120
_AFTER_ALL = "\U0010ffff"

# What a name is like from one of its words on, the place of that word, and the name.
_Beginning = tuple[str, int, Name]


class Directory:
    """Names of persons, organisations, countries, topics, events and publishers. Immutable; safe to share."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._by_ref: dict[tuple[str, str], Name] = {}
        self._refs: dict[str, list[str]] = defaultdict(list)
        self._names: dict[tuple[str, str], list[Name]] = defaultdict(list)
        self._forms: dict[str, tuple[dict[str, list[Name]], ...]] = {}
        self._by_word: dict[str, dict[str, list[Name]]] = defaultdict(lambda: defaultdict(list))
        beginnings: dict[str, list[_Beginning]] = defaultdict(list)
        for name in sorted(names, key=_rank):
            if (name.kind, name.ref) not in self._by_ref:
                self._by_ref[name.kind, name.ref] = name
                self._refs[name.kind].append(name.ref)
            self._names[name.kind, name.ref].append(name)
            tiers = self._forms.setdefault(name.kind, tuple({} for _ in range(4)))
            for tier, forms in zip(tiers, _list_forms(name.text, name.folded, name.kind), strict=True):
                for form in forms:
                    tier.setdefault(form, []).append(name)
            words = _plain(name.folded).split()
            for word in {*words, *_plain(_fold_bare(name.text, name.folded)).split()}:
                self._by_word[name.kind][word].append(name)
            for at in range(len(words)):
                beginnings[name.kind].append((" ".join(words[at:])[:_LONGEST], at, name))
        self._beginnings = {kind: sorted(rows, key=lambda row: row[0]) for kind, rows in beginnings.items()}
        self._keys = {kind: [row[0] for row in rows] for kind, rows in self._beginnings.items()}
        # One letter begins thousands of names: their order is worked out once, not on every key.
        self._places = {kind: _place(rows) for kind, rows in self._beginnings.items()}
        # A slip can sit in the whole name or in one word of it: both are compared, each form once, by length.
        self._near_forms = {kind: _list_near_forms(rows) for kind, rows in self._beginnings.items()}
        self._near_keys = {kind: _group_by_length(forms) for kind, forms in self._near_forms.items()}
        self._sorted_refs: dict[tuple[str, ...], list[str]] = {}

    def refs(self, kinds: str | Sequence[str]) -> list[str]:
        """Ids or codes of all things of these kinds, by label."""
        asked = tuple(_as_kinds(kinds))
        if asked not in self._sorted_refs:
            found = [(self.label(kind, ref), ref) for kind in asked for ref in self._refs.get(kind, ())]
            self._sorted_refs[asked] = [ref for _, ref in sorted(found)]
        return self._sorted_refs[asked]

    def by_ref(self, kinds: str | Sequence[str], ref: str) -> Name | None:
        """Find what carries exactly this id or code, under the name that it is best known by."""
        return next((name for kind in _as_kinds(kinds) if (name := self._by_ref.get((kind, ref)))), None)

    def label(self, kind: str, ref: str) -> str:
        """Give the name that something is best known by; the id itself where there is none."""
        name = self._by_ref.get((kind, ref))
        return name.text if name else ref

    def names(self, kind: str, ref: str) -> Sequence[Name]:
        """Give every name of one thing, the best known first."""
        return self._names.get((kind, ref), ())

    def exact(self, kinds: str | Sequence[str], text: str) -> list[Name]:
        """Find what is called so: one name for each different thing, the best-known usage first."""
        found: list[Name] = []
        for forms, tier in zip(_list_forms(text, fold(text)), range(4), strict=True):
            for kind in _as_kinds(kinds):
                tiers = self._forms.get(kind)
                if tiers:
                    found += [name for form in forms for name in tiers[tier].get(form, ())]
            if found:
                break
        return _one_each(sorted(found, key=_rank))

    def containing(self, kinds: str | Sequence[str], text: str) -> list[Name]:
        """Find what has a name in which all these words stand, in any order: one name for each different thing."""
        words = set(_plain(fold(_POSSESSIVE.sub("", text))).split()) - _ARTICLES
        if not words:
            return []
        found: list[Name] = []
        for kind in _as_kinds(kinds):
            by_word = self._by_word.get(kind, {})
            rows = [{(name.ref, name.text): name for name in by_word.get(word, ())} for word in words]
            found += [name for key, name in rows[0].items() if all(key in row for row in rows[1:])]
        return _one_each(sorted(found, key=_rank))

    def starting(self, kinds: str | Sequence[str], text: str, limit: int) -> list[Name]:
        """Find what has a name, or a word of a name, that begins so: the whole name before a word, one for each."""
        typed = _plain(fold(text))[:_LONGEST]
        if not typed:
            return []
        found: list[_Beginning] = []
        for kind in _as_kinds(kinds):
            keys, rows, places = self._keys.get(kind, []), self._beginnings.get(kind, []), self._places.get(kind, [])
            low, high = bisect_left(keys, typed), bisect_left(keys, typed + _AFTER_ALL)
            best: dict[str, _Beginning] = {}
            for _, at in sorted(zip(places[low:high], range(low, high), strict=True)):
                best.setdefault(rows[at][2].ref, rows[at])
                if len(best) == limit:
                    break
            found += best.values()
        return [name for *_, name in sorted(found, key=_beginning_order)[:limit]]

    def near(self, kinds: str | Sequence[str], text: str, limit: int) -> list[Name]:
        """Find what is called nearly so: letters missing, doubled, swapped or wrong, one name for each, best first.

        One slip is forgiven from four letters on, two from six, three from eleven; none in shorter texts.
        """
        typed = _plain(fold(text))[:_LONGEST]
        slips = _count_slips(len(typed))
        if not slips:
            return []
        found: list[tuple[int, int, Name]] = []
        for kind in _as_kinds(kinds):
            forms = self._near_forms.get(kind, {})
            keys = self._near_keys.get(kind, {})
            alike = [form for n in range(len(typed) - slips, len(typed) + slips + 1) for form in keys.get(n, ())]
            hits = process.extract(typed, alike, scorer=OSA.distance, score_cutoff=slips, limit=4 * limit)
            for form, distance, _ in hits:
                found += [(int(distance), _RANKS.get(name.usage, 9), name) for name in forms[form]]
            found += self._near_beginnings(kind, typed, slips)
        found.sort(key=lambda row: (row[0], row[1], row[2].text, row[2].ref))
        return _one_each(name for *_, name in found)[:limit]

    def _near_beginnings(self, kind: str, typed: str, slips: int) -> Iterator[tuple[int, int, Name]]:
        """Compare what is being typed with the beginnings of names; its first letter is taken to be right."""
        keys, rows = self._keys.get(kind, []), self._beginnings.get(kind, [])
        low, high = bisect_left(keys, typed[0]), bisect_left(keys, chr(ord(typed[0]) + 1))
        heads: dict[str, list[int]] = defaultdict(list)
        for at in range(low, high):
            if len(keys[at]) > len(typed):
                heads[keys[at][: len(typed)]].append(at)
        for head, distance, _ in process.extract(
            typed, list(heads), scorer=OSA.distance, score_cutoff=slips, limit=None
        ):
            for at in heads[head]:
                # A beginning says less than a whole word: it stands behind one that is as near.
                yield int(distance) + 1, _RANKS.get(rows[at][2].usage, 9), rows[at][2]


def _as_kinds(kinds: str | Sequence[str]) -> Sequence[str]:
    return (kinds,) if isinstance(kinds, str) else kinds


def _rank(name: Name) -> tuple[int, str, str, str]:
    return _RANKS.get(name.usage, 9), name.text, name.kind, name.ref


def _one_each(names: Iterable[Name]) -> list[Name]:
    first: dict[tuple[str, str], Name] = {}
    for name in names:
        first.setdefault((name.kind, name.ref), name)
    return list(first.values())


def _plain(folded: str) -> str:
    return folded.translate(_PLAIN)


def _list_forms(text: str, folded: str, kind: str = "") -> tuple[set[str], ...]:
    """Give the forms under which a name is kept and looked up, from the strictest to the loosest.

    Only names that are kept are turned about (kind `person`): turning both sides would find more than is meant.
    """
    as_written = " ".join(unicodedata.normalize("NFC", _MARK_OF_NO_WIDTH.sub("", text)).casefold().split())
    bare = _drop_article(_plain(_fold_bare(text, folded)))
    words = bare.split()
    squeezed = {"".join(words), _plain(folded).replace(" ", "")}
    if kind == "person":
        squeezed |= {"".join(words[at:] + words[:at]) for at in range(1, len(words))}
    forms = {as_written}, {folded}, {bare, _drop_article(_plain(folded))}, squeezed
    return tuple(form - {""} for form in forms)


def _fold_bare(text: str, folded: str) -> str:
    """Fold a text without its possessives: `Seoul's` as Seoul."""
    bare = _POSSESSIVE.sub("", text)
    return folded if bare == text else fold(bare)


def _drop_article(folded: str) -> str:
    first, _, rest = folded.partition(" ")
    return rest if rest and first in _ARTICLES else folded


def _count_slips(letters: int) -> int:
    return 0 if letters < 4 else 1 if letters < 6 else 2 if letters < 11 else 3


def _list_near_forms(rows: Sequence[_Beginning]) -> Mapping[str, list[Name]]:
    forms: dict[str, list[Name]] = defaultdict(list)
    for beginning, at, name in rows:
        wanted = {beginning.split(" ", 1)[0]} | ({beginning} if at == 0 else set())
        for form in wanted:
            if len(form) >= 3:
                forms[form].append(name)
    return dict(forms)


def _group_by_length(forms: Iterable[str]) -> Mapping[int, list[str]]:
    grouped: dict[int, list[str]] = defaultdict(list)
    for form in forms:
        grouped[len(form)].append(form)
    return dict(grouped)


def _beginning_order(row: _Beginning) -> tuple[bool, int, int, str, str]:
    _, at, name = row
    return at > 0, _RANKS.get(name.usage, 9), len(name.folded), name.text, name.ref


def _place(rows: Sequence[_Beginning]) -> list[int]:
    """Give each row its place among all of them, the one to be offered first at 0."""
    places = [0] * len(rows)
    for place, at in enumerate(sorted(range(len(rows)), key=lambda at: _beginning_order(rows[at]))):
        places[at] = place
    return places
