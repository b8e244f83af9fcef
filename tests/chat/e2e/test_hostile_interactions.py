"""No interaction, however forged or damaged, stays unanswered or makes a traceback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from tests.support.hostile_input import Case, cases
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
