"""What SQLite can be asked for."""

from __future__ import annotations


def can_be_asked(text: str) -> bool:
    """Whether SQLite takes the text: half of a surrogate pair is no text for it, nor is it in any record."""
    return not any("\ud800" <= char <= "\udfff" for char in text)
