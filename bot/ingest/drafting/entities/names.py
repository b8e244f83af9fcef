"""Finds the names of a document: runs of capitalised words, cut into offices, people, institutions, media,
countries.
"""

from __future__ import annotations

import re

from rapidfuzz.fuzz import ratio

from bot.ingest.drafting.entities.cast import Cast, Entity, core_of, is_media_name, same_person, surnames
from bot.ingest.drafting.entities.offices import alike, find_offices
from bot.ingest.drafting.entities.places import plain
from bot.ingest.drafting.lexicon.nouns import (
    BODY_NOUNS,
    FORENAMES,
    GROUP_NOUNS,
    HONORIFICS,
    MEDIA_NOUNS,
    NEVER_NAMES,
    OFFICE_GENDER,
    OFFICE_MODIFIERS,
    OFFICES,
    PORTFOLIOS,
    THINGS,
    as_weekday,
    mend,
)
from bot.ingest.drafting.lexicon.verbs import SAYING
from bot.ingest.drafting.model import KnownParty, PartyKind, Span
from bot.ingest.drafting.syntax.page import Page, Word, close_up

_PARTICLES = frozenset("de van von der den la le di da del dos du bin bint ibn abu al el ben ter zu ten af".split())
_CLOSED_POS = frozenset({"DET", "PRON", "ADP", "SCONJ", "CCONJ", "AUX", "INTJ", "PART"})
_PLACE_PREPOSITIONS = frozenset("in at from near to into outside around across inside toward towards via".split())
_BEFORE_FORENAMES = frozenset({"sir", "dame", "lord", "lady", "sheikh", "prince", "princess", "king", "queen"})
_MAX_NAME_WORDS = 6
_ALIKE = 88  # rapidfuzz ratio of two spellings of one name: a letter lost or doubled, not another name


def find_names(cast: Cast) -> None:
    """Fill the cast: known spellings first, then what offices, honorifics and shape tell, then surnames alone."""
    page = cast.page
    _find_known(cast)
    runs = _find_runs(cast)
    singles: list[tuple[int, int]] = []
    for first, last in runs:
        singles += _read_run(cast, first, last)
    cast.sort()
    find_offices(cast)
    for first, last in singles:
        _read_single(cast, first, last)
    cast.sort()
    _merge_acronyms(cast)
    find_offices(cast)
    for mention in cast.mentions:
        if mention.entity.is_person and mention.entity.gender is None:
            mention.entity.gender = _gender_before(page, mention.first)


def _merge_acronyms(cast: Cast) -> None:
    """Tie "the Karsovian News Agency (KTA)" and "state news agency VNA" to one medium or institution."""
    words = cast.page.words
    for one, two in zip(cast.mentions, cast.mentions[1:], strict=False):
        gap = words[one.last + 1 : two.first]
        if (
            one.entity is two.entity
            or len(gap) > 1
            or any(word.text != "(" for word in gap)
            or words[one.first].sentence != words[two.first].sentence
        ):
            continue
        if (
            {one.entity.kind, two.entity.kind} <= {PartyKind.MEDIA, PartyKind.BODY}
            and PartyKind.MEDIA in (one.entity.kind, two.entity.kind)
            and words[two.first].text.isupper()
        ):
            target = (
                one.entity if one.entity.known is not None or (two.entity.known is None and not gap) else two.entity
            )
            target = two.entity if two.entity.known is not None else target
            other = two.entity if target is one.entity else one.entity
            for spelling in other.spellings:
                target.add_spelling(spelling)
            one.entity = two.entity = target


def _gender_before(page: Page, first: int) -> str | None:
    before = plain(page.words[first - 1].text) if first else ""
    return HONORIFICS.get(before) or OFFICE_GENDER.get(before)


# ---- known spellings ---------------------------------------------------------------------------------------------


