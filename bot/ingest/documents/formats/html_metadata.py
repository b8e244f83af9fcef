"""What a web page says of itself in its code: JSON-LD of schema.org, Open Graph, meta elements, time elements."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.ingest.documents.model import Published
from bot.ingest.documents.structure.bylines import split_names
from bot.ingest.documents.structure.dates import parse_stamp

_MAX_SCRIPT = 500_000
_MAX_NODES = 2_000
_MAX_VALUE = 500
_AUTHOR_MARKS = frozenset(("author", "author-name", "byline-name", "byline__name", "byline-author"))
_ARTICLE = re.compile(r"Article|Report|BlogPosting|LiveBlog|WebPage|Statement|SpecialAnnouncement", re.IGNORECASE)
# Names of meta elements for the day of publication, as press sites use them.
_DAY_NAMES = (
    *("article:published_time", "og:published_time", "og:article:published_time", "datepublished", "date.issued"),
    *("dc.date.issued", "dcterms.issued", "dcterms.created", "dcterms.date", "dc.date", "publishdate", "publish-date"),
    *("publish_date", "pubdate", "publication_date", "parsely-pub-date", "sailthru.date", "citation_publication_date"),
    *("article.published", "published-date", "release_date", "date"),
)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page's code says; each value with where it stood. None and empty where it says nothing."""

    titles: tuple[tuple[str, str], ...] = ()
    authors: tuple[str, ...] = ()
    authors_how: str = ""
    publisher: tuple[str, str] | None = None
    published: Published | None = None
    address: str | None = None


def read_metadata(root: Any) -> PageMetadata:
    """Read the metadata of a parsed page."""
    articles = list(_list_articles(root))
    metas = _read_metas(root)
    titles = [(_text(node.get("headline")), "the headline in the page's JSON-LD") for node in articles]
    titles.append((metas.get("og:title", ""), "og:title in the page's code"))
    titles.append((_line(root.findtext(".//title") or ""), "the page's title element"))
    authors, how = _find_authors(root, articles, metas)
    return PageMetadata(
        tuple((value, where) for value, where in titles if value),
        authors,
        how,
        _find_publisher(articles, metas),
        _find_published(root, articles, metas),
        _find_address(root, metas),
    )


def _list_articles(root: Any) -> Iterator[dict[str, Any]]:
    """Yield the nodes of JSON-LD that describe an article; what is no valid JSON says nothing."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = (script.text or "")[: _MAX_SCRIPT + 1]
        if len(source) > _MAX_SCRIPT:
            continue
        try:
            waiting = [json.loads(source, strict=False)]
        except (ValueError, RecursionError):
            continue
        seen = 0
        while waiting and seen < _MAX_NODES:
            node = waiting.pop(0)
            seen += 1
            if isinstance(node, list):
                waiting += node
            elif isinstance(node, dict):
                if _ARTICLE.search(str(node.get("@type"))[:200]):
                    yield node
                waiting += [node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node]


def _read_metas(root: Any) -> dict[str, str]:
    """Return the contents of meta elements by their lower-case names; the first of a name counts."""
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = _line(element.get("content") or "")
        if name and content:
            metas.setdefault(name, content)
    return metas


def _find_authors(root: Any, articles: list[dict[str, Any]], metas: dict[str, str]) -> tuple[tuple[str, ...], str]:
    for node in articles:
        written = node.get("author") or node.get("creator")
        people = written if isinstance(written, list) else [written]
        names = [_text(each.get("name") if isinstance(each, dict) else each) for each in people[:20]]
        named = tuple(dict.fromkeys(name for name in names if name and "://" not in name))
        if named:
            return named, "the authors in the page's JSON-LD"
    for key in ("author", "article:author", "dc.creator", "parsely-author", "byl"):
        value = metas.get(key, "")
        if value and "://" not in value and not value.startswith("@"):
            return (re.sub(r"^by\s+", "", value, flags=re.IGNORECASE),), f"{key} in the page's code"
    for element in root.iter("a", "span", "div", "p", "address"):
        marks = (
            f"{element.get('rel') or ''} {element.get('itemprop') or ''} {element.get('class') or ''}".lower().split()
        )
        if _AUTHOR_MARKS.intersection(marks):
            text = _line("".join(itertools.islice(element.itertext(), 20)))
            parsed = split_names(re.sub(r"^by\s+", "", text, flags=re.IGNORECASE)) if len(text) <= 100 else None
            # One word alone is rather "Admin" or "Newsroom".
            if parsed and all(" " in name for name in parsed):
                return parsed, "an element of the page that is marked as its author"
    return (), ""


def _find_publisher(articles: list[dict[str, Any]], metas: dict[str, str]) -> tuple[str, str] | None:
    for node in articles:
        publisher = node.get("publisher")
        if isinstance(publisher, list) and publisher:
            publisher = publisher[0]
        name = _text(publisher.get("name") if isinstance(publisher, dict) else publisher)
        if name and "://" not in name:
            return name, "the publisher in the page's JSON-LD"
    for key in ("og:site_name", "dc.publisher", "application-name"):
        if metas.get(key):
            return metas[key], f"{key} in the page's code"
    return None


def _find_published(root: Any, articles: list[dict[str, Any]], metas: dict[str, str]) -> Published | None:
    candidates = [(_text(node.get("datePublished")), "datePublished in the page's JSON-LD") for node in articles]
    candidates += [(metas[name], f"{name} in the page's code") for name in _DAY_NAMES if name in metas]
    for element in root.iter("time"):
        if (
            "pub" in f"{element.get('itemprop') or ''} {element.get('class') or ''}".lower()
            or "pubdate" in element.attrib
        ):
            candidates.append((_line(element.get("datetime") or ""), "the page's time element of publication"))
    for written, how in candidates:
        found = parse_stamp(written)
        if found:
            return Published(found[0], written[:100], how, at=found[1])
    return None


def _find_address(root: Any, metas: dict[str, str]) -> str | None:
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and re.match(r"https?://\S+$", link.get("href") or ""):
            return str(link.get("href"))[:2_000]
    address = metas.get("og:url", "")
    return address if re.match(r"https?://\S+$", address) else None


def _text(value: object) -> str:
    return _line(value) if isinstance(value, str) else ""


def _line(value: str) -> str:
    return " ".join(value.split())[:_MAX_VALUE]
