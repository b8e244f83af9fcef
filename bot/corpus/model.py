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


def as_list(value: object) -> object:
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
# ISO 3166-1 alpha-2, ISO 3166-3 for former states, or a code of the team's own for a party that is no state (NATO).
CODE_PATTERN = r"^[A-Z][A-Z0-9]{1,15}$"
REF_PATTERN = r"^([A-Z][A-Z0-9]{1,15}|[a-z0-9]+(-[a-z0-9]+)*)$"
NO_SIDE = "none"
SIDE_PATTERN = r"^([A-Z][A-Z0-9]{1,15}|none)$"
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
Url = Annotated[str, StringConstraints(pattern=URL_PATTERN)]
Language = Annotated[str, StringConstraints(max_length=64), AfterValidator(_as_language)]
FileName = Annotated[str, StringConstraints(max_length=500), AfterValidator(_as_file)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(as_list)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(as_list)]
# Whom a statement speaks for: codes, or `none`.
Sides = Annotated[tuple[Annotated[str, StringConstraints(pattern=SIDE_PATTERN)], ...], BeforeValidator(as_list)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(as_list)]
Refs = Annotated[tuple[Ref, ...], BeforeValidator(as_list)]


class Act(StrEnum):
    """What a statement does, in the event types of PLOVER 2021, with STATE where none of them fits.

    AGREE      agrees to something, or comes to an agreement with somebody
    CONSULT    meets, visits, calls or talks with somebody
    SUPPORT    supports, praises or defends somebody, in words
    COOPERATE  works together with somebody: signs, exercises, shares, exchanges
    AID        gives goods, money, training or shelter
    CONCEDE    gives way: lifts sanctions, frees prisoners, accepts a demand
    RETREAT    withdraws forces, ends or pauses a fight
    REQUEST    asks, appeals, urges, demands or proposes
    ACCUSE     criticises, blames, accuses or expresses concern
    REJECT     refuses, denies, rules out or votes against
    THREATEN   warns of consequences, threatens, sets an ultimatum
    SANCTION   imposes sanctions, breaks off relations, expels, halts aid
    PROTEST    protests: a demarche, a summons, a demonstration
    MOBILIZE   readies or moves forces, tests weapons
    COERCE     uses pressure or force short of an attack: arrests, seizes, blocks
    ASSAULT    attacks, or uses violence
    STATE      none of these: informs, explains, reviews, announces, leaves open
    """

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
    """How a source gives a statement.

    direct    all of it in quotation marks
    mixed     partly in quotation marks
    indirect  in the source's own words
    act       as a deed
    verbatim  in the speaker's own words without quotation marks: the document, or a labelled part of it, is theirs
    """

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    ACT = "act"
    VERBATIM = "verbatim"


