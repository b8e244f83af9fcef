"""`new`: a document is kept as it came, and its record begun with what it says of itself."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import main
from bot.cli.new import write_skeleton
from bot.corpus.reading.yaml_reader import read_yaml
from tests.support.sample_record import check_folder, write_sample, write_vocabulary

pytest.importorskip("trafilatura")
TEXT = (
    "Harbour chief scolds neighbours\n\nPORT SORREL, March 6, 2031 - The harbour minister said on Tuesday that the "
    "lamp toll must go. She spoke to reporters in Port Sorrel after a meeting of the council of the islands.\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_vocabulary(tmp_path)
    write_sample(tmp_path, "Ana Orel spoke.", {"passage": "Ana Orel spoke."})
    (tmp_path / "config.yaml").write_text(f"data: {{folder: {tmp_path}/data, root: {tmp_path}}}\n")
    return tmp_path


def run(root: Path, source: Path | str) -> int:
    return main(["new", "--config", str(root / "config.yaml"), str(source)])


def read_source(file: Path) -> dict[str, Any]:
    data: Any = read_yaml("", file.read_bytes())[0].data
    source: dict[str, Any] = data["source"]
    return source


def test_a_document_becomes_a_source_that_passes_the_check(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "story.txt").write_text(TEXT, "utf-8")
    assert run(root, root / "story.txt") == 0
    file = Path(capsys.readouterr().out.splitlines()[-1])
    source = read_source(file)
    assert source["title"] == "Harbour chief scolds neighbours"
    assert source["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert source["language"] == "en"
    assert source["published"]["day"] == "2031-03-06"
    assert (root / source["file"]).read_text("utf-8") == TEXT
    assert source["id"] in check_folder(root).corpus.sources
    assert file.read_text("utf-8").startswith("# yaml-language-server: $schema=")


def test_a_document_is_taken_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "story.txt").write_text(TEXT, "utf-8")
    assert run(root, root / "story.txt") == 0
    assert run(root, root / "story.txt") == 2
    assert "is there already" in capsys.readouterr().err


def test_a_page_is_kept_as_it_came_beside_its_text(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n")[1:] * 4)
    page = f"<html lang=en><head><title>Harbour chief</title></head><body><article>{body}</article></body></html>"
    (root / "page.html").write_text(page, "utf-8")
    assert run(root, root / "page.html") == 0
    file = Path(capsys.readouterr().out.splitlines()[-1])
    source = read_source(file)
    assert (root / source["file"]).with_suffix(".html").read_text("utf-8") == page
    assert "Taken from seeds/" in source["notes"][0]
    check_folder(root)


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_what_cannot_be_read_is_told(root: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, root / name) == 2
    assert f"{root / name}: " in capsys.readouterr().err


@pytest.mark.parametrize("title", ["2031-03-06", "a: b # c", "“no”", "null", "x" * 300, "[a]", "'"])
def test_a_skeleton_reads_as_it_was_written(title: str) -> None:
    source = {"id": "a", "title": title, "published": {"day": "2031-03-06", "written": "March 6:"}}
    assert read_yaml("", write_skeleton(source).encode())[0].data == {"source": source}
