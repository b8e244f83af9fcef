"""Which paragraphs are not the document's own text: headlines, subheads, bylines, captions, teasers, boilerplate."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ingest.drafting.layout.paragraphs import Paragraph
from bot.ingest.drafting.model import Block, BlockKind, DraftInput

_READ_ALSO = re.compile(
    r"(?:read (?:also|more|next)|see also|also read|related(?: (?:stories|articles?|links|coverage|reading))?|more on this(?: story)?"
    r"|more (?:from|news|stories|in|on)|most (?:read|viewed|popular)|you may also like|recommended|in other news|also in the news|don[’']t miss"
    r"|elsewhere|in this section|top stories|editor[’']?s[’']? (?:picks?|choice)|what to read next)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_CREDIT = r"(?:AFP|Reuters|REUTERS|EPA|AP|TASS|Getty|Yonhap|YONHAP|Xinhua|Kyodo|ANSA|DPA|dpa|PA|Handout|handout|Pool|pool|File|file photo|Photo|photo)"
_CAPTION = (
    re.compile(r"^(?:file (?:photo|picture|image)|photo|photograph|picture|pictured|image|caption|above|video|graphic|map|infographic|watch)\s*(?:\((?:file)\))?\s*[:—–-]", re.IGNORECASE),
    re.compile(r"^(?:a |an )?(?:file|archive|undated|handout) (?:photo|picture|image|photograph)\b", re.IGNORECASE),
    re.compile(r"^FILE\b\s*[-—–:]"),
    re.compile(r"^(?:\[|\()?(?:photo|image|picture|credit|caption)s?\b.*(?:\]|\))?\s*[:/—–-]", re.IGNORECASE),
    re.compile(r"[\[(][^\])]{0,60}\b" + _CREDIT + r"\b[^\])]{0,40}[\])]\.?\s*$"),
    re.compile(r"\b(?:photo(?:graph)?s?|picture|image|credit|courtesy)\s*(?:by|of|:|/|©)\s*[^.]{2,60}\.?\s*$", re.IGNORECASE),
    re.compile(r"\bFile photo\b\.?\s*$"),
    re.compile(r"[/|]\s*" + _CREDIT + r"\.?\s*$"),
)  # fmt: skip
_BYLINE = (
    re.compile(r"^by\s+[A-Z]", re.IGNORECASE),
    re.compile(r"^(?:reporting|written|edited|additional reporting|translated|compiled)\s+(?:and \w+ )?by\b", re.IGNORECASE),
    re.compile(r"^(?:from )?(?:our|a) (?:[\w-]+ )*(?:correspondents?|reporters?|staff)\b.{0,60}$", re.IGNORECASE),
    re.compile(r"^[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3},? (?:in|—|–|-|\|) [A-Z][\w ]{2,30}$"),
    re.compile(r"^[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,3}, (?:[\w-]+ ){0,3}(?:correspondent|reporter|editor|staff writer)s?\b.{0,40}$", re.IGNORECASE),
    re.compile(r"^[\W\d]*[A-Z][A-Z-]+(?: [A-Z-]+){1,3}\s*(?:\[[^\]]*@[^\]]*\])?$"),
)  # fmt: skip
_DATE_LINE = (
    re.compile(r"^(?:posted|published|updated|modified|last updated|last modified|first published|issued|date|released?)\b\s*(?:on|at|:)?.{0,80}\d", re.IGNORECASE),
    re.compile(r"^(?:\w+day,? )?(?:\d{1,2}(?:st|nd|rd|th)? \w+,? \d{4}|\w+ \d{1,2},? \d{4})(?:[ ,|·–-].{0,40})?$"),
    re.compile(r"^\d{4}-\d\d-\d\d(?:T\S+)?(?: .{0,30})?$"),
)  # fmt: skip
_BOILERPLATE = re.compile(
    r"(?:©|\(c\) |log ?in|sign (?:in|up)|subscribe|share|advertis|- ?advertis|home\b ?>|home$|please direct|standards board|view more|to write comments|copyright|all rights reserved"
    r"|print dictionary|\*?click the title|help-image|lock icon|recent comments|google search|follow us|comments?\b.{0,20}$|tags?:|topics?:|keywords?:|newsletter|cookie"
    r"|this (?:article|story|report) (?:was|is|has been|first|originally)|correction:|for (?:immediate release|more information|media enquiries|further information|press enquiries)"
    r"|media contact|press contact|contact:|tel\.?:|e-?mail:|fax:|notes? to editors?|ends?$|###|-?\s*30\s*-?$|\* \* \*|unofficial translation|check against delivery|embargoed)",
    re.IGNORECASE,
)  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
_MAX_HEAD_WORDS = 26
_MAX_CROSSHEAD_WORDS = 12


def assign_roles(document: DraftInput, paragraphs: Sequence[Paragraph]) -> tuple[Block, ...]:
    """Give each paragraph that is no text of its own its role, and return the blocks, given and found ones."""
    _take_given(document, paragraphs)
    title = _plain(document.title or "")
    teasers = heading = seen_text = False
    for number, paragraph in enumerate(paragraphs):
        if paragraph.role is not None or paragraph.label is not None:
            seen_text = seen_text or paragraph.label is not None
            heading = heading or paragraph.role is BlockKind.HEADLINE
            continue
        words = paragraph.text.strip()
        count = len(words.split())
        ended = bool(_SENTENCE_END.search(words)) and not words.endswith(("...", "…"))
        role = _recognise(words, count, ended)
        also = _READ_ALSO.match(words)
        if also and (not ended or count < 30) and (count < 8 or ":" in words[:40]):
            teasers = not also.group("rest").strip(" :") or count < 8
            role = BlockKind.TEASER
        elif teasers and (re.match(r"[-•*–·>]", words) or not ended or count < 5):
            role = BlockKind.TEASER
        else:
            teasers = teasers and role is not None
        if role is None and title and _plain(words) == title:
            role, heading = BlockKind.HEADLINE, True
        if role is None and not ended and not re.search(r"[:,;—]\s*$|:\s+[“\"‘]", words) and not _is_list_item(words):
            role = _recognise_head(words, count, heading, seen_text, paragraphs[:number])
            heading = heading or role is BlockKind.HEADLINE
        paragraph.role = role
        if role is None and count >= 8:
            seen_text = True
    return tuple(Block(paragraph.span, paragraph.role) for paragraph in paragraphs if paragraph.role is not None)


def _take_given(document: DraftInput, paragraphs: Sequence[Paragraph]) -> None:
    for block in document.blocks:
        for paragraph in paragraphs:
            inside = min(paragraph.span.end, block.span.end) - max(paragraph.span.start, block.span.start)
            if inside > 0 and inside * 2 >= paragraph.span.end - paragraph.span.start:
                paragraph.role = block.kind


def _recognise(words: str, count: int, ended: bool) -> BlockKind | None:
    if any(pattern.search(words) for pattern in _BYLINE) and count < 16:
        return BlockKind.BYLINE
    if any(pattern.search(words) for pattern in _CAPTION) and count < 45:
        return BlockKind.CAPTION
    if any(pattern.search(words) for pattern in _DATE_LINE) and count < 20:
        return BlockKind.BOILERPLATE
    if _BOILERPLATE.match(words) and (count < 14 or not ended):
        return BlockKind.BOILERPLATE
    if not re.search(r"[^\W\d_]{2}", words):
        return BlockKind.BOILERPLATE
    return None


def _recognise_head(
    words: str, count: int, heading: bool, seen_text: bool, before: Sequence[Paragraph]
) -> BlockKind | None:
    """Tell headline, subhead and cross-head: lines that do not end as a sentence does."""
    if not seen_text:
        if not heading and count <= _MAX_HEAD_WORDS:
            return BlockKind.HEADLINE if count >= 3 else BlockKind.BOILERPLATE
        if count <= 45 and len(before) < 12:
            repeated = any(_plain(words) == _plain(one.text) for one in before if one.role is BlockKind.HEADLINE)
            return BlockKind.HEADLINE if repeated else BlockKind.SUBHEAD
        return None
    if re.search(r"[\"”’]\s*$", words) and count > _MAX_CROSSHEAD_WORDS:
        return None
    if count <= _MAX_CROSSHEAD_WORDS and not re.match(r"[“\"‘'—–-]", words):
        return BlockKind.SUBHEAD
    return None


def _is_list_item(words: str) -> bool:
    return bool(re.match(r"(?:[-•*–·]\s|\(?\d{1,2}[.)]\s)", words))


def _plain(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().casefold()
