"""Whatever is wrong with records, it is told of JSON Lines as it is of YAML, and where it stands."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.corpus.problems import Problem
from bot.corpus.reading.yaml_reader import Plain, Position, read_yaml
from tests.corpus.test_pipeline import CONTRADICTIONS, DOUBLES, KEYS_AND_VALUES, NAMES_OF_OTHERS
from tests.support.editable_corpus import FIRST_TEXT, EditableCorpus

SPOILED = [*KEYS_AND_VALUES, *NAMES_OF_OTHERS, *DOUBLES, *CONTRADICTIONS]


def turn_into_lines(corpus: EditableCorpus) -> None:
    """Write every data file again as a program would have written it, keys without a value as null."""
    for path in sorted(corpus.data.rglob("*.yaml")):
        file, problems = read_yaml(path.name, path.read_bytes())
        assert not problems
        records: list[dict[str, Any]] = []
        for key, value in _with_nulls(file.data, file.place).items():
            if key == "statements" and isinstance(value, list):
                records += [{"statement": entry} for entry in value]
            else:
                records.append({key: value})
        records.sort(key=lambda record: "source" not in record)
        path.unlink()
        path.with_suffix(".jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in records), encoding="utf-8")


def _with_nulls(value: Plain | None, place: Position) -> Any:
    if isinstance(value, dict):
        return {key: _with_nulls(value.get(str(key)), inner) for key, inner in place.parts.items()}
    if isinstance(value, list):
        return [_with_nulls(one, place.parts[index]) for index, one in enumerate(value)]
    return value


def say(problems: list[Problem]) -> list[str]:
    return sorted(_say(one.what) for one in problems)


def _say(what: str) -> str:
    """What is wrong, whatever the place of the other record that it names."""
    return re.sub(r"\.(yaml|jsonl)(, line \d+)?", "", what)


@pytest.mark.parametrize(("file", "old", "new", "pointed", "what"), [mistake[:5] for mistake in SPOILED])
def test_a_mistake_in_json_lines_is_told_as_in_yaml(
    corpus: EditableCorpus, file: str, old: str, new: str, pointed: str, what: str
) -> None:
    corpus.change(file, old, new)
    expected = say(corpus.problems())
    turn_into_lines(corpus)
    found = corpus.problems()
    # What a line names that is set aside is not missed elsewhere, as it is where YAML has a key that nobody knows.
    assert [one for one in expected if one not in say(found) and not one.startswith("there is no ")] == []
    assert [one for one in say(found) if one not in expected] == []
    assert not [one.todo for one in found if re.search(r"\bdash\b|\bindent|`\w+: …`", one.todo)]
    (told,) = (one for one in found if _say(one.what).startswith(_say(what)))
    line = (corpus.root / told.file).read_text(encoding="utf-8").splitlines()[told.line - 1]
    value, _ = json.JSONDecoder().raw_decode(line, told.column - 1)
    begins = re.split(": |\n", pointed.strip("\"':[]\n"))[0]
    if isinstance(value, str):
        assert value.startswith(begins), (value, begins)
    elif isinstance(value, dict) and ": " in pointed:
        assert next(iter(value)) == begins


@pytest.mark.parametrize(
    "line",
    ['{"people": "nobody"}', '{"statement": {"id": "a", "report": "here"}}', '{"statement": {"id": ["a"], "to": {}}}'],
)
def test_what_to_do_in_a_line_is_said_in_json(corpus: EditableCorpus, line: str) -> None:
    turn_into_lines(corpus)
    path = corpus.data / "sources" / "first.jsonl"
    path.write_text(f"{path.read_text('utf-8')}{line}\n", "utf-8")
    told = [one.todo for one in corpus.problems()]
    assert any('"' in one for one in told)
    assert not [one for one in told if re.search(r"\bdash\b|\bindent|`\w+: …`", one)]


def test_a_sound_corpus_is_the_same_from_both(corpus: EditableCorpus) -> None:
    expected = corpus.check()
    turn_into_lines(corpus)
    found = corpus.check()
    assert found.counts == expected.counts
    assert found.corpus.people == expected.corpus.people
    assert [one.reports[0].passage for one in found.corpus.statements.values()] == [
        one.reports[0].passage for one in expected.corpus.statements.values()
    ]


def test_a_passage_that_does_not_stand_in_the_document_is_shown_in_its_line(corpus: EditableCorpus) -> None:
    assert "Port Sorrel" in FIRST_TEXT
    corpus.change("data/sources/first.yaml", "in Port Sorrel'", "in Port Sorel'")
    turn_into_lines(corpus)
    told = corpus.only_problem()
    assert (told.file, told.line) == ("data/sources/first.jsonl", 2)
    line = (corpus.root / told.file).read_text(encoding="utf-8").splitlines()[1]
    assert json.JSONDecoder().raw_decode(line, told.column - 1)[0].endswith("Port Sorel")


def test_a_name_that_a_broken_line_may_define_is_not_held_against_another_file(corpus: EditableCorpus) -> None:
    turn_into_lines(corpus)
    path = corpus.data / "vocabulary.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    broken = [line.replace('{"people": {', '{"people": {,') for line in lines]
    path.write_text("".join(broken), encoding="utf-8")
    assert [(one.file, one.line) for one in corpus.problems()] == [("data/vocabulary.jsonl", 1)]


def test_two_sources_in_one_file_keep_their_statements_apart(corpus: EditableCorpus) -> None:
    turn_into_lines(corpus)
    second = corpus.data / "sources/second.jsonl"
    first = corpus.data / "sources/first.jsonl"
    first.write_bytes(first.read_bytes() + second.read_bytes())
    second.unlink()
    statement = corpus.check().corpus.statements["quillfeather-refuses-toll"]
    assert [(report.source, report.file, report.line) for report in statement.reports] == [
        ("harbour-herald", "data/sources/first.jsonl", 2),
        ("evening-buoy", "data/sources/first.jsonl", 5),
    ]
