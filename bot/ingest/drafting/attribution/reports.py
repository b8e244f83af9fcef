"""Reports in the making: frames with their speakers, nested ones sorted into speaker and chain, quotations tied to
them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.ingest.drafting.entities.cast import Entity
from bot.ingest.drafting.entities.speaker_context import Who
from bot.ingest.drafting.entities.speakers import Subjects
from bot.ingest.drafting.frames.frame import Frame
from bot.ingest.drafting.layout.quotation_marks import Quotation
from bot.ingest.drafting.lexicon.nouns import DOCUMENT_NOUNS, OTHER_PRONOUNS
from bot.ingest.drafting.lexicon.verbs import STRONG, Act
from bot.ingest.drafting.model import Kind, PartyKind, Span
from bot.ingest.drafting.syntax.page import Page, Word

_HANDS_ON = frozenset("say report announce confirm state add note quote cite reveal disclose tell write".split())
_WITH_ONE = frozenset({"warn", "urge", "ask", "contradict", "thank", "summon", "rebuke", "accuse"})
_ANSWERED = frozenset("deny reject refuse accept dismiss welcome condemn confirm dispute oppose".split())
_STATES_OF_MIND = frozenset("expect believe hope wish want plan intend".split())
_HEDGED = frozenset({"only", "just", "merely", "simply"})


@dataclass(slots=True, eq=False)
class Report:
    """One report in the making. `links` is the chain so far, nearest to the reader first, with where each is
    written.
    """

    kind: Kind
    who: Who | None
    frame: Frame | None
    clause: Span
    sentence: int
    paragraph: int
    quotations: list[Quotation] = field(default_factory=list)
    passage: Span | None = None
    links: list[Who] = field(default_factory=list)
    recounted: Who | None = None
    rule: str = ""
    firm: bool = True  # the tie between words and speaker is one of those that are right in 97 of 100 cases
    act_frame: Frame | None = None  # "said it regretted": the verb inside tells the act
    act: Act | None = None  # read already, from words that are parsed apart

    @property
    def start(self) -> int:
        return min([self.clause.start, *(one.span.start for one in self.quotations)])


@dataclass(slots=True, eq=False)
class _Candidate:
    frame: Frame
    who: Who | None
    outer: list[_Candidate] = field(default_factory=list)
    dropped: bool = False
    act_frame: Frame | None = None


def read_frames(page: Page, subjects: Subjects, frames: Sequence[Frame]) -> list[Report]:
    """Turn frames into reports, in the order of the text."""
    candidates: list[_Candidate] = []
    for frame in frames:
        who = subjects.resolve(frame.subject) if frame.subject is not None else None
        if who is not None and not frame.deed and frame.how != "noun" and not who.is_medium:
            subjects.note(who)
        candidates.append(_Candidate(frame, who))
    by_sentence: dict[int, list[_Candidate]] = {}
    for one in candidates:
        by_sentence.setdefault(one.frame.sentence, []).append(one)
    for group in by_sentence.values():
        _nest(page, group)
    reports = [_make(page, subjects, one) for one in candidates if _is_wanted(one)]
    return [report for report in reports if report is not None]


def _nest(page: Page, group: list[_Candidate]) -> None:
    """Sort frames of one sentence: the inner one speaks where another party is told of, the outer hands on."""
    for outer in group:
        if outer.frame.deed or not outer.frame.content:
            continue
        inside = {word.i for word in outer.frame.content}
        inner = [
            one
            for one in group
            if one is not outer and one.frame.cue.i in inside and _is_root(page, outer.frame, one.frame)
        ]
        for one in inner:
            if one.frame.how == "noun" or one.frame.unreal:
                continue
            if one.frame.cue.inside is not None and outer.frame.cue.inside is None:
                one.dropped = True  # "Seoul “urged Russia to stop”, the ministry said": the ministry's own words
                outer.act_frame = outer.act_frame or one.frame
                continue
            if _stands_apart(page, outer.frame, one.frame):
                one.who = outer.who
                continue
            if _is_self(one, outer):
                one.dropped = one.frame.deed or outer.frame.how not in ("bare",)
                if outer.act_frame is None and not one.frame.deed:
                    outer.act_frame = one.frame
                if outer.who is not None and one.who is not None and outer.who.is_medium:
                    one.dropped = False
            elif not _is_wanted(one):
                continue
            elif outer.who is None:
                outer.dropped = True
            elif one.who is not None and _hands_on(outer, one):
                one.outer.append(outer)
                outer.dropped = True
            elif one.who is not None and not one.frame.deed and _is_one_side(outer.who, one.who):
                one.dropped = True
                outer.act_frame = outer.act_frame or one.frame
            elif one.frame.verb.lemma in _STATES_OF_MIND:
                one.dropped = True  # "made clear that Veldania expects an answer": what the outer party holds
            elif one.frame.deed and outer.frame.cue.i < one.frame.cue.i:
                one.dropped = True  # a claim of the outer party, not a deed that it hands on


def _stands_apart(page: Page, outer: Frame, inner: Frame) -> bool:
    """As in "said that it “regrets the tone” and urged both to talk": a second verb of the same tense, with the
    same subject.

    The parser joins it to the verb inside; it is cut off from what the outer verb reports.
    """
    head = page.head(inner.cue)
    if (
        inner.cue.dep != "conj"
        or inner.cue.tag != "VBD"
        or outer.cue.tag != "VBD"
        or outer.cue.i > inner.cue.i
        or inner.deed
    ):
        return False
    if head.i == outer.cue.i or head.tag == "VBD" or any(kid.dep in ("nsubj", "nsubjpass") for kid in inner.cue.kids):
        return False
    inner.subject = outer.subject
    outer.content = [word for word in outer.content if word.i < inner.cue.left or word.i < head.i]
    while outer.content and (outer.content[-1].i >= inner.cue.left or outer.content[-1].pos in ("CCONJ", "PUNCT")):
        outer.content.pop()
    return True


def _is_self(inner: _Candidate, outer: _Candidate) -> bool:
    """True where the inner frame is the speaker's own: "the ministry said it regretted"."""
    subject = inner.frame.subject
    if subject is None:
        return True
    if subject.low in OTHER_PRONOUNS or subject.low in ("he", "she"):
        if (
            outer.frame.subject is not None
            and subject.i < outer.frame.subject.i
            and inner.who is not None
            and outer.who is not None
        ):
            # "She had telephoned him, her spokesman said": a pronoun before the speaker is somebody named earlier
            return set(inner.who.parties) == set(outer.who.parties)
        return outer.who is None or not outer.who.is_medium
    if inner.who is None:
        return True
    return outer.who is not None and set(inner.who.parties) == set(outer.who.parties)


