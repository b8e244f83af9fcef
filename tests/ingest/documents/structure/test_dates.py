"""Tests for bot.ingest.documents.structure.dates."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.documents.structure.dates import complete_year, find_days, parse_pdf_date, parse_stamp


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("Posted on : 2031-06-12 17:18 KST", "2031-06-12", "2031-06-12T17:18:00+09:00"),
        ("2031-06-12T01:28:04+05:00 VNA", "2031-06-12", "2031-06-12T01:28:04+05:00"),
        ("June 12, 2031 at 3:05 p.m. EST", "2031-06-12", "2031-06-12T15:05:00-05:00"),
        ("Thursday, 12th of June 2031", "2031-06-12", None),
        ("12. Juni 2031, 14:30 Uhr", "2031-06-12", None),
        ("jeudi 12 juin 2031", "2031-06-12", None),
        ("12 июня 2031", "2031-06-12", None),
        ("12 de junio de 2031", "2031-06-12", None),
        ("2031년 6월 12일", "2031-06-12", None),
        ("2031年6月12日", "2031-06-12", None),
        ("12.06.2031", "2031-06-12", None),
        ("2031.06.12", "2031-06-12", None),
        ("Sept. 3, 2031", "2031-09-03", None),
        ("12:15 IST, June 12, 2031", "2031-06-12", None),
    ],
)
def test_find_days_reads_how_papers_write_days(text: str, day: str, at: str | None) -> None:
    found = find_days(text)
    assert [(each.iso, each.at) for each in found] == [(day, at)]


@pytest.mark.parametrize("text", ["12/06/2031", "31 June 2031", "2031-13-01", "Room 12", "12.5 percent", "1,200 tons"])
def test_find_days_reads_no_day_that_is_ambiguous_or_none(text: str) -> None:
    assert not [each for each in find_days(text) if each.iso]


def test_find_days_compares_the_weekday_with_the_date() -> None:
    assert find_days("Thursday, June 12, 2031")[0].weekday_fits
    assert not find_days("Friday, June 12, 2031")[0].weekday_fits


def test_complete_year_takes_the_last_such_day_before_the_known_one() -> None:
    december, leap = find_days("December 30")[0], find_days("29 February")[0]
    assert complete_year(december, "2031-01-02") == "2030-12-30"
    assert complete_year(leap, "2031-06-01") == "2028-02-29"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Thu, 12 Jun 2031 18:30:00 +0200", ("2031-06-12", "2031-06-12T18:30:00+02:00")),
        ("2031-06-12T18:30:00.000Z", ("2031-06-12", "2031-06-12T18:30:00+00:00")),
        ("2031-06-12T18:30:00", ("2031-06-12", None)),
        ("2031-06-12", ("2031-06-12", None)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_parse_stamp_reads_metadata(written: str, expected: tuple[str, str | None] | None) -> None:
    assert parse_stamp(written) == expected


def test_parse_pdf_date_reads_the_form_of_pdf() -> None:
    assert parse_pdf_date("D:20310612183000+02'00'") == ("2031-06-12", "2031-06-12T18:30:00+02:00")
    assert parse_pdf_date("D:20310612") == ("2031-06-12", None)
    assert parse_pdf_date("12 June") is None


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%A, %B %d, %Y"]))
def test_find_days_reads_every_day_back(day: date, form: str) -> None:
    text = f"Posted {day.strftime(form)} by the desk"
    found = find_days(text)
    assert [each.iso for each in found] == [day.isoformat()]
    assert day.strftime(form).endswith(text[found[0].start : found[0].end])
    assert found[0].weekday_fits


@given(
    st.datetimes(datetime(1900, 1, 2), datetime(2100, 12, 30)),  # noqa: DTZ001 (the zone is added below)
    st.integers(-12 * 60, 14 * 60),
)
def test_parse_stamp_reads_every_instant_back(naive: datetime, minutes: int) -> None:
    instant = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    found = parse_stamp(instant.isoformat())
    assert found is not None
    assert found[0] == instant.date().isoformat()
    assert found[1] is not None
    assert datetime.fromisoformat(found[1]) == instant


@given(st.text(alphabet=st.sampled_from("0123456789-./: TZ+年月日Junemai,"), max_size=60))
def test_find_days_gives_real_days_within_the_text(text: str) -> None:
    for each in find_days(text):
        assert 0 <= each.start < each.end <= len(text)
        if each.iso:
            date.fromisoformat(each.iso)
        if each.at:
            datetime.fromisoformat(each.at)
