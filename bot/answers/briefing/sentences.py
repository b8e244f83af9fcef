"""The sentences of a briefing in plain text, the same in every format: fixed labels around fields of the records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from babel.dates import format_date

from bot.answers.briefing.compose import (
    SECTIONS,
    AttributedStatement,
    Briefing,
    BriefingRequest,
    ConflictNote,
    Group,
    OpenQuestion,
)
from bot.answers.display_names import (
    find_locale,
    flag_of,
    join_names,
    name_of,
    name_within,
)
from bot.answers.formatting.statement_lines import (
    StatementLines,
    count,
    describe_conflict,
    write_statement,
)
from bot.answers.options.dates.format import join_days
from bot.answers.options.dates.parser import describe_day, describe_span
from bot.store.queries.briefings import REQUEST_DAYS
from bot.store.records import SourceLine

SAID = "Said and released"
NEWLY_HELD = "Newly held, from other days"
CONFLICTS = "Where reports disagree or err"
ON_THIS_DAY = "On this day in earlier years"
OPEN_QUESTIONS = "Asked, and no answer held"
SOURCES = "Sources"
INTRODUCE_SOURCES = "The first number beside a statement is the source of the words shown."
NO_EVENT = "On no particular occasion"
NO_COUNTRY = "For no country"
SHOWN_ABOVE = "Shown above."
TOO_LONG = "The words are too long for a message; the button opens them in full."
IN_PASSAGE_ABOVE = "In the passage shown above."

_SECTIONS = dict(zip(SECTIONS, (ON_THIS_DAY, OPEN_QUESTIONS), strict=True))
# Of missing briefings, the first stretches of days are named and the rest counted.
MOST_SPANS = 5


def head_briefing(briefing: Briefing) -> str:
    """Name the briefing: "Briefing for Thursday 27 June 2024"."""
    return f"Briefing for {write_weekday(briefing)}"


def write_weekday(briefing: Briefing) -> str:
    """Write the briefing's day with its weekday, as the language of the briefing does."""
    locale = find_locale(briefing.request.locale)
    if locale.language == "en":
        return format_date(briefing.request.day, "EEEE d MMMM y", locale=locale)
    return format_date(briefing.request.day, "full", locale=locale)


def list_circumstances(briefing: Briefing) -> Iterator[str]:
    """Say what is unusual about it: that it is late, that others before it are missing, that a section is."""
    request = briefing.request
    if request.late:
        yield tell_late(request.late)
    yield from tell_not_posted(request)
    yield from map(tell_too_slow, briefing.too_slow)


def tell_late(late: timedelta) -> str:
    """Say that it is posted late, and by how much."""
    return f"Late: this was due {_write_duration(late)} earlier."


def tell_not_posted(request: BriefingRequest) -> Iterator[str]:
    """Say which briefings before this one are missing, and why; this one covers their days."""
    if request.missed:
        were = "was" if len(request.missed) == 1 else "were"
        yield f"{_name_briefings(request.missed, request.locale)} {were} not posted: the bot was not running."
    if request.failed:
        yield f"{_name_briefings(request.failed, request.locale)} could not be posted."


def tell_too_slow(section: str) -> str:
    """Say that an optional section is left out, because looking it up took too long."""
    return f"{_SECTIONS[section]}: left out, because looking it up took too long."


def tell_scope(briefing: Briefing) -> str:
    """Say which days and what it covers: "Said or released 26–27 June 2024 · Everything"."""
    request = briefing.request
    days = describe_span(request.since, request.day, request.locale)
    return f"Said or released {days} · {briefing.scope_label}"


def tell_figures(briefing: Briefing) -> str:
    """Give the figures: "16 statements by 7 speakers for 2 countries, in 2 sources"."""
    figures = briefing.figures
    speakers = count(figures.speakers, "speaker")
    countries = f" for {count(figures.countries, 'country', 'countries')}" if figures.countries else ""
    return f"{count(figures.statements, 'statement')} by {speakers}{countries}, in {count(figures.sources, 'source')}"


def tell_nothing(briefing: Briefing) -> str:
    """Say in one line that there is nothing new."""
    request = briefing.request
    days = describe_span(request.since, request.day, request.locale)
    about = f" on {briefing.scope_label}" if request.scope else ""
    return f"{write_weekday(briefing)}: nothing new{about}. No statement of {days} is held that was not shown before."


def tell_left_out(briefing: Briefing) -> str:
    """Say how many statements are not shown; empty where all are."""
    return f"{count(briefing.left_out, 'more statement')} not shown here." if briefing.left_out else ""


def head_group(group: Group, locale: str) -> str:
    """Name an event with its day: "Meeting of … in Moscow, 26 June 2024"."""
    occasion = group.occasion
    if occasion is None:
        return NO_EVENT
    return f"{occasion.name}, {describe_day(occasion.day, locale)}" if occasion.day else occasion.name


