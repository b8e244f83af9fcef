"""Who is meant as a speaker: a person or an organisation, by any spelling, part of a name, or with a title in front.

Two people are never mixed: a part of a name that several people share asks back, even where a source calls only one
of them by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.options.disambiguation import NEAREST, choose, refuse
from bot.answers.options.errors import refuse_too_long
from bot.store.analysis.folding import fold
from bot.store.names.directory import Directory
from bot.store.records import Name

_SPEAKERS = ("person", "organisation")
_COUNTRY_WORDS = 4
_MOST_WORDS = 14
_POSSESSIVE = re.compile(r"['’]s\b")
_HYPHEN = re.compile("[-\u2010-\u2015]")
_TITLE_WORDS = """
    president presidents vice deputy first second senior prime minister ministers foreign defence defense interior
    ambassador envoy special representative spokesperson spokesman spokeswoman secretary state general national
    security adviser advisor leader chairman chairwoman chair chancellor director chief head king queen prince princess
    crown emperor sheikh emir sultan senator governor mayor congressman congresswoman premier mr mrs ms miss dr prof
    professor affairs sir dame lord lady his her excellency he hon honourable honorable admiral marshal colonel major
    captain commissioner high permanent acting former then counsellor consul press official diplomat
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_LINKS = frozenset({"of", "to", "the", "for", "at", "in", "s", "and"})


def resolve_speaker(directory: Directory, option: str, text: str) -> str:
    """Find the person or organisation meant. Returns its id.

    Raises NotUnderstood where nobody is called so, Ambiguous where several are.
    """
    refuse_too_long(option, text)
    if directory.by_ref(_SPEAKERS, text.strip()):
        return text.strip()
    for part in [text, *drop_titles(directory, text)]:
        found = _find(directory, part)
        if found:
            return choose(directory, _SPEAKERS, option, text, found, what="speaker")
    # Words that stand in longer names only are too little to go by: what they may mean is offered, never taken.
    offices = directory.containing("organisation", text)
    if len(offices) > 1 and not directory.exact("country", text):
        return choose(directory, _SPEAKERS, option, text, offices, what="speaker")
    alike = [*offices, *directory.containing("person", text)] or directory.near(_SPEAKERS, text, NEAREST)
    raise refuse(directory, option, text, "speaker", alike[:NEAREST])


def drop_titles(directory: Directory, text: str) -> list[str]:
    """Give what is left of a text without titles and countries in front of or behind a name, the longest rest first.

    `South Korean Ambassador to Russia Lee Do-hoon` leaves `lee do hoon` last; a text without any title leaves nothing.
    """
    words = fold(_POSSESSIVE.sub(" ", text)).split()
    if len(words) > _MOST_WORDS:
        return []
    ends = [end for end, titled in _walk_titles(directory, words) if titled and end < len(words)]
    if ends:
        return [" ".join(words[end:]) for end in ends]
    for at in range(1, len(words)):
        if (len(words) - at, True) in _walk_titles(directory, words[at:]):
            return [" ".join(words[:at])]
    return []


def _walk_titles(directory: Directory, words: Sequence[str]) -> list[tuple[int, bool]]:
    """Walk over titles, countries and what links them: the end of each step, and whether a title came before it."""
    at, titled, steps = 0, False, list[tuple[int, bool]]()
    while at < len(words):
        if words[at] in _TITLES or words[at] in _LINKS:
            titled = titled or words[at] in _TITLES
            at += 1
        else:
            sizes = range(min(_COUNTRY_WORDS, len(words) - at), 0, -1)
            size = next((n for n in sizes if directory.exact("country", " ".join(words[at : at + n]))), 0)
            if not size:
                break
            at += size
        steps.append((at, titled))
    return steps


def _find(directory: Directory, text: str) -> list[Name]:
    called = directory.exact(_SPEAKERS, text)
    # What one source happens to call somebody counts only where nothing better is known.
    called = [name for name in called if name.usage != "written"] or called
    if len(called) == 1 and (called[0].usage == "name" or _says_whose(directory, called[0], text)):
        return called
    if office := _find_office(directory, text):
        return [office]
    known = {(name.kind, name.ref) for name in called}
    sharing = [name for name in _find_parts(directory, text, called) if (name.kind, name.ref) not in known]
    return called + sharing


def _says_whose(directory: Directory, name: Name, text: str) -> bool:
    """Whether an institution is called by a name with its country in it, so that no other country's can be meant."""
    return name.kind == "organisation" and bool(_part_country(directory, text)[0])


def _find_parts(directory: Directory, text: str, called: Sequence[Name]) -> list[Name]:
    """Find those whose name has these words as a part: persons always, institutions where one is called so already.

    A single word is a part of a person's name where it stands alone there: nobody is called Un for Jong-un.
    """
    words = fold(text).split()
    kinds = _SPEAKERS if len(words) > 1 and called else ("person",)
    sharing = [name for name in directory.containing(kinds, text) if name.usage != "written"]
    if len(words) > 1:
        return sharing
    return [name for name in sharing if not words or words[0] not in _list_syllables(directory, name)]


def _list_syllables(directory: Directory, person: Name) -> set[str]:
    """Give what stands between hyphens in a name."""
    words = (word for name in directory.names(person.kind, person.ref) for word in name.text.split())
    return {fold(part) for word in words if len(parts := _HYPHEN.split(word)) > 1 for part in parts}


def _find_office(directory: Directory, text: str) -> Name | None:
    """Find the one institution that is called so with any name of its country: `Moscow's Foreign Ministry`."""
    countries, words = _part_country(directory, text)
    if len(countries) != 1 or not words:
        return None
    found = [
        office
        for office in directory.containing("organisation", " ".join(words))
        if any(
            _part_country(directory, name.text) == (countries, words)
            for name in directory.names(office.kind, office.ref)
        )
    ]
    return found[0] if len(found) == 1 else None


def _part_country(directory: Directory, text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Part a name into the countries that it names and the rest of its words."""
    words = fold(_POSSESSIVE.sub(" ", text)).split()
    countries, rest, at = set[str](), set[str](), 0
    while at < len(words):
        sizes = range(min(_COUNTRY_WORDS, len(words) - at), 0, -1)
        called = ((size, directory.exact("country", " ".join(words[at : at + size]))) for size in sizes)
        size, found = next(((size, names) for size, names in called if names), (1, []))
        countries.update(name.ref for name in found)
        rest.update([] if found else set(words[at : at + 1]) - _LINKS)
        at += size
    return frozenset(countries), frozenset(rest)
