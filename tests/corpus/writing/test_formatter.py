"""One order and one style of a file of records: values and comments as they were, and nothing to do a second time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import event, given
from hypothesis import strategies as st

from bot.corpus.reading.yaml_reader import read_yaml
from bot.corpus.writing.formatter import FormatError, format_records, list_comments
from bot.settings import HOME

FILES = sorted([*(HOME / "data").glob("*.yaml"), *(HOME / "data/sources").glob("*.yaml")])
SHUFFLED = """\
# A file
statements:
- report:
    passage: She spoke.
    kind: indirect # as the paper has it
  day:   2031-03-04
  id: one
  speaker: [ana-orel]

# The paper
source:
    sha256: '00'
    id: a
    file: seeds/a.txt
    title: "A"
"""


def test_keys_are_put_in_the_order_of_the_model() -> None:
    entry = "- tone: x\n  report: {passage: p, kind: act}\n  id: one\n"
    assert format_records("source:\n  sha256: '00'\n  title: A\n  id: a\nstatements:\n" + entry) == (
        "source:\n  id: a\n  title: A\n  sha256: '00'\nstatements:\n"
        "  - id: one\n    tone: x\n    report: {kind: act, passage: p}\n"
    )


def test_comments_stay_where_they_belong() -> None:
    formatted = format_records(SHUFFLED)
    assert "kind: indirect # as the paper has it" in formatted
    assert formatted.index("# The paper") < formatted.index("source:")
    assert list_comments(formatted) == ["# A file", "# The paper"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_shipped_records_say_the_same_formatted(file: Path) -> None:
    text = file.read_text("utf-8")
    formatted = format_records(text)
    assert read_yaml("", formatted.encode())[0].data == read_yaml("", text.encode())[0].data
    assert list_comments(formatted) == list_comments(text)
    assert format_records(formatted) == formatted


@pytest.mark.parametrize(
    "value", ["2024-06-26", "0123", "NO", "yes", "1_000", "1e3", "0x1F", "12:30", ".5", "+1", "1.10"]
)
def test_values_that_yaml_could_take_for_others_stay(value: str) -> None:
    text = f"source:\n  title: {value}\n  id: a\n"
    assert format_records(text) == f"source:\n  id: a\n  title: {value}\n"


@pytest.mark.parametrize("unseen", ["\\u00a0", "\\u2009", "\\u00ad", "\\u200b"])
def test_characters_that_are_not_seen_are_written_as_escapes(unseen: str) -> None:
    raw = unseen.encode().decode("unicode_escape")
    assert format_records(f"source:\n  title: a{raw}b\n") == f'source:\n  title: "a{unseen}b"\n'


@pytest.mark.parametrize("text", ["a: [1", "a: &x 1\nb: *x\n", "a: 1\na: 2\n", "\tx"])
def test_a_file_with_mistakes_is_left_alone(text: str) -> None:
    with pytest.raises(FormatError):
        format_records(text)


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n"])
def test_a_file_without_records_is_left_alone(text: str) -> None:
    assert format_records(text) == text


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=150)
TEXTS = st.lists(WORDS, max_size=4)
KINDS = st.sampled_from(["act", "mixed"])
REPORT = st.fixed_dictionaries({"passage": WORDS, "kind": KINDS}, optional={"quotes": TEXTS, "via": WORDS})
ENTRY = st.fixed_dictionaries({"report": REPORT, "id": WORDS}, optional={"day": WORDS, "to": TEXTS})
SOURCE = st.dictionaries(st.sampled_from(["title", "id", "url"]), WORDS)
PEOPLE = st.dictionaries(WORDS, st.fixed_dictionaries({"name": WORDS}), max_size=2)
FILE = st.fixed_dictionaries({"statements": st.lists(ENTRY, max_size=3), "source": SOURCE}, optional={"people": PEOPLE})


@given(FILE, st.booleans(), st.sampled_from([None, '"', "'"]))
def test_formatting_changes_no_value_and_is_done_once(content: dict[str, Any], flow: bool, style: str | None) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, default_flow_style=flow, default_style=style, sort_keys=False)
    try:
        formatted = format_records(text)
    except FormatError:
        event("left as it was")
        return
    assert read_yaml("", formatted.encode())[0].data == read_yaml("", text.encode())[0].data
    assert format_records(formatted) == formatted
