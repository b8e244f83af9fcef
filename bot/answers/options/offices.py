"""Offices in place of names: `South Korea's ambassador to Russia`, `foreign minister`, `the spokesperson`.

A title is read as concepts (`foreign`, `minister`), the country that it is held for, and the country to which an envoy
is posted. Who held it is looked up among the posts on record. A country is never what is left over from a title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from weakref import WeakKeyDictionary

from rapidfuzz.distance import Prefix

from bot.answers.display_names import name_of
from bot.answers.options.dates.format import describe_day
from bot.answers.options.titles import ENVOYS, FILLERS, HEADS, LINKS, OF, RANKS, SEATS, TO, list_phrases, part_endings
from bot.corpus.edtf import DayError, parse_day
from bot.store.analysis.folding import fold
from bot.store.names.directory import Directory
from bot.store.records import Name, Post

_COUNTRY_WORDS = 4
_LONGEST_PHRASE = 6
_MOST_WORDS = 16
_LEAST_INFLECTED = 5  # letters: shorter words with other endings are other words
_MOST_INFLECTED = 10
_POSSESSIVE = re.compile(r"['’`´ʼ]s\b|(?<=s)['’](?=\s|$)")

# Whom somebody advises or speaks for tells nothing more of the office: "adviser to the president".
_TO_SUPERIOR = re.compile(r"(?<=\w)\s+to the (?:president|prime minister)\b", re.IGNORECASE)

Days = tuple[date | None, date | None]  # the first and the last day that are asked for, None where it is open


@dataclass(frozen=True, slots=True)
class Office:
    """A title as read.

    words    its concepts, without fillers
    holders  codes of the country that it is held for; empty where none is named
    hosts    codes of the country that an envoy is posted to
    either   codes of a country that may be one or the other
    rest     words that belong to no title, such as a name
    """

    words: frozenset[str]
    holders: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _PostOffice:
    post: Post
    office: Office
    beside: frozenset[str]  # concepts of the institution's name


def read_office(directory: Directory, text: str) -> Office | None:
    """Read a title; None where the text names no office. `rest` holds what belongs to no title."""
    known = _learn(directory)
    office = _read(directory, text, known.words)
    return office if office and office.words & known.heads else None


def find_holders(directory: Directory, office: Office, days: Days = (None, None)) -> list[Post]:
    """The posts of who held an office, one for each person; those on the days asked for, where any is attested then.

    An office of exactly these words comes before one that has more of them.
    """
    known = _learn(directory)
    fitting = [one for one in known.offices if _fits(office, one, known.heads)]
    exact = [one for one in fitting if one.office.words == office.words]
    posts = [one.post for one in exact or fitting]
    then = [post for post in posts if _overlaps(post.attested, days)]
    return list({post.person: post for post in then or posts}.values())


def find_similar(directory: Directory, office: Office) -> list[Post]:
    """Posts that come near to an office which nobody on record held: the same kind of post, for the same country."""
    known = _learn(directory)
    heads = office.words & known.heads
    near = [
        one.post
        for one in known.offices
        if one.office.words & heads and (not office.holders or one.post.country in office.holders)
    ]
    return list({post.person: post for post in near}.values())


def describe_holder(directory: Directory, post: Post, locale: str = "en") -> str:
    """Name a person with the post and the time for which it is attested: "Ada Vesk (Ambassador, Arland, June 2024)"."""
    return f"{directory.label('person', post.person)} ({describe_post(post, locale)})"


def describe_post(post: Post, locale: str = "en") -> str:
    """Name a post with its country and the time for which it is attested: "Ambassador, Arland, June 2024"."""
    country = name_of(post.country, locale) if post.country else ""
    parts = [post.title, country if country not in post.title else "", describe_day(post.attested, locale)]
    return ", ".join(part for part in parts if part)


def _fits(asked: Office, known: _PostOffice, heads: frozenset[str]) -> bool:
    office = known.office
    if not asked.words <= office.words | known.beside or not asked.words & heads <= office.words:
        return False
    if (office.words & RANKS) - asked.words:
        return False
    country = frozenset({known.post.country} if known.post.country else ())
    return (
        (not asked.holders or bool(asked.holders & (country | office.holders)))
        and (not asked.hosts or bool(asked.hosts & office.hosts))
        and (not asked.either or bool(asked.either & (country | office.hosts)))
    )


def _overlaps(attested: str, days: Days) -> bool:
    since, until = days
    if since is None and until is None:
        return True
    try:
        known = parse_day(attested)
    except DayError:
        return False
    begins = until is None or known.first is None or known.first <= until
    return begins and (since is None or known.last is None or known.last >= since)


def _read(directory: Directory, text: str, known: frozenset[str]) -> Office | None:
    words = fold(_POSSESSIVE.sub(" ", part_endings(_TO_SUPERIOR.sub("", text)))).split()
    if not words or len(words) > _MOST_WORDS:
        return None
    codes = frozenset(word.lower() for word in re.findall(r"\b[A-Z]{2}\b", text)) | {"us", "uk"}
    concepts, seats = set[str](), set[str]()
    rest: list[int] = []
    countries: list[tuple[frozenset[str], str, bool]] = []  # codes, the link before, whether a title came before
    at, link = 0, ""
    while at < len(words):
        size, found = _match_phrase(words, at)
        named = _match_country(directory, words, at, codes)
        if size and size >= named[0]:
            concepts.update(found)
            at, link = at + size, ""
        elif words[at] in LINKS and words[at] not in codes:
            link = words[at] if words[at] in OF | TO else link
            at += 1
        elif named[0]:
            countries.append((named[1], link, bool(concepts)))
            seats.update(SEATS.get(" ".join(words[at : at + named[0]]), ()))
            at, link = at + named[0], ""
        else:
            if words[at] in known or words[at] in FILLERS:
                concepts.add(words[at])
            else:
                rest.append(at)
            at, link = at + 1, ""
    if "spokesperson" in concepts:  # a palace has a spokesperson of its own, who is not the ministry's
        concepts |= seats
    # A name may hold words that link: what stands between the first and the last of its words belongs to it.
    name = tuple(words[rest[0] : rest[-1] + 1]) if rest else ()
    return _place_countries(frozenset(concepts) - FILLERS, countries, name)


def _place_countries(
    words: frozenset[str], countries: Sequence[tuple[frozenset[str], str, bool]], rest: tuple[str, ...]
) -> Office:
    """Part the countries of a title into those that it is held for and those to which an envoy is posted."""
    holders, hosts, either = set[str](), set[str](), set[str]()
    envoy = bool(words & ENVOYS)
    for codes, link, behind in countries:
        if not envoy or not behind or link in OF:
            holders |= codes
        elif link in TO:
            hosts |= codes
        else:
            either |= codes
    if either and holders:  # for whom is said already
        hosts, either = hosts | either, set()
    elif either and hosts:
        holders, either = either, set()
    return Office(words, frozenset(holders), frozenset(hosts), frozenset(either), rest)


def _match_phrase(words: Sequence[str], at: int) -> tuple[int, tuple[str, ...]]:
    phrases = list_phrases()
    for size in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
        if found := phrases.get(tuple(words[at : at + size])):
            return size, found
    return 0, ()


def _match_country(
    directory: Directory, words: Sequence[str], at: int, codes: frozenset[str]
) -> tuple[int, frozenset[str]]:
    """The longest name of a country from here on, in words, and its codes; a code counts only in capitals."""
    for size in range(min(_COUNTRY_WORDS, len(words) - at), 0, -1):
        text = " ".join(words[at : at + size])
        if (len(text) > 2 or text in codes or not text.isascii()) and (found := directory.exact("country", text)):
            return size, frozenset(name.ref for name in found)
    found = _find_inflected(directory, words[at])
    return (1, frozenset(name.ref for name in found)) if found else (0, frozenset())


def _find_inflected(directory: Directory, word: str) -> list[Name]:
    """Countries whose name stands there in another case: German `Sloweniens`, Russian `Словении`."""
    if len(word) < _LEAST_INFLECTED:
        return []
    if word.isascii():
        return directory.exact("country", word[:-1]) if word.endswith("s") else []
    if not "\u0400" <= word[0] <= "\u04ff":
        return []
    begun = directory.starting("country", word[:-1], _MOST_INFLECTED)
    return [name for name in begun if any(_is_inflected(word, one) for one in directory.names("country", name.ref))]


def _is_inflected(word: str, name: Name) -> bool:
    return Prefix.similarity(name.folded, word) >= max(len(name.folded), len(word)) - 2


@dataclass(frozen=True, slots=True)
class _Known:
    """What the posts on record teach: words of titles, what a person is, and every post with its title as read."""

    words: frozenset[str]
    heads: frozenset[str]
    offices: tuple[_PostOffice, ...]


_LEARNT: WeakKeyDictionary[Directory, _Known] = WeakKeyDictionary()


def _learn(directory: Directory) -> _Known:
    """Read the titles of all posts, once for each directory."""
    if directory not in _LEARNT:
        posts = directory.posts()
        titles = {post.title for post in posts}
        words = frozenset(word for title in titles for word in fold(title).split() if len(word) > 2) - LINKS
        heads = HEADS | {head for title in titles for head in _find_head(title)}
        _LEARNT[directory] = _Known(words, heads, tuple(_read_posts(directory, posts, words)))
    return _LEARNT[directory]


def _read_posts(directory: Directory, posts: Sequence[Post], words: frozenset[str]) -> Iterator[_PostOffice]:
    read: dict[str, Office | None] = {}
    for post in posts:
        for text in (post.title, post.organisation or ""):
            if text not in read:
                read[text] = _read(directory, text, words)
        office, body = read[post.title], read[post.organisation or ""]
        if office:
            yield _PostOffice(post, office, body.words if body else frozenset())


def _find_head(title: str) -> tuple[str, ...]:
    """The last word of a title before any link, as a concept: of `Special Adviser for Trade`, `adviser`."""
    words = fold(re.split(r"\s(?:of|for|to|at|in|on)\s|,", title)[0]).split()
    if not words:
        return ()
    return _match_phrase(words, len(words) - 1)[1][-1:] or (words[-1],)
