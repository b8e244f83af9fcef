"""Case 21: uttered, released, published, modified, in this order; a day of difference can be a zone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.sample_record import check_sample, list_problems, write_sample

TEXT = "Ana Orel said “we go on”."
REPORT: dict[str, Any] = {"passage": TEXT, "quotes": ["we go on"]}


def said(tmp_path: Path, statement: dict[str, Any], source: dict[str, Any] | None = None) -> list[str]:
    return [one.what for one in check_sample(tmp_path, TEXT, REPORT, statement=statement, source=source)]


@pytest.mark.parametrize(
    ("statement", "source", "what"),
    [
        ({"day": "2031-03-09"}, {"published": {"day": "2031-03-05"}}, "the statement is of 2031-03-09, and this"),
        ({"day": "2031-04"}, {"published": {"day": "2031-03-05"}}, "the statement is of 2031-04, and this source"),
        ({"day": "2031-03-09/2031-03-11"}, {"published": {"day": "2031-03"}}, None),
        ({"day": "2031-03-09/.."}, {"published": {"day": "2031-03-05"}}, "the statement is of 2031-03-09/.."),
        ({"released": "2031-03-09"}, {"published": {"day": "2031-03-05"}}, "the statement is of 2031-03-09, and this"),
        ({"released": "2031-02-01"}, {}, "released 2031-02-01, before it was said (2031-03-04)"),
        ({"released": "2031-02"}, {}, "released 2031-02, before it was said (2031-03-04)"),
        ({"day": "2031-04/2031-05", "released": "2031-03-01"}, {}, "released 2031-03-01, before it was said (2031-04"),
        ({}, {"published": {"day": "2031-03-05", "at": "2031-03-07T10:00:00+01:00"}}, "published at 2031-03-07T10:00"),
        ({}, {"published": {"day": "2031-03-05", "at": "2031-03-06T00:10:00+09:00"}}, "published at 2031-03-06T00:10"),
        ({}, {"published": {"day": "2031-03-05", "at": "2031-03-07T10:00:00Z"}}, "published at 2031-03-07T10:00"),
        ({}, {"published": {"day": "2031-03-05", "at": "2031-03-05T10:00:00Z"}, "modified": "2031-03-05T09:00:00Z"},
         "modified 2031-03-05T09:00"),
        ({}, {"published": {"day": "2031-03-05"}, "modified": "2031-03-02T09:00:00Z"}, "modified 2031-03-02T09:00"),
    ],
)  # fmt: skip
def test_days_that_cannot_be_are_refused(
    tmp_path: Path, statement: dict[str, Any], source: dict[str, Any], what: str | None
) -> None:
    found = said(tmp_path, statement, source)
    assert (not found) if what is None else (len(found) == 1 and found[0].startswith(what))


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ({"day": "2031-03-04"}, {"published": {"day": "2031-03-04"}}),
        ({"day": "2031-03-05"}, {"published": {"day": "2031-03-04"}}),
        ({"released": "2031-03-03"}, {}),
        ({"day": "2031-03-20~"}, {"published": {"day": "2031-03-04"}}),
        ({"day": "2031"}, {"published": {"day": "2031-03-04"}}),
        ({"day": "../2031-03-09"}, {"published": {"day": "2031-03-01"}}),
        ({}, {"published": {"day": "2031-03-05", "at": "2031-03-04T20:00:00Z"}}),
        ({}, {"published": {"day": "2031-03-05", "at": "2031-03-05T23:50:00-05:00"}}),
        (
            {"day": "2031-03-09", "exceptions": {"day": "Said in advance, under embargo"}},
            {"published": {"day": "2031-03-05"}},
        ),
        ({"released": "2031-02-01", "exceptions": {"day": "The draft was released before"}}, {}),
        ({}, {"published": {"day": "2031-03-05"}, "modified": "2031-03-02T09:00:00Z", "exceptions": {"day": "Clock"}}),
    ],
)
def test_days_that_can_be_or_have_a_reason_pass(
    tmp_path: Path, statement: dict[str, Any], source: dict[str, Any]
) -> None:
    assert said(tmp_path, statement, source) == []


@pytest.mark.parametrize("name", ["a-again", "z-again"])
def test_a_report_in_an_older_source_is_found_whatever_its_file_is_called(tmp_path: Path, name: str) -> None:
    check_sample(tmp_path, TEXT, REPORT, statement={"day": "2031-03-09"})
    older = {"published": {"day": "2031-03-05"}}
    write_sample(tmp_path, f"Again: {TEXT}", REPORT, name=name, statement={"same_as": "sample-0"}, source=older)
    (problem,) = list_problems(tmp_path)
    assert problem.what.startswith("the statement is of 2031-03-09, and this source came out before it")
