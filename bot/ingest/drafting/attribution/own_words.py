"""Drafts of own words: each sentence of a transcript's answers, of a speech, a statement or a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ingest.drafting.attribution.authors import who_asks, who_of_label
from bot.ingest.drafting.attribution.reports import Report
from bot.ingest.drafting.attribution.speech_acts import classify_words
from bot.ingest.drafting.entities.cast import Cast
from bot.ingest.drafting.entities.speaker_context import Who
from bot.ingest.drafting.entities.speakers import Subjects
from bot.ingest.drafting.frames.frame import Frame
from bot.ingest.drafting.layout.transcripts import is_small_talk, read_turns
from bot.ingest.drafting.model import DraftInput, Hint, Kind, PartyKind, Span
from bot.ingest.drafting.syntax.page import Page, Sentence

_MIN_WORDS = 4
_OWN = re.compile(r"\b(?:I|we|We|our|Our|my|My|us|me)\b")


def read_own_words(
    document: DraftInput,
    page: Page,
    cast: Cast,
    subjects: Subjects,
    reports: list[Report],
    *,
    frames: Sequence[Frame],
    kind: Hint,
    author: Who | None,
) -> None:
    """Add a verbatim report for each sentence that is the speaker's own; what others said in it keeps its speaker."""
    deeds = {frame.sentence: frame for frame in frames if frame.deed and _is_own_deed(frame)}
    if kind is Hint.TRANSCRIPT:
        asked: Who | None = None
        for turn in read_turns(document.text, page.paragraphs):
            who = who_of_label(cast, turn.label, turn.name, document.text, author) if turn.label else None
            if turn.asks:
                asked = who_asks(cast, page, turn.paragraphs) or asked
            for number in turn.paragraphs:
                for sentence in page.of_paragraph.get(number, []):
                    own = (
                        _read_own_deed(page, cast, deeds.get(sentence.number), who)
                        if not turn.asks and not turn.chairs
                        else None
                    )
                    reports += [own] if own else []
                    _read_sentence(
                        page,
                        subjects,
                        reports,
                        sentence,
                        asked if turn.asks else who,
                        drafts=not turn.asks and not turn.chairs,
                    )
        return
    for sentences in list(page.of_paragraph.values()):
        for sentence in sentences:
            own = _read_own_deed(page, cast, deeds.get(sentence.number), author)
            reports += [own] if own else []
            _read_sentence(page, subjects, reports, sentence, author, drafts=True)


def _is_own_deed(frame: Frame) -> bool:
    """True for "we signed" and "my government has recalled": deeds of the speaker's country."""
    subject = frame.subject
    if subject is None or frame.cue.dep in ("relcl", "advcl", "acl", "pcomp"):
        return False
    return subject.low == "we" or (
        subject.low in ("government", "country", "ministry") and any(kid.low in ("my", "our") for kid in subject.kids)
    )


def _read_own_deed(page: Page, cast: Cast, frame: Frame | None, who: Who | None) -> Report | None:
    """Make an act of the speaker's country out of "we signed", told by the speaker."""
    if frame is None or frame.subject is None or who is None or who.first.country is None or not frame.content:
        return None
    country = cast.of_country(who.first.country)
    span = Span(frame.subject.start, frame.subject.end)
    actor = Who(
        (country,),
        span,
        "country",
        f"“{frame.subject.text}” taken for {country.name}, for which {who.first.name} speaks",
        False,
    )
    report = Report(
        Kind.ACT, actor, frame, page.extent(frame.content), frame.sentence, frame.cue.paragraph, links=[who]
    )
    report.rule = actor.rule
    report.firm = False
    return report


