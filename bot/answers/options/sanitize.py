"""Typed text made fit to be searched for, stored and shown back."""

from __future__ import annotations

import unicodedata

_TURNS_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def tidy(text: str) -> str:
    """Make typed text fit to be searched for and to be shown back.

    Lone surrogates, control characters and marks that turn the writing direction go; white space becomes single spaces.
    """
    if text.isprintable():  # then there is none of these in it, nor any other space than the plain one
        return " ".join(text.split())
    visible = (
        " " if c.isspace() else c
        for c in text
        if c.isspace() or (unicodedata.category(c) not in ("Cc", "Cs") and c not in _TURNS_DIRECTION)
    )
    return " ".join("".join(visible).split())
