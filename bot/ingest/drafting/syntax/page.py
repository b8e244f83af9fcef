"""A parsed document: words with their place in the text, in sentences and paragraphs.

The parser never sees a whole quoted sentence: one word stands for it, so that a long quotation cannot bend the grammar
of the sentence around it. A quoted fragment ("a “very big mistake”") keeps its words, since the sentence needs them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.ingest.drafting.layout.paragraphs import Paragraph
from bot.ingest.drafting.layout.quotation_marks import Quotation
from bot.ingest.drafting.model import Span
from bot.ingest.drafting.syntax.parser import Parser

PLACEHOLDER = "something"
_STRAIGHT = str.maketrans("‘’‚“”„‟«»＂\u00a0\u2009\u202f\n\r\t", '\'\'\'"""""""      ')
_MAX_FRAGMENT_WORDS = 30
_DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ'’ .-]{2,30}(?:/[A-ZÀ-Þ ]+)?(?:, [^–—:\n“\"]{2,40})?|[A-ZÀ-Þ][\w'’À-ÿ-]+(?: [A-ZÀ-Þ][\w'’À-ÿ-]+){0,2}, (?:\w+day,? )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?)"
    r"\s*(?:\([^)\n]{2,40}\))?\s*(?:—|–|--|-|:)\s+(?=\S)"
)
_LIST_NUMBER = re.compile(r"(?:\(?\d{1,2}[.)]|[-•*–·]|\(?[a-z]\))\s+(?=\S)")
_GOES_ON = re.compile(
    r"['\"”’]?\)?\s*(?:[a-z—–-]|(?:[A-Z][\w.'’-]+ ){1,6}(?:said|says|added|told|asked|warned|wrote|stated|noted|stressed|insisted)\b"
    r"|(?:He|She|They|I|We|It) (?:\w+ed|said|told|wrote)\b)"
)


@dataclass(slots=True, eq=False)
class Word:
    """One word. `quotation` is set on the placeholder of a whole quotation, `inside` on words of a fragment."""

    i: int
    text: str
    low: str
    pos: str
    tag: str
    dep: str
    head: int
    left: int
    right: int
    start: int
    end: int
    sentence: int
    paragraph: int
    kids: list[Word] = field(default_factory=list)
    quotation: Quotation | None = None
    inside: Quotation | None = None


@dataclass(slots=True)
class Sentence:
    """A sentence: its words and its place, closing marks included."""

    number: int
    paragraph: int
    words: list[Word]
    span: Span


class Page:
    """The text, its paragraphs and quotations, and all words that the parser gave."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation]) -> None:
        self.text = text
        self.paragraphs = paragraphs
        self.quotations = quotations
        self.words: list[Word] = []
        self.sentences: list[Sentence] = []
        self.of_paragraph: dict[int, list[Sentence]] = {}
        self.anchor: dict[int, Word] = {}  # id of a quotation → its placeholder, or its first word

    def head(self, word: Word) -> Word:
        return self.words[word.head]

    def anchor_of(self, quotation: Quotation) -> Word | None:
        return self.anchor.get(id(quotation))

    def extent(self, words: Sequence[Word]) -> Span:
        """Return the span from the first of these words to the last, the marks of whole quotations included."""
        first, last = words[0], words[-1]
        start = first.quotation.outer.start if first.quotation else first.start
        end = last.quotation.outer.end if last.quotation else last.end
        if first.inside is not None:  # a quotation is never cut
            start = min(start, first.inside.outer.start)
        if last.inside is not None:
            end = max(end, last.inside.outer.end)
        return Span(start, end)

    def _index(self) -> None:
        for word in self.words:
            if word.head != word.i:
                self.words[word.head].kids.append(word)
            anchored = word.quotation or word.inside
            if anchored is not None:
                self.anchor.setdefault(id(anchored), word)
        for number, words in enumerate(_group(self.words)):
            span = self._stretch(words)
            sentence = Sentence(number, words[0].paragraph, words, span)
            for word in words:
                word.sentence = number
            self.sentences.append(sentence)
            self.of_paragraph.setdefault(sentence.paragraph, []).append(sentence)

    def _stretch(self, words: Sequence[Word]) -> Span:
        """Return the span of a sentence with the marks that open and close it."""
        real = [word for word in words if word.pos != "SPACE"] or list(words)
        span = self.extent(real)
        limit = self.paragraphs[words[0].paragraph].span
        start, end = max(span.start, limit.start), min(span.end, limit.end)
        while (
            end < limit.end
            and self.text[end] in "\"”’»'"
            and not (self.text[end] in "'’" and self.text[end + 1 : end + 2].isalnum())
        ):
            end += 1
        if start > limit.start and self.text[start - 1] in '"“‘«„' and self.text[start - 1 : start + 1].strip():
            start -= 1
        return Span(start, end)


