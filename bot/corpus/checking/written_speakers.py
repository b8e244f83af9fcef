"""Whom a report names as the speaker, held against who speaks in its statement.

A name as written that is another party's alone is a mistake, unless the report has a speaker of its own or says why.
Unknown names, and descriptions such as "an aide to Ana Orel", prove nothing. So does a quotation within another
speaker's: the report must say in whose account it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.corpus.annotations import Span
from bot.corpus.countries import FORMER_STATES, list_countries
from bot.corpus.model import Organisation, Person, Report
from bot.corpus.problems import Problem, show
from bot.corpus.vocabulary import Vocabularies

_WORD = re.compile(r"\w+")
_WITHIN_WORDS = re.compile("(?<=\\w)['’ʼ.](?=\\w)")
# Words after which a name is not the speaker's: "an aide to Ana Orel", "a spokesman for the president".
_OF_OTHERS = frozenset({"of", "to", "for", "with", "by", "under", "behind", "from"})
_ARTICLES = frozenset({"the", "a", "an"})
_MOST_WORDS = 16  # of a name as written; what is longer is a description


@dataclass(frozen=True, slots=True)
class WrittenSpeaker:
    """The speaker that a report names, where that is not plainly the statement's.

    speakers     the report's own; empty where it has the statement's
    is_inferred  whether the attribution is marked as inferred: an institution or a country may then stand for others
    """

    statement: str
    speakers: tuple[str, ...]
    written: str
    is_inferred: bool
    line: int
    column: int

    def describe_other(self, names: SpeakerNames, speakers: Sequence[str], file: str) -> Problem | None:
        """What is wrong where the name is that of other parties than `speakers`."""
        others = names.find_others(self.written, self.speakers or speakers, is_inferred=self.is_inferred)
        if not others:
            return None
        what = (
            f"the speaker as written, {show(self.written)}, is a name of {' or '.join(others)}; "
            f"the speaker is {', '.join(self.speakers or speakers)}"
        )
        todo = (
            f"correct one of them, give the report `speaker: {others[0]}` where that source names another speaker, "
            "or say under `exceptions: {speaker: …}` why it is right"
        )
        return Problem(file, self.line, self.column, what, todo)


@dataclass(frozen=True, slots=True)
class NestedQuotation:
    """A quotation that stands within a quotation of another statement."""

    inner: tuple[str, tuple[str, ...]]  # the statement, and the report's own speakers
    outer: tuple[str, tuple[str, ...]]
    words: str
    recounted_by: str | None
    line: int
    column: int

    def describe(self, inner: Sequence[str], outer: Sequence[str], file: str) -> Problem | None:
        """What is wrong where the outer one is another speaker's and the report does not say so."""
        if set(inner) & set(outer) or not inner or not outer or self.recounted_by in outer:
            return None
        what = f"{show(self.words)} stands inside a quotation of {', '.join(outer)}, who tells what was said"
        todo = f"write `recounted_by: {outer[0]}`, or say under `exceptions: {{speaker: …}}` why it is right"
        return Problem(file, self.line, self.column, what, todo)


def is_marked(report: Report) -> bool:
    """Whether a report says why its speaker is another one than the name as written."""
    return report.exceptions.speaker is not None or any(one.field == "speaker" for one in report.conflicts)


def is_own_name(written: str, speakers: Iterable[str], people: Mapping[str, Person]) -> bool:
    """Whether a name is plainly that of one of the speakers, letter for letter."""
    return any(
        written == person.name or written in person.spellings or written in person.also
        for person in (people[one] for one in speakers if one in people)
    )


def find_nested(spans: Sequence[tuple[Span, int]]) -> Iterator[tuple[int, int, Span]]:
    """Quotations (span, number of the entry) that stand within one of another entry: inner, outer, the inner span."""
    around: list[tuple[Span, int]] = []
    for span, entry in sorted(spans, key=lambda one: (one[0].start, -one[0].end)):
        while around and around[-1][0].end < span.end:
            around.pop()
        for outer, other in reversed(around):
            if outer != span and other != entry:
                yield entry, other, span
                break
        around.append((span, entry))


