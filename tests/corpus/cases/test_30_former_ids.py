"""Former ids belong to one statement alone, and what is withdrawn is not brought in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.sample_record import list_problems, write_sample, write_vocabulary

TEXT = "Ana Orel spoke."


def check(root: Path, first: dict[str, Any], second: dict[str, Any], **sections: Any) -> list[str]:
    write_vocabulary(root)
    if sections:
        write_vocabulary(root, name="more", **sections)
    write_sample(root, TEXT, {"passage": TEXT}, name="one", statement=first)
    write_sample(root, f"{TEXT} Again.", {"passage": TEXT}, name="two", statement={"day": "2031-03-05"} | second)
    return [one.what for one in list_problems(root)]


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        ({"was": "old"}, {"was": "old"}, "“old” is a former id already, in data/sources/one.yaml, line 1"),
        ({"was": "old"}, {"merged": ["old"]}, "“old” is a former id already, in data/sources/one.yaml, line 1"),
        ({"merged": "old"}, {"merged": ["o", "old"]}, "“old” is a former id already, in data/sources/one.yaml, line 1"),
        ({"was": "two-0"}, {}, "“two-0” is the id of a statement that is there"),
        ({}, {"merged": "one-0"}, "“one-0” is the id of a statement that is there"),
        ({}, {"was": "two-0"}, "“two-0” is the id of a statement that is there"),
        ({"was": ["old", "old"]}, {}, "“old” is a former id already, in data/sources/one.yaml, line 1"),
        ({"was": "old", "merged": "old"}, {}, "“old” is a former id already, in data/sources/one.yaml, line 1"),
    ],
)  # fmt: skip
def test_a_former_id_is_one_statements_alone(
    tmp_path: Path, first: dict[str, Any], second: dict[str, Any], what: str
) -> None:
    assert check(tmp_path, first, second) == [what]


def test_former_ids_of_several_pass(tmp_path: Path) -> None:
    assert check(tmp_path, {"was": ["a", "b"], "merged": "c"}, {"was": "d", "merged": ["e"]}) == []


def test_a_withdrawn_id_is_in_use_nowhere(tmp_path: Path) -> None:
    withdrawn = {"gone": {"because": "It was never said"}, "one-0": {"because": "It was never said"}}
    assert check(tmp_path, {}, {"was": "gone"}, withdrawn=withdrawn) == [
        "the statement “one-0” is withdrawn, and an entry brings it in", "“gone” is withdrawn",
    ]  # fmt: skip


def test_a_report_that_names_a_former_id_is_told_the_new_one(tmp_path: Path) -> None:
    assert check(tmp_path, {"was": "old-name"}, {"relations": {"answers": ["old-name"]}}) == [
        "there is no statement “old-name”"
    ]
    (problem,) = list_problems(tmp_path)
    assert problem.todo.startswith("it is called `one-0` now")
