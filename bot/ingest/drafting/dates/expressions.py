"""Expressions of time in English and the days they mean: "on Tuesday", "last week", "a day later", "the winter of
2031–32".

Each is read against the reference day (of the dateline, else of publication) and, where it leans on the statement
before ("the following day"), on that one's day. Days are EDTF.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.ingest.drafting.lexicon.nouns import MONTHS, WEEKDAYS, as_weekday
from bot.ingest.drafting.model import Span

_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_ABBREVIATED = {name[:3]: number for number, name in enumerate(MONTHS, 1)} | {"sept": 9}
_MONTH = (
    r"(?:"
    + "|".join(name.capitalize() for name in MONTHS)
    + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?:" + "|".join(name.capitalize() for name in WEEKDAYS) + r"|[A-Z][a-z]{2,7}(?:day|dya))"
_PART = r"(?:\s+(?:morning|afternoon|evening|night|noon|midday|lunchtime))?"
_NUMBER = r"(?:\d{1,3}|" + "|".join(_NUMBERS) + ")"


@dataclass(frozen=True, slots=True)
class Reference:
    """What expressions are read against: the reference day and where it is written, and the day spoken of last."""

    day: date | None
    written: Span | None = None
    anchor: str | None = None
    anchor_words: str = ""


Reading = tuple[str, str] | None
_Reader = Callable[[re.Match[str], Reference], Reading]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression of time in the text. `leans` where it needs the day of the statement before."""

    span: Span
    words: str
    leans: bool
    offset: int | None  # "a day after …": how many days lie between, negative for "before"
    _match: re.Match[str]
    _reader: _Reader

    def read(self, reference: Reference) -> Reading:
        """Return (EDTF day, basis in words), or None where it cannot be told."""
        try:
            return self._reader(self._match, reference)
        except (ValueError, OverflowError):
            return None


def first_day(edtf: str) -> date | None:
    return _bound(edtf, last=False)


def last_day(edtf: str) -> date | None:
    return _bound(edtf, last=True)


def _bound(edtf: str, *, last: bool) -> date | None:
    part = edtf.split("/")[-1 if last else 0].rstrip("~?")
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", part)
    if not found:
        return None
    year, month, day = int(found[1]), found[2] and int(found[2]), found[3] and int(found[3])
    if day and month:
        return date(year, month, day)
    if month:
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    return date(year, 12, 31) if last else date(year, 1, 1)


def _month(name: str) -> int:
    return _ABBREVIATED[name.lower().rstrip(".")[: 4 if name.lower().startswith("sept") and len(name) <= 5 else 3]]


def _number(words: str) -> int:
    return int(words) if words.isdigit() else _NUMBERS[words.lower()]


def _past(year: int | None, month: int, day: int, ref: Reference) -> date | None:
    if year:
        return date(year, month, day)
    if ref.day is None:
        return None
    found = date(ref.day.year, month, day)
    return found if found <= ref.day + timedelta(days=3) else date(ref.day.year - 1, month, day)


def _against(ref: Reference) -> str:
    return f"read against {ref.day.isoformat()}" if ref.day else "no day to read it against"


def _full(match: re.Match[str], ref: Reference) -> Reading:
    found = _past(int(match["year"]) if match["year"] else None, _month(match["month"]), int(match["day"]), ref)
    if found is None:
        return None
    if match["until"]:
        until = found.replace(day=int(match["until"]))
        return f"{found.isoformat()}/{until.isoformat()}", "two days are printed: the span from the one to the other"
    return found.isoformat(), "the day is printed" + ("" if match["year"] else f"; the year is {_against(ref)}")


def _weekday(match: re.Match[str], ref: Reference) -> Reading:
    if ref.day is None or (match["which"] or "").lower() in ("next", "coming"):
        return None
    name = as_weekday(match["weekday"].lower())
    if name is None:
        return None
    number = WEEKDAYS.index(name)
    back = (ref.day.weekday() - number) % 7
    if (match["which"] or "").lower() in ("last", "previous") and back == 0:
        back = 7
    found = ref.day - timedelta(days=back)
    when = "of that day" if back == 0 else f"before {ref.day.isoformat()}"
    return found.isoformat(), f"the {match['weekday']} {when}"


def _ago(days: int) -> _Reader:
    def read(match: re.Match[str], ref: Reference) -> Reading:
        if ref.day is None:
            return None
        found = ref.day - timedelta(days=days)
        return found.isoformat(), f"“{' '.join(match.group().split())}” {_against(ref)}"

    return read


