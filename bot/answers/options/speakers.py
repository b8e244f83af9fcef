"""Who is meant as a speaker: a person or an organisation, by any spelling, part of a name, or with a title in front.

Two people are never mixed: a part of a name that several people share asks back, even where a source calls only one
of them by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.options.choosing import NEAREST, choose, refuse
from bot.answers.options.problems import refuse_too_long
from bot.store.directory import Directory
from bot.store.folding import fold
from bot.store.model import Name

_SPEAKERS = ("person", "organisation")
_COUNTRY_WORDS = 4
_MOST_WORDS = 14
_POSSESSIVE = re.compile(r"['’]s\b")
_TITLE_WORDS = """
    president presidents vice deputy first second senior prime minister ministers foreign defence defense interior
    ambassador envoy special representative spokesperson spokesman spokeswoman secretary state general national
    security adviser advisor leader chairman chairwoman chair chancellor director chief head king queen prince princess
    crown emperor sheikh emir sultan senator governor mayor congressman congresswoman premier mr mrs ms miss dr prof
    professor sir dame lord lady his her excellency he hon honourable honorable admiral marshal colonel major captain
    commissioner high permanent acting former then counsellor consul press official diplomat
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_LINKS = frozenset({"of", "to", "the", "for", "affairs", "at", "s", "and"})


def resolve_speaker(directory: Directory, option: str, text: str) -> str:
    """Find the person or organisation meant. Returns its id.

    Raises NotUnderstood where nobody is called so, Ambiguous where several are.
    """
    refuse_too_long(option, text)
    if directory.by_ref(_SPEAKERS, text.strip()):
        return text.strip()
    found: list[Name] = []
    for part in [text, *drop_titles(directory, text)]:
        found = _find(directory, part)
        if found:
            break
    if found:
        return choose(directory, _SPEAKERS, option, text, found, what="speaker")
    # Words that stand in names of institutions only: a country's name alone never stands for one of its institutions.
    offices = directory.containing("organisation", text)
    if offices and directory.exact("country", text):
        raise refuse(directory, option, text, "speaker", offices[:NEAREST])
    return choose(directory, _SPEAKERS, option, text, offices, what="speaker")


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
    if len(called) == 1 and (called[0].usage == "name" or _is_one_countrys(directory, called[0], text)):
        return called
    # A single word is a part of a person's name, or all of an institution's; several words can be a part of either.
    kinds = _SPEAKERS if len(fold(text).split()) > 1 else ("person",)
    known = {(name.kind, name.ref) for name in called}
    sharing = [name for name in directory.containing(kinds, text) if name.usage != "written"]
    return called + [name for name in sharing if (name.kind, name.ref) not in known]


def _is_one_countrys(directory: Directory, name: Name, text: str) -> bool:
    """Whether an institution is called by a name that says whose it is: `Russian Foreign Ministry`."""
    if name.kind != "organisation":
        return False
    words = fold(_POSSESSIVE.sub(" ", text)).split()
    runs = (words[at : at + size] for at in range(len(words)) for size in range(1, _COUNTRY_WORDS + 1))
    return any(directory.exact("country", " ".join(run)) for run in runs)
