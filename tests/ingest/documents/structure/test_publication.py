"""Tests for bot.ingest.documents.structure.publication and bot.ingest.documents.structure.bylines."""

import pytest

from bot.ingest.documents.model import Published
from bot.ingest.documents.structure.bylines import find_byline, split_names
from bot.ingest.documents.structure.classification import classify
from bot.ingest.documents.structure.publication import find_text_agency, find_text_day, find_text_publisher
from bot.ingest.documents.structure.units import make_unit
from bot.settings import HOME

TITLE = "Varland rejects toll on canal"
BODY = "The minister said that the canal would stay open to the ships of all nations."


def find_day(text: str, known: str | None = None) -> tuple[Published | None, list[str]]:
    return find_text_day(classify(text), known)


@pytest.mark.parametrize(
    ("number", "day", "at", "written"),
    [
        ("000", "2024-06-27", None, "Seoul, June 27:"),
        ("002", "2024-06-28", "2024-06-28T17:18:00+09:00", "Posted on : 2024-06-28 17:18 KST"),
        ("004", "2024-06-22", "2024-06-22T01:28:04+05:00", "2024-06-22T01:28:04+05:00"),
    ],
)
def test_find_text_day_agrees_with_the_editor_of_the_seeds(number: str, day: str, at: str | None, written: str) -> None:
    (path,) = (HOME / "seeds").glob(f"{number}_*.txt")
    text = path.read_text("utf-8")
    found, _ = find_day(text)
    assert found is not None
    assert (found.day, found.at, found.written, found.sure) == (day, at, written, True)
    assert found.start is not None
    assert text[found.start :].startswith(written)


@pytest.mark.parametrize("number", ["001", "003"])
def test_find_text_day_finds_none_where_the_seeds_have_none(number: str) -> None:
    (path,) = (HOME / "seeds").glob(f"{number}_*.txt")
    assert find_day(path.read_text("utf-8"))[0] is None


def test_find_text_day_prefers_the_dateline_to_the_head_of_the_page() -> None:
    found, warnings = find_day(f"Friday, January 3, 2031\n\n{TITLE}\n\nVELDT, Dec. 30 (VNA) -- {BODY}")
    assert found is not None
    assert (found.day, found.written) == ("2030-12-30", "VELDT, Dec. 30 (VNA) --")
    assert "the day on which the page was fetched" in warnings[0]


def test_find_text_day_gives_a_dateline_no_year_of_its_own() -> None:
    found, warnings = find_day(f"{TITLE}\n\nVELDT, Dec. 30 (VNA) -- {BODY}")
    assert found is None
    assert "names no year" in warnings[0]
    known, _ = find_day(f"{TITLE}\n\nVELDT, Dec. 30 (VNA) -- {BODY}", "2031-01-03")
    assert known is not None
    assert known.day == "2030-12-30"


def test_find_text_day_is_unsure_of_a_change_and_of_the_head() -> None:
    for line in ("Updated: 14 June 2031", "14 June 2031"):
        text = f"{line}\n\n{TITLE}\n\n{BODY}"
        found, _ = find_day(text)
        assert found is not None
        assert (found.day, found.sure) == ("2031-06-14", False)


def test_find_text_day_takes_publication_before_change() -> None:
    found, _ = find_day(f"{TITLE}\nUpdated: 14 June 2031\nPublished: 12 June 2031\n{BODY}")
    assert found is not None
    assert (found.day, found.sure) == ("2031-06-12", True)


def test_find_text_day_reads_the_label_in_the_line_above() -> None:
    found, _ = find_day(f"FOR IMMEDIATE RELEASE\nJune 12, 2031\n\n{TITLE}\n\n{BODY}")
    assert found is not None
    assert (found.day, found.sure) == ("2031-06-12", True)


def test_find_text_day_doubts_a_date_with_the_wrong_weekday() -> None:
    found, warnings = find_day(f"{TITLE}\nPublished: Monday, 12 June 2031\n{BODY}")
    assert found is not None
    assert not found.sure
    assert "day of the week" in warnings[0]


