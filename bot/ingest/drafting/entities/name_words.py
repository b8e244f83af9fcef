"""What a name's words are by themselves: the text of a run, and words of an office."""

from __future__ import annotations

from bot.ingest.drafting.entities.cast import Cast
from bot.ingest.drafting.lexicon.nouns import HONORIFICS, OFFICE_MODIFIERS, OFFICES, mend
from bot.ingest.drafting.model import Span
from bot.ingest.drafting.syntax.page import Word, close_up

SPELLING_RATIO = 88  # rapidfuzz ratio of two spellings of one name: a letter lost or doubled, not another name


def is_office_word(word: Word) -> bool:
    low = mend(word.low.rstrip("."))
    return low in OFFICES or low in HONORIFICS or low in OFFICE_MODIFIERS


def text_of(cast: Cast, first: int, last: int) -> str:
    words = cast.page.words
    return close_up(cast.page.text, Span(words[first].start, words[last].end))
