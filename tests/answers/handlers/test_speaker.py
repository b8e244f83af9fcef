"""Who somebody is, what he said, and what was said to him."""

from typing import Any

from bot.answers.model import Question
from bot.answers.service import AnswerService
from tests.support.shipped_records import TODAY


async def test_who_is_only_spoken_to_is_shown_with_what_was_said_to_him(ask: Any) -> None:
    answer = await ask("speaker", name="Zinoviev")
    person, *said = [entry.item for entry in answer.entries]
    assert person.person.statements == 0
    assert len(said) == person.person.addressed == 6
    assert all("georgy-zinoviev" in {party.id for party in item.statement.to} for item in said)
    assert all(entry.group.startswith("Said to Georgy Zinoviev, ") for entry in answer.entries[1:])
    assert answer.notes == ("The store holds no words of Georgy Zinoviev; 6 statements to them stand below.",)
    assert (answer.total, answer.more) == (7, False)


async def test_what_was_said_to_a_speaker_follows_what_he_said_page_after_page(
    service: AnswerService, ask: Any
) -> None:
    whole = [entry.key for entry in (await ask("speaker", name="Lee Do-hoon")).entries]
    own, to = [key for key in whole if not key.startswith("to:")], [key for key in whole if key.startswith("to:")]
    assert len(own) > 2
    assert len(to) > 2
    assert whole == own + to
    for limit in (2, 3, 5):
        keys, question, more = [], Question("speaker", {"name": "Lee Do-hoon"}, TODAY), True
        while more:
            answer = await service.answer(question, limit)
            keys += [entry.key for entry in answer.entries]
            assert answer.total == len(whole)
            more = answer.more
            question = Question("speaker", question.options, TODAY, after=keys[-1], skipped=len(keys))
        assert keys == whole