def _find_known(cast: Cast) -> None:
    words = cast.page.words
    at = 0
    while at < len(words):
        found = _match_known(cast, at)
        if found is None:
            at += 1
            continue
        size, party, country = found
        if party is not None:
            entity = cast.of_party(party)
            if entity.is_person:
                entity.full_at.append(at)
        else:
            entity = cast.of_country(country or "")
        cast.add_mention(entity, at, at + size - 1)
        at += size


def _match_known(cast: Cast, at: int) -> tuple[int, KnownParty | None, str | None] | None:
    """Return (number of words, known party or None, country's words) of the longest known spelling that begins here."""
    words = cast.page.words
    first = words[at]
    if not (first.text[:1].isupper() or first.text[:1].isdigit() or ord(first.text[0]) > 0x2FF) or first.quotation:
        return None
    limit = at
    while limit + 1 < len(words) and limit - at < cast.longest * 2 + 2 and words[limit + 1].sentence == first.sentence:
        limit += 1
    for last in range(limit, at - 1, -1):
        if words[last].low == "'s" or not any(letter.isalnum() for letter in words[last].text) or words[last].quotation:
            continue
        if words[last].end - first.start > 90:
            continue
        spelled = close_up(cast.page.text, Span(first.start, words[last].end))
        if not spelled:
            continue
        key = plain(spelled)
        parties = cast.parties.get(key)
        if parties and _is_spelled_out(spelled, parties):
            chosen = parties[0] if len(parties) == 1 else None
            if chosen is not None and not _goes_on(cast, chosen, last):
                return last - at + 1, chosen, None
        if cast.places.is_known(spelled) and not (spelled.isupper() and len(spelled) > 4 and key not in ("usa",)):
            if not spelled[0].isupper() and not spelled[0].isdigit():
                continue
            return last - at + 1, None, spelled
    return None


def _is_spelled_out(spelled: str, parties: list[KnownParty]) -> bool:
    """Refuse one common word in lower case; a person by one word needs the store to spell it so."""
    return spelled[:1].isupper() or any(spelled in party.spellings for party in parties)


def _goes_on(cast: Cast, party: KnownParty, last: int) -> bool:
    """True where a longer name begins with this one: "Kim Hong" of "Kim Hong-kyun", "Russia" of "Russia Today"."""
    words = cast.page.words
    if not party.is_person or last + 2 >= len(words):
        return False
    if words[last + 1].sentence == words[last].sentence and _is_joined_particle(cast, last + 1):
        return True
    return (
        words[last + 1].text == "-" and words[last + 1].start == words[last].end and words[last + 2].text[:1].islower()
    )


# ---- runs of capitalised words -----------------------------------------------------------------------------------


def _find_runs(cast: Cast) -> list[tuple[int, int]]:
    """Return (first, last) of runs of capitalised words that are not named yet."""
    words = cast.page.words
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(words):
        if not _may_begin(cast, at):
            at += 1
            continue
        last = at
        while last - at < 12:
            after = _continue_run(cast, last)
            if after is None:
                break
            last = after
        runs.append((at, last))
        at = last + 1
    return runs


def _may_begin(cast: Cast, at: int) -> bool:
    word = cast.page.words[at]
    if at in cast.at or word.quotation:
        return False
    if _is_joined_particle(cast, at):
        return True
    if not word.text[:1].isupper() or not word.text[:1].isalpha():
        return False
    if (
        word.low in NEVER_NAMES
        or word.low.rstrip(".") in NEVER_NAMES
        or is_group_word(word.low)
        or as_weekday(word.low)
    ):
        return False
    first_of_sentence = (
        at == 0
        or cast.page.words[at - 1].sentence != word.sentence
        or (cast.page.words[at - 1].text in ('"', "'", "-", "—", "–", ":") and cast.page.words[at - 1].pos == "PUNCT")
    )
    if first_of_sentence and word.pos in _CLOSED_POS | {"ADV", "VERB"}:
        after = cast.page.words[at + 1] if at + 1 < len(cast.page.words) else None
        known_word = word.pos in ("ADV", "VERB", "AUX") or after is None
        return (
            not known_word
            and after is not None
            and after.text[:1].isupper()
            and after.low not in NEVER_NAMES
            and after.tag.startswith("NNP")
            and after.start > word.end
        )
    if (
        first_of_sentence
        and word.pos in ("NOUN", "ADJ")
        and word.tag not in ("NNP", "NNPS")
        and word.text not in cast.proper
    ):
        following = cast.page.words[at + 1] if at + 1 < len(cast.page.words) else None
        return following is not None and following.text[:1].isupper() and following.low not in NEVER_NAMES
    return word.pos not in _CLOSED_POS or word.tag in ("NNP", "NNPS")


