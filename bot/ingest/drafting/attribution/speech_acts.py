"""Act and tone of a report: from the speaker's own performative verb ("We warn"), else from the verb that reports it.

Acts are PLOVER 2021's, tones those of data/tones.yaml. Both stay empty where neither tells.
"""

from __future__ import annotations

import re

from bot.ingest.drafting.attribution.reports import Report
from bot.ingest.drafting.frames.frame import Frame
from bot.ingest.drafting.lexicon.verbs import Act
from bot.ingest.drafting.model import Kind
from bot.ingest.drafting.syntax.page import Page

_SELF = r"\b(?:we|i|our (?:government|country|side|ministry)|(?:the )?(?:government|ministry|delegation)|(?-i:[A-Z]\w+))\s+(?:(?:also|once again|again|therefore|still|strongly|firmly|urgently|sincerely|deeply|would|do|can only|must|have to|want to|wish to|will)\s+){0,3}"
_PERFORMATIVES = tuple(
    (re.compile(pattern, re.IGNORECASE), act, tone)
    for pattern, act, tone in (
        (_SELF + r"(?:warns?|cautions?)\b", "THREATEN", "warn"),
        (_SELF + r"(?:condemns?|denounces?)\b", "ACCUSE", "condemn"),
        (_SELF + r"(?:protests?|lodges? a protest)\b", "PROTEST", "protest"),
        (_SELF + r"(?:demands?|insists? that|expects? (?:an|the|that|\w+ to))\b", "REQUEST", "demand"),
        (_SELF + r"(?:urges?|calls? (?:on|upon)|appeals? to)\b", "REQUEST", "urge"),
        (_SELF + r"(?:asks?|requests?|calls? for)\b", "REQUEST", "appeal"),
        (_SELF + r"(?:hopes?|wishes|look forward)\b", "REQUEST", "hope"),
        (_SELF + r"(?:rejects?|refuses?|den(?:y|ies)|(?:gave|made|have|had|know of) no\b|(?:do|does|will|would|can|could|shall) (?:not|never) (?:accept|sign|agree|allow|tolerate|recogni[sz]e|negotiate)|(?:cannot|can't|won't) (?:accept|agree))", "REJECT", "dismiss"),
        (_SELF + r"(?:welcomes?|supports?|backs?|applauds?|thanks?|commends?|stands? with|congratulates?|appreciates?|(?:is|am|are) grateful)\b", "SUPPORT", "back"),
        (_SELF + r"(?:regrets?|deplores?)\b", "ACCUSE", "express-regret"),
        (_SELF + r"(?:apologi[sz]es?|(?:is|am|are) sorry)\b", "CONCEDE", "express-regret"),
        (_SELF + r"(?:emphasi[sz]es?|stress(?:es)?|underlines?|underscores?|reaffirms?|reiterates?)\b", "STATE", "stress"),
        (_SELF + r"(?:agrees?|accepts?)\b", "AGREE", "agree"),
        (_SELF + r"(?:pledges?|promises?|undertakes?|commits?|guarantees?|shall (?:give|provide|pay|help|support|send)|will (?:give|provide|pay|help|support|send more))\b", "SUPPORT", "pledge"),
        (_SELF + r"(?:reserves? the right)\b", "THREATEN", "warn"),
        (_SELF + r"(?:announces?|declares?|proclaims?)\b", "STATE", "declare"),
        (_SELF + r"(?:(?:is|am|are) (?:deeply |gravely |seriously )?(?:concerned|worried|alarmed))\b", "ACCUSE", "express-concern"),
        (r"\b(?:will|would|shall) (?:be answered|have (?:grave |serious |severe )?consequences|respond|retaliate|pay (?:a|the) price|not go unanswered)\b|\banswer in kind\b|\bif (?:they|it|he|she|russia|[a-z]+) (?:does|do|did)\b.{0,60}\b(?:will|shall|would)\b", "THREATEN", "threaten"),
        (r"\b(?:must|should|has to|have to|needs? to|ought to)\s+(?:not\s+|now\s+|immediately\s+|at once\s+)?(?:stop|end|act|withdraw|release|leave|refrain|return|respect|comply|cease|let|move|live up|explain|publish|go|come|abide)\b", "REQUEST", "urge"),
        (r"\bdeplorable\b|\bregrettable\b", "ACCUSE", "deplore"),
        (r"\b(?:violat(?:es|ed|ing|ion)|piracy|aggression|provocation|lies?|illegal|unlawful|outrage(?:ous)?|unacceptable|absurd|intoleran?ble)\b", "ACCUSE", "accuse"),
    )
)  # fmt: skip
_BY_TAIL: tuple[tuple[frozenset[str], str, str, str | None], ...] = (
    (frozenset({"express", "voice", "convey", "issue", "raise"}), r"\bconcerns?\b|\balarm\b|\bworr", "ACCUSE", "express-concern"),
    (frozenset({"express", "voice", "convey"}), r"\bregrets?\b|\bdismay\b|\bdisappoint", "ACCUSE", "express-regret"),
    (frozenset({"express", "voice", "convey"}), r"\b(?:support|solidarity|satisfaction|thanks|gratitude|condolences|appreciation|sympathy|welcome)\b", "SUPPORT", "back"),
    (frozenset({"express", "voice"}), r"\bhopes?\b", "REQUEST", "hope"),
    (frozenset({"express", "voice"}), r"\b(?:protest|outrage|anger|condemnation|indignation)\b", "ACCUSE", "condemn"),
    (frozenset({"express", "voice"}), r"\b(?:readiness|willingness|commitment)\b", "COOPERATE", "pledge"),
    (frozenset({"call", "ask", "demand", "request", "seek"}), r"\b(?:explain|explanation|clarif)", "REQUEST", "ask"),
    (frozenset({"call"}), r"^\W*(?:\w+\W+){0,4}?(?:piracy|a lie|lies|absurd|unacceptable|illegal|theft|provocation|aggression|an outrage|ultimatum)", "ACCUSE", "accuse"),
    (frozenset({"call"}), r"^\s*(?:on|upon)\b", "REQUEST", "urge"),
    (frozenset({"call"}), r"^\s*in\b", "PROTEST", "summon"),
    (frozenset({"say", "announce", "suggest", "indicate", "hint", "add"}), r"\b(?:reconsider|review|rescind|rethink)", "STATE", "announce-review"),
    (frozenset({"hold", "have"}), r"\b(?:telephone|phone|call)\b", "CONSULT", "phone"),
    (frozenset({"hold", "have"}), r"\b(?:meeting|meetings|talks|consultations|discussions|negotiations|summit)\b", "CONSULT", "meet"),
    (frozenset({"speak", "talk"}), r"\b(?:telephone|phone)\b", "CONSULT", "phone"),
    (frozenset({"refuse", "decline"}), r"", "REJECT", "dismiss"),
    (frozenset({"withdraw", "recall"}), r"\bambassador|\benvoy", "PROTEST", "protest"),
    (frozenset({"declare"}), r"persona non grata|personae non gratae", "COERCE", None),
    (frozenset({"place", "lay", "put"}), r"\bblame\b", "ACCUSE", "blame"),
    (frozenset({"issue", "release", "publish"}), r"\b(?:statement|summary|readout|release|transcript|communiqu)", "STATE", "publish"),
    (frozenset({"issue"}), r"\b(?:warning)\b", "THREATEN", "warn"),
    (frozenset({"issue"}), r"\b(?:rebuke)\b", "ACCUSE", "criticise"),
    (frozenset({"send"}), r"\bwarning\b", "THREATEN", "warn"),
    (frozenset({"not rule out", "leave"}), r"\b(?:rule out|open)\b", "STATE", "leave-open"),
)  # fmt: skip


