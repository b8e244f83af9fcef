"""Institutions by name: where a name ends, whose country it belongs to, and whether it was named before."""

from __future__ import annotations

import re

from rapidfuzz.fuzz import ratio

from bot.ingest.drafting.entities.cast import Cast, Entity, core_of
from bot.ingest.drafting.entities.name_words import SPELLING_RATIO, is_office_word, text_of
from bot.ingest.drafting.entities.places import plain
from bot.ingest.drafting.lexicon.nouns import NEVER_NAMES, PORTFOLIOS, mend
from bot.ingest.drafting.model import PartyKind


def read_body(cast: Cast, first: int, body_end: int, last: int) -> list[tuple[int, int]]:
    """Take an institution: "Straits Commission", "Ministry of Foreign Affairs of Karsovia"."""
    words = cast.page.words
    end = body_end
    if body_end < last and not is_office_word(words[body_end + 1]):
        end = last
    while (
        end + 2 < len(words)
        and words[end + 1].low in ("of", "for", "on")
        and words[end + 1].sentence == words[first].sentence
    ):
        at = end + 2
        if words[at].low == "the" and at + 1 < len(words):
            at += 1
        if not words[at].text[:1].isupper() or words[at].low in NEVER_NAMES:
            break
        if at in cast.at:
            end = cast.at[at].last
            break
        end = at
        while (
            end + 1 < len(words)
            and end + 1 not in cast.at
            and (
                (words[end + 1].text[:1].isupper() and words[end + 1].low not in NEVER_NAMES)
                or (
                    words[end + 1].low in ("and", "&", ",")
                    and end + 2 < len(words)
                    and words[end + 2].low in PORTFOLIOS
                    and words[end + 2].text[:1].isupper()
                )
            )
        ):
            end += 1
    country = country_before(cast, first) or _country_inside(cast, first, end) or _country_after(cast, end)
    take_body(cast, text_of(cast, first, end), country, first, end)
    return []


def take_body(cast: Cast, name: str, country: str | None, first: int, last: int) -> Entity:
    """Name an institution, the same one where its own words and its country agree with one named before."""
    entity = find_body(cast, core_of(name, cast.places), country, first)
    slip = any(mend(word.low) != word.low for word in cast.page.words[first : last + 1])
    if entity is None:
        entity = _misspelt_body(cast, name)
        slip = slip or entity is not None
    if entity is None and len(name.split()) == 1 and first > 0 and first - 1 in cast.at:
        before = cast.at[first - 1]
        joined = before.entity.kind is PartyKind.COUNTRY and before.last == first - 1
        if joined and cast.page.words[first - 1].sentence == cast.page.words[first].sentence:
            # "Orlavian Admiralty": one word alone names nobody
            name = re.sub(r"^[Tt]he ", "", text_of(cast, before.first, last))
    if entity is None:
        owner = country if country and country not in name else None
        entity = cast.new(PartyKind.BODY, name, country)
        entity.core = core_of(name, cast.places)
        if owner is None and country is None:
            entity.country = None
    if plain(entity.name) in ("ministry", "foreign ministry") and len(name) > len(entity.name):
        entity.name = name
    cast.add_mention(entity, first, last).doubtful = slip
    return entity


def _misspelt_body(cast: Cast, name: str) -> Entity | None:
    """Find the known institution whose name this is but for a slip."""
    for party in cast.known.parties:
        if not party.is_person and any(
            ratio(plain(spelling), plain(name)) >= SPELLING_RATIO + 3
            for spelling in (party.name, *party.spellings)
            if len(spelling) > 8
        ):
            return cast.of_party(party)
    near = [
        one
        for one in cast.entities
        if one.kind is PartyKind.BODY
        and len(name) > 8
        and any(ratio(plain(spelling), plain(name)) >= SPELLING_RATIO + 3 for spelling in (one.name, *one.spellings))
    ]
    return near[0] if len(near) == 1 else None


def find_body(cast: Cast, core: frozenset[str], country: str | None, before: int) -> Entity | None:
    """Find an institution by its own words and its country, the nearest first; a known one where the store has it."""
    if not core:
        return None
    nearest = [m.entity for m in reversed(cast.mentions) if m.entity.kind is PartyKind.BODY and m.first <= before]
    heads = [one for one in cast.entities if one.kind is PartyKind.BODY and not one.mentions and one.core]
    named = list(dict.fromkeys([*nearest, *heads]))
    for entity in named:
        if entity.core == core and (country is None or entity.country in (None, country)):
            return entity
    for entity in named:
        if core < entity.core and (country is None or entity.country in (None, country)):
            return entity
    if country is not None:
        for party in cast.known.parties:
            if (
                not party.is_person
                and party.kind != "government"
                and party.country == country
                and core_of(party.name, cast.places) == core
            ):
                return cast.of_party(party)
    else:
        same = [p for p in cast.known.parties if not p.is_person and core_of(p.name, cast.places) == core]
        if len(same) == 1:
            return cast.of_party(same[0])
    return None


def country_before(cast: Cast, first: int) -> str | None:
    """Return the country right before: "Karsovian Foreign Ministry", "Seoul's Foreign Ministry"."""
    words = cast.page.words
    at = first - 1
    while at >= 0 and words[at].text in ("'s", "'") and words[at].sentence == words[first].sentence:
        at -= 1
    mention = cast.at.get(at)
    if mention is not None and mention.entity.kind is PartyKind.COUNTRY and words[at].sentence == words[first].sentence:
        return mention.entity.country
    return None


def _country_after(cast: Cast, last: int) -> str | None:
    """Return the country of "the Foreign Ministry in Port Sérac"; an embassy in a town is another country's."""
    words = cast.page.words
    if (
        last + 2 >= len(words)
        or words[last + 1].low != "in"
        or words[last].low in ("embassy", "consulate", "mission", "delegation")
    ):
        return None
    mention = cast.at.get(last + 2)
    return mention.entity.country if mention is not None and mention.entity.kind is PartyKind.COUNTRY else None


def _country_inside(cast: Cast, first: int, last: int) -> str | None:
    for i in range(first, last + 1):
        mention = cast.at.get(i)
        if mention is not None and mention.entity.kind is PartyKind.COUNTRY:
            return mention.entity.country
        code = cast.places.find(cast.page.words[i].text)
        if code:
            return code
    return None
