"""The lines of a card in plain text, the same for every renderer: who, when, to whom, the act, where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from bot.answers.display_names import (
    describe_role,
    describe_speaker,
    name_parties,
    name_within,
)
from bot.answers.model import Snippet
from bot.answers.options.dates.parser import describe_day
from bot.store.records import ConflictRecord, Match, ReportRecord, StatementRecord, TranslationRecord

MOST_CONFLICTS = 4
PARAPHRASE = "Paraphrase, not a quotation"
REPORTED = "In the source's own words"

# What is done to a statement by one that has a relation to it.
_INVERSE = {
    "answers": "Answered by", "denies": "Denied by", "corrects": "Corrected by", "withdraws": "Withdrawn by",
    "repeats": "Repeated by", "quotes": "Quoted by", "follows": "Followed by",
}  # fmt: skip

# How a tone's label goes on to the addressee; where it is not listed, ", to" is right whatever the label says.
_GOES_ON = {
    **dict.fromkeys(("accused", "met", "reminded", "summoned", "thanked", "told", "urged", "warned"), " "),
    **dict.fromkeys(("agreed", "signed", "spoke by phone"), " with "),
    **dict.fromkeys(("asked for an explanation", "demanded"), " of "),
    **dict.fromkeys(("appealed", "explained", "expressed concern", "protested"), " to "),
    "imposed sanctions": " on ",
}


@dataclass(frozen=True, slots=True)
class StatementLines:
    """A statement in plain text: what every renderer shows of it, each line written once.

    speakers   of each, the name with the flag, and the role with the country, which may be empty
    when       the day of the utterance, and another day of release
    act        what the statement does and to whom
    unlike     that a hit is not in the words as asked; empty where there is nothing to say, and why it was found
    label      what the shown words are where they get no marks: "The speaker's own words, from a speech"
    warnings   what a reader must know about whose words these are
    disagreed  what the reports disagree on or err in, as a sentence; empty where they do not
    notes      what else is recorded: a vote, relations, the team's note, corrections
    sources    "2 sources, 3 reports"
    cited      the source of the shown words with its chain
    """

    speakers: tuple[tuple[str, str], ...]
    when: str
    act: str
    unlike: str
    why: str
    label: str
    warnings: tuple[str, ...]
    disagreed: str
    notes: tuple[str, ...]
    sources: str
    cited: str


def write_statement(
    statement: StatementRecord, words: Snippet, locale: str, match: Match | None = None, why: Sequence[str] = ()
) -> StatementLines:
    """Write all lines of a statement of which `words` are shown; a search gives `match` and `why` it was found."""
    unlike, reasons = describe_match(match, why)
    disagreements = list_disagreements(statement)
    return StatementLines(
        speakers=tuple((describe_speaker(one), describe_role(one, locale)) for one in statement.speakers),
        when=describe_when(statement, locale),
        act=describe_act(statement, locale),
        unlike=unlike,
        why=reasons,
        label=label_words(words),
        warnings=warn_of_attribution(words.report),
        disagreed=f"Reports disagree or err on: {', '.join(disagreements)}" if disagreements else "",
        notes=tuple(tell_statement(statement, locale)),
        sources=describe_sources(statement),
        cited=describe_source(words.report, locale),
    )


def describe_act(statement: StatementRecord, locale: str) -> str:
    """Say what the statement does and to whom, by the label of its tone: "warned Russia", "stressed, to Russia"."""
    if not statement.to:
        return statement.tone_label
    return statement.tone_label + _GOES_ON.get(statement.tone_label, ", to ") + name_parties(statement.to, locale)


def describe_when(statement: StatementRecord, locale: str) -> str:
    """Give the day of the utterance, and another day of release: "26 June 2024, released 27 June 2024"."""
    day = describe_day(statement.day, locale) if statement.day else "day not given"
    if statement.released and statement.released != statement.day:
        return f"{day}, released {describe_day(statement.released, locale)}"
    return day


def describe_source(report: ReportRecord, locale: str) -> str:
    """Name a report's source with its reporting chain: "Hankyoreh, 28 June 2024, via Yonhap"."""
    parts = [name_publisher(report)]
    parts.append(describe_day(report.source.published, locale) if report.source.published else "day not given")
    if report.locator:
        parts.append(describe_locator(report))
    if report.via:
        parts.append("via " + ", ".join(party.name for party in report.via))
    return ", ".join(parts)


def describe_sources(statement: StatementRecord) -> str:
    """Count the documents and the reports of a statement: "2 sources, 3 reports"."""
    sources = count(statement.sources, "source")
    reports = len(statement.reports)
    return sources if reports == statement.sources else f"{sources}, {count(reports, 'report')}"


def label_own_words(report: ReportRecord) -> str:
    """Say what the words of a document that is all the speaker's are: "The speaker's own words, from a speech"."""
    forms = {"communique": "a communiqué", "interview": "an interview", "article": ""}
    form = forms.get(report.form or "article", f"a {(report.form or '').replace('-', ' ')}")
    return f"The speaker's own words, from {form}" if form else "The speaker's own words"


def label_words(words: Snippet) -> str:
    """Say what the shown words of a statement are, where they stand between no marks; empty for quotations."""
    if words.kind == "verbatim":
        return label_own_words(words.report)
    return {"reported": REPORTED, "paraphrase": PARAPHRASE}.get(words.kind, "")