def _hands_on(outer: _Candidate, inner: _Candidate) -> bool:
    """True where the outer party tells what another one said or did, rather than what it thinks of it."""
    frame = outer.frame
    assert outer.who is not None  # noqa: S101 the caller has seen to it
    if frame.how in ("according", "quoted-as"):
        return inner.frame.deed or not _is_one_side(outer.who, inner.who)
    if frame.verb.lemma not in _HANDS_ON and frame.verb.lemma not in (
        "recall",
        "explain",
        "claim",
        "complain",
        "inform",
        "insist",
    ):
        return False
    if inner.frame.deed:
        if inner.frame.cue.tag == "VBG":
            return False
        # "the ministry said that Veldania had closed the lane" is its claim, and
        # "Veldania has closed the lane, the ministry said" a deed that it hands on
        told = inner.who is not None and inner.who.first.is_person and outer.who.how != "name"
        return told or frame.cue.i > inner.frame.cue.i or outer.who.is_medium
    return not _is_one_side(outer.who, inner.who)


def _is_one_side(outer: Who, inner: Who | None) -> bool:
    """True for "Seoul urged Russia, the foreign ministry said": a country's own institution tells its position."""
    if (
        inner is None
        or inner.first.kind is not PartyKind.COUNTRY
        or outer.first.kind not in (PartyKind.BODY, PartyKind.PERSON)
    ):
        return False
    if outer.first.country is None:
        return outer.first.kind is PartyKind.BODY and outer.how == "body"
    return outer.first.country == inner.first.country


