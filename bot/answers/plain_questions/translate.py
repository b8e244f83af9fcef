"""Questions in other languages than English: their words of asking, put as English has them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.plain_questions import words as vocabulary
from bot.answers.plain_questions.tokens import Word

_ENGLISH_WORDS = """
    what who when where why how which did does do has have had is are was were the about said say says anything any
    both since from need on of by in
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_VERBS = {
    "SAY": "say", "REPLY": "reply", "HAPPEN": "happened", "warnings": "warned", "demands": "demanded",
    "criticism": "criticised", "condemnations": "condemned", "denials": "denied", "refusals": "refused",
    "threats": "threatened", "agreements": "agreed", "meetings": "met", "summonses": "summoned",
    "apologies": "apologised", "promises": "promised", "WHO": "who", "FILLER": "what", "ABOUT": "about", "TO": "to",
    "SINCE": "since", "AT": "at",
}  # fmt: skip


def translate(words: Sequence[Word]) -> tuple[list[Word], bool]:
    """The words of a question with those that ask in English, and whether it was in another language.

    Names keep their place in the question. Elided articles and pronouns (`qu'a`) only ask.
    """
    known = sum(word.plain in _ENGLISH or bool(vocabulary.find_verb(word.plain)) for word in words)
    counts = {
        language: sum(bool(vocabulary.find_foreign(word.plain, language)) for word in words)
        for language in vocabulary.LANGUAGES
    }
    language = max(counts, key=lambda one: counts[one])
    if known >= counts[language]:
        return list(words), False
    translated: list[Word] = []
    for word in words:
        role = vocabulary.find_foreign(word.plain, language)
        if role:
            translated.append(Word(word.text, _VERBS[role], word.start, word.end))
            continue
        bare, particle = vocabulary.part_particle(word.plain) if language == "ko" else (word.plain, "")
        if particle:
            translated.append(Word("", _VERBS[particle], word.start, word.start))
        end = word.start + len(bare) if bare != word.plain else word.end
        text = word.text[: end - word.start]
        translated.append(Word(text, bare, word.start, end))
    return _put_verb_last_first(translated), True


def _put_verb_last_first(words: list[Word]) -> list[Word]:
    """Where the verb stands last, as in Korean, put it behind the first name, where English has it."""
    if not words or not any("\uac00" <= char <= "\ud7a3" for char in words[-1].text):
        return words
    verb, others = words[-1], words[:-1]
    first = next((i for i, word in enumerate(others) if word.plain in ("to", "about", "at")), len(others))
    return [*others[:first], verb, *others[first:]]
