"""Case 04: the names and the order of files change neither what passes nor what is said."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.sample_record import ORGANISATIONS, PEOPLE, TONES, check_folder, list_problems, write_sample

TEXT = "Ana Orel said “we go on”."
REPORT: dict[str, Any] = {"passage": TEXT, "quotes": ["we go on"]}
BROUGHT: list[dict[str, Any]] = [
    {"people": PEOPLE}, {"organisations": ORGANISATIONS}, {"tones": TONES},
    {"events": {"talks": {"name": "Talks", "kind": "meeting", "participants": ["ana-orel"]}}},
    {"topics": {"bridge": {"label": "Bridge", "means": "The bridge"}}},
]  # fmt: skip


def write_scattered(root: Path, names: list[str], statement: dict[str, Any]) -> None:
    """A statement, its repetition, and what it needs, each in a source of its own; `names` are those of the files."""
    write_sample(root, TEXT, REPORT, name="first", statement=statement)
    write_sample(root, f"Again: {TEXT}", REPORT, name="again", statement={"same_as": "first-0"})
    for number, sections in enumerate(BROUGHT):
        write_sample(root, f"Sample {number}.", {"passage": f"Sample {number}."}, name=f"brings-{number}", **sections)
    files = sorted((root / "data/sources").iterdir())
    for file, name in zip(files, names, strict=True):
        file.rename(file.with_name(f"new-{name}.yaml"))


def describe(root: Path) -> list[str]:
    checked = check_folder(root)
    return sorted(
        f"{key} {one.speakers} {one.sides} {one.reports[0].source} {len(one.reports)}"
        for key, one in checked.corpus.statements.items()
    )


USED = {"event": "talks", "topics": ["bridge"], "to": "ana-orel"}
NAMES = st.permutations([chr(97 + number) for number in range(2 + len(BROUGHT))])


@settings(max_examples=25, deadline=None)
@given(NAMES)
def test_any_names_of_files_give_the_same_records(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    root, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    write_scattered(root, names, USED)
    write_scattered(other, sorted(names), USED)
    assert describe(root) == describe(other)


WRONG = [
    {"event": "talk"}, {"topics": ["bridges"]}, {"tone": "stres"}, {"speaker": "ana-orell"}, {"day": "2030-03-04"},
    {"role": "Envoy"}, {"speaker": ["ana-orel", "sample-mofa", "ana-orel"]},
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(NAMES, st.sampled_from(WRONG))
def test_any_names_of_files_give_the_same_messages(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], wrong: dict[str, Any]
) -> None:
    said = []
    for order in (names, sorted(names)):
        root = tmp_path_factory.mktemp("root")
        write_scattered(root, order, USED | wrong)
        said.append(sorted((one.line, one.column, one.what, one.todo) for one in list_problems(root)))
    assert said[0]
    assert said[0] == said[1]


@pytest.mark.parametrize("last", ["people", "organisations", "tones"])
def test_a_vocabulary_after_its_users_is_found(tmp_path: Path, last: str) -> None:
    sections = {"people": PEOPLE, "organisations": ORGANISATIONS, "tones": TONES}
    for number, section in enumerate(sorted(sections, key=lambda one: one == last)):
        name = f"{'z' if section == last else 'a'}-{number}"
        write_sample(tmp_path, f"Text {name}.", {"passage": f"Text {name}."}, name=name, **{section: sections[section]})
    write_sample(tmp_path, TEXT, REPORT, name="m")
    assert list_problems(tmp_path) == []


def test_entries_of_a_list_in_any_order_give_the_same_messages(tmp_path: Path) -> None:
    write_sample(tmp_path, TEXT, REPORT, people=PEOPLE, organisations=ORGANISATIONS, tones=TONES)
    path = tmp_path / "data/sources/sample.yaml"
    record = json.loads(path.read_text())
    record["people"] = {f"ana-{number}": PEOPLE["ana-orel"] for number in range(8)} | record["people"]
    for seed in range(5):
        keys = list(record["people"])
        random.Random(seed).shuffle(keys)
        path.write_text(json.dumps(record | {"people": {key: record["people"][key] for key in keys}}))
        assert list_problems(tmp_path) == []
