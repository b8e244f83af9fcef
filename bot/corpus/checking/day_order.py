"""Days that contradict one another: reports against their statement, utterance, release and publication in order.

Uttered ≤ released ≤ published. Days of two places may differ by one without a mistake (Washington's evening is
Seoul's next day); approximate days prove nothing. A recorded exception or conflict about the day allows the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, timedelta, timezone

from bot.corpus.checking.part_results import UNCERTAIN, StatementFacts
from bot.corpus.edtf import Day, DayError, parse_day
from bot.corpus.model import Report, Source
from bot.corpus.problems import Problem
from bot.corpus.reading.record_parser import Written
from bot.corpus.reading.yaml_reader import Plain

_ZONE = timedelta(days=1)  # two places on Earth never differ by more than one calendar day at one instant
_EARLIEST, _LATEST = timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))
_ADVICE = "correct one of them, or say why it is right under `exceptions: {day: …}`"


def agree_on_day(statement: str | None, report: Day) -> bool:
    """Whether a report's day is the statement's (EDTF), lies within it or around it, or cannot be compared."""
    if statement is None or statement == UNCERTAIN:
        return statement == UNCERTAIN
    if statement == report.text:
        return True
    day = parse_day(statement)
    return day.covers(report) or report.covers(day)


def is_about_day(report: Report) -> bool:
    """Whether a report records a conflict about the day of its statement."""
    return any(conflict.field == "day" for conflict in report.conflicts)


def has_exception(plain: Plain, rule: str) -> bool:
    """Whether a record as written gives a reason for breaking a rule of the check."""
    exceptions = plain.get("exceptions") if isinstance(plain, dict) else None
    return isinstance(exceptions, dict) and bool(exceptions.get(rule))


def last_published(source: Written[Source] | None) -> date | None:
    """The last day on which a source can have come out; None where unknown, disputed or excepted."""
    record = source.record if source else None
    if source is None or record is None or record.published is None or has_exception(source.plain, "day"):
        return None
    if record.published.day.approximate or any(one.field == "published" for one in record.conflicts):
        return None
    return record.published.day.last


def is_after(days: StatementFacts, published: date) -> str | None:
    """The day of a statement, of its utterance or release, that comes after the publication; None where none does."""
    for text in (days.day, days.released):
        if text is not None and text != UNCERTAIN and _begins_after(parse_day(text), published):
            return text
    return None


def check_release(plain: dict[str, Plain]) -> tuple[str, str] | None:
    """What is wrong, and what to do, where a statement as written was released before it was uttered."""
    if "released" not in plain:
        return None
    day, released = _read_day(plain.get("day")), _read_day(plain.get("released"))
    if day is None or released is None or has_exception(plain, "day"):
        return None
    if released.approximate or released.last is None or not _begins_after(day, released.last):
        return None
    return f"released {released}, before it was said ({day})", _ADVICE


def check_publication(source: Written[Source]) -> Iterator[Problem]:
    """Whether the instants of a source lie within the day of its publication, and its changes after it."""
    record = source.record
    if record is None or record.published is None or has_exception(source.plain, "day"):
        return
    day, at = record.published.day, record.published.at
    if at is not None:
        # An instant in UTC may stand beside the day of the place; one with another offset is of that place.
        zones = (_EARLIEST, _LATEST) if at.utcoffset() == timedelta(0) else (at.tzinfo or UTC,)
        first, last = (at.astimezone(zone).date() for zone in (zones[0], zones[-1]))
        if not day.overlaps(Day("", first, last)):
            what = f"published at {at.isoformat()}, and that is not {day}"
            yield source.blame(("published", "at"), what, _ADVICE)
    if record.modified is None:
        return
    if at is not None and record.modified < at:
        what = f"modified {record.modified.isoformat()}, before it was published ({at.isoformat()})"
        yield source.blame(("modified",), what, _ADVICE)
    elif at is None and not day.approximate and day.first and record.modified.date() < day.first - _ZONE:
        what = f"modified {record.modified.isoformat()}, before it was published ({day})"
        yield source.blame(("modified",), what, _ADVICE)


def word_after_publication(day: str, published: date) -> tuple[str, str]:
    """What is wrong, and what to do, about a statement that was made or released after its source came out."""
    what = f"the statement is of {day}, and this source came out before it, on {published.isoformat()}"
    return what, _ADVICE


def _begins_after(day: Day, other: date) -> bool:
    return not day.approximate and day.first is not None and day.first > other + _ZONE


def _read_day(value: Plain | None) -> Day | None:
    if not isinstance(value, str):
        return None
    try:
        return parse_day(value)
    except DayError:
        return None