def _unit_ago(match: re.Match[str], ref: Reference) -> Reading:
    if ref.day is None:
        return None
    count, unit = _number(match["count"]), match["unit"].lower().rstrip("s")
    if unit == "day":
        return (ref.day - timedelta(days=count)).isoformat(), f"{count} days before {ref.day.isoformat()}"
    if unit == "week":
        return (ref.day - timedelta(weeks=count)).isoformat() + "~", f"{count} weeks before {ref.day.isoformat()}"
    if unit == "month":
        total = ref.day.year * 12 + ref.day.month - 1 - count
        return f"{total // 12:04}-{total % 12 + 1:02}~", f"{count} months before {ref.day.isoformat()}"
    return f"{ref.day.year - count:04}~", f"{count} years before {ref.day.isoformat()}"


def _span_of(match: re.Match[str], ref: Reference) -> Reading:
    """As in "last week", "this month", "earlier this year"."""
    if ref.day is None:
        return None
    last, unit = match["which"].lower() in ("last", "the previous", "the past", "past"), match["unit"].lower()
    monday = ref.day - timedelta(days=ref.day.weekday())
    basis = f"“{' '.join(match.group().split())}” {_against(ref)}"
    if unit == "week":
        if last:
            return (
                f"{monday - timedelta(days=7)}/{monday - timedelta(days=1)}",
                f"the week before that of {ref.day}, Monday to Sunday",
            )
        return (
            f"{monday}/{ref.day}" if monday != ref.day else monday.isoformat()
        ), f"the week of {ref.day}, up to that day"
    if unit == "weekend":
        saturday = monday - timedelta(days=2)
        return f"{saturday}/{saturday + timedelta(days=1)}", f"the weekend before {ref.day}"
    if unit == "month":
        total = ref.day.year * 12 + ref.day.month - 1 - (1 if last else 0)
        return f"{total // 12:04}-{total % 12 + 1:02}", basis
    return f"{ref.day.year - (1 if last else 0):04}", basis


def _weekend(_match: re.Match[str], ref: Reference) -> Reading:
    if ref.day is None:
        return None
    saturday = ref.day - timedelta(days=(ref.day.weekday() - 5) % 7)
    return f"{saturday}/{saturday + timedelta(days=1)}", f"the weekend before {ref.day}"


def _in_month(match: re.Match[str], ref: Reference) -> Reading:
    month = _month(match["month"])
    if match["year"]:
        year = int(match["year"])
    elif ref.day is not None:
        year = ref.day.year if month <= ref.day.month else ref.day.year - 1
        if (match["which"] or "").lower() == "last" and month == ref.day.month:
            year -= 1
    else:
        return None
    part = (match["part"] or "").lower()
    last = calendar.monthrange(year, month)[1]
    name = f"{MONTHS[month - 1].capitalize()} {year}"
    if part in ("early", "the beginning of", "the start of"):
        return f"{year}-{month:02}-01/{year}-{month:02}-10", f"the first ten days of {name}"
    if part in ("mid", "mid-", "the middle of"):
        return f"{year}-{month:02}-11/{year}-{month:02}-20", f"the ten days in the middle of {name}"
    if part in ("late", "the end of"):
        return f"{year}-{month:02}-21/{year}-{month:02}-{last}", f"the last days of {name}"
    return f"{year}-{month:02}", f"only the month is given, {_against(ref)}" if not match[
        "year"
    ] else "only the month is given"


def _first_days(_match: re.Match[str], ref: Reference) -> Reading:
    if ref.day is None:
        return None
    return (
        f"{ref.day.year}-{ref.day.month:02}-01/{ref.day.year}-{ref.day.month:02}-05",
        f"the first five days of the month of {ref.day}",
    )


def _season(match: re.Match[str], ref: Reference) -> Reading:
    first, last = _SEASONS[match["season"].lower()]
    if match["year"]:
        year = int(match["year"])
    elif ref.day is not None:
        year = ref.day.year if first <= ref.day.month and first != 12 else ref.day.year - 1
        if (match["which"] or "").lower() == "this":
            year = ref.day.year
    else:
        return None
    until = year + 1 if last < first else year
    return (
        f"{year}-{first:02}/{until}-{last:02}",
        f"the months of {match['season']}, {_against(ref) if not match['year'] else 'by the year given'}",
    )


def _year(match: re.Match[str], _ref: Reference) -> Reading:
    return match["year"], "only the year is given"


def _relative(days: int) -> _Reader:
    def read(match: re.Match[str], ref: Reference) -> Reading:
        return _shift(match, ref, days)

    return read


def _relative_count(match: re.Match[str], ref: Reference) -> Reading:
    count, unit = _number(match["count"]), match["unit"].lower().rstrip("s")
    back = -1 if match["way"].lower() in ("earlier", "before", "previously") else 1
    if unit in ("hour", "minute"):
        return _shift(match, ref, 0)
    return _shift(
        match,
        ref,
        back * count * {"day": 1, "week": 7, "month": 30, "year": 365}[unit],
        rough=unit in ("month", "year"),
    )


