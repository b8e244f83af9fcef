"""Folding: the form in which words and names are compared, regardless of case, accents, hyphens and punctuation."""

from __future__ import annotations

import re
import unicodedata

_GAP = re.compile(r"[\W_]+")
# Letters that Unicode does not take apart, as people type them who have no such key; and Arabic letters that are
# written in several ways, of which the tatweel (U+0640) is a mere stretch.
_LETTERS = str.maketrans({
    "đ": "d", "ð": "d", "ł": "l", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "œ": "oe", "æ": "ae", "þ": "th", "ŋ": "n",
    "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ۀ": "ه", "\u0640": "", "ٱ": "ا",
})  # fmt: skip
_WITHIN_WORDS = "'’‘‛`´ʼ′."


def fold(text: str) -> str:
    """Fold case, accents, compatibility forms (Unicode NFKD), hyphens and punctuation; words are separated by a space.

    `Lim Soo-suk`, `LIM SOO SUK` and `lim soo‐suk` fold alike; so do `Zinóviev` and `zinoviev`, `U.S.` and `us`.
    Apostrophes, full stops and invisible characters inside a word are removed; every other character that is neither a
    letter nor a digit separates words.
    """
    if text.isascii():
        plain = text.lower()
        kept = plain.replace("'", "").replace(".", "").replace("`", "")
        return _GAP.sub(" ", kept).strip()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_LETTERS)
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in _WITHIN_WORDS and not _is_hidden(c))
    return unicodedata.normalize("NFC", _GAP.sub(" ", kept)).strip()


def _is_hidden(char: str) -> bool:
    # Soft hyphens, joiners, right-to-left marks: nobody sees them, so they separate no words.
    return unicodedata.category(char) == "Cf"