def _is_joined_particle(cast: Cast, at: int) -> bool:
    """True for "al" of "al-Haddad": a particle that a hyphen joins to a capitalised word."""
    words = cast.page.words
    return (
        at + 2 < len(words)
        and words[at].low in _PARTICLES
        and words[at + 1].text == "-"
        and words[at].end == words[at + 1].start
        and words[at + 1].end == words[at + 2].start
        and words[at + 2].text[:1].isupper()
    )


def _continue_run(cast: Cast, last: int) -> int | None:
    """Return the index of the next word of the run, over hyphens and name particles, or None where it ends."""
    words = cast.page.words
    after = last + 1
    if after >= len(words) or after in cast.at:
        return None
    here, nxt = words[last], words[after]
    if nxt.sentence != here.sentence or nxt.quotation or nxt.inside is not here.inside:
        return None
    glued = nxt.start == here.end
    if nxt.text in ("-", "–") and glued and after + 1 < len(words):
        behind = words[after + 1]
        if behind.start == nxt.end and behind.text[:1].isalpha() and after + 1 not in cast.at:
            return after + 1
        return None
    if nxt.text == "." and glued and len(here.text) <= 2:
        return after
    if (
        nxt.text == "'"
        and glued
        and here.low.endswith("s")
        and after + 1 < len(words)
        and words[after + 1].low in BODY_NOUNS
        and words[after + 1].text[:1].isupper()
    ):
        return after + 1
    if nxt.text[:1].isupper() and nxt.text[:1].isalpha() and nxt.low not in NEVER_NAMES and not is_group_word(nxt.low):
        return after
    if nxt.low in _PARTICLES and after + 1 < len(words) and after + 1 not in cast.at:
        at = after
        while at < len(words) and words[at].low in _PARTICLES:
            at += 2 if _is_joined_particle(cast, at) else 1
        if (
            at < len(words)
            and words[at].text[:1].isupper()
            and words[at].sentence == here.sentence
            and words[at].low not in NEVER_NAMES
        ):
            return at
    return None


def _read_run(cast: Cast, first: int, last: int) -> list[tuple[int, int]]:
    """Cut a run into an office before, a name, and an institution; return single names to be read later."""
    words = cast.page.words
    at = first
    while at <= last and _is_office_word(words[at]):
        at += 1
    low = [mend(words[i].low) for i in range(first, last + 1)]
    if "news" in low and _is_medium_run(cast, first, last):
        _take_medium(cast, first, last)
        return []
    if any(word in BODY_NOUNS for word in low) and not (
        at > first and not any(mend(words[i].low) in BODY_NOUNS for i in range(at, last + 1))
    ):
        body_end = max(i for i in range(first, last + 1) if mend(words[i].low) in BODY_NOUNS)
        if not (any(words[i].low in OFFICES for i in range(body_end + 1, last + 1))):
            return _read_body(cast, first, body_end, last)
        at = max(i for i in range(body_end + 1, last + 1) if words[i].low in OFFICES) + 1
    if _is_medium_run(cast, first, last):
        _take_medium(cast, first, last)
        return []
    if at > last:
        if at - 1 >= first and at - first == 1 and words[first].low in OFFICES:
            return []
        return _read_after_of(cast, last)
    office_before = at > first or (first > 0 and _is_title_before(cast, first))
    count = len(_name_words(cast, at, last))
    if count == 1 or cast.people_called(_text(cast, at, last)) or _known_by_surname(cast, _text(cast, at, last)):
        return [(at, last)]
    if count > _MAX_NAME_WORDS:
        return []
    if not office_before and _speaks_as_house(cast, first, last):
        take_body(cast, _text(cast, first, last), _country_before(cast, first), first, last)
        return []
    _take_person(cast, at, last, weak=not office_before)
    return []