def _is_root(page: Page, outer: Frame, inner: Frame) -> bool:
    """True where the inner verb is the main one of what the outer frame reports, or joined to it."""
    word, steps = inner.cue, 0
    inside = {one.i for one in outer.content}
    while steps < 8:
        if word.head == word.i or word.head not in inside or word.i == outer.cue.i:
            return (
                word.dep not in ("relcl", "acl", "advcl", "pcomp", "appos")
                or (outer.how in ("according", "around") and word.head == word.i)
                or _is_fronted(word, outer)
            )
        if word.dep in ("relcl", "acl", "pcomp", "advcl", "appos"):
            return False
        word, steps = page.head(word), steps + 1
    return False


def _is_fronted(word: Word, outer: Frame) -> bool:
    return word.dep == "advcl" and word.i < outer.cue.i and outer.how == "clause"


def _is_wanted(one: _Candidate) -> bool:
    frame, who = one.frame, one.who
    if frame.deed and frame.cue.inside is not None:
        return False
    if one.dropped or (frame.cue.inside is not None and frame.cue.tag in ("VBZ", "VBP", "VB", "VBG")):
        return False  # a verb in the present tense inside a marked fragment is somebody's word, not the writer's
    quoted = [word for word in frame.content if word.quotation is not None or word.inside is not None]
    if frame.subject is not None and any(
        kid.low in ("neither", "no", "few", "nor") and kid.dep in ("det", "amod", "cc", "preconj")
        for kid in frame.subject.kids
    ):
        return False
    if frame.subject is not None and frame.subject.low in (
        "neither",
        "nobody",
        "none",
        "nothing",
        "i",
        "you",
        "we",
        "who",
        "anyone",
    ):
        return False
    if frame.unreal and not quoted:
        return any(kid.low in _HEDGED for kid in frame.cue.kids) and bool(frame.content)
    if who is None:
        return bool(quoted) and frame.how not in ("noun", "bare") and not frame.deed
    if who.is_medium:
        return False
    if frame.how == "bare":
        return frame.verb.lemma in STRONG
    if who.how == "unnamed" and frame.deed:
        return False
    if frame.how in ("object", "phrase") and who.how == "unnamed" and frame.verb.weak:
        return False
    one_word = frame.verb.lemma in _WITH_ONE | _ANSWERED
    return len(frame.content) >= 2 or bool(quoted) or (one_word and bool(frame.content))


def _make(page: Page, subjects: Subjects, one: _Candidate) -> Report | None:
    frame, who = one.frame, one.who
    span = _clause_of(page, frame)
    kind = Kind.ACT if frame.deed else Kind.INDIRECT
    who = _join_patient(subjects, frame, who)
    report = Report(kind, who, frame, span, frame.sentence, frame.cue.paragraph, act_frame=one.act_frame)
    for outer in one.outer:
        assert outer.who is not None  # noqa: S101 only resolved frames hand on
        report.links += [*find_mediums(page, subjects, outer.frame), outer.who]
    report.links += find_mediums(page, subjects, frame)
    report.links = _without_doubles(report.links)
    report.rule = _describe(frame, who)
    report.firm = frame.how in ("clause", "according", "around", "quoted-as", "object", "phrase") and (
        who is None or who.how != "group"
    )
    return report


def _without_doubles(links: list[Who]) -> list[Who]:
    kept: list[Who] = []
    for link in links:
        if all(set(link.parties) != set(other.parties) for other in kept):
            kept.append(link)
    return kept


