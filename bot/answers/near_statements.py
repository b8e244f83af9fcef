"""The statements held that come nearest to words that somebody is about to add, so that nothing is held twice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.answers.formatting.statement_lines import describe_when
from bot.answers.model import Question, StatementItem
from bot.answers.service import AnswerService

MAX_NEAR: Final = 5
MAX_WORDS_CHARACTERS: Final = 290  # of a question; a longer one is cut after a word


@dataclass(frozen=True, slots=True)
class NearStatement:
    """A statement that is held and may be the same.

    who, when   its speakers and day, as shown
    quotation   its words between marks, empty where none are held; else there is the `paraphrase`
    is_same     whether speaker and words are those that were asked for
    """

    id: str
    who: str
    when: str
    quotation: str = ""
    paraphrase: str = ""
    is_same: bool = False


async def find_near_statements(
    service: AnswerService, words: str, speakers: Collection[str], today: date
) -> list[NearStatement]:
    """Find the nearest statements, the best first, by their words and by the ids of who speaks. Raises QueryTooSlow."""
    asked = " ".join(words.split())
    if len(asked) > MAX_WORDS_CHARACTERS:
        asked = asked[:MAX_WORDS_CHARACTERS].rpartition(" ")[0] or asked[:MAX_WORDS_CHARACTERS]
    answer = await service.answer(Question("who-said", {"words": asked}, today), MAX_NEAR)
    found: list[NearStatement] = []
    for entry in answer.entries:
        item = entry.item
        if isinstance(item, StatementItem):
            statement = item.statement
            same = not set(speakers).isdisjoint(speaker.party.id for speaker in statement.speakers)
            found.append(
                NearStatement(
                    statement.id,
                    ", ".join(speaker.party.name for speaker in statement.speakers),
                    describe_when(statement, service.locale),
                    next(iter(item.snippet.quotations), "") if item.snippet.kind == "quoted" else "",
                    statement.paraphrase or "",
                    same and item.match in ("exact", "words"),
                )
            )
    return found
