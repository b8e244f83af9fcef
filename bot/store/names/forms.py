"""The names of things as they are kept: each once, with all forms under which it can be looked up."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import OSA

from bot.store.analysis.folding import fold
from bot.store.analysis.tokenizer import STOP_WORDS, fold_words

# The order in which usages are offered: what a thing is called before what it is also called.
_RANKS = {"name": 0, "spelling": 1, "abbreviation": 2, "demonym": 2, "metonym": 2, "code": 3, "also": 4, "written": 5}
LONGEST_FORM = 120
_LONGEST_ALIAS = 6  # words
# Letters that have no accent to fold away, and are typed without it all the same.
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ə": "e"}
)
_ARTICLES = {"the", "la", "le", "les", "el", "los", "las", "il", "die", "der", "das", "de", "het", "os", "as"}
_POSSESSIVE = re.compile(r"['’‘`´](?=[sS]\b)[sS]|(?<=[sS])['’](?=\s)")
_MARK_OF_NO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# How exactly a form is the name, from the strictest to the loosest.
TIERS = ("written", "folded", "bare", "squeezed")

NameRow = tuple[str, str, str, str, str]  # kind, ref, text, folded, usage

_INSERT = "INSERT OR IGNORE INTO name VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_SPELT = "INSERT OR IGNORE INTO name_variant VALUES (?, ?, ?)"


def insert_names(db: sqlite3.Connection, rows: Iterable[NameRow]) -> None:
    """Put names into a store with all their forms; one that is there stays as it is."""
    persons: dict[str, None] = {}
    forms: list[tuple[str, str, str, int]] = []
    for kind, ref, text, folded, usage in rows:
        number = _number(kind, ref, text)
        words = " ".join(fold_words(text))
        if db.execute(_INSERT, (number, kind, ref, text, folded, usage, _RANKS[usage], words)).rowcount:
            forms += ((*form, number) for form in list_all_forms(kind, text, folded, usage, words))
            if kind == "person":
                persons[ref] = None
    # In the order of the table, which is filled several times as fast so.
    db.executemany("INSERT INTO name_form VALUES (?, ?, ?, ?)", sorted(forms))
    for ref in persons:
        _compare_words(db, ref)


def remove_names(db: sqlite3.Connection, kind: str, ref: str, *, text: str | None = None) -> None:
    """Take the names of a thing out of a store, or one of them that is no more than what sources write."""
    sql = "SELECT n, text, folded, usage, words FROM name WHERE kind = ? AND ref = ?"
    rows = db.execute(sql, (kind, ref)).fetchall()
    for number, *name in rows:
        if text is None or (name[0], name[2]) == (text, "written"):
            gone = ((*form, number) for form in list_all_forms(kind, *name))
            db.executemany("DELETE FROM name_form WHERE kind = ? AND how = ? AND form = ? AND name = ?", gone)
            db.execute("DELETE FROM name WHERE n = ?", (number,))
    if kind == "person":
        _compare_words(db, ref)


def list_all_forms(kind: str, text: str, folded: str, usage: str, words: str) -> list[tuple[str, str, str]]:
    """Every form (kind, how, form) under which a name is kept.

    written, folded, bare, squeezed  the whole name, ever more loosely
    word     a word of it
    whole    the whole name as it is completed, `within` what is left of it from a later word on
    near     what is compared with slips of the pen: the whole name, and each word
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
    held = words.split(" ")
    is_code = usage == "code" and len(text) == 2  # `IN`, `IT`, `NO` are words more often
    is_alias = words and len(held) <= _LONGEST_ALIAS and held[0] not in STOP_WORDS and not is_code
    if kind in ("country", "person", "organisation") and is_alias:
        forms.add((kind, "alias", words))
    return sorted(forms)  # in one order, so that the same records make the same file


def list_forms(text: str, folded: str, kind: str = "") -> tuple[set[str], ...]:
    """The forms under which a name is kept and looked up, from the strictest to the loosest.

    Only names that are kept are turned about (kind `person`): turning both sides would find more than is meant.
    """
    as_written = " ".join(unicodedata.normalize("NFC", _MARK_OF_NO_WIDTH.sub("", text)).casefold().split())
    bare = _drop_article(make_plain(fold_bare(text, folded)))
    words = bare.split()
    squeezed = {"".join(words), make_plain(folded).replace(" ", "")}
    if kind == "person":
        squeezed |= {"".join(words[at:] + words[:at]) for at in range(1, len(words))}
    forms = {as_written}, {folded}, {bare, _drop_article(make_plain(folded))}, squeezed
    return tuple(form - {""} for form in forms)


def list_words(text: str) -> set[str]:
    """The words of a text that is looked for in names, without those that tell nothing."""
    return set(make_plain(fold(_POSSESSIVE.sub("", text))).split()) - _ARTICLES


def make_plain(folded: str) -> str:
    """A folded text in plain letters."""
    return folded.translate(_PLAIN)


def fold_bare(text: str, folded: str) -> str:
    """Fold a text without its possessives: `Seoul's` as Seoul."""
    bare = _POSSESSIVE.sub("", text)
    return folded if bare == text else fold(bare)


def _drop_article(folded: str) -> str:
    first, _, rest = folded.partition(" ")
    return rest if rest and first in _ARTICLES else folded


def _number(kind: str, ref: str, text: str) -> int:
    """The number of a name follows from the name: one that comes later renumbers no other."""
    digest = hashlib.sha256("\0".join((kind, ref, text)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def _compare_words(db: sqlite3.Connection, person: str) -> None:
    """Keep which words of a person's names can be one name in two transliterations."""
    db.execute("DELETE FROM name_variant WHERE person = ?", (person,))
    rows = db.execute("SELECT words FROM name WHERE kind = 'person' AND ref = ?", (person,)).fetchall()
    words = {word for (text,) in rows for word in text.split()}
    db.executemany(_SPELT, ((one, other, person) for one, other in _list_alike(words)))


def _list_alike(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    held = sorted(word for word in words if len(word) >= 3)
    for one in held:
        for other in held:
            if one != other and OSA.normalized_similarity(one, other) >= 0.5:
                yield one, other
