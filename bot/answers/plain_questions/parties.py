"""Who is named in a stretch of a question, in whatever case of a language the name stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Prefix

from bot.answers.options.entities import resolve_country
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.options.speakers import resolve_speaker
from bot.answers.plain_questions.tokens import drop_possessive
from bot.store.analysis.folding import fold
from bot.store.analysis.tokenizer import STOP_WORDS
from bot.store.names.directory import Directory

_PARTIES = ("person", "organisation", "country")
_LEAST_INFLECTED = 4  # letters: a shorter word in another case is taken for another word
_MOST_ENDING = 3  # letters that a case changes
_MOST_LISTED = 20
_MOST_WORDS = 8
_CODE = 3  # letters of a country's code, at most


def resolve_party(directory: Directory, text: str) -> str:
    """Find the person, institution or country meant: an id or a code. Raises NotUnderstood and Ambiguous."""
    plain = drop_possessive(text)
    try:
        return resolve_speaker(directory, "question", plain)
    except NotUnderstood as error:
        for other in _vary(directory, plain):
            try:
                return resolve_speaker(directory, "question", other)
            except NotUnderstood:
                continue
        raise error from None


def _is_word(text: str) -> bool:
    """Whether a text is an everyday word that is a country's code as well: `in`, `it`, `at`."""
    return text.islower() and len(text) <= _CODE and text in STOP_WORDS


def find_party(directory: Directory, text: str) -> str | None:
    """The party meant, None where nobody is, or several are."""
    if _is_word(text):
        return None
    try:
        return resolve_party(directory, text)
    except (NotUnderstood, Ambiguous):
        return None


def is_party(directory: Directory, text: str) -> bool:
    """Whether a stretch names somebody, one or several."""
    try:
        resolve_party(directory, text)
    except NotUnderstood:
        return False
    except Ambiguous:
        return True
    return True


def find_country(directory: Directory, text: str) -> str | None:
    """The country meant, None where none is."""
    if _is_word(text):
        return None
    for one in (drop_possessive(text), *_vary(directory, drop_possessive(text))):
        try:
            return resolve_country(directory, "question", one)
        except (NotUnderstood, Ambiguous):
            continue
    return None


def _vary(directory: Directory, text: str) -> Iterator[str]:
    """Other forms of a name: without an s that stands for a possessive, or out of another case."""
    if text.endswith("s") and len(text) > _LEAST_INFLECTED:
        yield text[:-1]
    words = fold(text).split()
    if not 0 < len(words) <= _MOST_WORDS or not all("\u0400" <= word[0] <= "\u04ff" for word in words):
        return
    if len(words[0]) < _LEAST_INFLECTED:
        return
    for name in directory.starting(_PARTIES, words[0][: max(3, len(words[0]) - _MOST_ENDING)], _MOST_LISTED):
        for held in directory.names(name.kind, name.ref):
            if _is_inflected(words, held.folded.split()):
                yield held.text
    # A family name that stands alone, in another case.
    if len(words) == 1:
        yield from dict.fromkeys(
            word
            for name in directory.starting("person", words[0][:-1], _MOST_LISTED)
            for held in directory.names("person", name.ref)
            for word in held.folded.split()
            if _is_inflected(words, [word])
        )


def _is_inflected(words: Sequence[str], held: Sequence[str]) -> bool:
    return len(words) == len(held) and all(
        Prefix.similarity(one, other) >= max(3, max(len(one), len(other)) - _MOST_ENDING)
        for one, other in zip(words, held, strict=True)
    )


def part_pair(text: str) -> Iterator[tuple[str, str]]:
    """The ways to part a stretch into two that are named together: `Lee and Rudenko`."""
    words = text.split()
    for at, word in enumerate(words):
        if word.casefold() in ("and", "&", "et", "und", "y", "и") and 0 < at < len(words) - 1:
            yield " ".join(words[:at]), " ".join(words[at + 1 :])