def _shift(match: re.Match[str], ref: Reference, days: int, *, rough: bool = False) -> Reading:
    if ref.anchor is None:
        return None
    words = " ".join(match.group().split())
    basis = f"“{words}” counted from {ref.anchor}" + (f" (“{ref.anchor_words}”)" if ref.anchor_words else "")
    if (
        days == 0
        or re.fullmatch(r"\d{4}(-\d\d)?", ref.anchor)
        or ("-" in ref.anchor and len(ref.anchor.split("/")[0]) < 10)
    ):
        return ref.anchor, basis
    first, last = first_day(ref.anchor), last_day(ref.anchor)
    if first is None or last is None:
        return None
    if first == last:
        found = first + timedelta(days=days)
        return found.isoformat() + ("~" if rough or ref.anchor.endswith("~") else ""), basis
    return f"{first + timedelta(days=days)}/{last + timedelta(days=days)}", basis


def _second_day(match: re.Match[str], ref: Reference) -> Reading:
    if ref.anchor is None:
        return None
    number = (
        1
        if match["which"].lower() == "first"
        else 2
        if match["which"].lower() == "second"
        else 3
        if match["which"].lower() == "third"
        else 0
    )
    first, last = first_day(ref.anchor), last_day(ref.anchor)
    if first is None or last is None:
        return None
    found = last if number == 0 else first + timedelta(days=number - 1)
    return found.isoformat(), f"counted within {ref.anchor}"


def _about_then(match: re.Match[str], ref: Reference) -> Reading:
    if ref.anchor is None:
        return None
    return ref.anchor.rstrip("~") + (
        "~" if "/" not in ref.anchor else ""
    ), f"“{' '.join(match.group().split())}”: about {ref.anchor}"


def _days_after(_match: re.Match[str], ref: Reference) -> Reading:
    if ref.anchor is None or ref.day is None:
        return None
    first = first_day(ref.anchor)
    if first is None:
        return None
    return f"{first + timedelta(days=2)}/{ref.day}", f"two days or more after {ref.anchor}, up to {ref.day}"


def _following_month(match: re.Match[str], ref: Reference) -> Reading:
    if ref.anchor is None:
        return None
    last = last_day(ref.anchor)
    if last is None:
        return None
    month = _month(match["month"])
    year = last.year if month > last.month else last.year + 1
    begins = "../" if match["by"] else ""
    return f"{begins}{year}-{month:02}", f"the {match['month']} after {ref.anchor}"


