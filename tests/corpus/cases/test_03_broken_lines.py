"""Case 03: documents with broken lines. Words match over a broken line and never over a paragraph's end."""

from __future__ import annotations

import sqlite3
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from bot.corpus.checking.anchors import QuotedSpan
from bot.store.build.builder import build
from tests.support.sample_record import (
    ORGANISATIONS,
    PEOPLE,
    TONES,
    check_folder,
    check_sample,
    list_problems,
    write_sample,
    write_vocabulary,
)

WRAPPED = (
    'Foreign Minister Ana Orel said on Tuesday that "the talks will go\n'
    'on until both sides agree" and the ministry denied any threats.\n'
)
QUOTED = "the talks will go on until both sides agree"
PASSAGE = f'Foreign Minister Ana Orel said on Tuesday that "{QUOTED}" and the ministry denied any threats.'


@pytest.mark.parametrize(
    "text",
    [
        WRAPPED,
        WRAPPED.replace("\n", "\r\n"),
        WRAPPED.replace("go\non", "go  \n   on"),
        WRAPPED.replace("both sides", "both\u00a0sides"),
        WRAPPED.replace("both sides", "both\u2009sides"),
        WRAPPED.replace("agree", "ag\u00adree"),
        WRAPPED.replace("until", "un-\ntil"),
        textwrap.fill(PASSAGE, 40),
        textwrap.fill(PASSAGE, 60),
        textwrap.indent(WRAPPED, "    "),
        f"READOUT\n\nLJUBLJANA, March 4\n\n{WRAPPED}\nThe end.\n",
    ],
)
@pytest.mark.parametrize(
    "passage", [PASSAGE, PASSAGE.replace("go on", "go\non"), PASSAGE.replace(" and ", "\u00a0and ")]
)
def test_words_are_held_however_their_lines_are_broken(tmp_path: Path, text: str, passage: str) -> None:
    report = {"passage": passage, "quotes": [QUOTED], "as_written": {"speaker": "Ana Orel", "day": "Tuesday"}}
    assert check_sample(tmp_path, text, report) == []
    checked = check_folder(tmp_path)
    (found,) = checked.corpus.statements["sample-0"].reports
    (quotation,) = found.quotations
    raw = checked.texts["sample"]
    assert raw == text
    assert raw[quotation.start :].startswith("the talks")
    assert raw[: quotation.end].endswith("ree")
    assert QuotedSpan(raw).holds(quotation.start, quotation.end)


@pytest.mark.parametrize(
    ("text", "passage", "quoted"),
    [
        (
            WRAPPED,
            'on until both sides agree" and the ministry denied any threats.',
            "and the ministry denied any threats.",
        ),
        ("Ana Orel said “we go\n\non” and left.", "Ana Orel said “we go\n\non” and left.", "we go on"),
        ("Ana Orel said “no.\nIt rained” and she left.", "It rained” and she left.", "It rained"),
        (
            "She said “we shall re-sign it” on Tuesday.",
            "She said “we shall re-sign it” on Tuesday.",
            "we shall resign it",
        ),
        ("She met “the rapist” on Tuesday.", "She met “the rapist” on Tuesday.", "therapist"),
    ],
)
def test_what_is_not_quoted_so_is_refused(tmp_path: Path, text: str, passage: str, quoted: str) -> None:
    problems = check_sample(tmp_path, text, {"passage": passage, "quotes": [quoted]})
    assert len(problems) == 1
    assert quoted.split(maxsplit=1)[0] in problems[0].what


@pytest.mark.parametrize(
    "text",
    [
        "At noon the Foreign Minister of the country, Ana\nOrel, said the talks go on.",
        "At noon the Foreign Minister of the country, Ana\r\nOrel, said the talks go on.",
        "At noon the Foreign Minister of the country, Ana\u00a0Orel, said the talks go on.",
        "At noon the Foreign Minister of the country, Ana Or\u00adel, said the talks go on.",
        "At noon the Foreign Minister of the big country, Ana Or-\nel, said the talks go on.",
        "At noon the Foreign Minister of the country, Ana  \n  Orel, said the talks go on.",
    ],
)
def test_a_name_over_a_broken_line_is_a_spelling_and_is_written_so(tmp_path: Path, text: str) -> None:
    passage = " ".join(text.replace("\u00ad", "").replace("Or-\n", "Or").split())
    write_sample(tmp_path, text, {"passage": passage, "as_written": {"speaker": "Ana Orel"}})
    people = {"ana-orel": PEOPLE["ana-orel"] | {"spellings": ["Ana Orel"]}}
    write_vocabulary(tmp_path, people=people, organisations=ORGANISATIONS, tones=TONES)
    assert list_problems(tmp_path) == []


def test_a_store_has_the_words_as_they_are_read(tmp_path: Path) -> None:
    check_sample(tmp_path, WRAPPED.replace("\n", "\r\n"), {"passage": PASSAGE, "quotes": [QUOTED]})
    built = build(tmp_path / "data", tmp_path, tmp_path / "store")
    with closing(sqlite3.connect(built.path)) as db:
        assert db.execute("SELECT passage FROM report").fetchall() == [(PASSAGE,)]
        assert db.execute("SELECT exact FROM quotation").fetchall() == [(QUOTED,)]