def _speaks_as_house(cast: Cast, first: int, last: int) -> bool:
    """True for "the Port Watch said": an article before, a verb of saying behind, and no word that tells a person."""
    words = cast.page.words
    if first == 0 or words[first - 1].low != "the" or words[last].dep not in ("nsubj", "nsubjpass"):
        return False
    return words[words[last].head].low in SAYING


def _read_after_of(cast: Cast, last: int) -> list[tuple[int, int]]:
    """As in "Secretary of State Anna Reth", "Minister for Trade Jan Voss": the name behind the portfolio."""
    words = cast.page.words
    at = last + 1
    if at < len(words) and words[at].low in ("of", "for", "to"):
        at += 1
        while at < len(words) and (words[at].low in PORTFOLIOS or words[at].low == "the"):
            at += 1
    return []


def _is_office_word(word: Word) -> bool:
    low = mend(word.low.rstrip("."))
    return low in OFFICES or low in HONORIFICS or low in OFFICE_MODIFIERS


def _is_title_before(cast: Cast, first: int) -> bool:
    """True where the word before is an office in lower case, or closes one: "spokesman Teplov", "trade minister
    Voss".
    """
    word = cast.page.words[first - 1]
    return word.low.rstrip(".") in OFFICES or word.low.rstrip(".") in HONORIFICS


def _name_words(cast: Cast, first: int, last: int) -> list[str]:
    return _text(cast, first, last).split()


def _text(cast: Cast, first: int, last: int) -> str:
    words = cast.page.words
    return close_up(cast.page.text, Span(words[first].start, words[last].end))


def _is_medium_run(cast: Cast, first: int, last: int) -> bool:
    words = cast.page.words
    name = _text(cast, first, last)
    if is_media_name(name):
        return True
    beside = any(
        i in cast.at and cast.at[i].entity.kind is PartyKind.COUNTRY and words[i].sentence == words[first].sentence
        for i in (first - 1, last + 1)
    )
    if any(
        words[i].low in MEDIA_NOUNS
        and words[i].low not in ("review", "mail", "press", "media", "network", "standard", "correspondents")
        for i in range(first, last + 1)
    ) and (last > first or beside):
        return True
    if words[last].low in ("mail", "review", "press", "standard", "network", "media") and last > first:
        return True
    before = [words[i].low for i in range(max(0, first - 3), first)]
    after = [words[i].low for i in range(last + 1, min(len(words), last + 3))]
    if before[-1:] == ["agency"] and name.isupper() and len(name) > 1:
        return True
    near = (set(before[-1:]) | set(after[:1])) & MEDIA_NOUNS
    if near & {
        "newspaper",
        "agency-news",
        "broadcaster",
        "magazine",
        "weekly",
        "daily",
        "tabloid",
        "website",
        "channel",
        "portal",
        "outlet",
    }:
        return True
    return (
        before[-2:] == ["news", "agency"]
        or after[:2] == ["news", "agency"]
        or before[-2:] in (["state", "agency"], ["news", "wire"])
    )


