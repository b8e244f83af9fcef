"""The record format: sources, reports, statements, events, people, organisations, countries, topics.

Each class is a record as people write it and is validated by itself. References between records, and words against
the document, are checked in bot.corpus.checking. Unknown keys are refused everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)

from bot.corpus.edtf import Day, parse_day


class WrongValueError(ValueError):
    """A value that a record cannot have: what it is or is not ("is not a day"), and in `todo` what to do about it."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.todo = todo


def _as_day(value: object) -> Day:
    return value if isinstance(value, Day) else parse_day(str(value))


def _as_list(value: object) -> object:
    """Let one value stand where a list is meant, so that `to: RU` can be written for `to: [RU]`."""
    return [value] if isinstance(value, str | dict) else value


def _as_instant(value: object) -> object:
    """Refuse what pydantic would take for seconds since 1970: `20240628` is a day without hyphens, not an instant."""
    if isinstance(value, str) and not re.match(r"\d{4}-\d{2}-\d{2}[T ]", value):
        raise ValueError(f"{value!r} is not an instant; write it as 2024-06-28T17:18:00+09:00")
    return value


def _as_language(value: str) -> str:
    if not LANGUAGE_TAG.fullmatch(value):
        raise WrongValueError("is not a language tag", "write one of BCP 47, such as en, ko, pt-BR or zh-Hant")
    return value


def is_file_name(value: str) -> bool:
    """Whether a text names a file below seeds/: no way up, no absolute path, no unprintable character."""
    folder, *steps = value.split("/")
    is_below = folder == "seeds" and bool(steps) and not any(step in ("", ".", "..") for step in steps)
    return is_below and not any(
        char == "\\" or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in value
    )


def _as_file(value: str) -> str:
    if not is_file_name(value):
        todo = "write seeds/, the folders below it and the file's name; no control characters, no .. and no backslash"
        raise WrongValueError("is not a source file", todo)
    return value


def _without_marks(value: str) -> str:
    found = DOUBLE_MARKS.intersection(value)
    if found:
        raise ValueError(f"a paraphrase is never in quotation marks, and this one holds {' '.join(sorted(found))}")
    return value