def describe_locator(report: ReportRecord) -> str:
    """Say where in its document a report is: "page 12, paragraph 3", "at 00:31:20"."""
    words = {"page": "page ", "paragraph": "paragraph ", "time": "at ", "part": ""}
    return ", ".join(f"{words[kind]}{place}" for kind, place in report.locator)


def describe_translation(translation: TranslationRecord, locale: str, *, into: bool = False) -> str:
    """Say whose translation words are: "Translated from Korean by an interpreter", "Translation into French by …"."""
    name = name_language(translation.language, locale)
    by = {"team": "the team", "publisher": "the publisher", "interpreter": "an interpreter", "speaker": "the speaker"}
    translator = by.get(translation.by, translation.by)
    return f"Translation into {name} by {translator}" if into else f"Translated from {name} by {translator}"


def name_language(tag: str, locale: str) -> str:
    """Name a language by its tag (BCP 47) in the language of `locale`: "Korean"; the tag where it has no name."""
    try:
        found = Locale.parse(tag, sep="-").get_display_name(Locale.parse(locale.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return tag
    return found or tag


def tell_statement(statement: StatementRecord, locale: str) -> Iterator[str]:
    """Tell what else is recorded of a statement: a vote, what it does to others, the team's note, corrections."""
    if statement.vote:
        yield {"in-favour": "Voted in favour", "against": "Voted against", "abstained": "Abstained",
               "absent": "Was absent from the vote"}[statement.vote]  # fmt: skip
    for relation in statement.relations:
        verb = relation.kind.capitalize()
        yield f"{_INVERSE[relation.kind]}: {relation.id}" if relation.is_inverse else f"{verb}: {relation.id}"
    if statement.note:
        yield f"The team's note: {statement.note}"
    for correction in statement.corrections:
        yield f"Corrected on {describe_day(correction.day, locale)}: {correction.what}"


def warn_of_attribution(report: ReportRecord) -> tuple[str, ...]:
    """Say what a reader must know about whose words these are: an inferred speaker, another party's account."""
    warnings = []
    if report.attribution == "inferred":
        how = f": {report.inferred_how}" if report.inferred_how else ""
        warnings.append(f"Speaker inferred{how}")
    if report.speakers:
        warnings.append(f"This source names {name_parties(report.speakers, 'en')} as the speaker")
    if report.recounted_by:
        warnings.append(f"In the account of {name_within(report.recounted_by)}")
    if report.translated:
        warnings.append(describe_translation(report.translated, "en"))
    return tuple(warnings)


def is_found_by_name(match: Match | None, why: Sequence[str]) -> bool:
    """Whether a search found a statement by the names on its record, in none of its texts."""
    return match == "paraphrase" and any(reason.startswith("name: ") for reason in why)


def describe_match(match: Match | None, why: Sequence[str]) -> tuple[str, str]:
    """Say that a hit is not in the words as asked, and the reasons; both empty where there is nothing to say."""
    reasons = "; ".join(why)
    if match == "near":
        return "Near, not a hit", reasons
    if is_found_by_name(match, why):
        return "Found by name, not in the words", "; ".join(reason.removeprefix("name: ") for reason in why)
    if match == "paraphrase":
        return "Found in the paraphrase only", reasons
    return "", reasons


def list_disagreements(statement: StatementRecord) -> list[str]:
    """List what the reports of a statement disagree on, or err in: "day", "wording"."""
    return sorted({conflict.field for report in statement.reports for conflict in report.conflicts})


def name_publisher(report: ReportRecord) -> str:
    """Name a report's source as one cites it: by publisher, else agency, else title."""
    return report.source.publisher or report.source.agency or f"{report.source.title} (publisher not given)"


def describe_report(report: ReportRecord, locale: str) -> Iterator[str]:
    """List what goes with a passage: names and days as written there, whose words these are, what disagrees."""
    written = (
        ("named as", report.speaker_written),
        ("role", report.role_written),
        ("to", report.to_written),
        ("day", report.day_written),
        ("released", report.released_written),
        ("venue", report.venue_written),
    )
    as_written = [f"{label}: {text}" for label, text in written if text]
    if as_written:
        yield f"As written there: {'; '.join(as_written)}"
    if report.day:
        how = f" ({report.day_how})" if report.day_how else ""
        yield f"Day by this source: {describe_day(report.day, locale)}{how}"
    for translation in report.translations:
        yield f"{describe_translation(translation, locale, into=True)}: {translation.text}"
    yield from (f"⚠ {warning}" for warning in warn_of_attribution(report))
    yield from tell_conflicts(report.conflicts)


def tell_conflicts(conflicts: Sequence[ConflictRecord]) -> Iterator[str]:
    """Give both readings of each conflict, the one believed and why; where there are many, how many more."""
    yield from (f"⚠ {describe_conflict(conflict)}" for conflict in conflicts[:MOST_CONFLICTS])
    if len(conflicts) > MOST_CONFLICTS:
        yield f"⚠ and {count(len(conflicts) - MOST_CONFLICTS, 'more conflict')}"


def describe_conflict(conflict: ConflictRecord) -> str:
    """Set both readings of a conflict side by side, with the one believed and why."""
    believed = {
        "reading": "the first is believed",
        "against": "the second is believed",
        "both": "both are kept",
        "neither": "neither is believed",
    }[conflict.believed]
    return f"{conflict.field}: {conflict.reading} / {conflict.against}; {believed}: {conflict.because}"


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Count something: "1 statement", "2 statements"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
