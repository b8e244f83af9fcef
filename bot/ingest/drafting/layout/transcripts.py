"""Own words without marks: transcripts with speaker labels, speeches, statements and letters signed by their
speaker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.drafting.layout.paragraphs import Paragraph
from bot.ingest.drafting.model import BlockKind, DraftInput, Hint, Span

_LABEL = re.compile(
    r"(?P<name>(?:(?:H\.E\. )?[A-ZÀ-Þ][\w.’'À-ÿ-]*(?: (?:de|van|von|der|al|bin|of|for|the|and|to|la|di)?\s?[A-ZÀ-Þ(][\w.’'À-ÿ)-]*){0,8}|Q|A))(?P<rest> \([^)\n]{2,60}\)|, [^:\n]{2,60})?:(?=\s|$)(?:[ \t]*)"
)
_ASKS = re.compile(
    r"^(?:q|question|reporter|journalist|press|media|audience|participant|interviewer|correspondent|questioner|unidentified|host|anchor)\b",
    re.IGNORECASE,
)
_CHAIRS = re.compile(r"^(?:moderator|operator|chair|presenter|interpreter|translator|staff)\b", re.IGNORECASE)
_NOT_LABELS = re.compile(
    r"^(?:read also|see also|photo|image|caption|picture|note|notes|contact|source|sources|tags|topics|date|subject|re|from|to|cc|tel|email|related|update|updated|published|posted|watch|video|file|ps|press release|for|place|venue|time|correction|background|more|comment|opinion|analysis|editor[’']?s note|notes? to editors?|participants|agenda|summary|location|attachments?|annex)\b",
    re.IGNORECASE,
)
_STAGE = re.compile(r"^[\[(][^\])]{2,120}[\])]\.?$")
_SMALL_TALK = re.compile(
    r"^(?:good (?:morning|afternoon|evening|day)|thank you|thanks|welcome|hello|hi|please|next question|go ahead|yes[,.]?$|no[,.]?$|okay|ok\b|right[,.]|all right|sorry|i am sorry,|i[’']m sorry,|over here|in front|second row|one more|two more"
    r"|last question|ladies and gentlemen|excellenc(?:y|ies)|mr\.? (?:president|chair(?:man)?|speaker|secretary[- ]general)\s*[,.]|madam (?:president|chair)|distinguished|your (?:excellenc|majest|royal|highness)|dear (?:friends|colleagues|sir|madam|mr|ms|minister|ambassador|excellenc)"
    r"|with that|i (?:have|will|want to|would like to|am happy to|[’']ll) (?:\w+ ){0,3}(?:take (?:your|a few|some)|things? at the top|open(?:ing)? with|begin|start)|let me (?:begin|start|first|turn|read|say a word|add something|close|conclude)\b[^.]{0,40}\.$|and with that|let[’']s (?:go|start|begin|take)|who(?:[’']s| is) next|go on|we[’']ll (?:go|take))",
    re.IGNORECASE,
)  # fmt: skip
_SPEECH_TITLE = re.compile(
    r"\b(?:remarks|address|speech|statement|keynote|lecture|toast|message|opening (?:remarks|statement)|intervention|declaration|eulogy|letter)\s+(?:delivered\s+)?(?:by|of|from)\b|^(?:speech|address|remarks|statement)\b|\bas delivered\b|\bcheck against delivery\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|our|Our|my|My|us)\b")
_SALUTATION = re.compile(
    r"^(?:dear|excellenc|your excellenc|sir,|madam,|mr\.? (?:president|chair|speaker|secretary)|madam (?:president|chair|speaker)|honou?rable|distinguished|ladies and gentlemen|friends,|colleagues,|fellow )",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:yours (?:sincerely|faithfully|truly)|sincerely|respectfully|with (?:best|kind|warm) regards|best regards|accept, excellency|please accept)",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:[A-ZÀ-Þ][\w.’'À-ÿ-]+)(?: (?:(?:de|van|von|der|den|al|bin|la|di|le) )*[A-ZÀ-Þ][\w.’'À-ÿ-]+){1,4}"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in a transcript: the label, and the paragraphs. `asks` for the press, `chairs` for
    staff.
    """

    label: Span | None
    name: str
    paragraphs: tuple[int, ...]
    asks: bool
    chairs: bool


def mark_labels(paragraphs: Sequence[Paragraph]) -> bool:
    """Set the labels of a transcript, and tell whether the document is one."""
    found: list[tuple[Paragraph, Span, str]] = []
    for paragraph in paragraphs:
        match = _LABEL.match(paragraph.text)
        if match is None or _NOT_LABELS.match(match["name"]):
            continue
        rest = paragraph.text[match.end() :].lstrip()
        if not rest or rest[:1] in '“"‘«':
            continue
        start = paragraph.span.start
        found.append(
            (
                paragraph,
                Span(start, start + match.end("rest") if match["rest"] else start + match.end("name")),
                match["name"],
            )
        )
    names = Counter(name for _, _, name in found)
    capital = sum(1 for _, _, name in found if name.isupper() or len(name) == 1)
    repeated = sum(1 for count in names.values() if count > 1)
    asked = any(_ASKS.match(name) or name == "Q" for name in names)
    body = sum(1 for paragraph in paragraphs if len(paragraph.text.split()) > 4)
    if len(found) >= 2 and (len(found) * 4 >= body or asked) and (capital >= 2 or repeated or asked):
        for paragraph, span, _ in found:
            end = paragraph.span.start + paragraph.text.index(":", span.end - paragraph.span.start) + 1
            paragraph.label = Span(span.start, end)
        return True
    return False