class SpeakerNames:
    """All names of the parties that can speak."""

    def __init__(self, vocabulary: Vocabularies) -> None:
        self._vocabulary = vocabulary

    def find_others(self, written: str, speakers: Collection[str], *, is_inferred: bool) -> list[str]:
        """The parties whose name this is, where it is the name of none of the speakers; empty where nothing is sure."""
        words = fold_words(written)
        known = all(one in self._vocabulary.people or one in self._vocabulary.organisations for one in speakers)
        if not known or not 0 < len(words) <= _MOST_WORDS:
            return []
        named = self._find_full(words)
        if not named:
            if self._words_of(speakers) & set(words):
                return []
            bodies = self._bodies.get(_without_article(words), set())
            if is_inferred or bodies & self._countries_of(speakers):
                return []
            named = bodies or self._find_partly(words)
        elif is_inferred and not any(one in self._vocabulary.people for one in speakers):
            return []  # an institution, worked out from the name of its head
        return sorted(named) if named.isdisjoint(speakers) else []

    def _find_full(self, words: tuple[str, ...]) -> set[str]:
        """The persons whose full name stands in it as that of who speaks."""
        found: set[str] = set()
        for start in range(len(words)):
            if start and _OF_OTHERS.intersection(words[max(0, start - 2) : start]):
                continue
            for end in range(start + 1, len(words) + 1):
                if words[end : end + 1] != ("s",):  # Ana Orel's office
                    found |= self._full.get(words[start:end], set())
        return found

    def _find_partly(self, words: tuple[str, ...]) -> set[str]:
        """The persons of whose name the last word is a part: Orel, Minister Orel."""
        if _OF_OTHERS.intersection(words):
            return set()
        return self._parts.get(words[-1], set())

    def _words_of(self, speakers: Iterable[str]) -> set[str]:
        return {word for one in speakers for word in self._words.get(one, ())}

    def _countries_of(self, speakers: Iterable[str]) -> set[str]:
        """The countries of the organisations among the speakers, for which a capital or a demonym may stand."""
        bodies = (self._vocabulary.organisations[one] for one in speakers if one in self._vocabulary.organisations)
        return {body.country for body in bodies if body.country}

    @cached_property
    def _full(self) -> dict[tuple[str, ...], set[str]]:
        found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for key, person in self._vocabulary.people.items():
            for name in _names_of(person):
                words = fold_words(name)
                if len(words) > 1 or not person.unnamed:
                    found[words].add(key)
        return found

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        people = self._vocabulary.people
        return {key: {word for name in _names_of(one) for word in fold_words(name)} for key, one in people.items()}

    @cached_property
    def _parts(self) -> dict[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for key, words in self._words.items():
            if not self._vocabulary.people[key].unnamed:
                for word in words:
                    found[word].add(key)
        return found

    @cached_property
    def _bodies(self) -> dict[tuple[str, ...], set[str]]:
        """Organisations and countries by their names."""
        found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
        for key, body in self._vocabulary.organisations.items():
            for name in _names_of(body):
                found[_without_article(fold_words(name))].add(key)
        for code, name in (*list_countries().items(), *FORMER_STATES.items()):
            found[_without_article(fold_words(name))].add(code)
        for code, country in self._vocabulary.countries.items():
            given = (country.name,) if country.name else ()
            for name in (*given, *country.demonyms, *country.metonyms, *country.abbreviations, *country.also):
                found[_without_article(fold_words(name))].add(code)
        return found


def fold_words(text: str) -> tuple[str, ...]:
    """The words of a name without case, accents and punctuation; O’Dell is one word, Ho-jin are two."""
    plain = unicodedata.normalize("NFKD", _WITHIN_WORDS.sub(_fold_mark, text)).casefold()
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return tuple(_WORD.findall(unicodedata.normalize("NFC", kept)))


def _fold_mark(match: re.Match[str]) -> str:
    """A genitive's apostrophe parts it from the name; others are within a word."""
    rest = match.string[match.end() : match.end() + 2]
    return " " if match[0] != "." and rest[:1] in "sS" and not rest[1:].isalpha() else ""


def _names_of(party: Person | Organisation) -> Iterator[str]:
    yield party.name
    yield from party.spellings
    yield from party.also


def _without_article(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] in _ARTICLES else words
