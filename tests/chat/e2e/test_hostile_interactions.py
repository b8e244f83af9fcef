"""No interaction, however forged or damaged, stays unanswered or makes a traceback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from bot.chat import custom_ids
from tests.support.hostile_input import COMMAND, FORM, MESSAGE_MENU, Case, cases
from tests.support.hostile_interactions import Target


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    made = Target(tmp_path_factory.mktemp("hostile"))
    made.open()
    yield made
    made.close()


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_any_interaction_is_answered_without_a_traceback(target: Target, case: Case) -> None:
    target.check(case)


@pytest.mark.parametrize("target_id", ["1", [], None])
@pytest.mark.parametrize("message", [{}, "", {"id": "1"}])
def test_a_menu_used_on_a_message_that_is_not_whole_is_answered(
    target: Target, target_id: object, message: object
) -> None:
    data = {"id": "1", "name": "Ingest this", "type": MESSAGE_MENU, "target_id": target_id}
    target.check(Case(COMMAND, data | {"resolved": {"messages": {"1": message}}}, "admin"))


@pytest.mark.parametrize("components", [False, [""], [{"type": 18}], 0.5])
def test_a_form_that_comes_back_damaged_is_answered(target: Target, components: object) -> None:
    target.check(Case(COMMAND, {"id": "1", "name": "ingest", "type": 1, "options": []}, "admin"))
    target.check(Case(FORM, {"custom_id": custom_ids.PASTE, "components": components}, "admin"))


@pytest.mark.parametrize("failure", ["drop", "lose", 400])
def test_a_form_whose_connection_resets_is_opened_or_that_is_said(target: Target, failure: int | str) -> None:
    stumble = ("callback", failure)
    target.check(Case(COMMAND, {"id": "1", "name": "ingest", "type": 1, "options": []}, "admin", stumble=stumble))  # type: ignore[arg-type]
