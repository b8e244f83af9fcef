"""`check` for people, editors and continuous integration, and again when a file was changed; `fmt` and `explain`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.check import watch
from bot.cli.main import main
from tests.support.sample_record import write_sample, write_vocabulary


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_vocabulary(tmp_path)
    write_sample(tmp_path, "Ana Orel spoke.", {"passage": "Ana Orel spoke."})
    (tmp_path / "config.yaml").write_text(f"data: {{folder: {tmp_path}/data, root: {tmp_path}}}\n")
    return tmp_path / "data"


def run(data: Path, *arguments: str) -> int:
    return main([arguments[0], "--config", str(data.parent / "config.yaml"), *arguments[1:]])


def break_it(data: Path) -> None:
    (data.parent / "seeds/sample.txt").write_text("Nobody: 100% silent,\nall day.")


def test_check_prints_json(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "check", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["counts"]["statements"] == 1
    break_it(data)
    assert run(data, "check", "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["counts"] is None
    assert {one["severity"] for one in found["problems"]} == {"error"}
    assert {"file", "line", "column", "what", "todo"} <= found["problems"][0].keys()


def test_check_prints_workflow_commands(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    break_it(data)
    assert run(data, "check", "--format", "github") == 1
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("::error file=data/sources/sample.yaml,line=1,col=")
    assert all(line.startswith("::error ") for line in rest)


def test_check_prints_text_and_keeps_its_exit_codes(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "check") == 0
    assert "statements: 1" in capsys.readouterr().out
    break_it(data)
    assert run(data, "check") == 1
    assert "data/sources/sample.yaml:1:" in capsys.readouterr().err


def test_check_watches_until_interrupted(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waits = 0

    def wait(_seconds: float) -> None:
        nonlocal waits
        waits += 1
        if waits == 2:
            break_it(data)
        if waits == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(data, data.parent, "json", wait)
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["problems"] == []
    assert second["problems"] != []


def test_fmt_formats_once(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = data / "sources/sample.yaml"
    file.write_text("source:\n    title: A\n    id: a\n")
    assert run(data, "fmt", "--check") == 1
    assert f"{file} is not formatted" in capsys.readouterr().out
    run(data, "fmt", str(file))
    assert file.read_text() == "source:\n  id: a\n  title: A\n"
    capsys.readouterr()
    assert run(data, "fmt", str(file)) == 0
    assert capsys.readouterr().out == ""


def test_fmt_says_what_it_cannot_format(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = data / "sources/sample.yaml"
    file.write_text("a: [")
    assert run(data, "fmt", str(file)) == 1
    assert file.read_text() == "a: ["
    assert "it has mistakes" in capsys.readouterr().err


def test_explain_says_what_a_key_means(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "explain", "tone") == 0
    assert "stress  Gives weight to it" in capsys.readouterr().out
    assert run(data, "explain", "knid") == 2
    assert "Did you mean kind?" in capsys.readouterr().err
    assert run(data, "explain") == 0
    assert "report.kind" in capsys.readouterr().out


def test_explain_writes_schemas(data: Path) -> None:
    assert run(data, "explain", "--schemas", str(data.parent / "schema")) == 0
    assert json.loads((data.parent / "schema/source.json").read_text())["title"].startswith("A source")
