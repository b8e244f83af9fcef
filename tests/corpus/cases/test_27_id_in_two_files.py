"""Case 27: an id that two files bring is found with both places, by the check, the build and a question alike."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from bot.corpus.check import check
from bot.corpus.problems import CorpusError
from bot.exit_codes import Exit
from bot.store.build.builder import build
from tests.support.sample_record import ORGANISATIONS, PEOPLE, TONES, write_sample, write_vocabulary

TEXT = "Ana Orel said “we go on”."
ENTRIES: dict[str, Any] = {
    "people": PEOPLE, "organisations": ORGANISATIONS, "tones": TONES,
    "topics": {"bridge": {"label": "Bridge", "means": "The bridge"}},
    "events": {"talks": {"name": "Talks", "kind": "meeting"}},
    "countries": {"SI": {"demonyms": ["Slovenian"]}},
    "synonyms": {"bridge-words": {"words": ["bridge", "span"]}},
}  # fmt: skip


def write_twice(root: Path, section: str, *, apart: bool) -> None:
    """Two sources, both of which bring an entry of a section; the rest stands in a vocabulary."""
    rest = {key: value for key, value in ENTRIES.items() if key != section}
    write_vocabulary(root, **rest)
    for number, name in enumerate(("a", "b")):
        sections = {section: ENTRIES[section]} if apart or number == 0 else {}
        write_sample(root, f"{number}: {TEXT}", {"passage": TEXT, "quotes": ["we go on"]}, name=name, **sections)
    if not apart:
        write_vocabulary(root, "more", **{section: ENTRIES[section]})


@pytest.mark.parametrize("apart", [True, False])
@pytest.mark.parametrize("section", list(ENTRIES))
def test_check_and_build_name_both_places(tmp_path: Path, section: str, apart: bool) -> None:
    write_twice(tmp_path, section, apart=apart)
    said = []
    for way in (lambda: check(tmp_path / "data", tmp_path), lambda: build(tmp_path / "data", tmp_path, tmp_path / "s")):
        with pytest.raises(CorpusError) as raised:
            way()
        said.append(raised.value.problems)
    (problem,) = said[0]
    assert said[0] == said[1]
    (key,) = ENTRIES[section]
    first = "data/sources/a.yaml" if apart else "data/more.yaml"
    assert problem.what == f"the id under `{section}` “{key}” is there already, in {first}, line 1"
    assert problem.file == f"data/sources/{'b' if apart else 'a'}.yaml"


@pytest.mark.parametrize("way", [["check"], ["build"], ["ask", "/help"]])
def test_the_command_line_ends_with_the_code_for_mistakes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], way: list[str]
) -> None:
    write_twice(tmp_path, "people", apart=True)
    config = tmp_path / "config.yaml"
    config.write_text(json.dumps({
        "data": {"folder": str(tmp_path / "data"), "root": str(tmp_path)},
        "store": {"folder": str(tmp_path / "store")}, "state": {"file": str(tmp_path / "state.sqlite")},
    }))  # fmt: skip
    assert main([*way, "--config", str(config)]) == Exit.BAD_DATA
    assert "“ana-orel” is there already, in data/sources/a.yaml, line 1" in capsys.readouterr().err


def test_a_statement_and_a_source_in_two_files_are_found_by_the_build(tmp_path: Path) -> None:
    write_vocabulary(tmp_path)
    report = {"passage": TEXT, "quotes": ["we go on"]}
    write_sample(tmp_path, TEXT, report, name="a")
    write_sample(tmp_path, f"Again: {TEXT}", report, name="b", statement={"id": "a-0"})
    with pytest.raises(CorpusError, match=r"the statement “a-0” is there already, in data/sources/a.yaml, line 1"):
        build(tmp_path / "data", tmp_path, tmp_path / "store")
    write_sample(tmp_path, f"Again: {TEXT}", report, name="b", source={"id": "a"})
    with pytest.raises(CorpusError, match=r"the source “a” is there already, in data/sources/a.yaml, line 1"):
        build(tmp_path / "data", tmp_path, tmp_path / "store")