_ON = r"(?:on\s+|by\s+|since\s+|dated\s+|of\s+)?"
_PATTERNS: tuple[tuple[str, _Reader, bool], ...] = (
    (r"\b(?P<year>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)\b", lambda m, _r: (date(int(m["year"]), int(m["m"]), int(m["d"])).isoformat(), "the day is printed"), False),
    (_ON + r"(?:" + _WEEKDAY + r",?\s+)?(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:and|to|-|–|until)\s*(?P<until>\d{1,2})(?:st|nd|rd|th)?)?(?:\s+of)?\s+(?P<month>" + _MONTH + r")(?:,?\s+(?P<year>\d{4}))?\b", _full, False),
    (_ON + r"(?:" + _WEEKDAY + r",?\s+)?(?P<month>" + _MONTH + r")\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:and|to|-|–)\s*(?P<until>\d{1,2}))?(?!\d|,\d)(?:,?\s+(?P<year>\d{4}))?\b", _full, False),
    (r"\bthe\s+day\s+before\s+yesterday\b", _ago(2), False),
    (r"\b(?:late\s+)?(?:yesterday" + _PART + r"|last\s+(?:night|evening))\b", _ago(1), False),
    (r"\b(?:earlier\s+)?(?:today|tonight|this\s+(?:morning|afternoon|evening))\b|\b(?:at\s+(?:noon|midday))\b|\bearlier\s+in\s+the\s+day\b", _ago(0), False),
    (r"\b(?P<count>" + _NUMBER + r")\s+(?P<unit>days?|weeks?|months?|years?)\s+ago\b", _unit_ago, False),
    (r"\b(?:(?:on|late|early|since)\s+){0,2}(?:(?P<which>last|next|this|previous|coming)\s+)?(?P<weekday>" + _WEEKDAY + r")" + _PART + r"(?![\w-])", _weekday, False),
    (r"\b(?:in\s+)?the\s+(?:first|early|opening)\s+days\s+of\s+(?:this|the)\s+month\b|\bearly\s+this\s+month\b", _first_days, False),
    (r"\b(?:earlier\s+|later\s+)?(?P<which>last|this|the\s+past|past|the\s+previous)\s+(?P<unit>week|weekend|month|year)\b", _span_of, False),
    (r"\b(?:over|at|during)\s+the\s+weekend\b", _weekend, False),
    (r"\b(?P<by>by\s+)?(?:in\s+)?the\s+following\s+(?P<month>" + _MONTH + r")\b", _following_month, True),
    (r"\b(?:in|since|during|throughout|for\s+most\s+of|most\s+of|until|at|by|of)\s+(?:(?P<which>last)\s+)?(?:(?P<part>early|late|mid-?|the\s+(?:beginning|start|middle|end)\s+of)[\s-]*)?(?P<month>" + _MONTH + r")(?:\s+(?:of\s+)?(?P<year>\d{4}))?\b(?!\s+\d)", _in_month, False),
    (r"\b(?P<which>x)?(?P<part>early|late|mid-?)[\s-]+(?P<month>" + _MONTH + r")(?:\s+(?P<year>\d{4}))?\b(?!\s+\d)", _in_month, False),
    (r"\b(?P<which>last)\s+(?P<part>x)?(?P<month>" + _MONTH + r")(?P<year>\d{4})?\b", _in_month, False),
    (r"\b(?:in|during|over|since|by)?\s*(?:the\s+|(?P<which>last|this)\s+)(?P<season>spring|summer|autumn|fall|winter)(?:\s+of\s+(?P<year>\d{4})(?:\s*[–/-]\s*\d{2,4})?)?\b", _season, False),
    (r"\b(?:on\s+)?(?:the\s+)?(?:following|next)\s+(?:day|morning|evening)\b|\bthe\s+day\s+after\b(?!\s+\w+)", _relative(1), True),
    (r"\b(?:on\s+)?the\s+(?:previous\s+(?:day|evening|night)|day\s+before|evening\s+before|night\s+before)\b", _relative(-1), True),
    (r"\b(?:on\s+|at\s+)?(?:that|the\s+same)\s+(?:same\s+)?(?:day|evening|night|morning|afternoon)\b", _relative(0), True),
    (r"\bon\s+the\s+(?P<which>first|second|third|last|final)\s+day\b", _second_day, True),
    (r"\bat\s+(?:about|around|roughly)\s+the\s+same\s+time\b|\baround\s+the\s+same\s+time\b|\babout\s+then\b", _about_then, True),
    (r"\bat\s+the\s+(?:same\s+)?time\b|\bin\s+those\s+(?:months|weeks|days)\b|\b(?:with)?in\s+(?:hours|minutes)\b|\b(?:hours|minutes|moments)\s+(?:later|after)\b", _relative(0), True),
    (r"\b(?P<count>" + _NUMBER + r")\s+(?P<unit>hours?|days?|weeks?|months?|years?)\s+(?P<way>earlier|later|after(?:wards)?|before|previously)\b", _relative_count, True),
    (r"\b(?:some\s+)?days\s+(?:later|after)\b(?:\s+th(?:at|is)\s+\w+)?", _days_after, True),
    (r"\b(?:in|since|as\s+early\s+as)\s+(?P<year>(?:19|20)\d\d)\b(?![-–]\d)", _year, False),
)  # fmt: skip
_COMPILED = tuple(
    (re.compile(pattern, re.IGNORECASE if "spring" in pattern or "yesterday" in pattern else 0), reader, leans)
    for pattern, reader, leans in _PATTERNS
)


def find_expressions(text: str, span: Span) -> list[Expression]:
    """Find the expressions of time in a stretch of the text, in order, the longest where they overlap."""
    part = span.of(text)
    # a capital at the beginning of the sentence, only there, is made small: lengths stay
    lowered = re.sub(
        r"(?<![\w’'])(On|By|Since|Dated|The|That|At|In|Last|This|Earlier|Early|Late|Within|Days|Hours|A|An|One|Two|Three|Four|Five|Six|Seven|Over|During|Throughout|For|Most|Some|Next|Following)(?=\s)",
        lambda m: m.group().lower(),
        part,
    )
    found: list[Expression] = []
    for pattern, reader, leans in _COMPILED:
        for match in pattern.finditer(lowered):
            start, end = match.start(), match.end()
            while start < end and lowered[start].isspace():
                start += 1
            place = Span(span.start + start, span.start + end)
            if place.end <= place.start or any(place.overlaps(other.span) for other in found):
                continue
            groups = match.groupdict()
            offset = None
            if leans and "way" in groups and groups["way"] in ("after", "before"):
                offset = (
                    _number(groups["count"])
                    * (1 if groups["way"] == "after" else -1)
                    * {"day": 1, "week": 7}.get(groups["unit"].lower().rstrip("s"), 0)
                    or None
                )
            found.append(Expression(place, " ".join(place.of(text).split()), leans, offset, match, reader))
    return sorted(found, key=lambda one: one.span)
