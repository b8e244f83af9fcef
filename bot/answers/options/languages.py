"""The language in which days and country names are shown, by its code or its name."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers
from rapidfuzz import process

from bot.answers.model import Choice
from bot.answers.options.errors import NotUnderstood, refuse_too_long, show
from bot.answers.options.suggestion import MOST_SUGGESTIONS, Suggestion, fit_name
from bot.store.analysis.folding import fold

_USUAL = ("en", "fr", "es", "de", "ru", "uk", "ko", "ja", "zh", "ar", "pt", "it")


def resolve_language(option: str, text: str) -> str:
    """The code of the language that a text means, such as en or pt-BR. Raises NotUnderstood."""
    refuse_too_long(option, text)
    try:
        return str(Locale.parse(text.strip().replace("_", "-"), sep="-")).replace("_", "-")
    except (UnknownLocaleError, ValueError, TypeError):
        names = _names()
    found = names.get(fold(text))
    if found:
        return found
    near = [code for _, _, code in process.extract(fold(text), {code: name for name, code in names.items()}, limit=3)]
    choices = tuple(Choice(_show(code), option, code) for code in dict.fromkeys(near))
    raise NotUnderstood(option, text, f"I know no language called {show(text)}; write it as en, fr or pt-BR", choices)


def suggest_language(typed: str) -> list[Suggestion]:
    """Offer languages by code and by name, in English and in themselves."""
    folded = fold(typed[:100])
    codes = _USUAL if not folded else [code for name, code in _names().items() if name.startswith(folded)]
    if not codes:
        codes = [code for name, code in _names().items() if folded in name]
    return [Suggestion(fit_name(_show(code)), code) for code in list(dict.fromkeys(codes))[:MOST_SUGGESTIONS]]


def _show(code: str) -> str:
    known = Locale.parse(code)
    english, own = known.get_display_name("en"), known.get_display_name()
    return f"{english} ({own})" if own and own != english else str(english or code)


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Codes of the languages (without countries) by folded code and names; a fifth of a second at the first call."""
    found: dict[str, str] = {}
    for code in locale_identifiers():
        if "_" not in code:
            known = Locale.parse(code)
            for name in (code, known.get_display_name("en"), known.get_display_name()):
                if name:
                    found.setdefault(fold(name), code)
    return found
