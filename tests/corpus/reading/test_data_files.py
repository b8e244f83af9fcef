"""Files are cut into parts that lose no byte, and what is too large to be read is said to be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.problems import Problem
from bot.corpus.reading import data_files as folder
from bot.corpus.reading.data_files import DataFile, FileStamp, cut, list_files, read_bytes

PIECES = [
    '{"source": {}}',
    ' { "source" : 1',
    '{"statement": {"a": "source"}}',
    '"source":',
    'x{"source":',
    "\n",
    "\r\n",
    "é",
]


def lines_file(name: str = "a.jsonl") -> DataFile:
    return DataFile(name, f"data/sources/{name}", f"sources/{name}", True, FileStamp(0, 0, 0, 0))


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_the_parts_of_a_file_are_all_of_it_each_beginning_at_a_source_on_its_line(text: str) -> None:
    raw = text.encode()
    parts = cut(lines_file(), raw)
    assert b"".join(part.raw for part in parts) == raw
    for at, part in enumerate(parts):
        assert part.line == 1 + b"".join(one.raw for one in parts[:at]).count(b"\n")
        assert at == 0 or part.raw.replace(b" ", b"").startswith(b'{"source":')
    begun = [line for line in raw.split(b"\n") if line.replace(b" ", b"").startswith(b'{"source":')]
    assert len(begun) == sum(part.raw.replace(b" ", b"").startswith(b'{"source":') for part in parts)


def test_a_yaml_file_is_one_part() -> None:
    raw = b'source:\n  id: a\n{"source": 1}\n'
    assert [part.raw for part in cut(lines_file("a.yaml"), raw)] == [raw]


def test_a_file_of_json_lines_that_is_too_large_is_not_read_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data" / "sources" / "large.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text('{"source": {}}\n' * 3, encoding="utf-8")
    (file,), problems = list_files(tmp_path / "data")
    assert not problems
    assert read_bytes(file) == path.read_bytes()
    monkeypatch.setattr(folder, "_LINES_LIMIT", 40)
    said = read_bytes(file)
    assert isinstance(said, Problem)
    assert said.what.startswith("the file is larger than")
