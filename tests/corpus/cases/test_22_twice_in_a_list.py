"""Case 22: the same thing twice in a list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.sample_record import ORGANISATIONS, PEOPLE, check_sample

TEXT = "Ana Orel said “we go on” and “we stay”, and “we go on” again."


@pytest.mark.parametrize(
    ("report", "rest", "what"),
    [
        ({}, {"statement": {"speaker": ["ana-orel", "ana-orel"]}}, "“ana-orel” stands twice in `speaker`"),
        ({}, {"statement": {"to": ["SI", "KR", "SI"]}}, "“SI” stands twice in `to`"),
        ({}, {"statement": {"about": ["KR", "KR"]}}, "“KR” stands twice in `about`"),
        ({"via": ["sample-mofa", "sample-mofa"]}, {}, "“sample-mofa” stands twice in `via`"),
        ({"quotes": ["we stay", "we stay"]}, {}, "“we stay” stands twice in `quotes`"),
        ({"quotes": ["we stay", {"exact": "we stay"}]}, {}, "the same stands twice in `quotes`"),
        ({}, {"source": {"authors": ["Bo Lind", "Bo Lind"]}}, "“Bo Lind” stands twice in `authors`"),
    ],
)
def test_what_stands_twice_in_a_list_is_refused(
    tmp_path: Path, report: dict[str, Any], rest: dict[str, Any], what: str
) -> None:
    problems = check_sample(tmp_path, TEXT, {"passage": TEXT, "quotes": ["we stay"]} | report, **rest)
    assert [one.what for one in problems] == [what]


def test_vocabularies_are_looked_at_too(tmp_path: Path) -> None:
    people = {"bo-lind": PEOPLE["ana-orel"] | {"also": ["Bo", "Bo"], "roles": PEOPLE["ana-orel"]["roles"] * 2}}
    problems = check_sample(tmp_path, TEXT, {"passage": TEXT, "quotes": ["we stay"]}, people=people)
    assert {one.what for one in problems} == {"“Bo” stands twice in `also`", "the same stands twice in `roles`"}


def test_the_same_words_at_two_places_are_two_quotations(tmp_path: Path) -> None:
    quotes = [{"exact": "we go on", "occurrence": "1"}, {"exact": "we go on", "occurrence": "2"}]
    assert check_sample(tmp_path, TEXT, {"passage": TEXT, "quotes": quotes}) == []


def test_two_speakers_of_one_country_may_each_be_given_their_side(tmp_path: Path) -> None:
    organisations = {"sample-office": ORGANISATIONS["sample-mofa"]}
    statement = {"speaker": ["ana-orel", "sample-office"], "side": ["SI", "SI"]}
    report = {"passage": TEXT, "quotes": ["we stay"]}
    assert check_sample(tmp_path, TEXT, report, statement=statement, organisations=organisations) == []
