"""What pydantic says about a record, in an analyst's words: what is wrong, and what to do."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from bot.corpus import model
from bot.corpus.edtf import DayError
from bot.corpus.problems import find_nearest, show, suggest
from bot.corpus.reading.day_advice import advise_on_day

# What a value of each pattern looks like, and what to do about one that does not.
PATTERNS: dict[str, tuple[str, str]] = {
    model.ID_PATTERN: ("an id", "write small letters, digits and single hyphens, such as jane-doe or treaty-2024"),
    model.CODE_PATTERN: (
        "a country's code",
        "write two capital letters (ISO 3166-1), such as KR, or a code of your own under `countries`, such as NATO",
    ),
    model.SIDE_PATTERN: (
        "a country's code",
        "write two capital letters (ISO 3166-1), such as KR, or a code under `countries`; `none` for no side",
    ),
    model.REF_PATTERN: (
        "a country's code or an id",
        "write two capital letters, such as KR, or an id, such as jane-doe",
    ),
    model.LINE_PATTERN: ("a line of text", "begin it with its first word, without a space, and keep it on one line"),
    model.SHA256_PATTERN: ("a SHA-256", "write its 64 hexadecimal digits in small letters, as sha256sum prints them"),
    model.URL_PATTERN: ("an address", "write it in full, beginning with https:// or http://, without spaces"),
}
# What stands where a value of each type is wanted, and what to do in YAML and in JSON.
_SHAPES = {
    "string_type": ("a text", "write one text here, in quotation marks if it holds : or #", 'write one "text" here'),
    "tuple_type": ("a list", "write entries with a dash each, or [in, brackets]", 'write ["entries", "in brackets"]'),
    "model_type": ("a record", "write its keys here, indented, one a line", 'write its keys here: {"key": …}'),
    "int_parsing": ("a whole number", "write 1, 2, 3 …", "write 1, 2, 3 …"),
}
_INSTANT = "write the day, the time and the zone, such as 2024-06-28T17:18:00+09:00"


def word_error(record: type[BaseModel], error: ErrorDetails, *, empty: bool, json: bool = False) -> tuple[str, str]:
    """What is wrong and what to do, for one error that pydantic found in a `record`.

    `empty` says that a key which pydantic misses is written there, without a value; `json` that it is written in JSON.
    """
    kind, path, value, context = error["type"], error["loc"], error["input"], error.get("ctx", {})
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    if kind == "extra_forbidden":
        return word_unknown_key(key, list_keys(record, path[:-1]))
    if kind == "missing":
        return (f"`{key}` is empty" if empty else f"`{key}` is missing"), f"write `{_quote(key, json=json)}: …` here"
    if kind in ("literal_error", "enum"):
        allowed = re.findall(r"'([^']+)'", str(context.get("expected", "")))
        what = f"`{key}` cannot be {_show(value)}"
        near = find_nearest(str(value), allowed)
        return what, (f"did you mean `{near}`? " if near else "") + f"It can be: {', '.join(allowed)}"
    if kind == "string_pattern_mismatch" and context.get("pattern") in PATTERNS:
        looks, todo = PATTERNS[context["pattern"]]
        return f"{_show(value)} in `{key}` is not {looks}", todo
    if kind == "value_error":
        why = context.get("error")
        if isinstance(why, model.WrongValueError):
            return f"{_show(value)} in `{key}` {why}", why.todo
        todo = advise_on_day(str(value)) if isinstance(why, DayError) else "correct it"
        return f"`{key}`: {why or error['msg']}", todo
    if kind in ("string_too_short", "too_short"):
        return f"`{key}` is empty", "fill it in, or leave the key out if it may be missing"
    if kind == "string_too_long":
        return f"`{key}` has {len(str(value))} characters", f"keep to {context.get('max_length')}"
    if kind == "greater_than_equal":
        return f"`{key}` cannot be {_show(value)}", f"count from {context.get('ge')}"
    if kind == "timezone_aware":
        return f"`{key}` gives no time with its zone", _INSTANT
    if kind.startswith("datetime"):
        return f"{_show(value)} in `{key}` is not an instant", _INSTANT
    if kind in _SHAPES:
        looks, *ways = _SHAPES[kind]
        return f"`{key}` holds {_show(value)} where {looks} is wanted" if key else f"this is not {looks}", ways[json]
    return f"`{key}`: {error['msg']}", "compare it with a record beside it"


def _quote(key: str, *, json: bool) -> str:
    return f'"{key}"' if json else key


def word_unknown_key(key: str, known: Collection[str]) -> tuple[str, str]:
    """What is wrong and what to do about a key that the record does not have."""
    return f"unknown key {show(key)}", suggest(key, known, f"the keys here are: {', '.join(sorted(known))}")


def list_keys(record: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that may stand at the end of `path` within a `record`."""
    for step in path:
        if isinstance(step, str) and step in record.model_fields:
            record = _find_record(record.model_fields[step].annotation) or record
    return list(record.model_fields)


def _find_record(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _find_record(part))), None)


def _show(value: object) -> str:
    if isinstance(value, str):
        return show(value)
    return "a list" if isinstance(value, list | tuple) else "a mapping"
