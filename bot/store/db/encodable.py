"""A check whether SQLite can encode a text."""

from __future__ import annotations


def is_encodable(text: str) -> bool:
    """Whether a text can be written as UTF-8: half of a surrogate pair cannot, so no record holds one."""
    return not any("\ud800" <= char <= "\udfff" for char in text)