# Kinds of document. A verbatim report is labelled with it: "Speech", "Transcript".
Form = Literal[
    "article", "speech", "transcript", "interview", "hearing", "statement", "communique", "letter", "post", "readout",
    "press-release", "treaty", "resolution", "report", "recording",
]  # fmt: skip


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
    """Two readings that disagree, or a source that errs. Both are kept.

    field        what they disagree about
    reading      what this source gives
    against      what stands against it: another source, the calendar, the text below a headline
    believed     which of the two the store follows
    because      the reviewer's reason
    with_source  the other source's id, where it is one
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
    """When a source came out.

    day      in the source's own zone
    at       the exact instant, where it gives one
    written  the date line in the source's words
    how      how both were read
    """

    day: EdtfDay
    at: Instant | None = None
    written: Line | None = None
    how: Line | None = None


class Correction(Record):
    """What was put right in a record that people had seen, and when.

    day   when it was put right
    what  what was wrong, and what it is now
    """

    day: EdtfDay
    what: Line


class Source(Record):
    """One document. `publisher` and `published` stay empty where the document does not give them.

    id             of the source; the name of its file under data/sources/
    title          the document's headline or title
    publisher      who brought it out, as it names itself
    publisher_how  how the publisher is known, where the document does not say
    authors        as the document names them
    agency         the news agency whose text it is: an organisation's id
    published      when it came out
    modified       the instant of its last change, where it gives one
    url            its address, where it is known
    archived       where a copy of it is kept
    retrieved      the day on which it was fetched
    language       of its text
    form           what kind of document it is: verbatim reports are labelled with it
    file           the document as it came, below seeds/
    sha256        of that file
    notes          what a reader of the record should know, such as how a text was taken from a PDF
    conflicts      where the source errs or disagrees with another
    exceptions     rules that the source breaks, with the reason
    """

    id: Id
    title: Line
    publisher: Line | None = None
    publisher_how: Line | None = None
    authors: Lines = ()
    agency: Id | None = None
    published: Published | None = None
    modified: Instant | None = None
    url: Url | None = None
    archived: Url | None = None
    retrieved: EdtfDay | None = None
    language: Language = "en"
    form: Form | None = None
    file: FileName
    sha256: Sha256
    notes: Lines = ()
    conflicts: tuple[Conflict, ...] = ()
    exceptions: Exceptions = Exceptions()


class Quotation(Record):
    """Words between quotation marks in the source, character for character, marks left out.

    What else is between the same marks need not be written: answers show the quotation whole, with the statement's
    part in bold.

    exact       the words
    part        those of the words that say this statement, where `exact` says more
    occurrence  which one (1, 2, …) where the passage quotes the same words more than once
    """

    exact: Text
    part: Text | None = None
    occurrence: Annotated[int, Field(ge=1)] = 1


class Clause(Record):
    """Words of a passage that say this statement and no other, character for character.

    exact       the words
    occurrence  which ones (1, 2, …) where the passage has them more than once
    """

    exact: Text
    occurrence: Annotated[int, Field(ge=1)] = 1


def as_exact(value: object) -> object:
    """Let words stand where a record of exact words is meant."""
    return {"exact": value} if isinstance(value, str) else value


class AsWritten(Record):
    """The names and the day in the source's own words, each found in the source character for character.

    speaker   the speaker's name
    role      the speaker's post
    to        the addressee
    day       the day of the utterance
    released  the day of the release
    venue     the place
    """

    speaker: Line | None = None
    role: Line | None = None
    to: Line | None = None
    day: Line | None = None
    released: Line | None = None
    venue: Line | None = None


class Locator(Record):
    """Where in its document a passage is, as one cites it.

    page       such as 12
    paragraph  its number, such as 7
    time       minute of a recording, such as 00:31:20
    part       part of a feed or a collection, such as item 3
    """

    page: Line | None = None
    paragraph: Line | None = None
    time: Line | None = None
    part: Line | None = None


class Translation(Record):
    """A passage in another language.

    language  of the translation
    text      the translated words
    by        whose translation it is: an organisation's id, or one of TRANSLATORS
    """

    language: Language
    text: Text
    by: Id


class Translated(Record):
    """That a document gives translated words.

    language  in which they were said
    by        whose translation it is; see Translation
    """

    language: Language
    by: Id


# Who translates, where it is no organisation of the records.
TRANSLATORS = ("team", "publisher", "interpreter", "speaker")


class Report(Record):
    """One source's account of a statement.

    passage       exact text from the source file, long enough to be read on its own
    occurrence    which one (1, 2, …) where the source has the same passage more than once
    kind          how the source gives the statement
    form          what kind of document a verbatim passage is from, where it is another one than the source's
    quotes        the quotations in it, in order; marked words that are not the speaker's are left out
    clause        the words of the passage that say this statement, for speech that is not quoted and for acts
    apart         what of a verbatim passage is not the speaker's: labels ("MS. OREL:"), stage directions, a question.
                  Labels and stage directions of the usual form are found without being listed
    speaker       whom this source names as the speaker, where that is another one than the statement's, or only an
                  institution: the statement's is the one believed
    locator       page, paragraph, minute of a recording, part of a feed
    translated    where the document's words are a translation of what was said
    translations  of the passage, each with whose it is; never shown as a quotation
    as_written    names, role, addressee and day in the source's words
    day           the day that this source gives for the statement, where it gives one
    day_how       how it was worked out from the source's words
    via           the reporting chain, nearest to the reader first (agencies, ministries, web sites): organisation ids
    attribution   stated where the source names the speaker; inferred where the reviewer did
    inferred_how  how the speaker was worked out
    recounted_by  the person or organisation whose account of the speaker's words this is, where that is another party
    conflicts     where this report disagrees with another one, or errs
    marks         where quotation marks can be paired in several ways: every stretch of the passage that is between
                  marks in the author's reading, marks left out
    exceptions    rules that the report breaks, with the reason
    """

    kind: Kind
    form: Form | None = None
    passage: Text
    occurrence: Annotated[int, Field(ge=1)] = 1
    quotes: Annotated[tuple[Annotated[Quotation, BeforeValidator(as_exact)], ...], BeforeValidator(as_list)] = ()
    clause: Annotated[tuple[Annotated[Clause, BeforeValidator(as_exact)], ...], BeforeValidator(as_list)] = ()
    apart: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = ()
    speaker: Ids = ()
    locator: Locator = Locator()
    translated: Translated | None = None
    translations: tuple[Translation, ...] = ()
    as_written: AsWritten = AsWritten()
    day: EdtfDay | None = None
    day_how: Line | None = None
    via: Ids = ()
    attribution: Literal["stated", "inferred"] = "stated"
    inferred_how: Line | None = None
    recounted_by: Id | None = None
    conflicts: tuple[Conflict, ...] = ()
    marks: Annotated[tuple[Text, ...], BeforeValidator(as_list)] = ()
    exceptions: Exceptions = Exceptions()


class Relations(Record):
    """What a statement does to others, by their ids. The order within a day does not follow them.

    answers    it replies to them
    denies     it says that they are not so
    corrects   it puts them right
    withdraws  it takes them back
    repeats    it says them again
    quotes     it gives their words
    follows    it comes after them
    """

    answers: Ids = ()
    denies: Ids = ()
    corrects: Ids = ()
    withdraws: Ids = ()
    repeats: Ids = ()
    quotes: Ids = ()
    follows: Ids = ()


class Said(Record):
    """Who speaks, for whom and when: what of a statement is held against other records.

    speaker     person or organisation ids; several where they spoke or acted together
    role        the title in truth of each speaker that is a person, where the person has several on that day
    side        the country or other party for which they speak; worked out from role and organisation where left out;
                `none` where they speak for none
    day         the day of the utterance or act
    released    the day on which it was made public
    """

    speaker: Annotated[Ids, Field(min_length=1)]
    role: Lines = ()
    side: Sides = ()
    day: EdtfDay | None = None
    released: EdtfDay | None = None


class Statement(Said):
    """One real-world utterance or diplomatic act, as its first report brings it in.

    id           of the statement, for ever: reports, links and follows name it
    act          what it does, as an event type of PLOVER 2021
    tone         a finer act, by its id under `tones`
    topics       by their ids
    event        the occasion, by its id
    venue        the place where it was said
    to           addressees: country codes, person ids, organisation ids
    about        countries and other parties, persons and organisations that it is about
    paraphrase   one reviewed sentence in our words: never in quotation marks, never more than the reports say; may be
                 left out where a quotation, a clause or verbatim words say the statement
    at           the instant of the utterance, where a source gives a clock time
    vote         how the speaker voted, where the statement is a vote
    relations    what it does to other statements
    note         the team's own remark, shown as one
    was          ids that the statement had before it was renamed, the oldest first
    merged       ids of statements that turned out to be this one
    corrections  what was put right in this record, shown as "corrected on …"
    exceptions   rules that the statement breaks, with the reason
    """

    id: Id
    to: Refs = ()
    about: Refs = ()
    act: Act
    tone: Id
    topics: Ids = ()
    event: Id | None = None
    venue: Line | None = None
    paraphrase: Paraphrase | None = None
    at: Instant | None = None
    vote: Literal["in-favour", "against", "abstained", "absent"] | None = None
    relations: Relations = Relations()
    note: Line | None = None
    was: Ids = ()
    merged: Ids = ()
    corrections: tuple[Correction, ...] = ()
    exceptions: Exceptions = Exceptions()


class NewStatement(Statement):
    """An entry that brings a statement in.

    report  what this source gives of it
    """

    report: Report


class SameStatement(Record):
    """An entry that reports a statement already held: from another source, or from elsewhere in this one.

    same_as  its id
    report   what this source gives of it
    """

    same_as: Id
    report: Report


class Defaults(Record):
    """Keys of statements and reports that a source file, or a block of entries in it, writes once for all of them."""

    speaker: Ids = ()
    role: Lines = ()
    side: Sides = ()
    to: Refs = ()
    about: Refs = ()
    act: Act | None = None
    tone: Id | None = None
    topics: Ids = ()
    event: Id | None = None
    venue: Line | None = None
    day: EdtfDay | None = None
    released: EdtfDay | None = None
    via: Ids = ()
    recounted_by: Id | None = None
    locator: Locator = Locator()
    translated: Translated | None = None
    passage: Text | None = None
    as_written: AsWritten = AsWritten()
    day_how: Line | None = None


class Role(Record):
    """A post that a person holds.

    title         of the post, in truth
    organisation  in which it is held
    country       for which its holder speaks
    attested      the time for which sources attest it (a day, or a span); without it the role counts on every day on
                  which no attested one does
    """

    title: Line
    organisation: Id | None = None
    country: Code | None = None
    attested: EdtfDay | None = None


class Person(Record):
    """Somebody who speaks or is spoken to.

    name       the one that is shown
    unnamed    for somebody whom sources do not name ("a senior official of the ministry"): the record then stands for
               whoever spoke there, and is no named person's
    spellings  those of the sources
    also       other usual spellings and transliterations, and the native script
    roles      the posts, each with its time
    """

    name: Line
    unnamed: bool = False
    spellings: Lines = ()
    also: Lines = ()
    roles: tuple[Role, ...] = ()


class Organisation(Record):
    """An institution that speaks, is spoken to, or hands a report on.

    name       the one that is shown
    kind       of institution
    country    whose it is; left out for international ones
    spellings  those of the sources
    also       other usual names
    """

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
    """A kind of event that a team adds to EVENT_KINDS.

    label  as it is shown
    means  what it covers
    """

    label: Line
    means: Line


class Event(Record):
    """An occasion that statements belong to: a summit, a summons, a meeting, a phone call, a press conference.

    name          as it is shown
    kind          one of EVENT_KINDS or of `event_kinds`
    day           or span
    place         where it was
    countries     that take part
    participants  persons and organisations
    part_of       the larger occasion, such as a visit
    also          other names
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
    """An entry of the reviewed vocabulary of topics.

    label  as it is shown
    means  what it covers
    also   other words for it
    """

    label: Line
    means: Line
    also: Lines = ()


