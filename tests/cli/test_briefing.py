"""`python -m bot briefing` prints a briefing in each format, and says in one line what it does not understand."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli.briefing import FORMATS
from bot.cli.main import main
from bot.exit_codes import Exit


@pytest.fixture
def brief(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    config = tmp_path / "config.yaml"
    config.write_text(f"store:\n  folder: {tmp_path / 'store'}\n")

    def print_one(*arguments: str) -> tuple[int, str, str]:
        code = main(["briefing", "--config", str(config), *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return print_one


@pytest.mark.parametrize(
    ("written", "begins"),
    [
        ("text", "Briefing for Thursday 27 June 2024\n16 statements by 8 speakers"),
        ("markdown", "# Briefing for Thursday 27 June 2024\n\n**16 statements by 8 speakers"),
        ("html", '<!DOCTYPE html>\n<html lang="en">'),
        ("json", '{\n  "day": "2024-06-27"'),
    ],
)
def test_each_format_is_printed(brief: Any, written: str, begins: str) -> None:
    code, out, err = brief("--date", "2024-06-27", "--format", written)
    assert (code, err) == (Exit.DONE, "")
    assert out.startswith(begins)
    assert out.endswith("\n")


def test_every_format_is_offered(brief: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        brief("--format", "papyrus")
    offered = capsys.readouterr().err
    assert all(repr(name) in offered for name in FORMATS)


def test_days_and_scope_are_read_as_they_are_typed_everywhere(brief: Any) -> None:
    options = (
        "--date",
        "27 June 2024",
        "--since",
        "June 2024",
        "--scope",
        "pairs: Seoul-Moscow",
        "--with",
        "on-this-day",
    )
    _, out, _ = brief(*options, "--format", "json")
    written = json.loads(out)
    assert (written["since"], written["day"]) == ("2024-06-01", "2024-06-27")
    assert written["scope"]["pairs"] == [["KR", "RU"]]
    assert written["sections"] == ["on-this-day"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--date", "someday"), "date: I cannot read"),
        (("--date", "2024-06-27", "--since", "2024-06-28"), "lies before"),
        (("--scope", "countries: Atlantis"), "scope: "),
        (("--scope", "weather: fine"), "scope: "),
    ],
    ids=str,
)
def test_what_is_not_understood_is_one_line(brief: Any, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = brief(*arguments)
    assert (code, out) == (Exit.BAD_INPUT, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_day_without_news_is_one_line(brief: Any) -> None:
    code, out, _ = brief("--date", "2023-06-27")
    assert code == Exit.DONE
    assert out.count("\n") == 1
