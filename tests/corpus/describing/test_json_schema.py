"""The schemas that editors use: as generated, true of the shipped records, and against what the check refuses."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from bot.corpus.describing.json_schema import make_schemas, write_schema
from bot.settings import HOME

SCHEMAS = make_schemas()
FILES = sorted([*(HOME / "data").glob("*.yaml"), *(HOME / "data/sources").glob("*.yaml")])


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: no dates, and `NO` is a text."""


CoreLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":bool"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def errors(name: str, content: Any) -> list[str]:
    return [error.message for error in jsonschema_rs.validator_for(SCHEMAS[name]).iter_errors(content)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_on_the_disk_as_it_is_generated(name: str) -> None:
    assert (HOME / "docs/schema" / name).read_text("utf-8") == write_schema(SCHEMAS[name])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_shipped_records_fit_their_schema_and_name_it(file: Path) -> None:
    text = file.read_text("utf-8")
    first = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    schema = (file.parent / first).resolve()
    assert schema.parent == HOME / "docs/schema"
    assert errors(schema.name, yaml.load(text, CoreLoader)) == []


def test_the_examples_of_the_documentation_fit() -> None:
    page = (HOME / "docs/records.md").read_text("utf-8")
    (records,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert errors("source.json", yaml.load(records, CoreLoader)) == []
    (lines,) = re.findall(r"```jsonl\n(.*?)```", page, re.DOTALL)
    assert [errors("line.json", json.loads(line)) for line in lines.splitlines()] == [[]] * 7


SOURCE: dict[str, Any] = {
    "source": {"id": "a", "title": "A", "file": "seeds/a.txt", "sha256": "0" * 64},
    "defaults": {"day": "2031-03-04"},
    "statements": [
        {"with": {"speaker": "ana-orel"}, "statements": [
            {"id": "one", "act": "STATE", "tone": "stress", "report": {"kind": "act", "passage": "x"}},
            {"same_as": "two", "report": {"kind": "act", "passage": "x"}},
        ]},
    ],
}  # fmt: skip
ENTRY = ("statements", 0, "statements", 0)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("source", "sha256"), "abc"),
        (("source", "titel"), "A"),
        (("source", "published"), {"day": "4 March"}),
        (("defaults", "dya"), "2031"),
        ((*ENTRY, "act"), "WARN"),
        ((*ENTRY, "id"), "One Two"),
        ((*ENTRY, "to"), {"RU": "yes"}),
        ((*ENTRY, "report", "kind"), "quoted"),
        ((*ENTRY, "report", "occurrence"), 0),
        ((*ENTRY, "paraphrase"), "She said “no”."),
        ((*ENTRY, "at"), "10:00"),
        (("statements", 0, "statements", 1, "speaker"), "ana-orel"),
        (("statements", 0, "with", "report"), {}),
        (("topics",), {"Not An Id": {"label": "x", "means": "y"}}),
    ],
)
def test_a_slip_is_marked_in_the_editor(path: tuple[str | int, ...], value: Any) -> None:
    assert errors("source.json", SOURCE) == []
    content: Any = deepcopy(SOURCE)
    at = content
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    assert errors("source.json", content)
