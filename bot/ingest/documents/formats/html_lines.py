"""A web page as lines of text, in the order of its code, each with what its element says it is.

Characters stay as they are (libraries that extract turn no-break spaces into spaces): only HTML's own white space
is collapsed, as a browser does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.ingest.documents.model import BlockKind

_HIDDEN = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "title", "meta", "link", "svg", "math", "iframe"),
        *("object", "embed", "canvas", "audio", "video", "map", "select", "option", "datalist", "textarea"),
    )
)
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre"),
        *("search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "button"),
    )
)
_PARAGRAPHS = frozenset(
    (
        *("p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "figure", "table", "ul"),
        *("ol", "pre", "header", "footer", "div"),
    )
)
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_BY_ELEMENT = {
    **dict.fromkeys(("nav", "footer", "form", "button", "dialog", "menu"), BlockKind.BOILERPLATE),
    "figcaption": BlockKind.CAPTION,
}
_PAGE_FURNITURE = (
    *("nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "share", "sharing", "social"),
    *("sidebar", "comments", "cookie", "cookies", "newsletter", "subscribe", "promo", "advert"),
    *("advertisement", "ads", "banner", "toolbar", "masthead", "copyright"),
)
_BY_HINT = {
    **dict.fromkeys(("byline", "author", "authors", "bylines"), BlockKind.BYLINE),
    **dict.fromkeys(("caption", "credit", "photocredit", "imagecaption"), BlockKind.CAPTION),
    **dict.fromkeys(("standfirst", "dek", "deck", "subtitle", "teaser", "subheadline"), BlockKind.TEASER),
    **dict.fromkeys(("related", "recommended", "recommendations", "trending", "popular"), BlockKind.READ_ALSO),
    **dict.fromkeys(_PAGE_FURNITURE, BlockKind.BOILERPLATE),
}
_INVISIBLE_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# The white space of HTML (WHATWG, "ASCII whitespace"): no-break and other spaces are not part of it.
_SPACES = re.compile("[ \t\n\r\f]+")
# A class such as "has-sidebar" on what holds most of the page says nothing of its text.
_LARGEST_HINTED_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class HtmlLine:
    """A line of a page. `is_heading` is for h2 to h6, `is_title` for h1; `soft` lets other signs overrule `kind`."""

    text: str
    kind: BlockKind | None
    why: str
    parent: int
    starts_paragraph: bool
    is_heading: bool
    is_title: bool
    soft: bool


@dataclass(frozen=True, slots=True)
class _Context:
    tag: str
    kind: BlockKind | None
    why: str
    soft: bool
    hidden: bool
    is_heading: bool
    is_title: bool
    preformatted: bool
    number: int


def list_lines(root: Any) -> tuple[list[HtmlLine], list[str]]:
    """Return the visible lines of a parsed page, and warnings."""
    walker = _Walker(root)
    walker.walk()
    warnings = []
    if walker.quoted:
        warnings.append("Quotation marks that the page's style sets (element q) are written as “ ”.")
    if walker.struck:
        warnings.append("The page strikes out some words; they are part of the text here.")
    return walker.lines, warnings


class _Walker:
    """Walks a tree without recursion: a page may be nested deeper than the interpreter's stack."""

    def __init__(self, root: Any) -> None:
        self.lines: list[HtmlLine] = []
        self.quoted = self.struck = False
        self._root = root
        self._sizes = _measure(root)
        self._stack = [_Context("", None, "", False, False, False, False, False, 0)]
        self._pieces: list[str] = []
        self._new_paragraph = True
        self._numbers = 0

    def walk(self) -> None:
        from lxml import etree

        for event, element in etree.iterwalk(self._root, events=("start", "end")):
            if not isinstance(element.tag, str):
                if event == "end":
                    self._add(element.tail)
                continue
            tag = element.tag.lower().rpartition("}")[2]
            if event == "start":
                self._enter(tag, element)
            else:
                self._leave(tag)
                self._add(element.tail)
        self._break()

    def _enter(self, tag: str, element: Any) -> None:
        above = self._stack[-1]
        if tag in _BLOCKS:
            self._break(tag in _PARAGRAPHS)
        self._stack.append(self._make_context(tag, element, above))
        if tag == "br":
            self._break(False)
        elif tag == "q" and not above.hidden:
            self._pieces.append("“")
            self.quoted = True
        elif tag in ("s", "strike", "del") and not above.hidden:
            self.struck = True
        self._add(element.text)

    def _leave(self, tag: str) -> None:
        if tag == "q" and not self._stack[-1].hidden:
            self._pieces.append("”")
        if tag in _BLOCKS:
            self._break(tag in _PARAGRAPHS)
        self._stack.pop()

    def _make_context(self, tag: str, element: Any, above: _Context) -> _Context:
        hidden = (
            above.hidden
            or tag in _HIDDEN
            or element.get("hidden") is not None
            or bool(_INVISIBLE_STYLE.search(element.get("style") or ""))
        )
        number = above.number
        if tag in _BLOCKS:
            self._numbers += 1
            number = self._numbers
        kind, why, soft = above.kind, above.why, above.soft
        if (kind is None or soft) and tag in _BLOCKS:
            kind, why, soft = self._judge(tag, element) or (kind, why, soft)
        title = tag == "h1" or above.is_title
        heading = tag in _HEADINGS or above.is_heading
        return _Context(tag, kind, why, soft, hidden, heading, title, tag == "pre" or above.preformatted, number)

    def _judge(self, tag: str, element: Any) -> tuple[BlockKind, str, bool] | None:
        if tag in _BY_ELEMENT:
            return _BY_ELEMENT[tag], f"element {tag}", False
        if tag in ("header", "aside"):
            return BlockKind.BOILERPLATE, f"element {tag}", True
        if tag in ("html", "body", "main", "article"):
            return None
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"[:400]
        for hint in re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", names).lower()):
            kind = _BY_HINT.get(hint)
            if kind and self._sizes[element] <= _LARGEST_HINTED_SHARE * self._sizes[self._root]:
                return kind, f"the page calls it “{hint}”", False
        return None

    def _add(self, text: str | None) -> None:
        context = self._stack[-1]
        if not text or context.hidden:
            return
        if context.preformatted:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._break(False)
                self._pieces.append(line)
        else:
            self._pieces.append(text)

    def _break(self, paragraph: bool = True) -> None:
        """End the line; `paragraph` asks for an empty line before the next one."""
        context = self._stack[-1]
        text = "".join(self._pieces)
        text = text.strip("\r\n\f") if context.preformatted else _SPACES.sub(" ", text).strip(" ")
        self._pieces.clear()
        if text.strip():
            self.lines.append(
                HtmlLine(
                    text,
                    context.kind,
                    context.why,
                    self._stack[-2].number if len(self._stack) > 1 else 0,
                    self._new_paragraph,
                    context.is_heading,
                    context.is_title,
                    context.soft,
                )
            )
            self._new_paragraph = False
        self._new_paragraph = self._new_paragraph or paragraph


def _measure(root: Any) -> dict[Any, int]:
    """Return the number of characters in each element, in one pass from the leaves up."""
    from lxml import etree

    sizes: dict[Any, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        own = len(element.text or "") if isinstance(element.tag, str) else 0
        sizes[element] = own + sum(sizes.get(child, 0) + len(child.tail or "") for child in element)
    return sizes