_TOGETHER = frozenset(["meet", "speak", "talk", "confer", "hold"])


def _join_patient(subjects: Subjects, frame: Frame, who: Who | None) -> Who | None:
    """As in "met the premier", "held talks with Reth": both sides of a meeting do it."""
    if not frame.deed or frame.verb.lemma not in _TOGETHER or who is None or frame.passive:
        return who
    heads = [frame.patient] if frame.patient is not None and frame.verb.lemma == "meet" else []
    joins = ("with", "to") if frame.verb.lemma in ("speak", "talk") else ("with",)
    heads += [
        inner
        for kid in frame.cue.kids
        if kid.dep == "prep" and kid.low in joins
        for inner in kid.kids
        if inner.dep == "pobj"
    ]
    if frame.patient is not None:
        heads += [
            inner
            for kid in frame.patient.kids
            if kid.dep == "prep" and kid.low == "with"
            for inner in kid.kids
            if inner.dep == "pobj"
        ]
    parties = list(who.parties)
    for head in heads:
        other = subjects.resolve(head)
        if other is not None and other.how != "unnamed" and not other.is_medium:
            parties += [party for party in other.parties if party not in parties]
    if len(parties) == 1 and frame.verb.lemma == "meet":
        parties = _all_before(subjects, frame) or parties
    if len(parties) == len(who.parties):
        return who
    names = " and ".join(party.name for party in parties)
    return Who(tuple(parties), who.written, who.how, f"{who.rule}; {names} did it together", who.clear, who.others)


def _all_before(subjects: Subjects, frame: Frame) -> list[Entity]:
    """Where "met" has no object, all people named before it in the sentence met, be the list ever so long."""
    found: list[Entity] = []
    for word in subjects.page.sentences[frame.sentence].words:
        if word.i >= frame.cue.i:
            break
        if word.pos in ("VERB", "AUX") and word.dep in ("ROOT", "ccomp", "advcl"):
            return []
        mention = subjects.cast.at.get(word.i)
        if mention is not None and mention.entity.is_person and mention.entity not in found:
            found.append(mention.entity)
    return found


def _describe(frame: Frame, who: Who | None) -> str:
    if who is None:
        return f"“{frame.cue.text}” has no subject that could be resolved"
    if frame.how == "according":
        return f"according to {who.first.name}: {who.rule}"
    if frame.how == "noun":
        return f"the noun “{frame.cue.text}” belongs to {who.first.name}: {who.rule}"
    if frame.deed:
        return f"does what “{frame.cue.text}” says: {who.rule}"
    return f"subject of “{frame.cue.text}”: {who.rule}"


def _clause_of(page: Page, frame: Frame) -> Span:
    """The words that say this statement: what was said, with the verb itself where the verb is the statement."""
    words = frame.content
    if not words:
        return Span(frame.cue.start, frame.cue.end)
    if frame.deed or frame.how in ("clause", "according", "around", "quoted-as", "noun"):
        if (
            frame.how == "clause"
            and frame.verb.lemma not in _HANDS_ON
            and words[0].i > frame.cue.i
            and frame.verb.act is not None
            and frame.verb.lemma not in STRONG
        ):
            return page.extent([frame.cue, words[-1]])
        return page.extent(words)
    return page.extent([min((frame.cue, words[0]), key=lambda word: word.i), words[-1]])


