"""Folding: the form in which names and words are compared, so that case, accents and hyphens do not matter."""

from __future__ import annotations

import re
import unicodedata

_GAP = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Case, accents, compatibility forms, hyphens and punctuation folded; words parted by single spaces.

    `Lim Soo-suk`, `LIM SOO SUK` and `lim soo‐suk` fold alike; so do `Zinóviev` and `zinoviev`, `U.S.` and `us`.
    Apostrophes and full stops vanish inside a word, everything else that is no letter or digit parts words.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’‘.`´")
    return unicodedata.normalize("NFC", _GAP.sub(" ", kept)).strip()
