"""People by name: somebody new, somebody named before, a misspelling, or one of several of the same surname."""

from __future__ import annotations

from rapidfuzz.fuzz import ratio

from bot.ingest.drafting.entities.cast import Cast, Entity, same_person, surnames
from bot.ingest.drafting.entities.name_words import SPELLING_RATIO, is_office_word, text_of
from bot.ingest.drafting.entities.offices import alike
from bot.ingest.drafting.entities.places import plain
from bot.ingest.drafting.lexicon.nouns import FORENAMES, HONORIFICS, OFFICE_GENDER, OFFICES, THINGS
from bot.ingest.drafting.model import KnownParty, PartyKind
from bot.ingest.drafting.syntax.page import Page

_BEFORE_FORENAMES = frozenset({"sir", "dame", "lord", "lady", "sheikh", "prince", "princess", "king", "queen"})


def gender_before(page: Page, first: int) -> str | None:
    before = plain(page.words[first - 1].text) if first else ""
    return HONORIFICS.get(before) or OFFICE_GENDER.get(before)


def is_title_before(cast: Cast, first: int) -> bool:
    """True where the word before is an office in lower case, or closes one: "spokesman Teplov", "trade minister
    Voss".
    """
    word = cast.page.words[first - 1]
    return word.low.rstrip(".") in OFFICES or word.low.rstrip(".") in HONORIFICS


def take_person(cast: Cast, first: int, last: int, *, weak: bool) -> Entity | None:
    name = text_of(cast, first, last)
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
    if not same and weak and not _looks_like_person(name) and is_thing(cast, first, last):
        return None
    same = same or _misspelt(cast, name)
    entity = same[0] if same else cast.new(PartyKind.PERSON, name)
    if not same:
        entity.weak = weak and not _looks_like_person(name)
    if len(name.split()) > len(entity.name.split()) and entity.known is None:
        entity.name = name
    entity.weak = entity.weak and weak
    entity.gender = entity.gender or gender_before(cast.page, first)
    entity.full_at.append(first)
    cast.add_mention(entity, first, last)
    return entity


def is_thing(cast: Cast, first: int, last: int) -> bool:
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
        if alike >= SPELLING_RATIO and (key[0] == other[0] or key[-1] == other[-1]):
            found.append(entity)
    return found if len(found) == 1 else []


def _looks_like_person(name: str) -> bool:
    return plain(name.split(maxsplit=1)[0]) in FORENAMES


def misspelt_forename(cast: Cast, name: str, first: int) -> Entity | None:
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
            and ratio(called[0], plain(name)) >= SPELLING_RATIO - 9
        ):
            found.append(entity)
    return found[0] if len(found) == 1 else None


def known_by_surname(cast: Cast, name: str) -> KnownParty | None:
    """Return the one known person who bears a surname, where the document never gives the full name."""
    bearers = [one for one in cast.known.parties if one.is_person and plain(name) in surnames(one.name)]
    return bearers[0] if len(bearers) == 1 else None


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
            is_office_word(words[i])
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
