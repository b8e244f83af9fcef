"""150 questions on the five articles, asked as people type them: what must and must not come.

Where a question is not answered well yet, its id stands in not_yet.txt; it is taken out with the change that mends it.
"""

from collections.abc import AsyncIterator
from re import fullmatch

import pytest
import pytest_asyncio

from tests.questions.question_judge import judge
from tests.questions.question_list import SAYS, Asked, read_articles, read_not_yet, read_questions
from tests.questions.question_service import Questions, build_store

QUESTIONS = read_questions()
NOT_YET = read_not_yet()

# One service answers all of them.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def questions(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Questions]:
    folder = tmp_path_factory.mktemp("store")
    build_store(folder)
    async with Questions().open(folder) as questions:
        yield questions


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def held(questions: Questions) -> set[str]:
    return await questions.list_statements()


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.id)
async def test_question_gets_the_answer_that_the_articles_give(
    questions: Questions, held: set[str], asked: Asked
) -> None:
    wrong = judge(asked, await questions.put(asked), held)
    if asked.id in NOT_YET:
        assert wrong, f"{asked.ask} is answered well: take {asked.id} out of not_yet.txt"
    else:
        assert not wrong, f"{asked.ask} (asked on {asked.as_of}): {'; '.join(wrong)}. {asked.why}"


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.id)
async def test_expectation_stands_in_the_articles_and_can_fail(held: set[str], asked: Asked) -> None:
    articles = read_articles()
    assert asked.options
    assert set(asked.says) <= SAYS
    assert asked.must or asked.must_not or asked.order or asked.offers or "nothing-held" in asked.says
    assert [one for one in (*asked.must, asked.first) if one and one not in held and one not in articles] == []
    assert set(asked.order) <= held
    assert [one for one in asked.must_not if fullmatch(r"[a-z]+(-[a-z]+)+", one) and one not in held] == []
    assert not set(asked.must) & set(asked.must_not)
