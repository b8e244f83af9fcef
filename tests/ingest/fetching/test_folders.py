"""Tests for bot.ingest.fetching.folders."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.documents.model import MAX_DOCUMENT_BYTES
from bot.ingest.fetching.folders import FolderState, read_file, scan_folder

NOW = 1_900_000_000.0


def write(path: Path, data: bytes = b"Varland protests.", changed: float = NOW - 100) -> Path:
    path.write_bytes(data)
    os.utime(path, (changed, changed))
    return path


def scan_twice(folder: Path, state: FolderState | None = None) -> tuple[list[str], FolderState]:
    first = scan_folder(folder, state or FolderState(), NOW)
    second = scan_folder(folder, first.state, NOW + 10)
    return [path.name for path in (*first.ready, *second.ready)], second.state


def test_scan_folder_delivers_a_file_once_it_has_settled(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    first = scan_folder(tmp_path, FolderState(), NOW)
    second = scan_folder(tmp_path, first.state, NOW + 1)
    third = scan_folder(tmp_path, second.state, NOW + 2)
    assert [scan.ready for scan in (first, second, third)] == [(), (tmp_path / "a.txt",), ()]


def test_scan_folder_waits_while_a_file_grows(tmp_path: Path) -> None:
    state = FolderState()
    for size in range(1, 4):
        write(tmp_path / "a.pdf", b"x" * size)
        scan = scan_folder(tmp_path, state, NOW)
        state = scan.state
        assert scan.ready == ()
    assert scan_folder(tmp_path, state, NOW).ready == (tmp_path / "a.pdf",)


def test_scan_folder_waits_for_a_file_that_changed_just_now(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf", changed=NOW - 1)
    first = scan_folder(tmp_path, FolderState(), NOW)
    second = scan_folder(tmp_path, first.state, NOW)
    assert second.ready == ()
    assert scan_folder(tmp_path, second.state, NOW + 5).ready == (tmp_path / "a.pdf",)


def test_scan_folder_delivers_a_changed_file_again(tmp_path: Path) -> None:
    write(tmp_path / "a.eml")
    ready, state = scan_twice(tmp_path)
    write(tmp_path / "a.eml", b"Varland protests again.", NOW - 50)
    again, _ = scan_twice(tmp_path, state)
    assert (ready, again) == (["a.eml"], ["a.eml"])


def test_scan_folder_takes_documents_alone(tmp_path: Path) -> None:
    for name in ("a.txt", "b.HTML", "c.pdf", "d.docx", "e.eml", "f.exe", "g.pdf.part", ".h.txt", "~$i.docx", "j"):
        write(tmp_path / name)
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "f.exe")
    os.mkfifo(tmp_path / "pipe.txt")
    ready, _ = scan_twice(tmp_path)
    assert ready == ["a.txt", "b.HTML", "c.pdf", "d.docx", "e.eml"]


def test_scan_folder_delivers_in_the_order_of_change(tmp_path: Path) -> None:
    write(tmp_path / "late.txt", changed=NOW - 10)
    write(tmp_path / "early.txt", changed=NOW - 20)
    assert scan_twice(tmp_path)[0] == ["early.txt", "late.txt"]


def test_scan_folder_leaves_empty_files_and_names_large_ones(tmp_path: Path) -> None:
    write(tmp_path / "empty.txt", b"")
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(MAX_DOCUMENT_BYTES + 1)
    os.utime(tmp_path / "large.txt", (NOW - 100, NOW - 100))
    state = scan_folder(tmp_path, FolderState(), NOW).state
    scan = scan_folder(tmp_path, state, NOW)
    assert scan.ready == ()
    assert scan.problems == ("large.txt has 32.0 MB; at most 32 MB are read.",)
    assert scan_folder(tmp_path, scan.state, NOW).problems == ()


def test_scan_folder_keeps_its_state_where_the_folder_is_gone(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    _, state = scan_twice(tmp_path)
    scan = scan_folder(tmp_path / "missing", state, NOW)
    assert scan.state == state
    assert "Check the folder" in scan.problems[0]


def test_scan_folder_forgets_what_is_gone(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    _, state = scan_twice(tmp_path)
    path.unlink()
    assert scan_folder(tmp_path, state, NOW).state == FolderState()


def test_read_file_gives_a_whole_file_or_none(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    assert read_file(path) == b"Varland protests."
    assert read_file(tmp_path / "missing.txt") is None
    (tmp_path / "link.txt").symlink_to(path)
    assert read_file(tmp_path / "link.txt") is None
    os.mkfifo(tmp_path / "pipe.txt")
    assert read_file(tmp_path / "pipe.txt") is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_read_file_says_where_it_may_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    path.chmod(0)
    with pytest.raises(PermissionError):
        read_file(path)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3), st.integers(0, 2)), max_size=12))
def test_scan_folder_never_delivers_one_version_twice(steps: list[tuple[str, int, int]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder, state, delivered = Path(name), FolderState(), []
        for file, size, scans in steps:
            path = write(folder / f"{file}.txt", b"x" * size, NOW - size)
            for _ in range(scans):
                scan = scan_folder(folder, state, NOW + 60)
                state = scan.state
                delivered += [(path.name, path.stat().st_size) for path in scan.ready]
            assert path.exists()
        changes = [(f"{file}.txt", size) for file, size, _ in steps]
    for each in set(delivered):
        assert delivered.count(each) <= changes.count(each)
