"""People by parts and longer forms of their names: an initial, a patronymic, one half of a double name, a family name.

What finds several people gives them all: two people are never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from itertools import combinations

from bot.answers.options.titles import is_unspaced
from bot.store.analysis.folding import fold
from bot.store.names.directory import Directory
from bot.store.records import Name

_HYPHEN = re.compile("[-\u2010-\u2015]")
_PATRONYMIC = re.compile(
    r"\w+(?:ovich|evich|ovych|ich|ovna|evna|ivna|ichna|ович|евич|ьич|овна|евна|ична|івна|oglu|qizi)"
)
_INITIAL = re.compile(r"\b(\w)\.(?=\w)")
_PARTICLE_WORDS = "al el ul an ad as ibn bin ben bint von van de da di der den del la le"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})
_MOST_EXTRA = 2
_MOST_WORDS = 8
_MOST_LISTED = 50


def find_by_part(directory: Directory, text: str) -> list[Name]:
    """People who have these words in their names. A syllable of a given name is no name: nobody is called Un."""
    found = [name for name in directory.containing("person", text) if name.usage != "written"]
    words = fold(text).split()
    if len(words) != 1:
        return found
    return [name for name in found if words[0] not in _list_syllables(directory, name)]


def find_by_beginning(directory: Directory, text: str) -> list[Name]:
    """People whose name, written without spaces, begins so: `源` for 源次郎, `김` for 김홍균."""
    plain = text.strip()
    if not is_unspaced(plain):
        return []
    known = directory.starting("person", plain, _MOST_LISTED)
    return [name for name in known if is_unspaced(name.text) and name.text.startswith(plain) and name.text != plain]


def find_by_longer_form(directory: Directory, text: str) -> list[Name]:
    """People of whom the text gives a fuller or an initialled name: `Vladimir Vladimirovich Putin`, `A. Rudenko`."""
    words = _make_comparable(fold(_INITIAL.sub(r"\1 ", text)).split())
    if not 2 <= len(words) <= _MOST_WORDS:
        return []
    return [name for name in _list_candidates(directory, words) if any(
        _is_fuller(words, held) or _is_initialled(words, held)
        for held in (_make_comparable(one.folded.split()) for one in directory.names("person", name.ref))
    )]  # fmt: skip


def _list_candidates(directory: Directory, words: Collection[str]) -> Iterable[Name]:
    full = [word for word in dict.fromkeys(words) if len(word) > 1]
    asked = [" ".join(pair) for pair in combinations(full, 2)] if len(full) > 1 else full
    found = (name for text in asked for name in directory.containing("person", text))
    return {name.ref: name for name in found}.values()


def _is_fuller(typed: list[str], held: list[str]) -> bool:
    """Whether a typed name is a held one with more in it: a patronymic, or what stands in the middle."""
    if len(set(held)) < 2 or not set(held) <= set(typed):
        return False
    extra = [word for word in typed if word not in held]
    middle = set(typed[1:-1])
    return len(extra) <= _MOST_EXTRA and all(
        word in middle or word in _SUFFIXES or _PATRONYMIC.fullmatch(word) for word in extra
    )


def _is_initialled(typed: list[str], held: list[str]) -> bool:
    """Whether the single letters of a typed name begin other words of a held one, and all its words are there.

    One letter may be of a patronymic, which the held name leaves out.
    """
    initials = [word for word in typed if len(word) == 1]
    full = [word for word in typed if len(word) > 1]
    if not initials or not full or not set(full) <= set(held):
        return False
    left = [word for word in held if word not in full]
    for n, initial in enumerate(initials):
        begun = next((word for word in left if word.startswith(initial)), None)
        if begun is None:
            return n == 1 and not left
        left.remove(begun)
    return True


def _make_comparable(words: Iterable[str]) -> list[str]:
    """Words of a name without particles, and Arabic servants' names parted: `abdul karim` as `abd karim`."""
    parted = [re.sub(r"^abd(?:[aeu]l|oul)?$", "abd", word) for word in words]
    return [word for word in parted if word not in _PARTICLES]


def _list_syllables(directory: Directory, person: Name) -> set[str]:
    """What stands between hyphens in a given name: `Jong-un`, whose later parts are small, and no `O'Shea-Ibáñez`."""
    words = (word for name in directory.names(person.kind, person.ref) for word in name.text.split())
    joined = (_HYPHEN.split(word) for word in words)
    return {fold(part) for parts in joined if len(parts) > 1 and parts[1][:1].islower() for part in parts}
