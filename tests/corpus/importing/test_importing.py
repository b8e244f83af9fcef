"""Tables and data sets of others: each row with its document, or refused with the reason."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.main import main
from bot.corpus.importing.model import ImportFileError
from bot.corpus.importing.tables import propose_columns, read_mapping, write_mapping
from tests.support.sample_record import check_folder, write_sample, write_vocabulary

STORY = (
    "Ana Orel said on Tuesday “we go on with the talks”.\n\nPavel Sidorenko answered that “nobody asked us”. Rain fell."
)
HEADINGS = ["Quote", "Speaker", "Country", "Date", "Article text", "Link"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_vocabulary(tmp_path)
    write_sample(tmp_path, "Ana Orel spoke.", {"passage": "Ana Orel spoke."})
    (tmp_path / "config.yaml").write_text(f"data: {{folder: {tmp_path}/data, root: {tmp_path}}}\n")
    return tmp_path


def run(root: Path, *arguments: object) -> int:
    return main(["import", "--config", str(root / "config.yaml"), *map(str, arguments)])


def write_csv(root: Path, *rows: list[str], separator: str = ",", headings: list[str] | None = None) -> Path:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([headings or HEADINGS, *rows])
    (root / "table.csv").write_text(out.getvalue(), "utf-8")
    return root / "table.csv"


def take(root: Path, file: Path, *rest: object) -> int:
    run(root, file)
    return run(root, file, "--mapping", file.with_suffix(".mapping.yaml"), *rest)


ROW = ["we go on with the talks", "Ana Orel", "SI", "2031-03-04", STORY, "https://example.org/a"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_table_is_anchored_in_its_documents(root: Path, separator: str, capsys: pytest.CaptureFixture[str]) -> None:
    other = ["nobody asked us", "Pavel Sidorenko", "Austria", "2031-03-04", STORY, ""]
    assert take(root, write_csv(root, ROW, other, separator=separator)) == 0
    assert "2 statements of 1 documents taken in, 1 people new, 0 rows refused" in capsys.readouterr().out
    corpus = check_folder(root).corpus
    first, second = (corpus.statements[f"table-{row}"] for row in (2, 3))
    assert first.record.speaker == ("ana-orel",)
    assert second.record.speaker == ("pavel-sidorenko",)
    assert (first.sides, second.sides) == (("SI",), ("AT",))
    (report,) = second.reports
    assert report.record.passage == "Pavel Sidorenko answered that “nobody asked us”. Rain fell."
    assert [span.cut(STORY) for span in report.quotations] == ["nobody asked us"]
    assert next((root / "seeds/table").glob("table.csv")).read_text("utf-8").startswith("Quote")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({0: "we go home"}, "the quotation “we go home” does not stand in its passage"),
        ({0: "Rain fell"}, "stands in the passage, but not between one pair of quotation marks"),
        ({0: ""}, "the row has no words"),
        ({1: ""}, "the row has no speaker"),
        ({2: "Atlantis"}, "“Atlantis” is no country"),
        ({2: "", 1: "Unknown Person"}, "the side of unknown-person is not known"),
        ({3: "4 March 2031"}, "“4 March 2031” is no day: write it as 2031-03-04"),
        ({4: ""}, "the row brings no document"),
        ({5: "example.org"}, "is not an address"),
        ({0: "“we go on with the talks”"}, "brings its quotation marks along"),
    ],
)
def test_a_row_that_cannot_be_held_is_refused_alone(
    root: Path, change: dict[int, str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = [change.get(index, value) for index, value in enumerate(ROW)]
    bad[4] = bad[4] and bad[4] + "\n\nAgain."
    assert take(root, write_csv(root, ROW, bad)) == 1
    said = capsys.readouterr()
    assert "1 statements of 1 documents taken in" in said.out
    assert "row 3: " in said.err
    assert why in said.err
    assert len(check_folder(root).corpus.statements) == 2


def test_the_same_words_twice_are_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert take(root, write_csv(root, ROW, ROW)) == 1
    assert "row 3: the same words of the same speaker and day are in row 2" in capsys.readouterr().err


def test_documents_are_named_as_files_beside_the_table(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "a.txt").write_text(STORY, "utf-8")
    rows = [["we go on with the talks", "Ana Orel", name] for name in ("a.txt", "b.txt", "../../etc/hostname")]
    assert take(root, write_csv(root, *rows, headings=["quotation", "who", "file"])) == 1
    said = capsys.readouterr()
    assert "1 statements" in said.out
    assert "row 3: the file “b.txt” cannot be read" in said.err
    assert "row 4: the file “../../etc/hostname” is not below the table's folder" in said.err


def test_nothing_is_left_of_an_import_without_a_sound_row(root: Path) -> None:
    assert take(root, write_csv(root, ["we go home", *ROW[1:]])) == 1
    assert not (root / "seeds/table").exists()
    assert not (root / "data/sources/table.jsonl").exists()


def test_an_import_is_done_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_csv(root, ROW)
    assert take(root, file) == 0
    assert take(root, file) == 2
    assert "table was imported before" in capsys.readouterr().err


def test_a_spreadsheet_is_read_like_a_table(root: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from datetime import datetime

    book = openpyxl.Workbook()
    book.active.append(HEADINGS)
    book.active.append([*ROW[:3], datetime(2031, 3, 4), *ROW[4:]])  # noqa: DTZ001 -- as a spreadsheet has it
    book.save(root / "sheet.xlsx")
    assert take(root, root / "sheet.xlsx") == 0
    assert str(check_folder(root).corpus.statements["sheet-2"].record.day) == "2031-03-04"


@pytest.mark.parametrize("raw", [b"PK\x03\x04nothing", b"\xff\x00\xff", b"", b"Quote,Quote\na,b\n", b'"a\nb'])
def test_a_file_that_is_no_table_is_refused_whole(root: Path, raw: bytes) -> None:
    (root / "bad.csv").write_bytes(raw)
    assert run(root, root / "bad.csv") == 2


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (HEADINGS, {"words": "Quote", "speaker": "Speaker", "country": "Country", "day": "Date", "url": "Link",
                    "text": "Article text"}),
        (["Zitat", "Sprecher", "Datum"], {"words": "Zitat", "speaker": "Sprecher", "day": "Datum"}),
        (["quotaton", "Speakers", "dates"], {"words": "quotaton", "speaker": "Speakers", "day": "dates"}),
        (["full_text", "SAID BY", "quote"], {"text": "full_text", "speaker": "SAID BY", "words": "quote"}),
        (["인용", "발언자", "날짜"], {"words": "인용", "speaker": "발언자", "day": "날짜"}),
        (["x", "y", ""], {}),
    ],
)  # fmt: skip
def test_columns_are_proposed_by_their_headings(headings: list[str], columns: dict[str, str]) -> None:
    assert propose_columns(headings) == columns


HEADING = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=20).map(str.strip).filter(bool)


@given(st.lists(HEADING, max_size=5, unique=True))
def test_a_proposed_mapping_reads_as_it_was_written(more: list[str]) -> None:
    headings = ["Quote", "Who", *(one for one in more if one not in ("Quote", "Who"))]
    columns = propose_columns(headings)
    read = read_mapping(write_mapping(headings, columns), headings)
    assert (dict(read.columns), dict(read.constants)) == (columns, {})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("columns: {word: Quote}", "did you mean `words`?"),
        ("columns: {words: Zitat}", "no column “Zitat”"),
        ("columns: {words: Quote}", "no column for speaker"),
        ("[1]", "holds no keys"),
        ("columns: {a", "is no YAML"),
        ("rows: {}", "has the keys `columns` and `constants`"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(text: str, why: str) -> None:
    with pytest.raises(ImportFileError, match=why.replace("?", r"\?")):
        read_mapping(text, ["Quote", "Who"])


AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0" xml:lang="en"><debate name="d">
<meta><references source="#s"><TLCPerson eId="orel" showAs="Ana Orel"/></references></meta>
<preface><docTitle>Sitting of 4 March</docTitle><docDate date="2031-03-04">4 March</docDate></preface>
<debateBody><debateSection><heading>Tolls</heading>
<speech by="#orel"><from>MS OREL</from><p>We shall not <i>yield</i>.</p><p>The sea is “ours”.</p></speech>
<speech><from>Pavel Sidorenko</from><p>We shall not yield.</p></speech>
<speech><p>Order!</p></speech><question by="#orel"><from>MS OREL</from></question>
</debateSection></debateBody></debate></akomaNtoso>"""


