"""Case 25: an empty folder and a missing vocabulary file are one mistake each."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

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
