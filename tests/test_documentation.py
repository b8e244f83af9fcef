"""Nothing that a user can set, type or see as an exit code stays undocumented."""

import re
from pathlib import Path
from typing import cast

import pytest

from bot import __version__
from bot.answers.catalogue import COMMANDS
from bot.exit_codes import Exit
from bot.settings import HOME, Section, Settings, read_settings

EXAMPLE = HOME / "config.example.yaml"
SECTIONS = {name: field.annotation for name, field in Settings.model_fields.items()}
SETTINGS = [(section, name) for section, model in SECTIONS.items() for name in model.model_fields]


def test_the_example_holds_the_defaults() -> None:
    assert read_settings(EXAMPLE) == Settings()


@pytest.mark.parametrize(("section", "name"), SETTINGS)
def test_every_setting_stands_in_the_example_under_a_line_that_says_when_to_change_it(section: str, name: str) -> None:
    assert issubclass(cast(type, SECTIONS[section]), Section)
    (block,) = re.findall(rf"^{section}:\n((?:  .*\n)+)", EXAMPLE.read_text(), re.MULTILINE)
    assert re.search(rf"^  # .+ Change it .+\n  {name}:", block, re.MULTILINE), f"{section}.{name}"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_documented(command: str) -> None:
    text = Path(HOME, "docs", "commands.md").read_text()
    sections = dict(re.findall(r"^## /(.+?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    documented = re.findall(r"^\| `(\S+)` \|", sections[command], re.MULTILINE)
    assert documented == [option.name for option in COMMANDS[command].options]


def test_no_command_is_documented_that_is_not_there() -> None:
    text = Path(HOME, "docs", "commands.md").read_text()
    assert re.findall(r"^## /(.+)$", text, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("code", Exit)
def test_every_exit_code_is_documented(code: Exit) -> None:
    assert re.search(rf"^\| {code.value} \| \S", Path(HOME, "README.md").read_text(), re.MULTILINE)


DECISIONS = sorted((HOME / "docs" / "decisions").glob("[0-9]*.md"))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_every_decision_gives_its_status_and_date(path: Path) -> None:
    _, _, status, *_ = path.read_text("utf-8").splitlines()
    assert re.fullmatch(r"Status: (accepted|superseded by \d{3}) · \d{4}-\d\d-\d\d", status)


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:3]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_changelog_names_the_version() -> None:
    assert f"## [{__version__}] – " in (HOME / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize(
    "page", sorted(HOME.glob("*.md")) + sorted((HOME / "docs").rglob("*.md")), ids=lambda p: p.stem
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