def _group(words: Sequence[Word]) -> list[list[Word]]:
    groups: list[list[Word]] = []
    for word in words:
        if not groups or groups[-1][0].sentence != word.sentence:
            groups.append([])
        groups[-1].append(word)
    return groups


def straighten(text: str) -> str:
    """Replace curly marks, odd spaces and line breaks by plain ones of the same length."""
    return text.translate(_STRAIGHT)


def is_fragment(text: str, quotation: Quotation) -> bool:
    """True for quoted words that are part of the sentence around them rather than sentences of their own."""
    words = quotation.span.of(text).strip(" ,")
    if not quotation.closed or (quotation.first and words[:1].isupper() and len(words.split()) > 4):
        return False
    if re.search(r"[.!?]\s+\S", words) or len(words.split()) > _MAX_FRAGMENT_WORDS:
        return False
    if not words[:1].isupper():
        # "…," he said, "and every step will be answered" carries a quotation on: a sentence's end, not a fragment
        before = text[max(0, quotation.outer.start - 2) : quotation.outer.start].rstrip()
        after_verb = re.search(
            r"\b(?:said|says|added|told \w+|asked|wrote|warned|continued)\s*,$",
            text[max(0, quotation.outer.start - 30) : quotation.outer.start].rstrip(),
        )
        return not (before.endswith(",") and after_verb)
    return len(words.split()) <= 4 and not re.search(r"[.!?,]$", quotation.span.of(text).strip())


_CLOSED_UP = re.compile(r"(?P<soft>\u00ad\s*)|(?P<hyphen>(?<=\w)-[ \t]*[\r\n]+\s*(?=\w))|(?<=\S)[ \t\r\n\u00a0]{2,}")
_MAX_KEPT = 5  # letters: "Ho-" of a given name is short, "Drav-" of a broken word may be, too


def keeps_hyphen(text: str, words: str, found: re.Match[str]) -> bool:
    """Tell a hyphen of the word ("Ho-jin") from one that only breaks the line ("consu-late")."""
    before = re.search(r"[^\W\d_]+$", words[: found.start()])
    after = re.match(r"[^\W\d_]+", words[found.end() :])
    if before is None or after is None:
        return True
    left, right = before.group(), after.group()
    if re.search(rf"\b{left}{right}\b", text, re.IGNORECASE):
        return False
    if f"{left}-{right}" in text or not right.islower():
        return True
    return left[:1].isupper() and len(left) <= _MAX_KEPT


def close_up(text: str, span: Span) -> str:
    """Return a wording with line breaks and the hyphens of broken words closed up, for comparing names."""
    words = span.of(text)
    if "\n" not in words and "\u00ad" not in words and "\r" not in words:
        return " ".join(words.split())

    def mend(found: re.Match[str]) -> str:
        if found["soft"]:
            return ""
        return ("-" if keeps_hyphen(text, words, found) else "") if found["hyphen"] else " "

    return " ".join(_CLOSED_UP.sub(mend, words).split())


