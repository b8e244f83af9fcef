"""One order and one style for a YAML file of records: keys as the model has them, the project's indentation.

What a formatted file says is compared with what it said before; where anything would differ, it is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from bot.corpus import model
from bot.corpus.describing.keys import list_fields
from bot.corpus.reading.yaml_reader import read_yaml
from bot.corpus.vocabulary import SECTIONS

_WIDTH = 120
# Written as escapes, since an editor shows them as spaces or not at all.
_UNSEEN = re.compile("[\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff]")
_ORDER: dict[type[BaseModel], tuple[str, ...]] = {
    model.SourceFile: ("source", *SECTIONS, "defaults", "statements"),
    model.NewStatement: (
        "id", "speaker", "role", "side", "to", "about", "act", "tone", "vote", "topics", "event", "venue", "day", "at",
        "released", "paraphrase", "relations", "note", "was", "merged", "corrections", "exceptions", "report",
    ),
}  # fmt: skip
_NULL = re.compile("^(?:~|null|Null|NULL|)$")
_COMMENT_LINE = re.compile(r"^\s*(#.*)?$")


class FormatError(Exception):
    """A file that cannot be formatted; str() says why, fit for a reader."""


def format_records(text: str) -> str:
    """The text of a YAML file of records in one order and style. Raises FormatError where it cannot be formatted."""
    if all(_COMMENT_LINE.match(line) for line in text.splitlines()):
        return text
    before, problems = read_yaml("", text.encode())
    if before.data is None or problems:
        raise FormatError("it has mistakes: `python -m bot check` shows them")
    once = _format(text)
    for _ in range(2):  # folding a line anew can move its next break
        again = _format(once)
        if again == once:
            break
        once = again
    after, _ = read_yaml("", once.encode())
    if after.data != before.data or list_comments(once) != list_comments(text):
        raise FormatError("its values or comments would change: write it by hand")
    return once


def list_comments(text: str) -> list[str]:
    """The comments of a YAML text, sorted: keys may move, and comments with them."""
    tokens = YAML(typ="rt").scan(text)
    lines = text.splitlines()
    taken: set[int] = set()
    for token in tokens:  # a # within a value is no comment
        for line in range(token.start_mark.line, token.end_mark.line):
            taken.add(line)
    return sorted(line.strip() for at, line in enumerate(lines) if at not in taken and line.lstrip().startswith("#"))


class _TextResolver(VersionedResolver):
    """Takes every scalar for the text that it is in a record: 0123, +1 and 1e3 stay what was typed."""

    @property
    def versioned_resolver(self) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
        return {first: [("tag:yaml.org,2002:null", _NULL)] for first in ("~", "n", "N", "")}


def make_yaml() -> YAML:
    """A round-trip YAML with the project's indentation; comments, quotes and order stay."""
    yaml = YAML(typ="rt")
    yaml.Resolver = _TextResolver
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = _WIDTH
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    return yaml


def _format(text: str) -> str:
    try:
        loaded = make_yaml().load(text)
    except (YAMLError, ValueError) as error:
        raise FormatError("it is no YAML that can be written again as it was") from error
    if isinstance(loaded, CommentedMap):
        _order(loaded, model.SourceFile, text.splitlines())
    _quote_unseen(loaded)
    out = StringIO()
    make_yaml().dump(loaded, out)
    return "\n".join(_escape(line) for line in out.getvalue().split("\n"))


def _quote_unseen(value: Any) -> None:
    """Put texts with characters that are not seen between double quotation marks, where they can be escaped."""
    pairs = list(value.items() if isinstance(value, CommentedMap) else enumerate(value))
    for key, one in pairs:
        if isinstance(one, CommentedMap | CommentedSeq):
            _quote_unseen(one)
        elif isinstance(one, str) and _UNSEEN.search(one):
            value[key] = DoubleQuotedScalarString(one)


def _escape(line: str) -> str:
    if not line.strip():
        return ""
    if line.lstrip().startswith("#"):
        return line
    # A folded line ends in the space at which it was broken.
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", line.rstrip(" "))


def _order(value: Any, record: type[BaseModel], lines: Sequence[str]) -> None:
    """Put the keys of a record, and of those in it, in the order of the model."""
    if not isinstance(value, CommentedMap):
        return
    if record is model.SourceFile:
        for block in _walk_blocks(value.get("statements")):
            _order(block, model.SameStatement if "same_as" in block else model.NewStatement, lines)
    forms = list_fields(record)
    for key, inner in value.items():
        kind = forms[key].record if key in forms else None
        if kind is not None and not (record is model.SourceFile and key == "statements"):
            for one in _list_records(inner, is_by_id=record is model.SourceFile and key in SECTIONS):
                _order(one, kind, lines)
    order = _ORDER.get(record, tuple(forms))
    wanted = sorted(value, key=lambda key: order.index(key) if key in order else len(order))
    if wanted != list(value) and not _is_commented(value, lines):
        for key in wanted:
            value.move_to_end(key)


def _list_records(value: Any, *, is_by_id: bool) -> Iterator[Any]:
    if isinstance(value, CommentedSeq):
        yield from value
    elif is_by_id and isinstance(value, CommentedMap):
        yield from value.values()
    else:
        yield value


def _walk_blocks(entries: Any) -> Iterator[CommentedMap]:
    for entry in entries if isinstance(entries, CommentedSeq) else ():
        if isinstance(entry, CommentedMap) and "with" in entry:
            yield from _walk_blocks(entry.get("statements"))
        elif isinstance(entry, CommentedMap):
            yield entry


def _is_commented(value: CommentedMap, lines: Sequence[str]) -> bool:
    """Whether comments or blank lines stand between keys: they belong to a place, so the keys stay where they are."""
    rows = [value.lc.key(key)[0] for key in value] if value.lc.data else []
    if not rows or value.fa.flow_style():
        return False
    column = value.lc.key(next(iter(value)))[1]
    between = lines[min(rows) : max(rows) + 1]
    return any(
        not line.strip() or (_COMMENT_LINE.match(line) and len(line) - len(line.lstrip()) <= column) for line in between
    ) or any(" #" in lines[row] for row in rows)
