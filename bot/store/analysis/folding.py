"""Folding: the form in which names and words are compared, so that case, accents and hyphens do not matter."""

from __future__ import annotations

import re
import unicodedata

_GAP = re.compile(r"[\W_]+")
_WITHIN_WORDS = "'’‘‛`´ʼ′."


def fold(text: str) -> str:
    """Case, accents, compatibility forms, hyphens and punctuation folded; words parted by single spaces.

    `Lim Soo-suk`, `LIM SOO SUK` and `lim soo‐suk` fold alike; so do `Zinóviev` and `zinoviev`, `U.S.` and `us`.
    Apostrophes, full stops and invisible marks vanish inside a word, everything else that is no letter or digit parts
    words.
    """
    if text.isascii():
        plain = text.lower()
        kept = plain.replace("'", "").replace(".", "").replace("`", "")
        return _GAP.sub(" ", kept).strip()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in _WITHIN_WORDS and not _is_hidden(c))
    return unicodedata.normalize("NFC", _GAP.sub(" ", kept)).strip()


def _is_hidden(char: str) -> bool:
    # Soft hyphens, joiners, right-to-left marks: nobody sees them, so they part no words.
    return unicodedata.category(char) == "Cf"