@dataclass(slots=True)
class _Frame:
    """What the parser reads for one paragraph, and the way back into the text."""

    text: str
    paragraph: Paragraph
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    offsets: list[tuple[int, int]] = field(default_factory=list)  # (position in the frame, position in the text)
    holders: dict[int, Quotation] = field(default_factory=dict)

    def put(self, words: str, position: int) -> None:
        self.offsets.append((self.length, position))
        self.pieces.append(words)
        self.length += len(words)

    def put_text(self, words: str, position: int) -> None:
        """Add the text's own words; hyphens at the end of a line and soft hyphens are closed up."""
        at = 0
        for found in _CLOSED_UP.finditer(words):
            self.put(straighten(words[at : found.start()]), position + at)
            if found["soft"] is None:
                kept = (
                    "-" if found["hyphen"] and keeps_hyphen(self.text, words, found) else "" if found["hyphen"] else " "
                )
                self.put(kept, position + found.start())
            at = found.end()
        self.put(straighten(words[at:]), position + at)

    def back(self, position: int) -> int:
        at = bisect_right(self.offsets, (position, 1 << 60)) - 1
        frame, text = self.offsets[at]
        return text + position - frame


def parse_page(text: str, paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation], parser: Parser) -> Page:
    """Parse the body paragraphs that hold more than quotations."""
    page = Page(text, paragraphs, quotations)
    frames = [_make_frame(text, paragraph, quotations) for paragraph in paragraphs if paragraph.body]
    texts = ["".join(frame.pieces) for frame in frames]
    for frame, words, rows in zip(frames, texts, parser.parse(texts), strict=True):
        base, sentence = len(page.words), (page.words[-1].sentence + 1 if page.words else 0)
        for number, row in enumerate(rows):
            # no sentence ends at a comma: "something, she said" is one, whatever the parser thinks
            if row.opens and number and rows[number - 1].text not in (",", ";"):
                sentence += 1
            quotation = frame.holders.get(row.start)
            start = quotation.span.start if quotation else frame.back(row.start)
            end = quotation.span.end if quotation else frame.back(row.start + len(row.text) - 1) + 1
            word = Word(
                base + number, words[row.start : row.start + len(row.text)], row.text.lower(), row.pos, row.tag, row.dep,
                base + row.head, base + row.left, base + row.right, start, end, sentence, frame.paragraph.number,
                quotation=quotation,
            )  # fmt: skip
            page.words.append(word)
    _mark_fragments(page)
    page._index()
    return page


def _mark_fragments(page: Page) -> None:
    held = {id(word.quotation) for word in page.words if word.quotation is not None}
    at = 0
    for quotation in page.quotations:
        while at < len(page.words) and page.words[at].end <= quotation.span.start:
            at += 1
        here = at
        while here < len(page.words) and page.words[here].start < quotation.span.end:
            word = page.words[here]
            if word.quotation is None and word.start >= quotation.span.start and id(quotation) not in held:
                word.inside = quotation
            here += 1


def _make_frame(text: str, paragraph: Paragraph, quotations: Sequence[Quotation]) -> _Frame:
    frame = _Frame(text, paragraph)
    position, end = paragraph.label.end if paragraph.label else paragraph.span.start, paragraph.span.end
    if paragraph.label is None:
        lead = _LIST_NUMBER.match(paragraph.text) or _DATELINE.match(paragraph.text)
        position += lead.end() if lead else 0
    for quotation in quotations:
        if quotation.paragraph != paragraph.number or quotation.outer.start < position:
            continue
        frame.put_text(text[position : quotation.outer.start], position)
        words = quotation.span.of(text).rstrip()
        last = words[-1:] if words[-1:] in ".,!?;" else ""
        if is_fragment(text, quotation):
            frame.put_text(text[quotation.span.start : quotation.span.end], quotation.span.start)
        else:
            behind = text[quotation.outer.end : min(end, quotation.outer.end + 90)]
            if last in (".", "!", "?", ";", ""):
                after_end = not behind.strip()
                goes_on = bool(_GOES_ON.match(behind)) and not after_end
                last = "," if last and goes_on else "." if last or after_end else ""
            before = frame.pieces[-1][-1:] if frame.pieces and frame.pieces[-1] else " "
            if not before.isspace() and before not in "([-—–/":
                frame.put(" ", quotation.outer.start)
            frame.holders[frame.length] = quotation
            frame.put(PLACEHOLDER, quotation.span.start)
            frame.put(last, max(quotation.span.start, quotation.span.end - 1))
        position = quotation.outer.end
    frame.put_text(text[position:end], position)
    return frame
