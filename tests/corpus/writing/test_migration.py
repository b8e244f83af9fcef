"""Records of the old form in the new one: what repeats is written once, every other byte stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.main import main
from bot.corpus.reading.record_parser import read_records
from bot.corpus.reading.yaml_reader import read_yaml
from bot.corpus.writing.migration import migrate_records
from bot.settings import HOME
from tests.support.sample_record import check_folder, write_sample, write_vocabulary

HEAD = "# yaml-language-server: $schema=s.json\n"
ENTRY = """\
  - id: n{0}   # number {0}
    speaker: ana-orel
    act:   STATE
    topics: [a, b]
    day: 2031-03-0{0}
    report:
      kind: act
      passage: >-
        Words {0},
        and more.
      via: afp

"""
OLD = "# A file\n\nsource:\n  id: a\n\nstatements:\n\n" + "".join(ENTRY.format(number) for number in (1, 2, 3))


def expand(text: str) -> list[object]:
    file = read_records(read_yaml("", text.encode())[0], is_source=True)
    return [(one.entry.plain, one.report.plain if one.report else None) for one in file.reports]


def test_what_every_entry_repeats_is_written_once() -> None:
    new = migrate_records(OLD, "s.json", is_source=True)
    defaults = "defaults:\n  speaker: ana-orel\n  act:   STATE\n  topics: [a, b]\n  via: afp\n\n"
    assert new.startswith(HEAD)
    assert defaults in new
    assert expand(new) == expand(OLD)
    repeated = ("speaker", "act", "topics", "via")
    rest = [line for line in OLD.splitlines() if line.strip().split(":")[0] not in repeated]
    assert new.removeprefix(HEAD).replace(defaults, "").splitlines() == rest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("speaker: ana-orel\n    act:   STATE\n    topics: [a, b]\n    day: 2031-03-01", "speaker: b\n    act: STATE"),
        ("via: afp", "via: [afp, tass]"),
        ("via: afp", "via: # an agency\n        afp"),
        ("topics: [a, b]", "topics:\n      - a\n      - b"),
    ],
)
def test_what_differs_once_stays_in_every_entry(old: str, new: str) -> None:
    text = OLD.replace(old, new, 1)
    migrated = migrate_records(text, "s.json", is_source=True)
    assert expand(migrated) == expand(text)
    assert new.splitlines()[0] in migrated


@pytest.mark.parametrize(
    ("text", "is_source"),
    [
        ("source:\n  id: a\n", True),
        ("people: {}\r\n", False),
        (ENTRY.format(1).join(["statements:\n", ""]), True),
        ("source: {id: a}\ndefaults: {via: afp}\n" + OLD.partition("\n\n")[2].partition("\n\n")[2], True),
        ("a: [\n", True),
    ],
)
def test_where_there_is_nothing_to_do_every_byte_stays(text: str, is_source: bool) -> None:
    migrated = migrate_records(text, "s.json", is_source=is_source)
    assert migrated.endswith(text)
    assert migrated.removesuffix(text).strip() in ("", HEAD.strip())
    assert migrate_records(migrated, "s.json", is_source=is_source) == migrated


@pytest.mark.parametrize("file", sorted((HOME / "data/sources").glob("*.yaml")), ids=lambda file: file.name)
def test_the_shipped_records_say_the_same_migrated(file: Path) -> None:
    text = file.read_text("utf-8")
    migrated = migrate_records(text, "s.json", is_source=True)
    assert expand(migrated) == expand(text)
    assert migrate_records(migrated, "s.json", is_source=True) == migrated


def test_migrate_writes_only_files_that_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_vocabulary(tmp_path)
    write_sample(tmp_path, "Ana Orel spoke.", {"passage": "Ana Orel spoke."})
    (tmp_path / "config.yaml").write_text(f"data: {{folder: {tmp_path}/data, root: {tmp_path}}}\n")
    assert main(["migrate", "--config", str(tmp_path / "config.yaml")]) == 0
    assert "2 files changed" in capsys.readouterr().out
    check_folder(tmp_path)
    assert main(["migrate", "--config", str(tmp_path / "config.yaml")]) == 0
    assert "0 files changed" in capsys.readouterr().out
    (tmp_path / "seeds/sample.txt").write_text("Nobody spoke.")
    assert main(["migrate", "--config", str(tmp_path / "config.yaml")]) == 1