class Tone(Record):
    """A finer act than PLOVER's types.

    label  a verb phrase in the past tense ("warned")
    means  when it is the right one
    """

    label: Line
    means: Line


class Country(Record):
    """A country or another party that can stand where a country does, by its code.

    The key is a code of ISO 3166-1 alpha-2 (KR) or ISO 3166-3 (SUHH, a former state), and the record adds names that no
    library lists. Any other code of three or more capitals and digits is the team's own: a union, an alliance, a
    parliament, an opposition, a movement, a company, an unrecognised state.

    name           how it is shown, in every language, instead of the library's name; a code of one's own needs none
    kind           what the party is
    sign           what is set before it where a country has its flag
    members        codes of those who belong to it
    seat           the country in which it has its seat
    demonyms       who or what comes from there
    metonyms       seats of government that stand for it in the news
    abbreviations  such as ROK
    also           other or former names
    """

    name: Line | None = None
    kind: Literal["state", "union", "alliance", "organisation", "parliament", "opposition", "movement", "company",
                  "territory", "other"] | None = None  # fmt: skip
    sign: Annotated[str, StringConstraints(min_length=1, max_length=8)] | None = None
    members: Codes = ()
    seat: Code | None = None
    demonyms: Lines = ()
    metonyms: Lines = ()
    abbreviations: Lines = ()
    also: Lines = ()


