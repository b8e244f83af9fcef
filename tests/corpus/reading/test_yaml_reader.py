"""Reading YAML: texts unchanged, places right, every mistake named, nothing that harms."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.check import check
from bot.corpus.problems import CorpusError, Problem
from bot.corpus.reading.yaml_reader import FILE_LIMIT, NODE_LIMIT, SIZE_LIMIT, read_yaml


def list_problems(data: Path) -> tuple[Problem, ...]:
    with pytest.raises(CorpusError) as raised:
        check(data, data.parent)
    return raised.value.problems


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
TREES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def read(text: str) -> object:
    file, problems = read_yaml("x.yaml", text.encode())
    assert not problems, problems
    return file.data


def complain(raw: str | bytes) -> list[str]:
    _, problems = read_yaml("x.yaml", raw.encode() if isinstance(raw, str) else raw)
    return [str(problem) for problem in problems]


@given(TREES)
def test_any_text_put_in_yaml_comes_back_unchanged(tree: object) -> None:
    written = yaml.safe_dump({"key": tree}, default_style='"', allow_unicode=False)
    assert read(written) == {"key": tree}


@given(st.lists(st.text("ab:#-'\"“”’ \u00a0[]{},é한", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_every_value_is_placed_where_it_stands_in_the_file(values: list[str]) -> None:
    written = yaml.safe_dump({"list": values}, allow_unicode=True, width=10_000)
    file, problems = read_yaml("x.yaml", written.encode())
    assert not problems
    lines = written.splitlines()
    for index, value in enumerate(values):
        place = file.place.find(("list", index))
        rest = lines[place.line - 1][place.column - 1 :]
        assert yaml.load(rest, Loader=yaml.CBaseLoader) == value


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_raise(raw: bytes) -> None:
    file, problems = read_yaml("x.yaml", raw)
    assert problems or file.data is not None


@given(st.text("ab:-?[]{},&*!|>'\"%@`#~ \n\t", max_size=60))
def test_no_scraps_of_yaml_make_the_reader_raise(text: str) -> None:
    file, problems = read_yaml("x.yaml", text.encode())
    assert problems or file.data is not None
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


def test_what_yaml_would_take_for_something_else_stays_text() -> None:
    plain = read("a: NO\nb: 0123\nc: 2024-06-26\nd: 1e3\ne: yes\nf: .inf\n=: =\n")
    assert plain == {"a": "NO", "b": "0123", "c": "2024-06-26", "d": "1e3", "e": "yes", "f": ".inf", "=": "="}


def test_a_key_without_a_value_is_absent_and_its_place_is_known() -> None:
    file, problems = read_yaml("x.yaml", b"a:\nb: ~\nc: null\nd: 'null'\ne: ''\n")
    assert not problems
    assert file.data == {"d": "null", "e": ""}
    assert (file.place.parts["b"].key_line, file.place.parts["b"].key_column) == (2, 1)


def test_an_empty_list_entry_is_a_mistake() -> None:
    assert complain("a:\n  - x\n  -\n")[0].startswith("x.yaml:3:4: an empty entry in a list")


def test_a_file_of_comments_alone_holds_nothing_and_is_in_order() -> None:
    assert read("# nothing yet\n") == {}


def test_equal_keys_are_refused_with_both_places() -> None:
    file, (problem,) = read_yaml("x.yaml", b"a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n")
    assert file.data == {"a": "1", "b": {"c": "1", "d": "2"}}
    assert str(problem) == "x.yaml:5:3: the key `c` stands twice, here and in line 3, column 3 — keep one of them"


def test_aliases_anchors_and_tags_are_all_refused_in_one_pass() -> None:
    said = complain("a: &here 1\nb: *here\nc: !!int 3\nd: !odd {e: 1}\n")
    assert [line.split(" — ")[0] for line in said] == [
        "x.yaml:1:4: an anchor, &here",
        "x.yaml:2:4: an alias, *here",
        "x.yaml:3:4: a tag, “tag:yaml.org,2002:int”",
        "x.yaml:4:4: a tag, “!odd”",
    ]


def test_an_alias_bomb_is_refused_without_being_expanded() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 40)]
    began = time.process_time()
    said = complain("\n".join(lines))
    assert time.process_time() - began < 0.5
    assert any("an alias, *a0" in line for line in said)
    assert "too many mistakes" in said[-1]


def test_a_file_nested_beyond_all_records_is_refused_quickly() -> None:
    began = time.process_time()
    (said,) = complain("[" * 1_000_000)
    assert time.process_time() - began < 1
    assert "levels inside one another" in said


def test_a_second_document_and_a_key_that_is_a_list_are_refused() -> None:
    assert "a second document begins here" in complain("a: 1\n---\nb: 2\n")[0]
    assert "a list or mapping stands as a key" in complain("? [a]\n: b\n")[0]


def test_a_file_over_the_limit_is_refused() -> None:
    assert "larger than 8 MB" in complain(b"a: " + b"x" * FILE_LIMIT)[0]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("a: é".encode("latin-1"), "x.yaml:1:4: byte 0xE9 at offset 3 is not UTF-8"),
        (
            b"ok: 1\nb: \x92s",
            "x.yaml:2:4: byte 0x92 at offset 9 is not UTF-8 (in Windows-1252 it would be RIGHT SINGLE",
        ),
        ("a: 1".encode("utf-16"), "x.yaml:1:1: the file is saved as UTF-16"),
        ("a: 1".encode("utf-16-le"), "x.yaml:1:1: the file looks like UTF-16"),
        ("a: 1".encode("utf-32"), "x.yaml:1:1: the file is saved as UTF-32"),
        ("\ufeffa: 1".encode(), "x.yaml:1:1: the file begins with a byte order mark"),
        (b"a: 1\nb: x\x00y", "x.yaml:2:5: the character NULL (U+0000) at byte offset 9 may not stand in the file"),
        ("a: é\x07".encode(), "x.yaml:1:5: the character unnamed character (U+0007) at byte offset 5"),
        ("a: x\u2028y".encode(), "x.yaml:1:5: the character LINE SEPARATOR (U+2028) at byte offset 4"),
        ("a: x\x85y".encode(), "x.yaml:1:5: the character NEXT LINE (U+0085) at byte offset 4"),
    ],
)
def test_a_wrong_encoding_is_named_with_its_place(raw: bytes, said: str) -> None:
    assert complain(raw)[0].startswith(said)


def test_behind_a_byte_order_mark_the_file_is_still_read() -> None:
    file, problems = read_yaml("x.yaml", "\ufeffa: 1\na: 2\n".encode())
    assert file.data == {"a": "1"}
    assert [problem.line for problem in problems] == [1, 2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a:\n\tb: 1\n", "x.yaml:2:1: a tab stands where spaces belong — indent by spaces"),
        ("a: 1\nb:2\nc: 3\n", "x.yaml:2:3: no space after the colon"),
        ("a: 1\nb: said: no\n", "x.yaml:2:8: a colon where no key can stand"),
        ("a: 1\nb: 'open\nc: 2\n", "x.yaml:2:4: a quotation mark opens here and is never closed"),
        ('a: "open\n', "x.yaml:1:4: a quotation mark opens here and is never closed"),
        ("a: 'It's here'\n", "x.yaml:1:8: this line does not fit the lines above it"),
        ("a: [1, 2\nb: 3\n", "x.yaml:2:2: a list in [brackets] is not closed"),
        ("a: {b: 1\nc: 3\n", "x.yaml:2:2: a mapping in {braces} is not closed"),
        ("a: @home\n", "x.yaml:1:4: a value begins with @"),
        ("a: %x\n", "x.yaml:1:4: a value begins with %"),
        ("a: * x\n", "x.yaml:1:5: a value begins with * or &"),
        ('a: "\\q"\n', "x.yaml:1:5: a backslash in double quotes"),
        ("- a\nb: c\n", "x.yaml:2:1: this line stands in a list but does not begin with a dash"),
        ("a: 1\nb\nc: 2\n", "x.yaml:2:1: a line without `key:`"),
        ("a: - b\n", "x.yaml:1:4: a dash begins a list where none can stand"),
        ("a: | text\n", "x.yaml:1:6: text follows the block mark"),
        ("%YAML 3.0\n---\na: 1\n", "x.yaml:1:1: the file asks for another version of YAML"),
    ],
)
def test_a_syntax_error_is_said_in_plain_words_with_its_place(text: str, said: str) -> None:
    assert complain(text)[-1].startswith(said)


def test_after_a_syntax_error_the_other_files_are_still_read(tmp_path: Path) -> None:
    (tmp_path / "data/sources").mkdir(parents=True)
    (tmp_path / "data/a.yaml").write_text("a: 'open\n")
    (tmp_path / "data/b.yaml").write_text("a: 1\na: 2\n")
    (tmp_path / "data/sources/c.yaml").write_text("c: @\n")
    files = [problem.file for problem in list_problems(tmp_path / "data")]
    assert list(dict.fromkeys(files)) == ["data/a.yaml", "data/b.yaml", "data/sources/c.yaml"]


def test_a_missing_data_folder_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    (problem,) = list_problems(tmp_path / "data")
    assert str(problem).startswith("data:1:1: there is no such folder")


def test_links_out_of_the_folder_pipes_and_strays_are_problems(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "sources/deep").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/secret.yaml").write_text("topics: {}")
    (data / "out.yaml").symlink_to(tmp_path / "elsewhere/secret.yaml")
    (data / "gone.yaml").symlink_to(data / "nowhere.yaml")
    (data / "round.yaml").symlink_to(data / "round.yaml")
    (data / "more").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(data / "pipe.yaml")
    (data / "folder.yaml").mkdir()
    (data / "topics.yml").write_text("topics: {}")
    (data / "sources/deep/x.yaml").write_text("topics: {}")
    (data / "README.md").write_text("not a record")
    (data / ".hidden.yaml").write_text("not: read")
    said = {problem.file: problem.what for problem in list_problems(data)}
    assert said == {
        "data/out.yaml": "the file is a link that leads out of the data folder",
        "data/gone.yaml": "the file cannot be read: No such file or directory",
        "data/round.yaml": said["data/round.yaml"],
        "data/more": "a folder that is a link is not followed",
        "data/pipe.yaml": "this is not a regular file",
        "data/topics.yml": "the file's name does not end in .yaml or .jsonl, so it is not read",
        "data/sources/deep/x.yaml": "records are not read from this folder",
    }
    assert "cannot be read" in said["data/round.yaml"]


def test_more_keys_than_any_record_has_are_one_mistake() -> None:
    (one,) = complain(b"".join(b"k%d: v\n" % n for n in range(SIZE_LIMIT + 10)))
    assert f"more than {SIZE_LIMIT:,} entries" in one
    part = b"".join(b"  k%d: v\n" % n for n in range(SIZE_LIMIT - 1))
    (one,) = complain(b"".join(b"part%d:\n%s" % (n, part) for n in range(NODE_LIMIT // SIZE_LIMIT)))
    assert f"more than {NODE_LIMIT:,} keys and values" in one
