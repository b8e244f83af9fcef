"""Who is meant as a speaker: a person or an institution by name or office, or everybody who speaks for a country.

Two people are never mixed: a part of a name that several people share asks back, even where a source calls only one
of them by it. A country that is left over from a title is never taken for the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.display_names import name_of
from bot.answers.model import Choice
from bot.answers.options.disambiguation import NEAREST, choose, offer, refuse
from bot.answers.options.errors import Ambiguous, NotUnderstood, refuse_too_long, show
from bot.answers.options.offices import Days, Office, describe_holder, find_holders, find_similar, read_office
from bot.answers.options.person_names import find_by_beginning, find_by_longer_form, find_by_part
from bot.answers.options.titles import part_endings
from bot.store.analysis.folding import fold
from bot.store.names.directory import Directory
from bot.store.records import Name, Post

_SPEAKERS = ("person", "organisation")
_MOST_OFFERED = 15
_COUNTRY_WORDS = 4
_MOST_WORDS = 14
_POSSESSIVE = re.compile(r"['’]s\b")
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


def resolve_speaker(directory: Directory, option: str, text: str, days: Days = (None, None)) -> str:
    """Find who is meant: the id of a person or an institution, or the code of a country for all who speak for it.

    `days` are those asked for: of several who held an office, those who held it then are meant. Raises NotUnderstood
    where nobody is called so or held that office, Ambiguous where several are.
    """
    refuse_too_long(option, text)
    plain = text.strip()
    if directory.by_ref(_SPEAKERS, plain) or is_country(directory, plain):
        return plain
    if country := _find_country(directory, option, text):
        return country
    office = read_office(directory, text)
    if found := _find(directory, text):
        return choose(directory, _SPEAKERS, option, text, _narrow(directory, found, office), what="speaker")
    if office and not office.rest:
        return _choose_holder(directory, option, text, office, days)
    rests = [" ".join(office.rest)] if office else []
    for part in [*rests, part_endings(text), *drop_titles(directory, text)]:
        found = [] if _is_countries(directory, part) else _find(directory, part)
        if found:
            return choose(directory, _SPEAKERS, option, text, _narrow(directory, found, office), what="speaker")
    # Words that stand in longer names only are too little to go by: what they may mean is offered, never taken.
    offices = directory.containing("organisation", text)
    if len(offices) > 1 and not directory.exact("country", text):
        return choose(directory, _SPEAKERS, option, text, offices, what="speaker")
    alike = [*offices, *directory.containing("person", text)] or directory.near(_SPEAKERS, text, NEAREST)
    raise refuse(directory, option, text, "speaker", alike[:NEAREST])


def is_country(directory: Directory, ref: str) -> bool:
    """Whether what resolve_speaker found is a country, which stands for everybody who speaks for it."""
    return ref.isupper() and directory.by_ref("country", ref) is not None


def name_speaker(directory: Directory, ref: str, locale: str = "en") -> str:
    """Name a speaker for a reader: "Ada Vesk", "everybody who speaks for Arland"."""
    if is_country(directory, ref):
        return f"everybody who speaks for {name_of(ref, locale)}"
    known = directory.by_ref(_SPEAKERS, ref)
    return known.text if known else ref


def offer_institutions(directory: Directory, option: str, text: str) -> tuple[Choice, ...]:
    """Offer the institutions that a country's name, typed as a speaker, may mean alone: its government."""
    called = directory.exact("organisation", text)
    return tuple(Choice(f"{one.label} alone", option, one.value) for one in offer(directory, option, called))


def find_offices(directory: Directory, text: str) -> list[Post]:
    """Who held an office, for what is still being typed; empty where the text is no office."""
    office = read_office(directory, text)
    return find_holders(directory, office) if office and not office.rest else []


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


def _find_country(directory: Directory, option: str, text: str) -> str | None:
    """The country that is named as a speaker; None where none is, or somebody is called so."""
    countries = directory.exact("country", text)
    persons = [name for name in directory.exact("person", text) if name.usage != "written"]
    if not countries:
        return None
    if persons:
        raise Ambiguous(option, text, offer(directory, option, [*persons, *countries]))
    return choose(directory, "country", option, text, countries, what="country")


def _choose_holder(directory: Directory, option: str, text: str, office: Office, days: Days) -> str:
    posts = find_holders(directory, office, days)
    if len(posts) == 1:
        return posts[0].person
    if posts:
        raise Ambiguous(option, text, _offer_posts(directory, option, posts))
    similar = _offer_posts(directory, option, find_similar(directory, office))
    raise NotUnderstood(option, text, f"nobody on record held the office {show(text)}", similar)


def _offer_posts(directory: Directory, option: str, posts: Sequence[Post]) -> tuple[Choice, ...]:
    return tuple(Choice(describe_holder(directory, post), option, post.person) for post in posts[:_MOST_OFFERED])


def _narrow(directory: Directory, found: Sequence[Name], office: Office | None) -> Sequence[Name]:
    """Of several who are called so, those who held the office that stands beside the name, where any did."""
    if office is None or len(found) == 1:
        return found
    holders = {post.person for post in find_holders(directory, office)}
    return [name for name in found if name.ref in holders] or found


def _is_countries(directory: Directory, text: str) -> bool:
    """Whether nothing stands in a text but countries and links."""
    countries, words = _part_country(directory, text)
    return bool(countries) and not words


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
    """Find those whose name has these words as a part: persons always, institutions where one is called so already."""
    people = [*find_by_part(directory, text), *find_by_beginning(directory, text)]
    if not people and not called:
        people = find_by_longer_form(directory, text)
    bodies = directory.containing("organisation", text) if called and len(fold(text).split()) > 1 else []
    return list({(name.kind, name.ref): name for name in (*people, *bodies) if name.usage != "written"}.values())


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
