"""Characters that need care: what is taken out of a text, and what stays in it and is counted."""

from __future__ import annotations

import re
import unicodedata

from bot.ingest.documents.model import SpecialCharacters

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# No reader sees them and no font has them: control characters but tab and line feed, lone surrogates, non-characters.
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# What a terminal does with a text, such as its colours (ECMA-48, 5.4).
_TERMINAL_CODE = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]|\x1b\\][^\x07\x1b]*(?:\x07|\x1b\\\\)")
_LARGEST_SHARE = 0.02  # of characters that are no text, in a text
# Blank to a reader, another character to a search (UAX #14 and Unicode's table of white space).
_SPECIAL = {
    "no-break space": "\u00a0\u202f\u2007",
    "other space": "\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000",
    "soft hyphen": "\u00ad",
    "invisible character": "\u200b-\u200d\u2060\u180e\ufeff",
    "direction mark": "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069",
    "ligature": "\ufb00-\ufb06",
    "replacement character": "\ufffd",
    "private-use character": "\ue000-\uf8ff",
}
_PATTERNS = {kind: re.compile(f"[{characters}]") for kind, characters in _SPECIAL.items()}
_LOSSY = {
    "replacement character": "{} could not be decoded and {} shown as “\ufffd”: compare these passages",
    "private-use character": "{} from a font of the document's own and {} no meaning elsewhere: compare these passages",
    "direction mark": "{} the direction of writing and {} passages look other than they are",
}
_VERBS = {
    "replacement character": (("one character", "is"), ("{:,} characters", "are")),
    "private-use character": (("one character is", "has"), ("{:,} characters are", "have")),
    "direction mark": (("one hidden mark changes", "may make"), ("{:,} hidden marks change", "may make")),
}


def clean(text: str) -> tuple[str, list[str]]:
    """Give every line the one line end LF and take out what is no text; return the text and warnings."""
    text = _LINE_ENDS.sub("\n", _TERMINAL_CODE.sub("", text))
    text, count = _NOT_TEXT.subn("", text)
    if not count:
        return text, []
    noun = "One control character was" if count == 1 else f"{count:,} control characters were"
    return text, [f"{noun} taken out: a reader does not see them."]


def is_binary(text: str) -> bool:
    """Whether so much of what was decoded is no text that it was none to begin with."""
    text = _TERMINAL_CODE.sub("", text)
    return len(_NOT_TEXT.findall(text)) > max(8, _LARGEST_SHARE * len(text))


def count_special(text: str) -> tuple[SpecialCharacters, ...]:
    """Count the characters that look like others or like nothing, each kind with the position of its first."""
    counted = []
    for kind, pattern in _PATTERNS.items():
        first = pattern.search(text)
        if first:
            counted.append(SpecialCharacters(kind, len(pattern.findall(text)), first.start()))
    if not unicodedata.is_normalized("NFC", text):
        first = re.search("[\u0300-\u036f\u1100-\u11ff\u3099\u309a]", text)
        composed = unicodedata.normalize("NFC", text)
        if first:
            counted.append(SpecialCharacters("decomposed letter", len(text) - len(composed), first.start()))
    return tuple(counted)


def warn_of_special(counted: tuple[SpecialCharacters, ...]) -> list[str]:
    """Return a warning for each kind of character that makes the text doubtful."""
    warnings = []
    for each in counted:
        if each.kind in _LOSSY:
            subject, verb = _VERBS[each.kind][each.count > 1]
            sentence = _LOSSY[each.kind].format(subject.format(each.count), verb)
            warnings.append(f"{sentence[0].upper()}{sentence[1:]}.")
    return warnings