def test_find_text_day_takes_the_day_at_the_foot_of_a_paper() -> None:
    found, _ = find_day(f"Joint communiqué\n\n{BODY}\n\n{BODY} It did.\n\nVeldt, 12 June 2031")
    assert found is not None
    assert (found.day, found.how) == ("2031-06-12", "the day at the foot of the text")


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"{TITLE}\n\nVELDT, June 12 (Reuters) - {BODY}", "Reuters"),
        (f"{TITLE}\n\nVELDT (AP) — {BODY}", "AP"),
        (f"{TITLE}\n\nMOSCOW, June 12. /TASS/. {BODY}", "TASS"),
        (f"{TITLE}\n\nVELDT, June 12 (Varland News Agency) - {BODY}", "Varland News Agency"),
        (f"{TITLE}\n2031-06-12 14:30 AFP\n{BODY}", "AFP"),
        (f"{TITLE}\nBy Ilse Marn, Reuters\n{BODY}", "Reuters"),
        (f"{TITLE}\n\nThe canal stays open, Reuters reported on Thursday from Veldt.", None),
        (f"{TITLE}\n\nThe ministry (MFA) said that the canal would stay open.", None),
    ],
)
def test_find_text_agency_takes_it_only_from_where_agencies_sign(text: str, agency: str | None) -> None:
    found = find_text_agency(classify(text))
    assert (found and found.value) == agency
    if found and found.start is not None:
        assert text[found.start :].startswith(found.value)


def test_find_text_publisher_reads_the_notice_of_rights() -> None:
    text = f"{TITLE}\n\n{BODY}\n\n© 2031 Varland Gazette. All rights reserved."
    found = find_text_publisher(classify(text))
    assert found is not None
    assert found.value == "Varland Gazette"
    assert found.start is not None
    assert text[found.start :].startswith("Varland Gazette")


@pytest.mark.parametrize("name", ["The Lund Courier", "VARLAND DAILY MAIL", "Ministry of Foreign Affairs of Varland"])
def test_find_text_publisher_reads_the_name_above_the_headline(name: str) -> None:
    labels = classify(f"{name}\n\nWorld | Politics | Weather\n\n{TITLE}\n\n{BODY}")
    assert [kind and kind.value for kind in labels.kinds] == ["boilerplate", "boilerplate", "headline", None]
    found = find_text_publisher(labels)
    assert found is not None
    assert found.value == name


def test_find_text_publisher_leaves_two_addresses_and_networks_alone() -> None:
    two = f"{TITLE}\n\n{BODY}\n\nFollow us on https://facebook.com/gazette\nView more on https://a.example and https://b.example"
    assert find_text_publisher(classify(two)) is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Roe, staff reporter; Ian Lund, senior staff writer", ("Jane Roe", "Ian Lund")),
        ("BY LIM JEONG-WON [lim@paper.example]", ("LIM JEONG-WON",)),
        ("By María de la Cruz and Ngô Đình Khôi", ("María de la Cruz", "Ngô Đình Khôi")),
        ("홍길동 기자 hong@paper.example", ("홍길동",)),
        ("By Jane Roe | Published: 12 June 2031, 14:30", ("Jane Roe",)),
        ("Jane de Roe | 12 June 2031", ("Jane de Roe",)),
        ("By Jane Roe, with Varland Wire", ("Jane Roe",)),
        ("By our Diplomatic Correspondent", ()),
        ("Trade | 12 June 2031", None),
        ("Reuters", ()),
        ("By Thursday, the ministers had agreed.", None),
        ("By a narrow margin", None),
        ("Contact press@mfa.varland.example for details", None),
    ],
)
def test_find_byline_takes_names_and_nothing_else(line: str, names: tuple[str, ...] | None) -> None:
    assert find_byline(make_unit(0, line)) == names


def test_split_names_refuses_what_is_no_list_of_names() -> None:
    assert split_names("Jane Roe, who was there") is None