def test_a_debate_in_akoma_ntoso_is_held_as_verbatim_words(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "debate.xml").write_text(AKN, "utf-8")
    assert run(root, root / "debate.xml", "--set", "country=SI") == 1
    said = capsys.readouterr()
    assert "2 statements of 1 documents" in said.out
    assert "Akoma Ntoso does not say for which country" in said.out
    assert "row 3: it names nobody" in said.err
    assert "row 4: the speech has no words" in said.err
    checked = check_folder(root)
    first, second = (checked.corpus.statements[f"debate-{row}"] for row in (1, 2))
    assert (first.record.speaker, second.record.speaker) == (("ana-orel",), ("pavel-sidorenko",))
    (text,) = [text for key, text in checked.texts.items() if key.startswith("debate-")]
    words = [[span.cut(text) for span in one.reports[0].quotations] for one in (first, second)]
    assert words == [["We shall not yield.\n\nThe sea is “ours”."], ["We shall not yield."]]
    assert str(first.record.day) == "2031-03-04"


@pytest.mark.parametrize("raw", ["<a/>", "<akomaNtoso", '<!DOCTYPE a [<!ENTITY b "c">]><akomaNtoso/>'])
def test_xml_that_is_no_debate_is_refused(root: Path, raw: str) -> None:
    (root / "bad.xml").write_text(raw)
    assert run(root, root / "bad.xml") == 2


