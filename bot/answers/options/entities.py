"""Countries, topics, events and publishers by any of their names; speakers through bot.answers.options.speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answers.display_names import code_of_flag
from bot.answers.options.disambiguation import choose
from bot.answers.options.errors import NotUnderstood, refuse_too_long, show
from bot.answers.options.label_words import find_by_words
from bot.answers.options.speakers import resolve_speaker
from bot.store.analysis.folding import fold
from bot.store.names.directory import Directory

__all__ = [
    "resolve_country",
    "resolve_country_or_body",
    "resolve_event",
    "resolve_publisher",
    "resolve_speaker",
    "resolve_topic",
]

_TURNED = re.compile(r"(?P<base>[^,(]+)(?:,\s*|\s*\()(?P<rest>[^()]+)\)?")
_SHORTENED = (("Dem", "Democratic"), ("Rep", "Republic"), ("Fed", "Federated"), ("Is", "Islands"), ("Peop", "People's"))
# Unions, alliances and parts of a state: nobody speaks for them as a country, and nothing spelt nearly so is meant.
_PARTY = re.compile(
    "eu|european union|nato|un|united nations|uno|onu|asean|au|african union|arab league|league of arab states"
    "|g7|g8|g20|brics|opec|osce|oas|cis|sco|eurasian economic union|eaeu|gcc|england|scotland|wales|northern ireland"
    "|soviet union|ussr|yugoslavia|czechoslovakia|hamas|hezbollah|taliban|vatican city state|iaea|who|imf|world bank"
)
_SITE = re.compile(r"^(?:https?://)?(?:www\.)?")
_LEAST_LETTERS = 4  # among shorter texts, what is spelt nearly so is something else
_CODE_IN_BRACKETS = re.compile(r"\(([A-Za-z]{2})\)\s*$")


def resolve_country(directory: Directory, option: str, text: str) -> str:
    """Find the country meant: by code, flag, name in any common language, abbreviation, demonym or metonym.

    Returns its code (ISO 3166-1 alpha-2). Raises NotUnderstood where nothing is called so, Ambiguous where several are.
    """
    refuse_too_long(option, text)
    bracketed = _CODE_IN_BRACKETS.search(text)
    for code in (text.strip().upper(), code_of_flag(text), bracketed[1].upper() if bracketed else ""):
        if directory.by_ref("country", code):
            return code
    found = directory.exact("country", text)
    for turned in () if found else _turn_about(text):
        found = found or directory.exact("country", turned)
    if not found and (_PARTY.fullmatch(fold(text)) or len(fold(text)) < _LEAST_LETTERS):
        raise NotUnderstood(option, text, f"{show(text)} is no country; ask for it as a speaker or in words")
    return choose(directory, "country", option, text, found, what="country")


def resolve_country_or_body(directory: Directory, option: str, text: str) -> str:
    """Find the country meant, or a body that is none and speaks for none, such as the UN: a code or an id."""
    try:
        return resolve_country(directory, option, text)
    except NotUnderstood:
        called = directory.exact("organisation", text)
        if not called and text.strip().isupper():
            called = directory.containing("organisation", text)
        if len(called) == 1:
            return called[0].ref
        raise


def _turn_about(text: str) -> Iterator[str]:
    """Turn a country's name as tables have it: `Korea, Dem. People's Rep.`, `Iran (Islamic Republic of)`."""
    match = _TURNED.fullmatch(text.strip())
    if match is None:
        return
    base, rest = match["base"].strip(), match["rest"].strip()
    for short, long in _SHORTENED:
        rest = re.sub(rf"\b{short}\b\.?", long, rest, flags=re.IGNORECASE)
    plain = re.sub(r"\s+of(?: the)?$", "", rest, flags=re.IGNORECASE)
    yield from (f"{plain} of {base}", f"{plain} of the {base}", f"{plain} {base}")
    # What stands behind may only say what kind of state it is.
    if re.search(r"republic|kingdom|federation|province|state|the$", rest, re.IGNORECASE):
        yield base


def resolve_topic(directory: Directory, option: str, text: str) -> str:
    """Find the topic meant, by id, label, another word for it, or words of one label alone. Returns its id."""
    return _resolve_label(directory, "topic", option, text)


def resolve_event(directory: Directory, option: str, text: str) -> str:
    """Find the event meant, by id, name, another name, or words of one name alone. Returns its id."""
    return _resolve_label(directory, "event", option, text)


def resolve_publisher(directory: Directory, option: str, text: str) -> str:
    """Find the publisher meant, by name, web site or words of one name alone; or a news agency.

    Returns the name as the store has it, of an agency the id.
    """
    plain = _SITE.sub("", text.strip().lower()).split("/")[0] if "." in text and " " not in text.strip() else text
    if not directory.exact("publisher", plain):
        agencies = [name for name in directory.exact("organisation", text) if name.usage != "written"]
        known = directory.by_ref("organisation", text.strip())
        if known or len(agencies) == 1:
            return (known or agencies[0]).ref
    return _resolve_label(directory, "publisher", option, plain)


def _resolve_label(directory: Directory, kind: str, option: str, text: str) -> str:
    if directory.by_ref(kind, text):  # a publisher's own name may be longer than anything that is typed
        return text
    refuse_too_long(option, text)
    if directory.by_ref(kind, text.strip()):
        return text.strip()
    found = directory.exact(kind, text) or directory.containing(kind, text)
    if kind != "publisher" and not found:
        found = find_by_words(directory, kind, text)
    return choose(directory, kind, option, text, found, what=kind)