def tell_accounts(group: Group) -> str:
    """Name the accounts of an event that are held; empty where there are not several."""
    if not group.accounts:
        return ""
    named = [f"{_flag(account.country)}{account.holder.name}" for account in group.accounts]
    return f"Accounts of both sides: {' · '.join(named)}" if len(named) == 2 else f"Accounts: {' · '.join(named)}"


def head_block(sides: Sequence[str], locale: str) -> str:
    """Name the countries spoken for, each with its flag."""
    return join_names((f"{_flag(code)}{name_of(code, locale)}" for code in sides), locale) or NO_COUNTRY


@dataclass(frozen=True, slots=True)
class AttributedLines:
    """What a briefing says of a statement, in plain text.

    lines     as on every card, but for the warnings
    account   whose account it is, where one of the statement's own sides tells it and that is worth saying
    warnings  what a reader must know about the words: another party's account, an inferred speaker, disagreements
    cited     how many sources, and how the shown words came: "2 sources, by the account of …, via Yonhap"
    """

    lines: StatementLines
    account: tuple[str, ...]
    warnings: tuple[str, ...]
    cited: str


def write_attributed(attributed: AttributedStatement, locale: str) -> AttributedLines:
    """Write all that a briefing says of a statement."""
    statement, words, account = attributed.statement, attributed.snippet, attributed.account
    sides = sorted({speaker.side for speaker in statement.speakers if speaker.side})
    by: tuple[str, ...] = ()
    recounted: tuple[str, ...] = ()
    if account and account.country in sides:
        by = (f"by the account of {name_within(account.holder)}",)
    elif account:
        others = f", not of {join_names((name_of(code, locale) for code in sides), locale)}" if sides else ""
        recounted = (f"In the account of {name_within(account.holder)}{others}",)
    if account:
        words = replace(words, report=replace(words.report, recounted_by=None))
    lines = write_statement(statement, words, locale)
    via = [party.name for party in words.report.via if account is None or party != account.holder]
    return AttributedLines(
        lines,
        by,
        warnings=(*recounted, *lines.warnings, *filter(None, [lines.disagreed])),
        cited=", ".join((lines.sources, *by, *([f"via {', '.join(via)}"] if via else []))),
    )


def tell_who(lines: StatementLines, locale: str) -> str:
    """Say who did what, to whom and when: "🇰🇷 Lim Soo-suk (spokesperson, …) warned Russia · 27 June 2024".

    The role is that of a single speaker.
    """
    named = join_names((name for name, _ in lines.speakers), locale)
    if len(lines.speakers) == 1 and lines.speakers[0][1]:
        named = f"{named} ({lines.speakers[0][1]})"
    return f"{named} {lines.act} · {lines.when}"


def tell_also(lines: StatementLines) -> str:
    """Say what else the same speaker did: "also expressed hope, to Russia · 27 June 2024"."""
    return f"also {lines.act} · {lines.when}"


def describe_document(source: SourceLine, locale: str) -> str:
    """Name a source in full: "Hankyoreh: title, 28 June 2024"."""
    by = source.publisher or source.agency
    day = describe_day(source.published, locale) if source.published else "day not given"
    return f"{f'{by}: ' if by else ''}{source.title}, {day}"


def tell_conflict(note: ConflictNote) -> str:
    """Set both readings of a conflict side by side, with the speaker: "Ada Vesk, day: Wednesday / Thursday; …"."""
    speakers = ", ".join(speaker.party.name for speaker in note.statement.speakers)
    return f"{speakers}, {describe_conflict(note.conflict)}"


def introduce_open(day: date, locale: str) -> str:
    """Say what the section of open questions rests on: the records, and no more than that."""
    since = describe_day((day - timedelta(days=REQUEST_DAYS)).isoformat(), locale)
    return (
        f"Requests made since {since}. From the day of each on, no statement of the country addressed is held that is "
        "to or about the country that asked, on the same topic."
    )


def head_request(request: OpenQuestion, locale: str) -> str:
    """Name who asked whom: "🇰🇷 South Korea to 🇷🇺 Russia"."""
    return f"{head_block((request.asker.id,), locale)} to {head_block((request.addressee.id,), locale)}"


def _name_briefings(days: Sequence[date], locale: str) -> str:
    return f"The {'briefing' if len(days) == 1 else 'briefings'} of {join_days(days, locale, MOST_SPANS)}"


def _flag(code: str) -> str:
    flag = flag_of(code)
    return f"{flag} " if flag else ""


def _write_duration(late: timedelta) -> str:
    minutes = max(1, round(late.total_seconds() / 60))
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h" if hours else "", f"{minutes} min" if minutes else ""]
    return " ".join(part for part in parts if part)