POPOLO: dict[str, Any] = {
    "persons": [{"id": "p1", "name": "Ana Orel"}],
    "speeches": [
        {"creator_id": "p1", "text": "We shall not yield.", "date": "2031-03-04", "title": "Tolls"},
        {"attribution_text": "Pavel Sidorenko", "text": "Nobody asked us.", "date": "2031-03-04"},
        {"creator_id": "p9", "text": "Hear, hear."},
        {"creator_id": "p1", "text": "<p>We go.</p>"},
        {"creator_id": "p1", "text": ""},
    ],
}


def test_speeches_in_popolo_are_held_as_verbatim_words(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "speeches.json").write_text(json.dumps(POPOLO), "utf-8")
    assert run(root, root / "speeches.json", "--set", "country=none") == 1
    said = capsys.readouterr()
    assert "2 statements of 2 documents" in said.out
    for row, why in ((3, "its speaker has no name"), (4, "the text holds HTML"), (5, "the speech has no text")):
        assert f"row {row}: {why}" in said.err
    assert check_folder(root).corpus.statements["speeches-1"].record.speaker == ("ana-orel",)


QUOTES: list[dict[str, Any]] = [
    {"quoteID": "2031-03-05-000001", "quotation": "We shall not yield.", "speaker": "Ana Orel", "qids": ["Q1"],
     "date": "2031-03-05 10:00:00", "probas": [["Ana Orel", "0.91"], ["None", "0.09"]], "urls": ["http://example.org/1"]},
    {"quoteID": "2031-03-05-000002", "quotation": "Nobody knows.", "speaker": "None", "date": "2031-03-05", "urls": []},
    {"articleID": "a", "title": "Tolls", "date": "2031-03-05 10:00:00", "url": "http://example.org/2", "quotations": [
        {"quoteID": "2031-03-05-000003", "quotation": "We wait.", "globalTopSpeaker": "Ana Orel"}]},
]  # fmt: skip


def test_quotations_of_quotebank_say_what_they_are(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "quotes.json").write_text("\n".join([*map(json.dumps, QUOTES), "{"]), "utf-8")
    assert run(root, root / "quotes.json", "--set", "country=SI") == 1
    said = capsys.readouterr()
    assert "2 statements of 2 documents" in said.out
    assert "Quotebank holds no articles" in said.out
    assert "row 2: the model gives the words to nobody" in said.err
    assert "row 4: the line is no JSON" in said.err
    first = check_folder(root).corpus.statements["quotes-1"]
    (report,) = first.reports
    assert first.record.day is None
    assert (report.record.kind, report.record.attribution) == ("verbatim", "inferred")
    assert report.record.inferred_how == "Quotebank's model gives the words to Ana Orel (probability 0.91)."
