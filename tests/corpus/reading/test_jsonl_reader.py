"""JSON Lines: the same records as in YAML, each mistake with its line and column, and none that hides another."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.corpus.model import Act, SourceFile
from bot.corpus.reading.jsonl_reader import KEYS, LINE_LIMIT, read_json_lines
from bot.corpus.reading.record_parser import WrittenFile, read_records
from bot.corpus.reading.yaml_reader import Plain, Position, ReadFile, read_yaml

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
TREES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)

LINES = st.text("ab“’é한 \u00a0\\/:#{}[],&*!|>'%@`-", max_size=12).map(lambda text: f"L{text}")
IDS = st.sampled_from(["a", "b-1", "jane-doe", "0", "treaty-2031"])
CODES = st.sampled_from(["AD", "LI", "NO", "SM"])
DAYS = st.sampled_from(["2031-03-04", "2031-03", "2031~", "2031-03-04/2031-03-06", "2031-03-04/.."])
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
QUOTATIONS = WORDS | st.fixed_dictionaries({"exact": WORDS}, optional={"occurrence": st.integers(1, 9)})


def several(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return values | st.lists(values, max_size=3)


REPORTS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["direct", "mixed", "indirect", "act"]), "passage": WORDS},
    optional={
        "occurrence": st.integers(1, 99), "quotes": several(QUOTATIONS), "day": DAYS, "via": several(IDS),
        "as_written": st.fixed_dictionaries({}, optional={"speaker": LINES, "day": LINES}),
    },
)  # fmt: skip
STATEMENTS = st.fixed_dictionaries(
    {"id": IDS, "speaker": several(IDS).filter(bool), "act": st.sampled_from(list(Act)).map(str), "tone": IDS,
     "paraphrase": LINES.filter(lambda text: "“" not in text), "report": REPORTS},
    optional={"to": several(CODES | IDS), "about": several(CODES), "day": DAYS, "venue": LINES},
)  # fmt: skip
ENTRIES = st.one_of(STATEMENTS, st.fixed_dictionaries({"same_as": IDS, "report": REPORTS}))
SOURCES = st.fixed_dictionaries(
    {"id": IDS, "title": LINES, "file": st.just("seeds/a.txt"), "sha256": st.just("0" * 64)},
    optional={"authors": several(LINES), "notes": several(LINES), "published": st.fixed_dictionaries({"day": DAYS})},
)
PEOPLE = st.dictionaries(IDS, st.fixed_dictionaries({"name": LINES}, optional={"also": several(LINES)}), max_size=2)
FILES = st.fixed_dictionaries(
    {"source": SOURCES}, optional={"people": PEOPLE, "statements": st.lists(ENTRIES, max_size=4)}
)


def data_of(file: ReadFile) -> Any:
    """What was read, of whatever shape."""
    return file.data


def write_lines(file: dict[str, Any]) -> bytes:
    """A source file as a program would write it."""
    records: list[object] = [{"source": file["source"]}] if "source" in file else []
    for key, value in file.items():
        if key == "statements":
            records += [{"statement": entry} for entry in value]
        elif key != "source":
            records += [{key: {name: entry}} for name, entry in value.items()]
    return "".join(f"{json.dumps(record)}\n" for record in records).encode()


def to_yaml(file: dict[str, Any]) -> str:
    """The same as an analyst would: a count stands without marks."""
    return yaml.safe_dump(file, sort_keys=False, allow_unicode=False)


def read(raw: bytes | str, line: int = 1) -> ReadFile:
    file, problems = read_json_lines("x.jsonl", raw.encode() if isinstance(raw, str) else raw, line)
    assert not problems, problems
    return file


def complain(raw: str | bytes) -> list[str]:
    _, problems = read_json_lines("x.jsonl", raw.encode() if isinstance(raw, str) else raw)
    return [str(problem) for problem in problems]


def list_records(file: WrittenFile) -> list[object]:
    assert not file.problems
    assert file.source
    entries = [(entry.entry.record, entry.same_as, entry.source) for entry in file.reports]
    return [
        file.source.record,
        entries,
        {key: [(one.id, one.record) for one in held] for key, held in file.vocabulary.items()},
    ]


@given(FILES)
def test_a_sound_source_reads_to_equal_records_from_yaml_and_from_json_lines(file: dict[str, object]) -> None:
    from_yaml, problems = read_yaml("x.yaml", to_yaml(file).encode())
    assert not problems
    from_lines = read(write_lines(file))
    expected = list_records(read_records(from_yaml, True))
    assert list_records(read_records(from_lines, True)) == expected
    assert expected[0] == SourceFile.model_validate(file).source


@given(st.dictionaries(TEXTS, TREES, max_size=4), st.booleans())
def test_any_text_put_in_a_line_comes_back_unchanged(tree: dict[str, Plain], ascii_alone: bool) -> None:
    line = json.dumps({"statement": tree}, ensure_ascii=ascii_alone)
    file, problems = read_json_lines("x.jsonl", f'{{"source": {{}}}}\n{line}'.encode())
    if problems:
        assert all("may not stand in the file" in problem.what for problem in problems)
        assert not ascii_alone
    else:
        assert file.data == {"source": {}, "statements": [tree]}


@given(st.dictionaries(TEXTS, TREES, max_size=4))
def test_every_value_and_key_is_placed_where_it_stands_in_its_line(tree: dict[str, Plain]) -> None:
    line = json.dumps({"statement": tree})
    place = read(f'{{"source": {{}}}}\n{line}', 7).place.find(("statements", 0))
    for at, value, key in _walk(place, tree):
        assert at.line == 8
        assert json.JSONDecoder().raw_decode(line, at.column - 1)[0] == value
        if isinstance(key, str):
            assert at.key_line == 8
            assert json.JSONDecoder().raw_decode(line, at.key_column - 1)[0] == key


def _walk(place: Position, value: Plain, key: str | int = 0) -> Iterator[tuple[Position, Plain, str | int]]:
    yield place, value, key
    if not isinstance(value, str):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _walk(place.parts[step], inner, step)


PIECES = [
    *[f'"{key}"' for key in KEYS], *"{}[]:,\"'\\# \n\r\t12é\u2028\ufeff", "\\ud83d", "\\u00e9", "null", "NaN",
    "-Infinity", "true", "-1.5e3", '"id"', '"a"', '"occurrence"',
]  # fmt: skip
SCRAPS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(st.binary(max_size=300) | SCRAPS.map(str.encode), st.booleans())
def test_no_bytes_make_the_reader_raise(raw: bytes, is_source: bool) -> None:
    file, problems = read_json_lines("x.jsonl", raw, is_source=is_source)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)
    if not problems and file.data:
        for line in raw.split(b"\n"):
            assert not line or json.loads(line)
    found = read_records(file, is_source).problems
    assert all(problem.line >= 1 and problem.column >= 1 for problem in found)


@pytest.mark.parametrize(
    ("line", "column", "what"),
    [
        ('{"statement": {"id": "a", "tone": "b", "id": "c"}}', 40, "the key `id` stands twice, here and in column 16"),
        ('{"people": {"a": {"name": "A"}, "a": {"name": "B"}}}', 33, "the key `a` stands twice, here and in column 13"),
        ('{"statement": {"venue": 1984}}', 25, "the number 1984 stands where a text is meant"),
        ('{"statement": {"to": ["a", 2]}}', 28, "the number 2 stands where a text is meant"),
        ('{"statement": {"a": true}}', 21, "`true` stands where a text or a list is meant"),
        ('{"statement": {"a": NaN}}', 21, "`NaN` stands where"),
        ('{"statement": {"a": [-Infinity]}}', 22, "`-Infinity` stands where"),
        ('{"statement": {"occurrence": Infinity}}', 30, "`Infinity` stands where"),
        ('{"statement": {"to": ["a", null]}}', 28, "an empty entry in a list"),
        ('{"statement": {"a": "\\ud83d!"}}', 21, "the escape \\ud83d is one half of a character"),
        ('{"statement": {"a": "b"} "c": "d"}', 26, "a comma or } is missing"),
        ('{"statement": {"a": "b",}}', 25, "a comma stands before }"),
        ('{"statement": {"a": "b"', 24, "the record ends before it is whole"),
        ('{"statement":', 14, "the record ends before it is whole"),
        ("{", 2, "the record ends before it is whole"),
        ('{"statement": {"a": "b}}', 21, "a quotation mark opens here and is never closed"),
        ('{"statement": {"a": "\t"}}', 22, "a control character stands in a text"),
        ('{"statement": {"a": "\\x"}}', 22, "a backslash is followed by"),
        ('{"statement": {"a": "\\u12"}}', 23, "this escape names no character"),
        ("{'statement': {}}", 2, "a key without double quotation marks"),
        ('{"statement": {"a": ‘b’}}', 21, "LEFT SINGLE QUOTATION MARK (U+2018) where a value begins"),
        ('{"statement": {"a": None}}', 21, "the word None stands without quotation marks"),
        ('{"statement" {}}', 14, "no colon after a key"),
        ("# a comment", 1, "a comment"),
        ('{"statement": {}} {"statement": {}}', 19, "something follows the record"),
        ('{"statement": {}, "people": {}}', 1, "the line holds 2 keys, not one"),
        ("{}", 1, "the line holds no record"),
        ("[1, 2]", 2, "the number 1 stands"),
        ('"text"', 1, "the line holds no record"),
        ("null", 1, "the line holds no record"),
        ("", 1, "an empty line"),
        ('{"statements": []}', 2, "unknown key “statements”"),
        ('{"people": []}', 12, "`people` holds no keys"),
        ('{"statement": {"a": "\x9d"}}', 22, "the character unnamed character (U+009D)"),
        ('{"statement": {"a": "b"}}\ufeff', 26, "the character ZERO WIDTH NO-BREAK SPACE (U+FEFF)"),
    ],
)
def test_a_mistake_has_its_line_and_column_and_hides_no_other_line(line: str, column: int, what: str) -> None:
    sound = '{"source": {"id": "s"}}\n{"people": {"p": {"name": "P"}}}\n'
    file, problems = read_json_lines("x.jsonl", f'{sound}{line}\n{{"statement": {{"id": "last"}}}}\n'.encode())
    assert str(problems[0]).startswith(f"x.jsonl:3:{column}: {what}"), problems
    assert all(problem.line == 3 for problem in problems)
    assert data_of(file)["source"] == {"id": "s"}
    assert data_of(file)["people"]["p"] == {"name": "P"}
    assert data_of(file)["statements"][-1] == {"id": "last"}
    assert file.place.find(("statements", len(data_of(file)["statements"]) - 1)).line == 4


def test_every_mistake_of_every_line_comes_in_one_go() -> None:
    said = complain('{"source": {"id": 1, "title": 2}}\n\n{"statement": {"a": true, "a": "b"}}\n{"statement": oops}')
    assert [line.split(": ")[0] for line in said] == [
        "x.jsonl:1:19", "x.jsonl:1:31", "x.jsonl:2:1", "x.jsonl:3:21", "x.jsonl:3:27", "x.jsonl:4:15",
    ]  # fmt: skip


def test_a_count_may_be_a_number_and_nothing_else_may() -> None:
    line = '{"statement": {"report": {"occurrence": 2, "quotes": [{"exact": "a", "occurrence": "3"}]}}}'
    file, problems = read_json_lines("x.jsonl", f'{{"source": {{}}}}\n{line}'.encode())
    assert not problems
    assert data_of(file)["statements"] == [
        {"report": {"occurrence": "2", "quotes": [{"exact": "a", "occurrence": "3"}]}}
    ]
    assert "the number 2.0 stands" in complain(line.replace('"exact": "a"', '"exact": 2.0'))[0]


def test_null_is_a_key_without_a_value() -> None:
    raw = '{"source": {"id": "s", "title": null}}\n{"people": {"p": null, "q": {"name": "Q"}}}\n'
    file = read(raw)
    assert file.data == {"source": {"id": "s"}, "people": {"q": {"name": "Q"}}}
    said = [str(problem).split(" — ")[0] for problem in read_records(file, True).problems]
    assert "x.jsonl:1:24: `title` is empty" in said
    assert "x.jsonl:2:18: `name` is missing" in said


def test_an_id_that_comes_in_two_lines_is_refused_with_both_places() -> None:
    raw = '{"topics": {"a": {"label": "A"}}}\n{"topics": {"b": {"label": "B"}, "a": {"label": "C"}}}\n'
    file, (problem,) = read_json_lines("x.jsonl", raw.encode(), is_source=False)
    assert str(problem).startswith("x.jsonl:2:34: the key `a` under `topics` stands twice, here and in line 1")
    assert file.data == {"topics": {"a": {"label": "A"}, "b": {"label": "B"}}}


def test_the_order_of_lines_is_the_order_of_statements_and_vocabularies_may_stand_between() -> None:
    raw = '{"source": {}}\n{"statement": {"id": "b"}}\n{"topics": {"t": {}}}\n{"statement": {"id": "a"}}\n'
    file = read(raw, 41)
    assert [entry["id"] for entry in data_of(file)["statements"]] == ["b", "a"]
    assert [file.place.find(("statements", index)).line for index in (0, 1)] == [42, 44]


def test_vocabulary_before_the_first_source_needs_none_and_a_statement_does() -> None:
    file = read('{"topics": {"t": {"label": "T", "means": "t"}}}\n')
    assert read_records(file, True).source is None
    assert not read_records(file, True).problems
    (said,) = complain('{"topics": {"t": {}}}\n{"statement": {"id": "a"}}\n{"statement": {"id": "b"}}\n')
    assert said.startswith("x.jsonl:2:1: a statement with no source before it")


def test_statements_below_a_source_that_cannot_be_read_are_checked_without_it() -> None:
    raw = '{"source": {"id": "s",}}\n{"statement": {"id": "Not An Id"}}\n'
    file, (problem,) = read_json_lines("x.jsonl", raw.encode())
    assert problem.line == 1
    said = [str(one) for one in read_records(file, True).problems]
    assert any("“Not An Id” in `id` is not an id" in line for line in said)
    assert not any("source" in line for line in said)
    assert '"id": "s"' in file.unread


@pytest.mark.parametrize("line", ['{source: {"id": "t"}}', '{"s\\u006furce": {"id": "t"}}'])
def test_statements_below_a_broken_source_are_not_taken_for_those_of_the_source_above(line: str) -> None:
    raw = f'{{"source": {{"id": "s"}}}}\n{{"statement": {{"id": "a"}}}}\n{line}\n{{"statement": {{"id": "b"}}}}\n'
    file, (problem,) = read_json_lines("x.jsonl", raw.encode())
    assert problem.line == 3
    assert file.data == {"source": {"id": "s"}, "statements": [{"id": "a"}]}
    assert '"b"' in file.unread


def test_what_a_broken_line_names_is_kept_for_whoever_refers_to_it() -> None:
    file, _ = read_json_lines("x.jsonl", b'{"source": {}}\n{"statement": {"id": "lost-one" "x"}}\n{"statement": {}}\n')
    assert "lost-one" in file.unread
    assert data_of(file)["statements"] == [{}]


def test_a_byte_order_mark_is_named_and_hides_nothing() -> None:
    file, (problem,) = read_json_lines("x.jsonl", b'\xef\xbb\xbf{"source": {"id": "s"}}\n')
    assert (problem.line, problem.column, problem.what) == (1, 1, "the file begins with a byte order mark")
    assert file.data == {"source": {"id": "s"}}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_another_encoding_is_named_once(encoding: str) -> None:
    (said,) = complain('{"source": {}}\n{"statement": {}}\n'.encode(encoding))
    assert f"the file is saved as {encoding.upper()}" in said


def test_a_byte_that_is_not_utf_8_is_named_in_its_line_alone() -> None:
    file, (problem,) = read_json_lines("x.jsonl", b'{"source": {}}\n{"statement": {"a": "\xe9"}}\n{"statement": {}}\n')
    assert (problem.line, problem.column) == (2, 22)
    assert "byte 0xE9" in problem.what
    assert data_of(file)["statements"] == [{}]


def test_line_ends_of_windows_are_no_mistake() -> None:
    file = read(b'{"source": {"id": "s"}}\r\n{"statement": {"id": "a"}}\r\n')
    assert data_of(file)["statements"] == [{"id": "a"}]


def test_a_line_that_is_too_long_is_named_and_the_next_one_read() -> None:
    raw = '{"source": {}}\n{"statement": {"a": "' + "x" * LINE_LIMIT + '"}}\n{"statement": {"id": "a"}}\n'
    file, (problem,) = read_json_lines("x.jsonl", raw.encode())
    assert str(problem).startswith("x.jsonl:2:1: the line is longer than 1 MB")
    assert data_of(file)["statements"] == [{"id": "a"}]


@pytest.mark.parametrize("piece", ["[", '{"a":'])
def test_a_line_nested_beyond_all_records_is_refused_quickly(piece: str) -> None:
    began = time.process_time()
    (said,) = complain(f'{{"source": {piece * 100_000}')
    assert time.process_time() - began < 1
    assert "levels inside one another" in said


def test_a_file_of_nonsense_is_given_up_after_a_hundred_mistakes() -> None:
    said = complain("oops\n" * 10_000)
    assert len(said) == 101
    assert "too many mistakes" in said[-1]