def _read_sentence(
    page: Page, subjects: Subjects, reports: list[Report], sentence: Sentence, who: Who | None, *, drafts: bool
) -> None:
    words = sentence.span.of(page.text)
    if author_line(sentence):
        return
    kept = False
    asks = words.rstrip('”"’').endswith("?")
    for report in [one for one in reports if one.sentence == sentence.number]:
        if asks and not report.quotations:
            reports.remove(report)  # a question claims nothing
        elif _is_others(report, who):
            if who is not None and all(set(link.parties) != set(who.parties) for link in report.links):
                report.links.append(who)
                report.rule += f"; told by {who.first.name}"
            kept = True
        elif drafts:
            reports.remove(report)
    other = _deed_of_other(subjects, sentence, who) if drafts and not kept else None
    if other is not None:
        report = Report(
            Kind.ACT, other, None, sentence.span, sentence.number, sentence.paragraph, links=[who] if who else []
        )
        report.rule = f"a deed told of by the speaker: {other.rule}"
        report.firm = False
        reports.append(report)
        return
    if not drafts or kept or is_small_talk(words) or words.rstrip('”"’').endswith("?"):
        return
    if len(words.split()) < _MIN_WORDS or not any(word.pos in ("VERB", "AUX") for word in sentence.words):
        return
    span = _without_lead(page, sentence)
    quotations = [word.quotation for word in sentence.words if word.quotation is not None]
    report = Report(
        Kind.VERBATIM, who, None, span, sentence.number, sentence.paragraph, quotations[:0], passage=sentence.span
    )
    report.rule = who.rule if who is not None else "own words, and no name in head, label or signature"
    report.firm = classify_words(" ".join(words.split())) is not None or bool(_OWN.search(words))
    reports.append(report)


_STATES = frozenset(
    "was were had became seemed remained knew thought believed felt wanted meant lived stood lay "
    "looked came went saw heard".split()
)


def _deed_of_other(subjects: Subjects, sentence: Sentence, who: Who | None) -> Who | None:
    """Who did something, where the main verb is one of doing, in the past, and its subject a party that is not the
    speaker.
    """
    root = next((word for word in sentence.words if word.dep == "ROOT"), None)
    if (
        root is None
        or root.tag != "VBD"
        or root.pos != "VERB"
        or root.low in _STATES
        or any(kid.dep == "neg" for kid in root.kids)
    ):
        return None
    if any(
        word.low in ("i", "we", "our", "us", "my") and word.inside is None for word in sentence.words if word.i < root.i
    ):
        return None
    subject = next((kid for kid in root.kids if kid.dep == "nsubj"), None)
    given = any(kid.low in ("us", "our") and kid.dep in ("dative", "dobj", "iobj") for kid in root.kids)
    if subject is None or subject.low in ("this", "that", "they", "he", "she") or (subject.low == "it" and not given):
        return None
    other = subjects.resolve(subject)
    if (
        other is None
        or other.how in ("unnamed", "ambiguous")
        or (who is not None and set(other.parties) & set(who.parties))
    ):
        return None
    return (
        other
        if all(
            party.kind in (PartyKind.COUNTRY, PartyKind.BODY, PartyKind.PERSON) and not party.weak
            for party in other.parties
        )
        else None
    )


def author_line(sentence: Sentence) -> bool:
    """True for the lines of head and signature, which name the speaker and say nothing."""
    return len(sentence.words) < 14 and not any(word.pos in ("VERB", "AUX") for word in sentence.words)


def _is_others(report: Report, who: Who | None) -> bool:
    """True where another party than the speaker says or does something in a sentence of the speaker's."""
    if report.who is None or (report.frame is None and not report.quotations):
        return False
    if who is None:
        return report.who.how in ("name", "office", "body")
    if set(report.who.parties) & set(who.parties):
        return False
    if report.quotations:
        return True
    if report.who.how == "unnamed":
        return report.frame is not None and report.frame.cue.tag == "VBD" and report.frame.how == "clause"
    if report.who.how == "ambiguous":
        return False
    same_side = report.who.first.country is not None and report.who.first.country == who.first.country
    tag = report.frame.cue.tag if report.frame is not None else ""
    if report.kind is Kind.ACT:
        # "Orlavia pledges a ship", said by its minister, is the minister's own word
        return not (same_side and tag in ("VBZ", "VBP") and report.who.first.kind is PartyKind.COUNTRY)
    if report.who.first.kind in (PartyKind.COUNTRY, PartyKind.BODY) and same_side:
        return tag in ("VBD", "VBN")
    return tag in ("VBD", "VBN") or report.who.how in ("name", "office")


def _without_lead(page: Page, sentence: Sentence) -> Span:
    """Leave "First," and "Second," out of the words that say it."""
    found = re.match(
        r"(?:First(?:ly)?|Second(?:ly)?|Third(?:ly)?|Finally|Lastly|Also|And),?\s+", sentence.span.of(page.text)
    )
    start = sentence.span.start + (found.end() if found and "," in found.group() else 0)
    return Span(start, sentence.span.end)