def read_turns(text: str, paragraphs: Sequence[Paragraph]) -> list[Turn]:
    """Cut a transcript into turns. A paragraph without a label belongs to the one who spoke before."""
    turns: list[Turn] = []
    current: list[int] = []
    label: Span | None = None
    for paragraph in paragraphs:
        if paragraph.label is not None:
            if label is not None and current:
                turns.append(_make_turn(text, label, current))
            label, current = paragraph.label, [paragraph.number]
        elif label is not None and paragraph.body and not is_stage(paragraph.text):
            current.append(paragraph.number)
    if label is not None and current:
        turns.append(_make_turn(text, label, current))
    return turns


def _make_turn(text: str, label: Span, paragraphs: list[int]) -> Turn:
    name = label.of(text).rstrip(": ").strip()
    return Turn(label, name, tuple(paragraphs), bool(_ASKS.match(name)) or name == "Q", bool(_CHAIRS.match(name)))


def is_stage(words: str) -> bool:
    """True for "(Laughter.)" and "(The briefing was concluded at 2:58 p.m.)"."""
    return bool(_STAGE.match(words.strip()))


def is_small_talk(words: str) -> bool:
    """True for greetings, thanks and the business of a briefing, which are no statements."""
    plain = " ".join(words.split()).strip('“”"‘’ ')
    if is_stage(plain) or len(re.findall(r"\w+", plain)) < 3:
        return True
    return bool(_SMALL_TALK.match(plain)) and len(plain.split()) < 14


def recognise(document: DraftInput, paragraphs: Sequence[Paragraph], transcript: bool, quoted: int) -> Hint:
    """Tell what kind of document this is, by the hint, the labels, the title, and whose voice it is in."""
    if document.hint is not None and not (document.hint is Hint.TRANSCRIPT and not transcript):
        return document.hint
    if transcript:
        return Hint.TRANSCRIPT
    heads = " \n".join([document.title or "", *(one.text for one in paragraphs[:6] if len(one.text.split()) < 30)])
    body = [one for one in paragraphs if one.body]
    words = " ".join(one.text for one in body)
    count = max(1, len(words.split()))
    own = len(_FIRST_PERSON.findall(_without_quotations(words)))
    if re.search(
        r"\b(?:joint )?communiqu[eé]\b|\bjoint (?:statement|declaration)\b|\bdeclaration of the\b", heads, re.IGNORECASE
    ):
        return Hint.COMMUNIQUE
    salutes = any(_SALUTATION.match(one.text.strip()) for one in paragraphs[:10])
    closes = any(_CLOSING.match(one.text.strip()) for one in paragraphs[-6:])
    if salutes and closes and own * 60 > count:
        return Hint.LETTER
    if own * 45 > count and (_SPEECH_TITLE.search(heads) or salutes):
        return Hint.SPEECH
    if own * 25 > count and quoted * 80 < count:
        return Hint.SPEECH
    if re.search(
        r"\breadout\b|\bread-out\b|\bsummary of the (?:call|meeting|conversation|telephone)", heads, re.IGNORECASE
    ):
        return Hint.READOUT
    if (
        re.search(
            r"\b(?:press release|statement (?:by|of|from|on)|spokes(?:man|woman|person)[’']s (?:statement|comment))\b",
            heads,
            re.IGNORECASE,
        )
        and own * 60 > count
    ):
        return Hint.STATEMENT
    return Hint.NEWS


def _without_quotations(words: str) -> str:
    return re.sub(r"[“\"«„][^”\"»“]{0,2000}[”\"»]", " ", words)


def find_author(paragraphs: Sequence[Paragraph]) -> Span | None:
    """Find the words in head or signature that name whose speech, statement or letter this is."""
    start = 0
    for paragraph in paragraphs[:8]:
        match = re.search(r"\b(?:by|of|from)\s+", paragraph.text)
        if match and _SPEECH_TITLE.search(paragraph.text) and len(paragraph.text.split()) < 45:
            return Span(paragraph.span.start + match.end(), paragraph.span.end)
    for paragraph in paragraphs[:8]:
        if len(paragraph.text.split()) < 20 and paragraph.role is not BlockKind.BYLINE:
            match = _NAME.search(paragraph.text)
            if (
                match
                and (paragraph.role is not None or len(paragraph.text.split()) < 8)
                and re.search(
                    r"\b(?:minister|president|ambassador|secretary|premier|envoy|chancellor|representative)\b",
                    paragraph.text,
                    re.IGNORECASE,
                )
            ):
                return Span(paragraph.span.start, paragraph.span.end)
    for paragraph in reversed(paragraphs[-6:]):
        match = _NAME.match(paragraph.text.strip())
        if match and len(paragraph.text.split()) < 14 and paragraph.span.start > start:
            return paragraph.span
    return None
