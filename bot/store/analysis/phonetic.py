"""How a name sounds, roughly: one key for the ways in which it is transliterated."""

from __future__ import annotations

import re

# In this order: what is written in several letters first, then single ones.
_ALIKE = (
    ("sch", "sh"), ("tsch", "ch"), ("tch", "ch"), ("zh", "j"), ("dj", "j"), ("dzh", "j"), ("kh", "h"), ("gh", "g"),
    ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("cz", "ch"), ("tz", "ts"), ("ya", "ia"), ("yu", "iu"),
    ("yo", "io"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ij", "i"), ("ei", "ai"), ("ey", "ai"), ("ay", "ai"),
    ("x", "ks"), ("q", "k"), ("w", "v"), ("y", "i"), ("z", "s"), ("o", "u"),
)  # fmt: skip
_HARD_C = re.compile("c(?![eiyh])")
_DOUBLE = re.compile(r"(.)\1+")


def sound_of(word: str) -> str:
    """The key of a folded word: `zinoviev`, `sinowiew` and `zinovyev` have the same one."""
    key = _HARD_C.sub("k", word)
    for written, heard in _ALIKE:
        key = key.replace(written, heard)
    return _DOUBLE.sub(r"\1", key)
