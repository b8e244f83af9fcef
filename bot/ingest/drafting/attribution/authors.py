"""Whose words a speech, a statement, a letter or a turn of a transcript are: the name in head, label or signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ingest.drafting.entities.cast import Cast, Entity, Office, core_of, guess_gender, surnames
from bot.ingest.drafting.entities.places import plain
from bot.ingest.drafting.entities.speaker_context import Who
from bot.ingest.drafting.entities.speakers import Subjects
from bot.ingest.drafting.layout.paragraphs import Paragraph
from bot.ingest.drafting.layout.transcripts import find_author
from bot.ingest.drafting.lexicon.nouns import BODY_NOUNS, HONORIFICS, OFFICE_MODIFIERS, OFFICES, PORTFOLIOS, THINGS
from bot.ingest.drafting.model import DraftInput, PartyKind, Span
from bot.ingest.drafting.syntax.page import Page

_WORD = r"[A-ZÀ-Þ][\w.’'À-ÿ-]*"
_FULL_NAME = re.compile(rf"{_WORD}(?: (?:(?:de|van|von|der|den|al|bin|la|di|le|of) )*{_WORD}){{1,5}}")
_BODY = re.compile(
    rf"(?:{_WORD} )*(?:Ministry|Embassy|Government|Office|Presidency|Council|Commission|Secretariat|Mission|Department|Union|League|Agency)(?: (?:of|for)(?: the)? {_WORD}(?: (?:and |of |the )*{_WORD})*)*"
)
_ANSWERS = re.compile(
    r"^(?:a|answer|spokes(?:man|woman|person)|the spokes(?:man|woman|person)|ministry|mfa)$", re.IGNORECASE
)


def find_author_of(document: DraftInput, cast: Cast, paragraphs: Sequence[Paragraph], *, signed: bool) -> Who | None:
    """Find whose document this is: a person, else the institution named in its head; None where no head names one."""
    if signed:
        span = find_author(paragraphs)
        who = _read_words(cast, span, document.text) if span is not None else None
        if who is not None:
            return who
    for paragraph in paragraphs[:5]:
        if paragraph.body and len(paragraph.text.split()) > 25:
            break
        found = _BODY.search(_uncapitalise(paragraph.text))
        if found:
            entity = _take_body(cast, " ".join(paragraph.text[found.start() : found.end()].split()))
            span = Span(paragraph.span.start + found.start(), paragraph.span.start + found.end())
            return Who((entity,), span, "body", f"the head names {entity.name}", True)
    return None


def _uncapitalise(words: str) -> str:
    """Read "MINISTRY OF FOREIGN AFFAIRS" as "Ministry of Foreign Affairs", letter for letter."""
    if not words.isupper():
        return words
    small = {"of", "for", "the", "and", "on"}
    return re.sub(r"\w+", lambda m: m.group().lower() if m.group().lower() in small else m.group().capitalize(), words)


def _take_body(cast: Cast, name: str) -> Entity:
    name = _uncapitalise(name)
    core = core_of(name, cast.places)
    country = next(
        (
            code
            for size in (3, 2, 1)
            for at in range(len(name.split()) - size + 1)
            if (code := cast.places.find(" ".join(name.split()[at : at + size])))
        ),
        None,
    )
    for party in cast.known.parties:
        if not party.is_person and (
            (core_of(party.name, cast.places) == core and (party.country == country or country is None))
            or any(plain(s) == plain(name) for s in (party.name, *party.spellings))
        ):
            return cast.of_party(party)
    same = next(
        (
            one
            for one in cast.entities
            if one.kind is PartyKind.BODY and one.core == core and one.country in (None, country)
        ),
        None,
    )
    entity = same or cast.new(PartyKind.BODY, name, country)
    entity.core = core
    entity.add_spelling(name)
    return entity


def _read_words(cast: Cast, span: Span, text: str) -> Who | None:
    """Read the person, else the institution, in the words of a head or signature."""
    words = " ".join(span.of(text).split())
    shown = words[:80]
    entity = _full_name_in(cast, words) or _new_name_in(cast, words)
    if entity is None:
        found = _BODY.search(words)
        if found is not None:
            entity = _take_body(cast, found.group())
    if entity is None:
        entity = find_person(cast, words)
    if entity is None:
        return None
    return Who((entity,), span, "name", f"own words of {entity.name}, named in “{shown}”", True)


def _full_name_in(cast: Cast, words: str) -> Entity | None:
    key = f" {plain(words)} "
    best: tuple[int, Entity] | None = None
    for party in cast.known.parties:
        if party.is_person:
            for spelling in (party.name, *party.spellings):
                at = key.find(f" {plain(spelling)} ".replace(",", ""))
                if at < 0:
                    at = key.replace(",", "").find(f" {plain(spelling)} ")
                if at >= 0 and len(spelling.split()) > 1 and (best is None or at < best[0]):
                    best = (at, cast.of_party(party))
    if best is not None:
        return best[1]
    return next(
        (
            one
            for one in cast.entities
            if one.is_person
            and not one.weak
            and len(one.name.split()) > 1
            and f" {plain(one.name)} " in key.replace(",", "")
        ),
        None,
    )


def _new_name_in(cast: Cast, words: str) -> Entity | None:
    """Find a name of two to five words that no list knows, offices and honorifics before it left out."""
    for segment in re.split(
        r",|\s[-–—]\s|\(|\)| at the | to the | on the | before the | at (?=[A-Z])| on (?=\w)| in (?=[A-Z])| to (?=[A-Z])",
        words,
    ):
        for found in _FULL_NAME.finditer(segment.strip()):
            parts = found.group().split()
            office = []
            while parts and (
                plain(parts[0]) in OFFICES | OFFICE_MODIFIERS | set(HONORIFICS) | PORTFOLIOS
                or parts[0] in ("of", "for", "H.E.")
                or cast.places.find(parts[0])
            ):
                office.append(plain(parts.pop(0)))
            if not 2 <= len(parts) <= 5 or any(
                plain(part) in BODY_NOUNS | OFFICES | PORTFOLIOS | THINGS or cast.places.find(part) for part in parts
            ):
                continue
            name = " ".join(parts)
            entity = cast.new(PartyKind.PERSON, name)
            entity.gender = guess_gender(words.split()[:1] + parts) or guess_gender(parts)
            entity.add_spelling(name)
            titles = frozenset(
                word for word in re.findall(r"[a-z]+", words.lower()) if word in OFFICES | OFFICE_MODIFIERS
            )
            country = next((code for word in re.findall(r"[A-Z]\w+", words) if (code := cast.places.find(word))), None)
            entity.country = country
            entity.offices.append(Office(titles, None, country))
            return entity
    return None


_ASKED = re.compile(r"\b(?:questions?|journalists?|reporters?|press|media)\b", re.IGNORECASE)


def find_answerer(page: Page, subjects: Subjects) -> Who | None:
    """Find who took the questions, in the sentence that leads up to the first label: "The Minister then answered …"."""
    first = next((paragraph.number for paragraph in page.paragraphs if paragraph.label is not None), None)
    if first is None:
        return None
    for number in range(first - 1, max(-1, first - 4), -1):
        paragraph = page.paragraphs[number]
        if _ASKED.search(paragraph.text) and number not in page.of_paragraph:
            entity = _full_name_in(subjects.cast, paragraph.text) or _new_name_in(subjects.cast, paragraph.text)
            if entity is not None:
                return Who(
                    (entity,), paragraph.span, "name", f"named above the questions: “{paragraph.text[:60]}”", True
                )
    for sentence in reversed([one for one in page.sentences if first - 3 <= one.paragraph < first]):
        if not _ASKED.search(sentence.span.of(page.text)):
            continue
        asked = next((word.i for word in sentence.words if _ASKED.fullmatch(word.text)), 0)
        subjects_first = sorted(sentence.words, key=lambda word: (word.dep != "nsubj", abs(word.i - asked)))
        for word in subjects_first:
            if word.dep in ("nsubj", "pobj", "nsubjpass") and word.pos in ("NOUN", "PROPN"):
                who = subjects.resolve(word)
                if who is not None and who.first.is_person and who.how in ("name", "office"):
                    return Who(who.parties, who.written, who.how, f"answered the questions: {who.rule}", False)
    return None


def who_of_label(cast: Cast, label: Span, name: str, text: str, author: Who | None) -> Who:
    """Read the label of a turn: a known person by surname, the holder of an office, the house for "A:", else a new
    name.
    """
    shown = " ".join(label.of(text).split())
    span = Span(label.start, label.end - 1)
    entity = find_person(cast, name) or _find_office(cast, name)
    if entity is None and _ANSWERS.match(name.strip()):
        speaker = _find_spokesperson(cast, author, text)
        if speaker is not None or author is not None:
            taken = author is not None and author.first.is_person
            party = author.first if author is not None and taken else speaker or (author.first if author else None)
            assert party is not None  # noqa: S101 one of the two is there
            return Who((party,), span, "name", f"answers under the label “{shown}” for {party.name}", speaker is None)
    if entity is None:
        bare = [word for word in name.split() if plain(word) not in HONORIFICS]
        title = " ".join(word.capitalize() if word.isupper() and len(word) > 2 else word for word in (bare or [name]))
        same = next((one for one in cast.entities if one.is_person and plain(one.name) == plain(title)), None)
        entity = same or cast.new(PartyKind.PERSON, title)
        entity.gender = entity.gender or guess_gender(name.split())
    entity.add_spelling(shown.rstrip(":"))
    return Who((entity,), span, "name", f"speaks under the label “{shown}”", True)


_NAMED_SPOKES = (
    re.compile(
        rf"[Ss]pokes(?:man|woman|person)(?: (?:for|of) [^,.;\n]{{3,60}})?[,:]? (?P<name>{_WORD}(?: (?:(?:de|van|von|der|al|bin|la) )*{_WORD}){{1,3}})"
    ),
    re.compile(
        rf"(?P<name>{_WORD}(?: (?:(?:de|van|von|der|al|bin|la) )*{_WORD}){{1,3}}),? (?:the )?[^,.;\n]{{0,50}}[Ss]pokes(?:man|woman|person)"
    ),
    re.compile(
        rf"(?P<name>{_WORD}(?: (?:(?:de|van|von|der|al|bin|la) )*{_WORD}){{1,3}})[^.\n]{{0,60}} (?:answered|took|replied to|responded to)[^.\n]{{0,30}} questions"
    ),
    re.compile(
        rf"[Qq]uestions (?:to|answered by|put to|for)(?: the)? (?:\w+ ){{0,4}}?(?P<name>{_WORD}(?: (?:(?:de|van|von|der|al|bin|la) )*{_WORD}){{1,3}})"
    ),
)
_SPOKES = frozenset({"spokesman", "spokeswoman", "spokesperson"})


def _find_spokesperson(cast: Cast, author: Who | None, text: str) -> Entity | None:
    """Find who answers for a house: somebody named with that office, else the one whom the store has for this house."""
    named = [one for one in cast.entities if one.is_person and any(office.words & _SPOKES for office in one.offices)]
    if named:
        return named[0]
    holders = [
        party
        for party in cast.known.parties
        if party.is_person and any(_SPOKES & set(plain(role.title).split()) for role in party.roles)
    ]
    printed = [party for party in holders if any(spelling in text for spelling in (party.name, *party.spellings))]
    house = author.first.known.id if author is not None and author.first.known is not None else None
    country = author.first.country if author is not None else None
    own = [
        party
        for party in holders
        if any((role.organisation == house and house) or (role.country == country and country) for role in party.roles)
    ]
    chosen = printed or own
    if len(chosen) == 1:
        return cast.of_party(chosen[0])
    for pattern in _NAMED_SPOKES:
        found = pattern.search(text)
        if found is not None:
            entity = _full_name_in(cast, found["name"]) or _new_name_in(cast, found["name"])
            if entity is not None:
                return entity
    return None


def find_person(cast: Cast, name: str) -> Entity | None:
    """Find the person of a label or a heading: by full name, else by the one surname that it holds."""
    words = [word for word in re.split(r"[\s,()]+", name) if word]
    low = [plain(word) for word in words]
    people = [one for one in cast.entities if one.is_person]
    known = [
        cast.of_party(party) for party in cast.known.parties if party.is_person and surnames(party.name) & set(low)
    ]
    candidates = list(dict.fromkeys([*people, *known]))
    full = [
        one
        for one in candidates
        if len(one.name.split()) > 1 and set(plain(one.name).split()) <= set(" ".join(low).split())
    ]
    if len(full) == 1:
        return full[0]
    joined = " ".join(low)
    short = [
        one
        for one in candidates
        if any(re.search(rf"\b{re.escape(surname)}\b", joined) for surname in surnames(one.name))
    ]
    if len(short) > 1:
        offices = set(low) & OFFICES
        short = [one for one in short if any(offices & office.words for office in one.offices)] or short
    return short[0] if len(short) == 1 or (short and all(one is short[0] for one in short)) else None


def _find_office(cast: Cast, name: str) -> Entity | None:
    """Find the holder of an office that stands for a label: "SPOKESPERSON:", "THE MINISTER:"."""
    low = frozenset(plain(word) for word in name.split())
    heads = [word for word in low if word in OFFICES]
    if not heads or len(low - OFFICES - OFFICE_MODIFIERS - BODY_NOUNS - {"the", "of", "and"}) > 0:
        return None
    for entity in cast.entities:
        if entity.is_person and any(low & OFFICES & office.words for office in entity.offices):
            return entity
    return None


def who_asks(cast: Cast, page: Page, paragraphs: Sequence[int]) -> Who | None:
    """The journalist who gives a name before the question, as the one who hands on what the question tells."""
    for number in paragraphs[:1]:
        for mention in cast.mentions:
            word = page.words[mention.first]
            if (
                word.paragraph == number
                and mention.entity.is_person
                and word.start - page.paragraphs[number].span.start < 60
            ):
                return Who(
                    (mention.entity,),
                    page.extent(page.words[mention.first : mention.last + 1]),
                    "name",
                    "asks the question",
                    True,
                )
    return None