class Withdrawal(Record):
    """A statement that was taken back, by its id.

    because  the reason
    day      when it was taken back
    instead  the statement to read instead, if there is one
    """

    because: Line
    day: EdtfDay | None = None
    instead: Id | None = None


class Synonyms(Record):
    """Words that may stand for one another when somebody searches. A search that found one for another says so.

    kind   whether they are of one meaning, or names of one place or body
    words  two or more; a word may be several in a row
    """

    kind: Literal["meaning", "name"] = "meaning"
    words: Annotated[Lines, AfterValidator(_as_several)]


class Vocabulary(Record):
    """The shared vocabularies, each by id. A source file may bring its own entries under the same keys.

    people         who speaks or is spoken to
    organisations  institutions
    event_kinds    kinds of event that are the team's own
    events         occasions
    topics         what statements are about
    tones          finer acts
    countries      countries and other parties, by code
    synonyms       words that stand for one another in a search
    withdrawn      statements that were taken back
    """

    people: dict[Id, Person] = {}
    organisations: dict[Id, Organisation] = {}
    event_kinds: dict[Id, EventKind] = {}
    events: dict[Id, Event] = {}
    topics: dict[Id, Topic] = {}
    tones: dict[Id, Tone] = {}
    countries: dict[Code, Country] = {}
    synonyms: dict[Id, Synonyms] = {}
    withdrawn: dict[Id, Withdrawal] = {}


class SourceFile(Vocabulary):
    """One file under data/sources/: the source, its entries in text order, and what it adds to the vocabularies.

    source      the document
    defaults    keys that count for every entry that does not write them itself; `with` does so for a block of entries
                (bot.corpus.reading.defaults)
    statements  its entries, in the order of the text
    """

    source: Source
    defaults: Defaults = Defaults()
    statements: tuple[NewStatement | SameStatement, ...] = ()