def classify(page: Page, report: Report) -> Act | None:
    """Return act and tone of a report, or None where nothing tells."""
    if report.act is not None:
        return report.act
    words = " ".join(" ".join(one.span.of(page.text).split()) for one in report.quotations)
    if report.kind is Kind.VERBATIM:
        words = " ".join(report.clause.of(page.text).split())
    if words and report.kind in (Kind.DIRECT, Kind.VERBATIM):
        own = classify_words(words)
        if own is not None:
            return own
    for frame in (report.act_frame, report.frame):
        found = classify_frame(page, frame) if frame is not None else None
        if found is not None:
            return found
    if words:
        return classify_words(words)
    return None


def classify_words(words: str) -> Act | None:
    """Read the performative verb of words themselves: "We warn that …", "Russia should act …"."""
    for pattern, act, tone in _PERFORMATIVES:
        found = pattern.search(words)
        if found:
            return Act(act, tone, " ".join(found.group().split()))
    return None


def classify_frame(page: Page, frame: Frame) -> Act | None:
    """Read act and tone from the verb that reports or does something, and from what follows it."""
    lemma, cue = frame.verb.lemma, frame.cue
    end = page.sentences[frame.sentence].span.end
    tail = page.text[cue.end : min(end, cue.end + 150)]
    if frame.passive and frame.deed:
        tail = page.sentences[frame.sentence].span.of(page.text)
    for lemmas, pattern, act, tone in _BY_TAIL:
        if lemma in lemmas and re.search(pattern, tail, re.IGNORECASE):
            return Act(act, tone, cue.text)
    if frame.verb.act is None:
        return None
    if lemma == "call" and not re.match(r"\s*(?:\w+\s+)?(?:for|on|upon)\b", tail):
        return None
    return Act(frame.verb.act, frame.verb.tone, cue.text)
