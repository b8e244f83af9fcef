"""How much a store holds, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.answers.formatting.statement_lines import count

_NAMES = {
    "statement": ("statement", "statements"),
    "report": ("report", "reports"),
    "quotation": ("quotation", "quotations"),
    "source": ("source", "sources"),
    "event": ("event", "events"),
    "party": ("person or organisation", "people and organisations"),
    "topic": ("topic", "topics"),
}


def tell_counts(counts: Mapping[str, int]) -> str:
    """What a store holds, in one line: "1 statement, 23 people and organisations"; `counts` are by table."""
    return ", ".join(count(counts[what], *names) for what, names in _NAMES.items() if what in counts)


def list_counts(counts: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The same as pairs of a label and a number: ("People and organisations", 23)."""
    for what, (_, plural) in _NAMES.items():
        if what in counts:
            yield plural.capitalize(), counts[what]
