"""Countries as the text names them: known ones by code, invented or unlisted ones by the words of the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import combining, normalize

from bot.ingest.drafting.model import KnownCountry

_LATIN = re.compile(r"[a-zà-ɏ]")
_ENDINGS = (
    "ians",
    "ian",
    "ans",
    "ish",
    "ese",
    "an",
    "ic",
    "i",
    "ia",
    "land",
    "stan",
    "a",
    "e",
    "y",
    "ine",
    "ines",
    "er",
    "ers",
)


@lru_cache(maxsize=20_000)
def plain(words: str) -> str:
    """Return words in lower case, hyphens as spaces, without accents, article and possessive, for comparing names."""
    low = re.sub(r"[‘’]", "'", words.casefold())
    if not low.isascii():  # "Lefèvre" and "Lefevre" are one; other scripts stay as they are
        low = "".join(one for one in normalize("NFD", low) if not combining(one)) if _LATIN.search(low) else low
    low = re.sub(r"'s?\b(?!\w)", "", low)
    low = re.sub(r"[\s\u00a0-]+", " ", low).replace(".", "").strip(' ,;:()"')
    return re.sub(r"^(?:the|a|an) ", "", low)


class Places:
    """Looks country words up: names, demonyms, seats of government."""

    def __init__(self, countries: Iterable[KnownCountry]) -> None:
        self._codes: dict[str, str] = {}
        self.longest = 1
        for country in countries:
            for words in (*country.names, *country.demonyms, *country.metonyms):
                key = plain(words)
                if key in ("us", "in", "it", "at", "no", "is", "so", "me", "be", "am", "as"):
                    continue
                self._codes.setdefault(key, country.code)
                self.longest = max(self.longest, len(key.split()))
        self._learned: dict[str, str] = {}

    def find(self, words: str) -> str | None:
        """Return the code of a known country, or the first form in which the text named a country that is not known."""
        if words.strip() in ("US", "U.S.", "the US", "the U.S.", "U.S", "US's"):
            return self._codes.get("united states")
        key = plain(words)
        return self._codes.get(key) or self._learned.get(key)

    def is_known(self, words: str) -> bool:
        return plain(words) in self._codes or words.strip() in ("US", "U.S.")

    def learn(self, words: str) -> str:
        """Take a word for a country's, and tie it to one with the same stem ("Karsovia", "Karsovian")."""
        found = self.find(words)
        if found:
            return found
        key, stem = plain(words), _stem(plain(words))
        for known, code in self._learned.items():
            if _stem(known) == stem or (
                len(stem) >= 4
                and (_stem(known).startswith(stem) or stem.startswith(_stem(known)))
                and len(_stem(known)) >= 4
            ):
                self._learned[key] = code
                return code
        self._learned[key] = words
        return words


def _stem(key: str) -> str:
    for ending in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= 4:
            return key[: -len(ending)]
    return key
