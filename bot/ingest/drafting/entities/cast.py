"""The people, institutions, countries and media that a document names, and where it names them.

An entity gathers all mentions of one party: the full name, the surname after it, the office tied to it. Known parties
are recognised by their spellings; others are proposed with the spellings of this document.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.ingest.drafting.entities.places import Places, plain
from bot.ingest.drafting.lexicon.nouns import FAMILY_FIRST, FORENAMES, HONORIFICS, MEDIA_NAMES, OFFICE_GENDER, mend
from bot.ingest.drafting.model import Known, KnownParty, PartyKind, Span
from bot.ingest.drafting.syntax.page import Page, close_up

_MEDIA_KINDS = frozenset(
    {"news-agency", "newspaper", "web-site", "agency", "broadcaster", "media", "magazine", "website", "news agency"}
)


@dataclass(slots=True, eq=False)
class Office:
    """An office that the text, or the store, gives to a person: its words in lower case, and where it stands."""

    words: frozenset[str]
    span: Span | None
    country: str | None


@dataclass(slots=True, eq=False)
class Entity:
    """A party of the document. `spellings` are in the order of appearance; `core` are an institution's own words."""

    kind: PartyKind
    name: str
    known: KnownParty | None = None
    country: str | None = None
    gender: str | None = None
    spellings: list[str] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    core: frozenset[str] = frozenset()
    mentions: list[int] = field(default_factory=list)  # indices of words
    full_at: list[int] = field(default_factory=list)  # mentions by the full name
    weak: bool = False  # taken for a person by shape alone

    def add_spelling(self, words: str) -> None:
        if words and words not in self.spellings:
            self.spellings.append(words)

    @property
    def lean(self) -> str | None:
        """What the shape of an unlisted forename suggests: "Ilva" a woman, "Corvin" a man. Never more than a hint."""
        if self.gender is not None or self.kind is not PartyKind.PERSON:
            return self.gender
        words = [word for word in self.name.split() if plain(word) not in HONORIFICS]
        if len(words) < 2 or is_family_first(words):
            return None
        first = plain(words[0])
        if first.endswith(("a", "ine", "elle", "ette", "ie", "is", "lyn")):
            return "f"
        return "m" if first[-1:] not in ("e", "i", "y", "h") else None

    @property
    def is_person(self) -> bool:
        return self.kind is PartyKind.PERSON


@dataclass(slots=True, eq=False)
class Mention:
    """Where an entity is named: words `first` to `last`. `others` are further bearers of the same name.

    doubtful  the words agree with the name only but for a slip
    """

    entity: Entity
    first: int
    last: int
    others: tuple[Entity, ...] = ()
    doubtful: bool = False


class Cast:
    """All entities of a document and the words that name them."""

    def __init__(self, page: Page, known: Known, places: Places) -> None:
        self.page = page
        self.known = known
        self.places = places
        self.entities: list[Entity] = []
        self.mentions: list[Mention] = []
        self.at: dict[int, Mention] = {}  # index of a word → the mention that it belongs to
        self._by_party: dict[str, Entity] = {}
        self._by_country: dict[str, Entity] = {}
        self.parties: dict[str, list[KnownParty]] = {}
        for party in known.parties:
            for words in dict.fromkeys((party.name, *party.spellings)):
                entries = self.parties.setdefault(plain(words), [])
                if party not in entries:
                    entries.append(party)
        # words that the parser took for a name somewhere: at the beginning of a sentence it often does not
        self.proper = frozenset(word.text for word in page.words if word.tag in ("NNP", "NNPS"))
        self.longest = max([places.longest, *(len(key.split()) for key in self.parties)], default=1)

    def add_mention(self, entity: Entity, first: int, last: int, others: tuple[Entity, ...] = ()) -> Mention:
        mention = Mention(entity, first, last, others)
        self.mentions.append(mention)
        entity.mentions.append(first)
        for i in range(first, last + 1):
            self.at[i] = mention
        words = self.page.words
        entity.add_spelling(close_up(self.page.text, Span(words[first].start, words[last].end)))
        return mention

    def note_mention(self, entity: Entity, at: int) -> None:
        """Note that a common noun stands for an entity here ("the embassy"), so that "it" can lean on it."""
        if at not in self.at:
            mention = Mention(entity, at, at)
            self.mentions.append(mention)
            self.at[at] = mention
            self.sort()

    def of_party(self, party: KnownParty) -> Entity:
        """Return the entity of a known party, made when it is first named. A government is its country's."""
        if party.kind == "government" and party.country is not None:
            return self._of_state(party.country, party.name)
        entity = self._by_party.get(party.id)
        if entity is None:
            kind = (
                PartyKind.PERSON
                if party.is_person
                else PartyKind.MEDIA
                if party.kind in _MEDIA_KINDS
                else PartyKind.BODY
            )
            country = party.country or next((role.country for role in party.roles if role.country), None)
            entity = Entity(kind, party.name, known=party, country=country)
            entity.gender = guess_gender(party.name.split()) if party.is_person else None
            for role in party.roles:
                entity.offices.append(Office(frozenset(plain(role.title).split()), None, role.country or party.country))
            if not party.is_person:
                entity.core = core_of(party.name, self.places)
            self._by_party[party.id] = entity
            self.entities.append(entity)
        return entity

    def of_country(self, words: str) -> Entity:
        """Return the entity of a country, as which its name, its seat and its "side" speak."""
        return self._of_state(self.places.find(words) or self.places.learn(words), words)

    def _of_state(self, code: str, words: str) -> Entity:
        entity = self._by_country.get(code)
        if entity is None:
            government = next(
                (one for one in self.known.parties if one.kind == "government" and one.country == code), None
            )
            name = next((country.names[0] for country in self.known.countries if country.code == code), words)
            entity = Entity(PartyKind.COUNTRY, name, known=government, country=code)
            self._by_country[code] = entity
            self.entities.append(entity)
        return entity

    def new(self, kind: PartyKind, name: str, country: str | None = None) -> Entity:
        entity = Entity(kind, name, country=country)
        if kind is PartyKind.PERSON:
            entity.gender = guess_gender(name.split())
        self.entities.append(entity)
        return entity

    def is_medium(self, entity: Entity) -> bool:
        return entity.kind is PartyKind.MEDIA

    def people_called(self, word: str) -> list[Entity]:
        """Return the people of this document who bear a name alone ("Kim"), surnames before forenames."""
        low = plain(word)
        bearers = [entity for entity in self.entities if entity.is_person and entity.full_at]
        last = [entity for entity in bearers if low in surnames(entity.name)]
        if last:
            return last
        return [entity for entity in bearers if low in plain(entity.name).split()]

    def person_named(self, words: str) -> list[Entity]:
        """Return the people whose full name these words are, a middle name more or less."""
        key = plain(words).split()
        matches = []
        for entity in self.entities:
            if not entity.is_person:
                continue
            for spelling in (entity.name, *entity.spellings, *(entity.known.spellings if entity.known else ())):
                other = plain(spelling).split()
                if len(key) > 1 and len(other) > 1 and same_person(key, other):
                    matches.append(entity)
                    break
        return matches

    def before(self, index: int, *kinds: PartyKind) -> list[Mention]:
        """Return mentions before a word, the nearest first."""
        return [m for m in reversed(self.mentions) if m.first < index and (not kinds or m.entity.kind in kinds)]

    def sort(self) -> None:
        self.mentions.sort(key=lambda mention: mention.first)


