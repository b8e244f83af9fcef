"""The list holds as many questions of each sort as it promises, and not_yet.txt names only those."""

from collections import Counter

from tests.questions.question_list import read_not_yet, read_questions

QUESTIONS = read_questions()
NOT_YET = read_not_yet()


def test_questions_are_150_with_ids_of_their_own() -> None:
    assert len({asked.id for asked in QUESTIONS}) == len(QUESTIONS) == 150


def test_questions_cover_what_people_type() -> None:
    kinds = Counter(asked.kind for asked in QUESTIONS)
    refused = [asked for asked in QUESTIONS if asked.says and "answers" not in asked.says]
    assert min(kinds.values()) >= 3
    assert kinds["plain-question"] >= 35
    assert len(refused) >= 25
    assert sum(asked.careless for asked in QUESTIONS) >= 25
    assert sum(not asked.ask.isascii() for asked in QUESTIONS) >= 10


def test_not_yet_names_questions_once() -> None:
    assert len(set(NOT_YET)) == len(NOT_YET)
    assert set(NOT_YET) <= {asked.id for asked in QUESTIONS}