def _as_several(value: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a group that says nothing: fewer than two words, or one of them twice."""
    if len({word.casefold() for word in value}) != len(value):
        raise ValueError("a word stands here twice")
    if len(value) < 2:
        raise ValueError("one word alone has nothing to stand for")
    return value


DOUBLE_MARKS = frozenset('"“”„‟«»＂')
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CODE_PATTERN = r"^[A-Z]{2}$"
REF_PATTERN = r"^([A-Z]{2}|[a-z0-9]+(-[a-z0-9]+)*)$"
LINE_PATTERN = r"^\S[^\n]*$"
SHA256_PATTERN = r"^[0-9a-f]{64}$"
URL_PATTERN = r"^https?://\S+$"
# A language tag of RFC 5646 (BCP 47): language, script, region, variants, extensions, private use.
LANGUAGE_TAG = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.ASCII,
)

EdtfDay = Annotated[Day, BeforeValidator(_as_day), PlainSerializer(str)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
Instant = Annotated[AwareDatetime, BeforeValidator(_as_instant)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=LINE_PATTERN)]
Paraphrase = Annotated[Line, AfterValidator(_without_marks)]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=64)]
Code = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
Ref = Annotated[str, StringConstraints(pattern=REF_PATTERN, max_length=64)]
Sha256 = Annotated[str, StringConstraints(pattern=SHA256_PATTERN)]
Language = Annotated[str, StringConstraints(max_length=64), AfterValidator(_as_language)]
FileName = Annotated[str, StringConstraints(max_length=500), AfterValidator(_as_file)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_as_list)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_as_list)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_as_list)]
Refs = Annotated[tuple[Ref, ...], BeforeValidator(_as_list)]


class Act(StrEnum):
    """What a statement does, in the event types of PLOVER 2021, with STATE where none of them fits."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    CONCEDE = "CONCEDE"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    SANCTION = "SANCTION"
    PROTEST = "PROTEST"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    STATE = "STATE"


class Kind(StrEnum):
    """How a source gives a statement: all in quotation marks, partly, in its own words, or as a deed."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    ACT = "act"


class Record(BaseModel):
    """A written record: immutable, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Exceptions(Record):
    """Rules of the check that a record breaks and is right all the same, each with the reason.

    day      days that cannot be in their order: uttered after the release, released after the publication
    speaker  a speaker `as_written` who is another party than the statement's speaker
    marks    quotation marks read otherwise than the check reads them; see Report.marks
    twice    words, a document or an entry that are there already
    """

    day: Line | None = None
    speaker: Line | None = None
    marks: Line | None = None
    twice: Line | None = None


class Conflict(Record):
    """Two readings that disagree, or a source that errs. Both readings stand; `because` is the reviewer's reason.

    `reading` is what this source gives, `against` what stands against it (another source, the calendar, the text
    below a headline), `believed` which of the two the store follows. `with_source` names the other source, if one is.
    """

    field: Literal[
        "speaker", "role", "name", "side", "addressee", "day", "released", "published", "event", "venue", "wording",
        "title", "claim",
    ]  # fmt: skip
    reading: Line
    against: Line
    believed: Literal["reading", "against", "neither", "both"]
    because: Line
    with_source: Id | None = None


class Published(Record):
    """When a source came out: the day in its own zone, the exact instant where it gives one, and how both were read."""

    day: EdtfDay
    at: Instant | None = None
    written: Line | None = None
    how: Line | None = None


class Source(Record):
    """One document. `publisher` and `published` stay empty where the document does not give them."""

    id: Id
    title: Line
    publisher: Line | None = None
    publisher_how: Line | None = None
    authors: Lines = ()
    agency: Id | None = None
    published: Published | None = None
    modified: Instant | None = None
    url: Annotated[str, StringConstraints(pattern=URL_PATTERN)] | None = None
    language: Language = "en"
    file: FileName
    sha256: Sha256
    notes: Lines = ()
    conflicts: tuple[Conflict, ...] = ()
    exceptions: Exceptions = Exceptions()


class Quotation(Record):
    """Words that stand between quotation marks in the source, character for character, marks left out.

    `occurrence` (1, 2, …) says which one is meant where the passage quotes the same words more than once.
    """

    exact: Text
    occurrence: Annotated[int, Field(ge=1)] = 1


def _as_quotation(value: object) -> object:
    return {"exact": value} if isinstance(value, str) else value


class AsWritten(Record):
    """The names and the day in the source's own words, each found in the source character for character."""

    speaker: Line | None = None
    role: Line | None = None
    to: Line | None = None
    day: Line | None = None
    released: Line | None = None
    venue: Line | None = None


class Report(Record):
    """One source's account of a statement.

    passage      exact text from the source file, long enough to be read on its own
    occurrence   which one (1, 2, …) where the source has the same passage more than once
    kind         direct, mixed, indirect, act
    quotes       the quotations in it, in order; marked words that are not the speaker's are left out
    as_written   names, role, addressee and day in the source's words
    day          the day that this source gives for the statement, where it gives one, and
    day_how      how it was worked out from the source's words
    via          the reporting chain, nearest to the reader first (agencies, ministries, web sites), as organisation ids
    attribution  stated where the source names the speaker; inferred where the reviewer did, with inferred_how
    recounted_by the person or organisation whose account of the speaker's words this is, where that is another party
    conflicts    where this report disagrees with another one, or errs
    marks        where quotation marks can be paired in several ways: every stretch of the passage that is between
                 marks in the author's reading, marks left out
    exceptions   rules that the report breaks, with the reason
    """

    kind: Kind
    passage: Text
    occurrence: Annotated[int, Field(ge=1)] = 1
    quotes: Annotated[tuple[Annotated[Quotation, BeforeValidator(_as_quotation)], ...], BeforeValidator(_as_list)] = ()
    as_written: AsWritten = AsWritten()
    day: EdtfDay | None = None
    day_how: Line | None = None
    via: Ids = ()
    attribution: Literal["stated", "inferred"] = "stated"
    inferred_how: Line | None = None
    recounted_by: Id | None = None
    conflicts: tuple[Conflict, ...] = ()
    marks: Annotated[tuple[Text, ...], BeforeValidator(_as_list)] = ()
    exceptions: Exceptions = Exceptions()


class Said(Record):
    """Who speaks, for whom and when: what of a statement is held against other records.

    speaker     person or organisation ids; several where they spoke or acted together
    role        the title in truth of each speaker that is a person, where the person has several on that day
    side        the country for which they speak; worked out from role and organisation where left out
    day         the day of the utterance or act; `released` the day on which it was made public
    """

    speaker: Annotated[Ids, Field(min_length=1)]
    role: Lines = ()
    side: Codes = ()
    day: EdtfDay | None = None
    released: EdtfDay | None = None


class Statement(Said):
    """One real-world utterance or diplomatic act, as its first report brings it in.

    to          addressees: country codes, person ids, organisation ids
    about       countries that it is about
    paraphrase  one reviewed sentence in our words: never in quotation marks, never more than the reports say
    exceptions  rules that the statement breaks, with the reason
    """

    id: Id
    to: Refs = ()
    about: Codes = ()
    act: Act
    tone: Id
    topics: Ids = ()
    event: Id | None = None
    venue: Line | None = None
    paraphrase: Paraphrase
    exceptions: Exceptions = Exceptions()


class NewStatement(Statement):
    """An entry that brings a statement in, with the report that this source gives of it."""

    report: Report


class SameStatement(Record):
    """An entry that reports a statement already held: from another source, or from elsewhere in this one."""

    same_as: Id
    report: Report


class Role(Record):
    """A post that a person holds, and the time for which the sources attest it (a day, or an interval)."""

    title: Line
    organisation: Id | None = None
    country: Code | None = None
    attested: EdtfDay


class Person(Record):
    """Somebody who speaks or is spoken to. `name` is the one that the bot shows.

    `spellings` stand so in a source; `also` are other usual spellings and transliterations, and the native script.
    """

    name: Line
    spellings: Lines = ()
    also: Lines = ()
    roles: tuple[Role, ...] = ()


class Organisation(Record):
    """An institution that speaks, is spoken to, or hands a report on. `country` is left out for international ones."""

    name: Line
    kind: Literal["government", "ministry", "presidency", "embassy", "parliament", "armed-forces", "international",
                  "news-agency", "newspaper", "web-site", "other"]  # fmt: skip
    country: Code | None = None
    spellings: Lines = ()
    also: Lines = ()


# Kinds of event that every corpus knows; a team adds its own under `event_kinds`.
EVENT_KINDS: dict[str, str] = {
    "summit": "a meeting of heads of state or government",
    "meeting": "a meeting of officials",
    "phone-call": "a call by telephone or video",
    "visit": "a journey to another country, with all that happens on it",
    "summons": "an envoy is called in",
    "signing": "a treaty or agreement is signed",
    "session": "a sitting of an assembly, council or committee",
    "hearing": "a committee or court hears somebody",
    "debate": "members of an assembly speak in turn",
    "vote": "an assembly or council decides",
    "negotiation": "talks about a text or a settlement",
    "press-conference": "officials answer journalists",
    "press-briefing": "a spokesperson's regular meeting with journalists",
    "press-release": "a text handed to the press",
    "speech": "an address to an audience",
    "interview": "one or several answer a journalist",
    "statement": "a text that an institution issues in its own name",
    "letter": "a letter or note to somebody",
    "post": "a message on a network",
    "ceremony": "an inauguration, commemoration or presentation of credentials",
    "exercise": "troops exercise",
    "incident": "something that happened, to which officials respond",
    "other": "none of these",
}


class EventKind(Record):
    """A kind of event that a team adds to EVENT_KINDS."""

    label: Line
    means: Line


class Event(Record):
    """An occasion that statements belong to: a summit, a summons, a meeting, a phone call, a press conference.

    `kind` is one of EVENT_KINDS or of `event_kinds`; `participants` are person and organisation ids; `part_of` the
    larger occasion, such as a visit.
    """

    name: Line
    kind: Id
    day: EdtfDay | None = None
    place: Line | None = None
    countries: Codes = ()
    participants: Ids = ()
    part_of: Id | None = None
    also: Lines = ()


class Topic(Record):
    """An entry of the reviewed vocabulary of topics: its label, what it covers, and other words for it."""

    label: Line
    means: Line
    also: Lines = ()


class Tone(Record):
    """A finer act than PLOVER's types: `label` reads as a verb phrase in the past tense ("warned")."""

    label: Line
    means: Line


class Country(Record):
    """Names of a country that no library lists: demonyms, metonyms and abbreviations. The key is ISO 3166-1 alpha-2."""

    demonyms: Lines = ()
    metonyms: Lines = ()
    abbreviations: Lines = ()
    also: Lines = ()


class Synonyms(Record):
    """Words that may stand for one another when somebody searches: of one meaning, or names of one place or body.

    A search that found one for another says so. A word may be several in a row.
    """

    kind: Literal["meaning", "name"] = "meaning"
    words: Annotated[Lines, AfterValidator(_as_several)]


class Vocabulary(Record):
    """The shared vocabularies, each by id. A source file may bring its own entries under the same keys."""

    people: dict[Id, Person] = {}
    organisations: dict[Id, Organisation] = {}
    event_kinds: dict[Id, EventKind] = {}
    events: dict[Id, Event] = {}
    topics: dict[Id, Topic] = {}
    tones: dict[Id, Tone] = {}
    countries: dict[Code, Country] = {}
    synonyms: dict[Id, Synonyms] = {}


class SourceFile(Vocabulary):
    """One file under data/sources/: the source, its entries in text order, and what it adds to the vocabularies."""

    source: Source
    statements: tuple[NewStatement | SameStatement, ...] = ()