def same_person(one: list[str], two: list[str]) -> bool:
    """True where two full names are one: equal, or first and last agree while middle names or initials differ."""
    if one == two or "".join(one) == "".join(two):
        return True
    if one[-1] != two[-1]:
        return False
    return one[0] == two[0] or (min(len(one[0]), len(two[0])) == 1 and one[0][0] == two[0][0])


def surnames(name: str) -> set[str]:
    """Return the words by which somebody is called after the full name: the last one, or the family name put first."""
    words = [word for word in name.split() if plain(word) not in HONORIFICS and plain(word)]
    if not words:
        return set()
    suffixes = {"jr", "sr", "ii", "iii", "iv"}
    while len(words) > 1 and plain(words[-1]) in suffixes:
        words.pop()
    low = [plain(word) for word in words]
    found = {low[-1]}
    if low[-1].startswith(("al ", "el ")) and len(low[-1]) > 5:
        found.add(low[-1][3:])  # "Haddad" for "al-Haddad"
    if len(words) > 2 and words[-2][:1].islower():  # "de Wael", "van der Meulen"
        found.add(f"{low[-2]} {low[-1]}")
    if is_family_first(words):
        found = {low[0]} | ({low[-1]} if len(words) == 2 and low[-1] in FAMILY_FIRST else set())
    elif len(words) == 2 and low[0] not in FORENAMES and len(low[0]) <= 5 and words[0].isalpha():
        # two words of a name from anywhere: the first may be the family name ("Shen Baoyu") unless it is a forename
        found.add(low[0])
    return found


def is_family_first(words: list[str]) -> bool:
    """True for names that put the family name first: "Chang Ho-jin", "Kim Hong Kyun"."""
    low = [plain(word) for word in words]
    if len(words) == 2 and "-" in words[1] and words[1].split("-")[-1][:1].islower():
        return True
    return len(words) == 3 and low[0] in FAMILY_FIRST and low[-1] not in FAMILY_FIRST


def guess_gender(words: list[str]) -> str | None:
    """Tell "he" from "she" by an honorific or a frequent forename; None where neither tells."""
    low = [plain(word) for word in words]
    for word in low:
        if HONORIFICS.get(word):
            return HONORIFICS[word]
    low = [word for word in low if word not in HONORIFICS]
    if "bint" in low[1:]:
        return "f"
    if {"bin", "ibn", "ben"} & set(low[1:]):
        return "m"
    if len(low) < 2 or is_family_first(words):
        return None
    return FORENAMES.get(low[0]) or FORENAMES.get(low[0].split(" ")[0])


_GENERIC = frozenset("the of and for in on its his her their s national".split())


def core_of(words: str, places: Places) -> frozenset[str]:
    """Return the words that make an institution what it is, without country and little words; "MFA" spelt out."""
    parts = plain(words).replace("/", " ").split()
    kept = []
    at = 0
    while at < len(parts):
        for size in range(min(places.longest, len(parts) - at), 0, -1):
            if places.find(" ".join(parts[at : at + size])):
                at += size
                break
        else:
            kept.append(mend(parts[at]))
            at += 1
    core = {word for word in kept if word not in _GENERIC}
    if core & {"mfa", "mofa"} or (core >= {"ministry", "affairs"} and core & {"foreign", "external"}):
        core = (core - {"mfa", "mofa", "affairs", "external"}) | {"foreign", "ministry"}
    if "defense" in core:
        core = (core - {"defense"}) | {"defence"}
    return frozenset(core)


def is_media_name(words: str) -> bool:
    low = plain(words)
    return low in MEDIA_NAMES or low.replace(" ", "-") in MEDIA_NAMES


def add_office(entity: Entity, span: Span, words: frozenset[str], country: str | None) -> None:
    """Tie an office that the text gives to a person."""
    if not any(office.span == span for office in entity.offices):
        entity.offices.append(Office(words, span, country))
        entity.country = entity.country or country
        for word in words:
            entity.gender = entity.gender or OFFICE_GENDER.get(word) or HONORIFICS.get(word)