def find_mediums(page: Page, subjects: Subjects, frame: Frame) -> list[Who]:
    """Find the media to which, or in which, something was said: "told KTA", "in an interview with Radio Osterhaven"."""
    found: list[Who] = []
    if frame.medium is not None:
        who = subjects.resolve(frame.medium)
        if who is not None:
            found.append(who)
    low = {word.i for word in frame.content}
    sentence = page.sentences[frame.sentence].words
    for word in sentence:
        mention = subjects.cast.at.get(word.i)
        if mention is None or mention.entity.kind is not PartyKind.MEDIA or mention.first != word.i:
            continue
        if frame.subject is not None and mention.first <= frame.subject.i <= mention.last:
            continue
        if word.i in low and frame.how in ("clause", "around", "according"):
            continue
        head = page.words[mention.last]
        if frame.subject is not None and frame.subject.left <= mention.first <= frame.subject.right:
            if not any(
                one.low in ("quoted", "cited", "interviewed") for one in page.words[frame.subject.i : mention.first]
            ):
                continue
            span = page.extent(page.words[mention.first : mention.last + 1])
            found.append(Who((mention.entity,), span, "name", f"{mention.entity.name} handed it on", True))
            continue
        if not _is_tied(page, head, frame, low):
            continue
        span = page.extent(page.words[mention.first : mention.last + 1])
        who = Who((mention.entity,), span, "name", f"{mention.entity.name} handed it on", True)
        if all(set(who.parties) != set(other.parties) for other in found):
            found.append(who)
    return found


def _is_tied(page: Page, word: Word, frame: Frame, content: set[int]) -> bool:
    """True where a medium hangs on the frame's verb itself: as whom it was told, or by "in", "with", "to", "by"."""
    steps, preposition = 0, False
    while steps < 9 and word.head != word.i:
        if word.dep in ("dobj", "dative", "iobj") and word.head == frame.cue.i:
            return True
        if word.dep in ("prep", "agent", "dative"):
            preposition = word.low in ("to", "in", "with", "by", "on", "for", "through", "via")
        if word.head == frame.cue.i:
            return preposition or word.dep in ("npadvmod", "advcl", "acl", "prep", "agent")
        if word.i in content and word.pos in ("VERB", "AUX") and word.dep != "relcl":
            return False
        word, steps = page.head(word), steps + 1
    return False


def add_according(page: Page, reports: list[Report], frames: Sequence[Frame], subjects: Subjects) -> None:
    """Put "according to the ministry" and ", Yonhap reported" into the chain of the reports that they cover."""
    for frame in frames:
        if frame.how not in ("according", "clause", "around", "bare", "quoted-as") or frame.subject is None:
            continue
        who = subjects.resolve(frame.subject)
        if frame.how == "according" and (who is None or who.how in ("document", "unnamed")):
            who = _owner_inside(page, subjects, frame) or who
        if who is None or (frame.how != "according" and not who.is_medium):
            continue
        covered = [
            report for report in reports
            if report.sentence == frame.sentence and report.frame is not frame and report.who is not None
            and (frame.how == "according" or report.start in range(*_range(page, frame)) or not frame.content)
        ]  # fmt: skip
        own = [report for report in reports if report.frame is frame]
        for report in covered:
            assert report.who is not None  # noqa: S101 filtered above
            if set(report.who.parties) == set(who.parties) or any(
                set(link.parties) & set(who.parties) for link in report.links
            ):
                continue
            if report.frame is not None and report.frame.how == "according":
                continue
            report.links.insert(0, who)
            for one in own:
                if one in reports:
                    reports.remove(one)


def carry_accounts(page: Page, subjects: Subjects, reports: Sequence[Report]) -> None:
    """Carry the chain through a paragraph that goes on with one party's account of what another said or did.

    It begins with "according to the Veldanian side" or "the Veldanian readout was shorter", and ends with the
    paragraph.
    """
    by_sentence: dict[int, list[Report]] = {}
    for report in reports:
        by_sentence.setdefault(report.sentence, []).append(report)
    printed = _find_printed_accounts(page, subjects, by_sentence)
    for number, sentences in page.of_paragraph.items():
        account: Who | None = None
        if number in printed:
            for report in (one for sentence in sentences for one in by_sentence.get(sentence.number, ())):
                _add_account(report, printed[number])
            continue
        for sentence in sentences:
            for word in sentence.words:
                if word.dep in ("nsubj", "nsubjpass") and word.low in DOCUMENT_NOUNS and word.inside is None:
                    who = subjects.resolve(word)
                    account = who if who is not None and who.how == "document" else account
            for report in by_sentence.get(sentence.number, ()):
                own = [link for link in report.links if link.first.kind in (PartyKind.BODY, PartyKind.COUNTRY)]
                if own:
                    account = own[0]
                elif account is not None and not report.links and report.who is not None:
                    rule = f"the account of {account.first.name} goes on"
                    link = Who(account.parties, account.written, account.how, rule, False)
                    teller = report.who.first in account.parties or not report.who.first.is_person
                    report.links += [] if teller else [link]


