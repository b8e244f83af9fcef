"""Marked words that are no statement: titles, names of things, scare quotes, defined terms. They are listed, not
lost.
"""

from __future__ import annotations

import re

from bot.ingest.drafting.attribution.reports import Report
from bot.ingest.drafting.layout.quotation_marks import Quotation
from bot.ingest.drafting.lexicon.verbs import STRONG
from bot.ingest.drafting.model import Kind
from bot.ingest.drafting.syntax.page import Page, Word

_SMALL = frozenset("the of a an and in on for to with at is or by from as not was into over its".split())
_TITLE_BEFORE = re.compile(
    r"\b(?:titled|entitled|called|named|dubbed|nicknamed|known as|headlined|under the (?:title|headline|heading|slogan|banner|motto)|book|film|movie|song|novel|memoir|article|essay|report|poem"
    r"|column|editorial|programme|program|show|series|album|painting|play|author of|treaty|accord|pact|agreement|exercise|operation|codenamed|code-named|hereinafter|hereafter|the word|the term|the phrase|the expression)"
    r",?\s*\(?(?:the\s+)?$",
    re.IGNORECASE,
)  # fmt: skip
_NAMED_BEFORE = re.compile(
    r"\b(?:titled|entitled|named|dubbed|nicknamed|known as|headlined|codenamed|code-named|hereinafter|hereafter|the word|the term|the phrase|the expression)\s*\(?(?:the\s+)?$",
    re.IGNORECASE,
)
_SO_CALLED = re.compile(
    r"\b(?:so-called|so called|self-styled|self-described|what (?:it|he|she|they) (?:call|calls|called)|supposed|alleged|proverbial|famous)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"\((?:\s*(?:hereinafter|hereafter|henceforth|referred to as|the)\b[^()]{0,60})?\s*(?:the\s+)?$", re.IGNORECASE
)
_MAX_TITLE_WORDS = 9


def why_set_aside(page: Page, quotation: Quotation, word: Word, holder: Report | None) -> str | None:
    """Return why marked words are no statement, or None where they are somebody's words."""
    text = page.text
    words = quotation.span.of(text).strip(" ,.\n")
    count = len(words.split())
    before = re.sub(
        r"\s+",
        " ",
        text[max(page.paragraphs[word.paragraph].span.start, quotation.outer.start - 70) : quotation.outer.start],
    )
    behind = text[quotation.outer.end : quotation.outer.end + 30]
    if re.fullmatch(r"[\w:/.#@-]*\d[\w:/.#@-]*|_\w+|https?:\S+", words):
        return "a number, a code or an address"
    if _DEFINED.search(before) and count <= 6 and re.match(r"\s*\)", behind):
        return "a term that the document defines"
    if (
        count <= _MAX_TITLE_WORDS
        and _TITLE_BEFORE.search(before)
        and not _ends_sentence(quotation.span.of(text))
        and (words[:1].isupper() or _NAMED_BEFORE.search(before))
    ):
        return "the title or name of something"
    if count <= 6 and _SO_CALLED.search(before):
        return "words that the writer keeps at a distance (scare quotes)"
    near = holder is not None and holder.frame is not None and holder.kind is not Kind.ACT and _is_near(holder, word)
    if (
        _is_title(words, count)
        and not _ends_sentence(quotation.span.of(text))
        and not (
            near
            and holder is not None
            and holder.frame is not None
            and holder.frame.verb.lemma in STRONG
            and _directly(holder, word)
        )
    ) and (word.inside is not None or quotation.first is False):
        return "the title or name of something"
    if holder is not None and holder.kind is Kind.ACT and count <= 6:
        return "marked words in what was done, not said"
    if (
        re.match(
            r"\s+(?:accord|treaty|pact|agreement|programme|program|initiative|project|exercise|lobby|doctrine|plan|policy|movement|camp|faction|protocol|summit|deal|clause|rule|list|report|party|agreement,)\b",
            behind,
        )
        and count <= 4
        and not _directly_said(holder, word)
    ):
        return "the name of something"
    return None


def _ends_sentence(words: str) -> bool:
    return bool(re.search(r"[.!?]$", words.strip())) and len(words.split()) > 3


def _is_title(words: str, count: int) -> bool:
    parts = words.split()
    if not 2 <= count <= _MAX_TITLE_WORDS or not parts[0][:1].isupper() or not parts[-1][:1].isupper():
        return False
    return all(part[:1].isupper() or part.lower() in _SMALL or not part[:1].isalpha() for part in parts)


def _is_near(holder: Report, word: Word) -> bool:
    return holder.frame is not None and abs(holder.frame.cue.i - word.i) < 12


def _directly(holder: Report, word: Word) -> bool:
    return holder.frame is not None and abs(holder.frame.cue.i - word.i) < 5


def _directly_said(holder: Report | None, word: Word) -> bool:
    return (
        holder is not None
        and holder.frame is not None
        and holder.kind is not Kind.ACT
        and (holder.frame.how in ("object", "phrase", "clause") and _is_near(holder, word))
    )
