"""What a value of each key looks like: in words for people, and as JSON Schema for editors.

A record is read as its author typed it, every scalar a text; so a schema accepts the numbers and truth values for which
YAML takes a plain `2031` or `yes`.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator

from bot.corpus import model

Schema = dict[str, Any]
_SCALAR = ["string", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class Form:
    """What a value looks like.

    words   for a reader, such as "an id"
    schema  JSON Schema
    values  every value that is possible, where they are listed
    record  the record that it is, or of which it is a list
    """

    words: str
    schema: Schema
    values: tuple[str, ...] = ()
    record: type[BaseModel] | None = None


def _text(words: str, pattern: str | None = None, **rest: Any) -> Form:
    return Form(words, {"type": "string", **({"pattern": pattern} if pattern else {}), **rest})


_DAY = r"^(\d{4}(-\d{2}(-\d{2})?)?[~?%]?|\.\.)(/(\d{4}(-\d{2}(-\d{2})?)?[~?%]?|\.\.))?$"
_INSTANT = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$"
_UNQUOTED = '^[^\\s"“”„‟«»＂][^\\n"“”„‟«»＂]*$'
_LINE = Form("one line of text", {"type": _SCALAR, "pattern": model.LINE_PATTERN, "minLength": 1, "maxLength": 500})
_ID = _text("an id", model.ID_PATTERN, maxLength=64)
_CODE = _text("a code: ISO 3166-1 (KR), ISO 3166-3 (SUHH), or one of `countries`", model.CODE_PATTERN)
_REF = _text("a code or an id", model.REF_PATTERN, maxLength=64)
_SIDE = _text("a code, or `none`", model.SIDE_PATTERN)
_TEXT = Form("text", {"type": _SCALAR, "minLength": 1, "maxLength": 20_000})

# By equality with the annotations of the model.
_KNOWN: tuple[tuple[Any, Form], ...] = (
    (model.EdtfDay, Form(
        "a day, month, year or span (EDTF): 2024-06-26, 2024-06, 2024-06-19~, 2024-06-19/2024-06-21, 2024-06-20/..",
        {"anyOf": [{"type": "string", "pattern": _DAY}, {"type": "integer", "minimum": 1000, "maximum": 9999}]},
    )),
    (model.Instant, _text("an instant with its zone: 2024-06-28T17:18:00+09:00", _INSTANT)),
    (model.Line, _LINE),
    (model.Paraphrase, _text("one sentence without quotation marks", _UNQUOTED, maxLength=500)),
    (model.Text, _TEXT),
    (model.Id, _ID),
    (model.Code, _CODE),
    (model.Ref, _REF),
    (model.Sha256, _text("64 hexadecimal digits, as `sha256sum` prints them", model.SHA256_PATTERN)),
    (model.Url, _text("an address: https://…", model.URL_PATTERN)),
    (model.Language, _text("a language tag (BCP 47): en, ko, pt-BR, zh-Hant", f"^({model.LANGUAGE_TAG.pattern})$")),
    (model.FileName, _text("a file below seeds/", "^seeds/", maxLength=500)),
)  # fmt: skip


def form_of(annotation: Any, refer: Callable[[type[BaseModel]], Schema]) -> Form:
    """The form of a field with this annotation; `refer` gives the schema of a record."""
    known = next((form for one, form in _KNOWN if one == annotation), None)
    if known:
        return known
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _form_of_annotated(annotation, refer)
    if origin in (Union, types.UnionType):
        chosen = [one for one in arguments if one is not type(None)]
        if len(chosen) == 1:
            return form_of(chosen[0], refer)
        return Form("a record", {"anyOf": [form_of(one, refer).schema for one in chosen]})
    if origin is tuple:
        item = form_of(arguments[0], refer)
        return Form(f"a list, each {item.words}", _list_of(item.schema), item.values, item.record)
    if origin is dict:
        key, value = form_of(arguments[0], refer), form_of(arguments[1], refer)
        schema = {"type": "object", "propertyNames": key.schema, "additionalProperties": value.schema}
        return Form(f"entries by {key.words}", schema, (), value.record)
    if origin is Literal:
        return Form("one of these", {"enum": list(arguments)}, tuple(arguments))
    return _form_of_class(annotation, refer)


def _form_of_class(kind: Any, refer: Callable[[type[BaseModel]], Schema]) -> Form:
    if kind is bool:
        return Form("`yes` or `no`", {"enum": [True, False, "yes", "no", "true", "false"]}, ("yes", "no"))
    if kind is int:
        return Form("a number", {"type": "integer", "minimum": 1})
    if issubclass(kind, StrEnum):
        values = tuple(str(one) for one in kind)
        return Form("one of these", {"enum": list(values)}, values)
    return Form("a record", refer(kind), record=kind)


def _form_of_annotated(annotation: Any, refer: Callable[[type[BaseModel]], Schema]) -> Form:
    inner, *rest = get_args(annotation)
    before = {one.func for one in rest if isinstance(one, BeforeValidator)}
    if inner is int:
        return Form("a number, from 1", {"type": "integer", "minimum": 1})
    if inner is str:
        return _SIDE if annotation in get_args(get_args(model.Sides)[0]) else _text("a short text", minLength=1)
    form = form_of(inner, refer)
    if model.as_list in before:
        item = form_of(get_args(inner)[0], refer)
        schema = {"anyOf": [item.schema, _list_of(item.schema)]}
        return Form(f"{item.words}, or a list of such", schema, item.values, item.record)
    if model.as_exact in before:
        return Form("text, or a record", {"anyOf": [_TEXT.schema, form.schema]}, (), form.record)
    return form


def _list_of(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}
