"""Quotations between marks: double and single ones, in several scripts, nested, unclosed, or running over
paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.ingest.drafting.layout.paragraphs import Paragraph
from bot.ingest.drafting.model import Span

_OPENING = {"“": '”“"', "„": '“”"', "«": "»", "「": "」", "『": "』", "‟": '”"', "＂": "＂", "»": "«"}
_SINGLE_OPENING = "‘'‚"
_SINGLE_CLOSING = "’'‘"
_STRAIGHT = '"'
_MIN_UNCLOSED = 10  # characters: a mark with less behind it is a slip, not a quotation
_BEFORE_OPENING = " \t\n\u00a0([{—–-/:"


@dataclass(slots=True, eq=False)
class Quotation:
    """Words between marks. `outer` includes the marks; `first` where it begins its paragraph.

    continues: carries on the quotation of the paragraph before, which was left open.
    nested: quotations inside this one, in the other kind of marks.
    """

    span: Span
    outer: Span
    paragraph: int
    closed: bool
    first: bool
    single: bool = False
    continues: bool = False
    nested: list[Span] = field(default_factory=list)


def find_quotations(text: str, paragraphs: Sequence[Paragraph]) -> list[Quotation]:
    """Find all quotations in the order of the text."""
    quotations: list[Quotation] = []
    for number, paragraph in enumerate(paragraphs):
        doubles = _find_doubles(text, paragraph)
        following = next((one for one in paragraphs[number + 1 :] if one.body), None)
        reopens = following is not None and following.text[:1] in _SINGLE_OPENING
        singles = [
            one for one in _find_singles(text, paragraph, reopens=reopens) if re.search(r"\w", one.span.of(text))
        ]
        outer_singles = [one for one in singles if not any(two.outer.covers(one.outer) for two in doubles)]
        for one in outer_singles:
            inside = [two for two in doubles if one.outer.covers(two.outer)]
            one.nested = [two.span for two in inside]
            doubles = [two for two in doubles if two not in inside]
        outer_singles = [one for one in outer_singles if not any(one.outer.overlaps(two.outer) for two in doubles)]
        for two in doubles:
            two.nested = [one.span for one in singles if two.span.covers(one.outer)]
        quotations += sorted([*doubles, *outer_singles], key=lambda one: one.span.start)
    _link(quotations, paragraphs)
    return quotations


def _link(quotations: list[Quotation], paragraphs: Sequence[Paragraph]) -> None:
    """Mark quotations that carry on the one that the paragraph before left open."""
    body = [paragraph.number for paragraph in paragraphs if paragraph.body]
    before = dict(zip(body[1:], body, strict=False))
    last: dict[int, Quotation] = {}
    for one in quotations:
        earlier = last.get(before.get(one.paragraph, -1))
        if one.first and earlier is not None and not earlier.closed and earlier.single == one.single:
            one.continues = True
        last[one.paragraph] = one


def _find_doubles(text: str, paragraph: Paragraph) -> list[Quotation]:
    start, end = paragraph.span.start, paragraph.span.end
    found: list[Quotation] = []
    opened: tuple[int, int, str] | None = None  # position of the mark, of the words, and the marks that close it

    def close(at: int, after: int, closed: bool) -> None:
        nonlocal opened
        if opened is not None and not closed:
            at = after = _cut_unclosed(text, opened[1], at)
        if opened is not None and re.search(r"\w", text[opened[1] : at]):
            found.append(
                Quotation(Span(opened[1], at), Span(opened[0], after), paragraph.number, closed, opened[0] == start)
            )
        opened = None

    for mark in re.finditer(r"``|''|[\"“”„‟«»「」『』＂]", text[start:end]):
        at, after, shape = start + mark.start(), start + mark.end(), mark.group()
        if opened is not None and (shape[0] in opened[2] or shape == "''") and not _opens_again(text, at, after, shape):
            crossed = _CROSSED.search(text, opened[1], at)
            if crossed is not None and crossed.start() - opened[1] > _MIN_UNCLOSED:
                at = after = crossed.start() + (text[crossed.start()] in ",.!?")
            close(at, after, True)
        elif opened is None and (shape in ("``", "''", "”") or shape in _OPENING or shape == _STRAIGHT):
            if shape in (_STRAIGHT, "''", "”") and not _may_open(text, at, after, start, end):
                begin = _find_lost_opening(text, Span(found[-1].outer.end if found else start, end), at, after)
                if begin is not None:
                    opened = (begin, begin, '"”“')
                    close(at, after, True)
                continue
            opened = (at, after, _OPENING.get(shape, '"”“'))
        elif opened is not None and (shape in _OPENING or shape == _STRAIGHT):
            # an opening mark where a closing one is due: the first was left open, up to here it is no quotation
            if at - opened[1] > _MIN_UNCLOSED:
                close(at, at, False)
            opened = (at, after, _OPENING.get(shape, '"”“'))
    if opened is not None and end - opened[1] > _MIN_UNCLOSED:
        close(end, end, False)
    return found


# a single mark that closes what a double one opened, seen by the frame behind it and the other pair that follows
_CROSSED = re.compile(
    r"(?<=\w)['’](?=\s+(?:and|but|or)\b[^'‘’\"“”]{0,120}[.!?]\s+['‘])|[,.!?]['’]\s+(?:(?:said|added|replied|wrote|warned) [A-Z]|(?:he|she|they|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}) (?:said|added|told|replied|wrote|warned|insisted)\b)"
)
_SPEAKS = re.compile(
    r"\s*(?:(?:he|she|they|it|the \w+|an? \w+|(?:[A-Z][\w.'’-]*\s+){1,4})\s*(?:\w+\s+){0,2}?(?:said|says|added|told|warned|replied|insisted|stated|wrote|asked)\b|(?:said|added|replied|wrote|warned)\s)"
)


def _find_lost_opening(text: str, room: Span, at: int, after: int) -> int | None:
    """Where only the closing mark is there ("Nobody was forced,” he said"), the quotation begins with its sentence."""
    if text[at - 1 : at] not in (",", "?", "!") or not _SPEAKS.match(text, after, min(room.end, after + 90)):
        return None
    begin = room.start
    sentences = [found.end() for found in re.finditer(r"[.!?]\s+(?=[A-Z])", text[begin:at])]
    begin += sentences[-1] if sentences else len(text[begin:at]) - len(text[begin:at].lstrip())
    if text[begin : begin + 1] in _SINGLE_OPENING:
        return None
    return begin if at - begin > _MIN_UNCLOSED else None


_TRAILING = re.compile(
    r"[,!?]\s+(?:(?:[A-Z][\w.'’-]*|the|a|an|[a-z]+ (?=minister|president|official|spokes))\s+){0,7}?(?:he |she |they |[A-Z][\w.'’-]+ |spokes\w+ |minister |official |ministry )"
    r"(?:said|says|added|told|warned|replied|insisted|stated|wrote|asked|noted|explained)\b"
)


# "… not a minute before, said the operator": the verb before its subject
_INVERTED = re.compile(r"[,.!?]\s+(?:said|added|replied|wrote|warned|insisted)\s+(?:the\s|an?\s|[A-Z])")


def _cut_unclosed(text: str, start: int, end: int) -> int:
    """Where the closing mark was forgotten, or is one of the other kind, "…, Reth said" or "…,' " ends the
    quotation.
    """
    other = re.compile(r"[,.!?]['’](?=[\s,.]|$)").search(text, start, end)
    if other is not None and other.start() - start > _MIN_UNCLOSED:
        return other.start() + 1
    found = _TRAILING.search(text, start, end) or _INVERTED.search(text, start, end)
    return found.start() + 1 if found and found.start() - start > _MIN_UNCLOSED else end


def _opens_again(text: str, at: int, after: int, shape: str) -> bool:
    """True where a mark that could close stands as only an opening one does: after a space, right before a word."""
    return shape in '"“' and text[at - 1 : at].isspace() and text[after : after + 1].isalnum()


def _may_open(text: str, at: int, after: int, start: int, end: int) -> bool:
    before, behind = text[at - 1 : at] if at > start else " ", text[after : after + 1] if after < end else " "
    if behind.isspace():
        # a straight mark between spaces opens where another one follows to close it
        loose = before.isspace() and text[at:after] == _STRAIGHT and text.count(_STRAIGHT, after, end) % 2 == 1
        return loose and after + 1 < end
    if before.isdigit() and not behind.isalpha():  # inches
        return False
    return before.isspace() or not before.isalnum()


# a verb of saying in the same sentence before a single mark that nothing closes
_TELLS = re.compile(r"\b(?:said|says|told|called|described|warned|added|wrote|accused|complained)\b[^.!?]*\Z")


def _find_singles(text: str, paragraph: Paragraph, *, reopens: bool) -> list[Quotation]:
    start, end = paragraph.span.start, paragraph.span.end
    opens = [at for at in range(start, end) if text[at] in _SINGLE_OPENING and _opens_single(text, at, start, end)]
    found: list[Quotation] = []
    at_end = start
    for number, at in enumerate(opens):
        if at < at_end:
            continue
        following = next((x for x in opens[number + 1 :] if x > at), end)
        close = _close_single(text, at, following, end)
        if close is None:
            told = following == end and _TELLS.search(text, max(start, at - 90), at) is not None
            if end - at <= _MIN_UNCLOSED or following != end or not (at == start or reopens or told):
                continue
            found.append(Quotation(Span(at + 1, end), Span(at, end), paragraph.number, False, at == start, single=True))
            break
        found.append(
            Quotation(Span(at + 1, close), Span(at, close + 1), paragraph.number, True, at == start, single=True)
        )
        at_end = close + 1
    return found


def _opens_single(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    behind = text[at + 1] if at + 1 < end else " "
    if before not in _BEFORE_OPENING + '"“' or behind.isspace():
        return False
    if before in "-–/" and at - 2 >= start and text[at - 2].isalnum() and text[at] == "'":
        return False
    return behind.isalpha() or behind in '[("“…' or (behind.isdigit() and not re.match(r"\d0s\b", text[at + 1 : end]))


def _close_single(text: str, at: int, following: int, end: int) -> int | None:
    """Find the mark that closes a single one. A plural possessive ("ministers' talks") closes only as a last resort."""
    possessive = None
    for here in range(at + 2, end):
        if here >= following and possessive is not None:
            return possessive
        if (
            text[here] in '”"'
            and text[here - 1] in ".,!?"
            and not any(text[i] in '“"„' for i in range(at + 1, here))
            and possessive is None
        ):
            return here  # opened by a single mark, closed by a double one
        if text[here] not in _SINGLE_CLOSING or text[here - 1].isspace():
            continue
        behind = text[here + 1] if here + 1 < end else " "
        if behind.isalnum():
            continue
        if text[here - 1] in "sSzx" and re.match(r"[\s\u00a0]+[a-z]", text[here + 1 : end]):
            possessive = possessive or here
            continue
        if here > following and text[here - 1] not in ".,!?…":
            return None
        return here
    return possessive
