"""Case 25: an empty folder and a missing file are one mistake each; days in another form are shown as EDTF."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.edtf import parse_day
from bot.corpus.reading.day_advice import advise_on_day
from bot.settings import HOME
from tests.support.sample_record import check_sample, list_problems, write_vocabulary


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "data/sources").mkdir(parents=True)
    (problem,) = list_problems(tmp_path)
    assert (problem.file, problem.what) == ("data", "the folder holds no records")


def test_a_folder_of_vocabularies_alone_is_a_mistake(tmp_path: Path) -> None:
    write_vocabulary(tmp_path)
    (problem,) = list_problems(tmp_path)
    assert (problem.file, problem.what) == ("data", "the folder holds no sources")


@pytest.mark.parametrize("section", ["people", "organisations", "events", "topics", "tones"])
def test_a_missing_vocabulary_file_is_one_mistake(tmp_path: Path, section: str) -> None:
    for folder in ("data", "seeds"):
        shutil.copytree(HOME / folder, tmp_path / folder)
    (tmp_path / f"data/{section}.yaml").unlink()
    (problem,) = list_problems(tmp_path)
    assert problem.what.startswith(f"no file brings `{section}`, and ")
    assert f"data/{section}.yaml" in problem.todo


def test_one_name_of_a_section_that_nobody_has_is_named_at_its_place(tmp_path: Path) -> None:
    (problem,) = check_sample(tmp_path, "Ana spoke.", {"passage": "Ana spoke."}, statement={"topics": ["bridge"]})
    assert problem.what == "there is no topic “bridge”"
    assert problem.file == "data/sources/sample.yaml"


@pytest.mark.parametrize(
    ("day", "todo"),
    [
        ("4 March 2031", "write it as 2031-03-04"),
        ("20310304", "write it as 2031-03-04"),
        ("2031-02-29", "correct it: February 2031 has 28 days"),
        ("March 4, 2031", "write it as 2031-03-04"),
        ("Tuesday, 4 March 2031", "write it as 2031-03-04"),
        ("30 February 2031", "correct it: February 2031 has 28 days"),
        ("2031-04-31", "correct it: April 2031 has 30 days"),
        ("2031-13-40", "correct it: months are 01 to 12"),
        ("2031-13-04", "write it as 2031-04-13"),
        ("2031/3/4", "write it as 2031-03-04"),
        ("4.3.2031", "write it as 2031-03-04 or 2031-04-03"),
        ("13/04/2031", "write it as 2031-04-13"),
        ("March 2031", "write it as 2031-03"),
        ("03/2031", "write it as 2031-03"),
        ("2031년 3월 4일", "write it as 2031-03-04"),
        ("2031年3月4日", "write it as 2031-03-04"),
        ("4 марта 2031", "write it as 2031-03-04"),
        ("19 to 21 June 2031", "write it as 2031-06-19/2031-06-21"),
        ("June 19–21, 2031", "write it as 2031-06-19/2031-06-21"),
        ("2031-06-19 to 2031-06-21", "write it as 2031-06-19/2031-06-21"),
        ("about 4 March 2031", "write it as 2031-03-04~"),
        ("2031-03-04T10:00:00Z", "write it as 2031-03-04; the time of day belongs under `at`"),
        ("early spring", "leave the key out where the source gives no day"),
    ],
)
def test_a_day_in_another_form_is_shown_as_records_have_it(tmp_path: Path, day: str, todo: str) -> None:
    found = check_sample(tmp_path, "Ana spoke.", {"passage": "Ana spoke."}, statement={"day": day})
    assert [one.todo for one in found if one.what.startswith("`day`")] == [todo]


@given(st.text(max_size=40))
def test_advice_on_a_day_is_a_day_or_none(text: str) -> None:
    advice = advise_on_day(text)
    if advice.startswith("write it as "):
        for one in advice.removeprefix("write it as ").partition(";")[0].split(" or "):
            parse_day(one)
