"""Finds the names of a document: runs of capitalised words, cut into offices, people, institutions, media,
countries.
"""

from __future__ import annotations

from rapidfuzz.fuzz import ratio

from bot.ingest.drafting.entities.bodies import country_before, read_body, take_body
from bot.ingest.drafting.entities.capitalised_runs import find_runs
from bot.ingest.drafting.entities.cast import Cast, is_media_name, surnames
from bot.ingest.drafting.entities.known_names import find_known
from bot.ingest.drafting.entities.media import is_medium_run, take_medium
from bot.ingest.drafting.entities.name_words import SPELLING_RATIO, is_office_word, text_of
from bot.ingest.drafting.entities.offices import find_offices
from bot.ingest.drafting.entities.people import (
    choose_person,
    gender_before,
    is_title_before,
    known_by_surname,
    misspelt_forename,
    take_person,
)
from bot.ingest.drafting.entities.places import plain
from bot.ingest.drafting.lexicon.nouns import BODY_NOUNS, OFFICE_MODIFIERS, OFFICES, PORTFOLIOS, THINGS, mend
from bot.ingest.drafting.lexicon.verbs import SAYING
from bot.ingest.drafting.model import PartyKind

_PLACE_PREPOSITIONS = frozenset("in at from near to into outside around across inside toward towards via".split())


_MAX_NAME_WORDS = 6


def find_names(cast: Cast) -> None:
    """Fill the cast: known spellings first, then what offices, honorifics and shape tell, then surnames alone."""
    page = cast.page
    find_known(cast)
    runs = find_runs(cast)
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
            mention.entity.gender = gender_before(page, mention.first)


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


def _read_run(cast: Cast, first: int, last: int) -> list[tuple[int, int]]:
    """Cut a run into an office before, a name, and an institution; return single names to be read later."""
    words = cast.page.words
    at = first
    while at <= last and is_office_word(words[at]):
        at += 1
    low = [mend(words[i].low) for i in range(first, last + 1)]
    if "news" in low and is_medium_run(cast, first, last):
        take_medium(cast, first, last)
        return []
    if any(word in BODY_NOUNS for word in low) and not (
        at > first and not any(mend(words[i].low) in BODY_NOUNS for i in range(at, last + 1))
    ):
        body_end = max(i for i in range(first, last + 1) if mend(words[i].low) in BODY_NOUNS)
        if not (any(words[i].low in OFFICES for i in range(body_end + 1, last + 1))):
            return read_body(cast, first, body_end, last)
        at = max(i for i in range(body_end + 1, last + 1) if words[i].low in OFFICES) + 1
    if is_medium_run(cast, first, last):
        take_medium(cast, first, last)
        return []
    if at > last:
        return []
    office_before = at > first or (first > 0 and is_title_before(cast, first))
    count = len(_name_words(cast, at, last))
    if count == 1 or cast.people_called(text_of(cast, at, last)) or known_by_surname(cast, text_of(cast, at, last)):
        return [(at, last)]
    if count > _MAX_NAME_WORDS:
        return []
    if not office_before and _speaks_as_house(cast, first, last):
        take_body(cast, text_of(cast, first, last), country_before(cast, first), first, last)
        return []
    take_person(cast, at, last, weak=not office_before)
    return []


def _speaks_as_house(cast: Cast, first: int, last: int) -> bool:
    """True for "the Port Watch said": an article before, a verb of saying behind, and no word that tells a person."""
    words = cast.page.words
    if first == 0 or words[first - 1].low != "the" or words[last].dep not in ("nsubj", "nsubjpass"):
        return False
    return words[words[last].head].low in SAYING


def _name_words(cast: Cast, first: int, last: int) -> list[str]:
    return text_of(cast, first, last).split()


def _read_single(cast: Cast, first: int, last: int) -> None:
    """Read one capitalised word: the surname of somebody named in full, or a place, or somebody new after a title."""
    words = cast.page.words
    name = text_of(cast, first, last)
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
            and any(s[:1] == plain(name)[:1] and ratio(s, plain(name)) >= SPELLING_RATIO for s in surnames(one.name))
        ]
        if len(near) == 1:
            cast.add_mention(near[0], first, last).doubtful = True
            return
        called = misspelt_forename(cast, name, first)
        if called is not None:
            cast.add_mention(called, first, last).doubtful = True
            return
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    named = any(one.kind is PartyKind.MEDIA and plain(one.name) == plain(name) for one in cast.entities)
    if named or is_media_name(name) or is_medium_run(cast, first, last):
        take_medium(cast, first, last)
        return
    if (
        before is not None
        and before.sentence == words[first].sentence
        and (is_title_before(cast, first) or (is_office_word(before) and before.text[:1].isupper()))
    ):
        party = known_by_surname(cast, name)
        entity = cast.of_party(party) if party else cast.new(PartyKind.PERSON, name)
        entity.gender = entity.gender or gender_before(cast.page, first)
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
        take_medium(cast, first, last)
        return
    known = known_by_surname(cast, name)
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