def _add_account(report: Report, account: Who) -> None:
    """Put the institution whose account this is first into the chain, unless it or its country speaks itself."""
    if report.who is None or set(report.who.parties) & set(account.parties):
        return
    if any(set(link.parties) & set(account.parties) for link in report.links):
        return
    own = report.who.first.kind is PartyKind.COUNTRY and report.who.first.country == account.first.country
    if not own:
        report.links.insert(0, account)


_STEP = re.compile(r"\n?([ \t]+)\Z")


def _find_printed_accounts(page: Page, subjects: Subjects, reports: Mapping[int, Sequence[Report]]) -> dict[int, Who]:
    """Find paragraphs that print one party's own account, brought in by a colon: "published its own account: …".

    Those set in by spaces belong to it as far as they go; where none is, the next paragraph alone.
    """
    found: dict[int, Who] = {}
    numbers = list(page.of_paragraph)
    for at, number in enumerate(numbers[:-1]):
        if not page.paragraphs[number].text.rstrip().endswith(":"):
            continue
        words = [word for sentence in page.of_paragraph[number][-2:] for word in sentence.words]
        heads = [word for word in words if word.low in _ACCOUNTS and word.inside is None]
        told = [one for sentence in page.of_paragraph[number][-2:] for one in reports.get(sentence.number, ())]
        issuers = [one.who for one in told if one.who is not None and one.who.first.kind in _ISSUERS]
        who = issuers[-1] if issuers else next((w for one in heads if (w := subjects.resolve(one)) is not None), None)
        if not heads or who is None or who.first.kind not in _ISSUERS:
            continue
        rule = f"printed as the account of {who.first.name}"
        account = Who(who.parties, who.written, who.how, rule, False)
        inset = _is_inset(page, numbers[at + 1])
        for later in numbers[at + 1 :]:
            paragraph = page.paragraphs[later]
            if _is_inset(page, later) != inset or paragraph.label is not None or paragraph.text[:1] in '“"‘':
                break
            found[later] = account
            if not inset:
                break
    return found


def _is_inset(page: Page, number: int) -> bool:
    start = page.paragraphs[number].span.start
    before = page.text[max(0, start - 12) : start]
    return page.text[start : start + 1] in (" ", "\t") or bool(_STEP.search(before))


_ACCOUNTS = frozenset("account readout statement version summary text release communiqué communique note".split())
_ISSUERS = (PartyKind.BODY, PartyKind.COUNTRY)


def _range(page: Page, frame: Frame) -> tuple[int, int]:
    span = page.extent(frame.content) if frame.content else Span(0, 0)
    return span.start, span.end


def _owner_inside(page: Page, subjects: Subjects, frame: Frame) -> Who | None:
    """As in "according to a copy of the letter published by the commission": the institution in the phrase."""
    assert frame.subject is not None  # noqa: S101 the caller has seen to it
    for word in reversed(page.words[frame.subject.left : frame.subject.right + 1]):
        mention = subjects.cast.at.get(word.i)
        if mention is not None and mention.entity.kind in (PartyKind.BODY, PartyKind.MEDIA):
            return subjects.resolve(page.words[mention.last])
        if word.dep == "pobj" and word.pos == "NOUN" and page.head(word).low in ("by", "of", "from"):
            who = subjects.resolve(word)
            if who is not None and who.first.kind is PartyKind.BODY:
                return who
    return None
