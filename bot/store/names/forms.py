"""The names in a store, and the normal forms under which each can be looked up."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from bot.store.analysis.folding import fold
from bot.store.analysis.tokenizer import STOP_WORDS, fold_words
from bot.store.db.inserts import make_insert

# The order in which usages are offered: the proper name of a thing before its other names.
_RANKS = {"name": 0, "spelling": 1, "abbreviation": 2, "demonym": 2, "metonym": 2, "code": 3, "also": 4, "written": 5}
LONGEST_FORM = 120  # characters
_SHORTEST_VARIANT, _LEAST_SIMILAR = 3, 0.5  # letters; of the letters of two words
_MOST_ALIAS_WORDS = 6
# Letters that folding leaves as they are, and what people type for them.
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ə": "e"}
)
_ARTICLES = {"the", "la", "le", "les", "el", "los", "las", "il", "die", "der", "das", "de", "het", "os", "as"}
_POSSESSIVE = re.compile(r"['’‘`´](?=[sS]\b)[sS]|(?<=[sS])['’](?=\s)")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Kinds of forms of a complete name, from the strictest to the loosest.
TIERS = ("written", "folded", "bare", "squeezed")

NameRow = tuple[str, str, str, str, str]  # kind, ref, text, folded, usage


def insert_names(db: sqlite3.Connection, rows: Iterable[NameRow]) -> None:
    """Insert names with all their forms; one that is in the store already stays as it is."""
    insert = make_insert(db, "name", "INSERT OR IGNORE")
    persons: dict[str, None] = {}
    forms: list[tuple[str, str, str, int]] = []
    for kind, ref, text, folded, usage in rows:
        number = _number(kind, ref, text)
        words = " ".join(fold_words(text))
        if db.execute(insert, (number, kind, ref, text, folded, usage, _RANKS[usage], words)).rowcount:
            forms += ((*form, number) for form in list_all_forms(kind, text, folded, usage, words))
            if kind == "person":
                persons[ref] = None
    # In the order of the primary key: several times as fast.
    db.executemany(make_insert(db, "name_form"), sorted(forms))
    for ref in persons:
        _compare_words(db, ref)


def remove_names(db: sqlite3.Connection, kind: str, ref: str, *, text: str | None = None) -> None:
    """Remove all names of a thing with their forms; with `text` this one alone, of those that sources write."""
    sql = "SELECT n, text, folded, usage, words FROM name WHERE kind = ? AND ref = ?"
    rows = db.execute(sql, (kind, ref)).fetchall()
    for number, name, folded, usage, words in rows:
        if text is None or (name, usage) == (text, "written"):
            gone = ((*form, number) for form in list_all_forms(kind, name, folded, usage, words))
            db.executemany("DELETE FROM name_form WHERE kind = ? AND how = ? AND form = ? AND name = ?", gone)
            db.execute("DELETE FROM name WHERE n = ?", (number,))
    if kind == "person":
        _compare_words(db, ref)


def list_all_forms(kind: str, text: str, folded: str, usage: str, words: str) -> list[tuple[str, str, str]]:
    """Every form (kind, how, form) of a name.

    written, folded, bare, squeezed  the complete name, ever more loosely: see list_forms
    word     a word of it
    whole    the complete name for autocomplete, `within` what is left of it from a later word on
    near     what is compared with misspelt names: the complete name, and each word
    alias    the words of a name that may stand for another name of the same thing in a search
    """
    tiers = zip(TIERS, list_forms(text, folded, kind), strict=True)
    forms = {(kind, how, form) for how, made in tiers for form in made}
    plain = make_plain(folded).split()
    forms |= {(kind, "word", word) for word in {*plain, *make_plain(fold_bare(text, folded)).split()}}
    for at in range(len(plain)):
        forms.add((kind, "within" if at else "whole", " ".join(plain[at:])[:LONGEST_FORM]))
    near = {word[:LONGEST_FORM] for word in plain} | {" ".join(plain)[:LONGEST_FORM]}
    forms |= {(kind, "near", form) for form in near if len(form) >= 3}
    parts = words.split(" ")
    is_code = usage == "code" and len(text) == 2  # `IN`, `IT`, `NO` are words more often than codes
    is_alias = words and len(parts) <= _MOST_ALIAS_WORDS and parts[0] not in STOP_WORDS and not is_code
    if kind in ("country", "person", "organisation") and is_alias:
        forms.add((kind, "alias", words))
    return sorted(forms)  # in one order, so that the same records make the same file


def list_forms(text: str, folded: str, kind: str = "") -> tuple[set[str], ...]:
    """The forms of a complete name, one set for each of TIERS.

    Those of a person (`kind`) include the family name last. Names that are looked up have no `kind`: reordered on both
    sides, more would match than is meant.
    """
    as_written = " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).casefold().split())
    bare = _drop_article(make_plain(fold_bare(text, folded)))
    words = bare.split()
    squeezed = {"".join(words), make_plain(folded).replace(" ", "")}
    if kind == "person":
        squeezed |= {"".join(words[at:] + words[:at]) for at in range(1, len(words))}
    forms = {as_written}, {folded}, {bare, _drop_article(make_plain(folded))}, squeezed
    return tuple(form - {""} for form in forms)


def list_words(text: str) -> set[str]:
    """The words of a text that is looked for in names, without articles."""
    return set(make_plain(fold(_POSSESSIVE.sub("", text))).split()) - _ARTICLES


def make_plain(folded: str) -> str:
    """A folded text in the letters that people type."""
    return folded.translate(_PLAIN)


def fold_bare(text: str, folded: str) -> str:
    """Fold a text without its possessives: `Seoul's` as Seoul."""
    bare = _POSSESSIVE.sub("", text)
    return folded if bare == text else fold(bare)


def _drop_article(folded: str) -> str:
    first, _, rest = folded.partition(" ")
    return rest if rest and first in _ARTICLES else folded


def _number(kind: str, ref: str, text: str) -> int:
    """The number of a name follows from the name itself, so that a new one changes no other's."""
    digest = hashlib.sha256("\0".join((kind, ref, text)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def _compare_words(db: sqlite3.Connection, person: str) -> None:
    """Write which words of a person's names can be one name in two transliterations."""
    db.execute("DELETE FROM name_variant WHERE person = ?", (person,))
    rows = db.execute("SELECT words FROM name WHERE kind = 'person' AND ref = ?", (person,)).fetchall()
    words = {word for (text,) in rows for word in text.split()}
    variants = ((one, other, person) for one, other in _list_alike(words))
    db.executemany(make_insert(db, "name_variant", "INSERT OR IGNORE"), variants)


def _list_alike(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    compared = sorted(word for word in words if len(word) >= _SHORTEST_VARIANT)
    for one in compared:
        for other in compared:
            if one != other and OSA.normalized_similarity(one, other) >= _LEAST_SIMILAR:
                yield one, other