def _read_body(cast: Cast, first: int, body_end: int, last: int) -> list[tuple[int, int]]:
    """Take an institution: "Straits Commission", "Ministry of Foreign Affairs of Karsovia"."""
    words = cast.page.words
    end = body_end
    if body_end < last and not _is_office_word(words[body_end + 1]):
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
    country = _country_before(cast, first) or _country_inside(cast, first, end) or _country_after(cast, end)
    take_body(cast, _text(cast, first, end), country, first, end)
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
            name = re.sub(r"^[Tt]he ", "", _text(cast, before.first, last))
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
            ratio(plain(spelling), plain(name)) >= _ALIKE + 3
            for spelling in (party.name, *party.spellings)
            if len(spelling) > 8
        ):
            return cast.of_party(party)
    near = [
        one
        for one in cast.entities
        if one.kind is PartyKind.BODY
        and len(name) > 8
        and any(ratio(plain(spelling), plain(name)) >= _ALIKE + 3 for spelling in (one.name, *one.spellings))
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


def _country_before(cast: Cast, first: int) -> str | None:
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


def is_group_word(low: str) -> bool:
    """True for "Ministers", "Parties", "Presidents": capitalised in a communiqué, and nobody's name."""
    return low in GROUP_NOUNS or (low.endswith("s") and low[:-1] in OFFICES)


def _take_medium(cast: Cast, first: int, last: int) -> None:
    """Take a medium, with the country or town that belongs to its name: "Haoyin Evening Post", "Radio Osterhaven"."""
    words = cast.page.words
    if first - 1 in cast.at and words[first - 1].sentence == words[first].sentence:
        other = cast.at[first - 1]
        if (
            other.entity.kind is PartyKind.COUNTRY
            and other.last == first - 1
            and words[other.first].inside is words[first].inside
        ):
            first = other.first
    told = words[last].low in MEDIA_NOUNS or (first > 0 and words[first - 1].low in MEDIA_NOUNS)
    if last + 1 in cast.at and words[last + 1].sentence == words[last].sentence and told:
        other = cast.at[last + 1]
        if other.entity.kind is PartyKind.COUNTRY and other.first == last + 1:
            last = other.last
    name = _text(cast, first, last)
    absorbed = {id(cast.at[i]) for i in range(first, last + 1) if i in cast.at}
    cast.mentions = [mention for mention in cast.mentions if id(mention) not in absorbed]
    entity = next((e for e in cast.entities if e.kind is PartyKind.MEDIA and plain(e.name) == plain(name)), None)
    cast.add_mention(entity or cast.new(PartyKind.MEDIA, name), first, last)


# ---- people ------------------------------------------------------------------------------------------------------


def _take_person(cast: Cast, first: int, last: int, *, weak: bool) -> Entity | None:
    name = _text(cast, first, last)
    if all(plain(word) in HONORIFICS or len(plain(word)) < 2 or plain(word) == "he" for word in name.split()):
        return None
    same = cast.person_named(name)
    if not same:
        for party in cast.known.parties:
            key = plain(name).split()
            if party.is_person and any(
                len(plain(s).split()) > 1 and len(key) > 1 and same_person(key, plain(s).split())
                for s in (party.name, *party.spellings)
            ):
                same = [cast.of_party(party)]
                break
    if not same and weak and not _looks_like_person(name) and _is_thing(cast, first, last):
        return None
    same = same or _misspelt(cast, name)
    entity = same[0] if same else cast.new(PartyKind.PERSON, name)
    if not same:
        entity.weak = weak and not _looks_like_person(name)
    if len(name.split()) > len(entity.name.split()) and entity.known is None:
        entity.name = name
    entity.weak = entity.weak and weak
    entity.gender = entity.gender or _gender_before(cast.page, first)
    entity.full_at.append(first)
    cast.add_mention(entity, first, last)
    return entity


def _is_thing(cast: Cast, first: int, last: int) -> bool:
    """True for "the Narrow Strait", "the Sever Star": an article before, or a last word that no family bears."""
    words = cast.page.words
    if words[last].low in THINGS or words[first].low in (
        "port",
        "mount",
        "cape",
        "lake",
        "fort",
        "saint",
        "st",
        "new",
        "operation",
    ):
        return True
    before = words[first - 1] if first else None
    return (
        before is not None
        and before.sentence == words[first].sentence
        and before.low in ("the", "a", "an", "this", "that")
    )


def _misspelt(cast: Cast, name: str) -> list[Entity]:
    """Find the person whose full name this is but for one slip: "Ilse Marow" for "Ilse Marrow"."""
    key = plain(name).split()
    if len(key) < 2:
        return []
    people = [one for one in cast.entities if one.is_person] + [
        cast.of_party(p) for p in cast.known.parties if p.is_person and plain(p.name).split()[0] == key[0]
    ]
    found = []
    for entity in dict.fromkeys(people):
        other = plain(entity.name).split()
        if len(other) < 2 or len(key[-1]) < 4:
            continue
        alike = ratio(" ".join((key[0], key[-1])), " ".join((other[0], other[-1])))
        if alike >= _ALIKE and (key[0] == other[0] or key[-1] == other[-1]):
            found.append(entity)
    return found if len(found) == 1 else []


def _looks_like_person(name: str) -> bool:
    return plain(name.split(maxsplit=1)[0]) in FORENAMES


def _read_single(cast: Cast, first: int, last: int) -> None:
    """Read one capitalised word: the surname of somebody named in full, or a place, or somebody new after a title."""
    words = cast.page.words
    name = _text(cast, first, last)
    if _is_portfolio(cast, first):
        return
    people = cast.people_called(name)
    if people:
        chosen, others = choose_person(cast, people, first)
        cast.add_mention(chosen, first, last, others)
        return
    if not people and len(name) >= 5 and name[:1].isupper():
        near = [
            one
            for one in cast.entities
            if one.is_person
            and one.full_at
            and any(s[:1] == plain(name)[:1] and ratio(s, plain(name)) >= _ALIKE for s in surnames(one.name))
        ]
        if len(near) == 1:
            cast.add_mention(near[0], first, last).doubtful = True
            return
        called = _misspelt_forename(cast, name, first)
        if called is not None:
            cast.add_mention(called, first, last).doubtful = True
            return
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    named = any(one.kind is PartyKind.MEDIA and plain(one.name) == plain(name) for one in cast.entities)
    if named or is_media_name(name) or _is_medium_run(cast, first, last):
        _take_medium(cast, first, last)
        return
    if (
        before is not None
        and before.sentence == words[first].sentence
        and (_is_title_before(cast, first) or (_is_office_word(before) and before.text[:1].isupper()))
    ):
        party = _known_by_surname(cast, name)
        entity = cast.of_party(party) if party else cast.new(PartyKind.PERSON, name)
        entity.gender = entity.gender or _gender_before(cast.page, first)
        entity.full_at.append(first)
        cast.add_mention(entity, first, last)
        return
    if words[first].low in THINGS:
        return
    if (
        name.isupper()
        and 2 <= len(name) <= 7
        and words[first].dep == "nsubj"
        and words[words[first].head].low in ("reported", "quoted", "cited", "broadcast", "published")
    ):
        _take_medium(cast, first, last)
        return
    known = _known_by_surname(cast, name)
    if known is not None and words[first].pos == "PROPN" and not cast.places.find(name):
        entity = cast.of_party(known)
        entity.weak = not entity.full_at  # somebody else may bear the name: the draft is not sure
        entity.full_at.append(first)
        cast.add_mention(entity, first, last)
        return
    possessive = after is not None and after.text in ("'s", "'")
    owned = words[last + 2].low if possessive and last + 2 < len(words) else ""
    place = before is not None and before.low in _PLACE_PREPOSITIONS and before.sentence == words[first].sentence
    if (
        cast.places.find(name)
        or place
        or name.endswith(("ia", "land", "stan"))
        or owned in BODY_NOUNS | OFFICE_MODIFIERS | OFFICES
    ):
        if words[first].pos in ("ADJ", "PROPN", "NOUN"):
            cast.add_mention(cast.of_country(name), first, last)
        return
    if (
        words[first].dep in ("nsubj", "nsubjpass", "poss", "pobj")
        and words[first].pos == "PROPN"
        and not (name.isupper() and len(name) < 6)
    ):
        same = next((e for e in cast.entities if e.is_person and plain(e.name) == plain(name)), None)
        cast.add_mention(same or cast.new(PartyKind.PERSON, name), first, last)
        if same is None:
            cast.at[first].entity.weak = True


def _misspelt_forename(cast: Cast, name: str, first: int) -> Entity | None:
    """Find whom "Sir Alisdair" means, where one "Sir Alasdair …" was named: these titles stand before the forename."""
    words = cast.page.words
    if first == 0 or words[first - 1].low not in _BEFORE_FORENAMES:
        return None
    found = []
    for entity in cast.entities:
        called = [word for word in plain(entity.name).split() if word not in HONORIFICS]
        if (
            entity.is_person
            and entity.full_at
            and len(called) > 1
            and called[0][0] == plain(name)[0]
            and ratio(called[0], plain(name)) >= _ALIKE - 9
        ):
            found.append(entity)
    return found[0] if len(found) == 1 else None


def _known_by_surname(cast: Cast, name: str) -> KnownParty | None:
    """Return the one known person who bears a surname, where the document never gives the full name."""
    bearers = [one for one in cast.known.parties if one.is_person and plain(name) in surnames(one.name)]
    return bearers[0] if len(bearers) == 1 else None


def _is_portfolio(cast: Cast, first: int) -> bool:
    """True behind "Minister for External", "Secretary of": the word belongs to the office."""
    words = cast.page.words
    at = first - 1
    while (
        at >= 0
        and words[at].sentence == words[first].sentence
        and (words[at].low in PORTFOLIOS or words[at].low in OFFICE_MODIFIERS)
    ):
        at -= 1
    return at > 0 and words[at].low in ("of", "for") and words[at - 1].low in OFFICES and at < first - 1


def choose_person(cast: Cast, people: list[Entity], at: int) -> tuple[Entity, tuple[Entity, ...]]:
    """Choose among the bearers of one name: by the office or honorific before it, else by who was named last.

    The others come back too where nothing but nearness decided, so that nobody is named as sure.
    """
    before = [person for person in people if any(place < at for place in person.full_at)]
    people = before or people  # somebody introduced only further on is not meant yet
    if len(people) == 1:
        return people[0], ()
    words = cast.page.words
    office: set[str] = set()
    i = at - 1
    while (
        i >= 0
        and words[i].sentence == words[at].sentence
        and (
            _is_office_word(words[i])
            or (i in cast.at and cast.at[i].entity.kind is PartyKind.COUNTRY)
            or words[i].text in ("'s", "-")
        )
    ):
        office.add(words[i].low.rstrip("."))
        i -= 1
    gender = next((HONORIFICS[w] for w in office if HONORIFICS.get(w)), None) or next(
        (OFFICE_GENDER[w] for w in office if w in OFFICE_GENDER), None
    )
    office -= set(HONORIFICS)
    if office:
        heads = [alike(word) for word in office & OFFICES]
        fitting = [p for p in people if heads and any(all(like & o.words for like in heads) for o in p.offices)]
        best = sorted(fitting, key=lambda p: -max(len(office & o.words) for o in p.offices))
        if len(best) == 1 or (
            best
            and max(len(office & o.words) for o in best[0].offices)
            > max(len(office & o.words) for o in best[1].offices)
        ):
            return best[0], ()
    if gender:
        fitting = [p for p in people if p.gender == gender]
        if len(fitting) == 1:
            return fitting[0], ()
        clear = [p for p in people if p.gender in (gender, None)]
        if len(clear) == 1:
            return clear[0], ()
        leaning = [p for p in people if p.lean == gender]
        if len(leaning) == 1:
            return leaning[0], ()
    nearest = sorted(people, key=lambda p: max([m for m in p.mentions if m < at], default=-1), reverse=True)
    return nearest[0], tuple(nearest[1:])
