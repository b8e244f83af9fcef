"""Drafting records as plain data (dicts, lists, strings) and back, for the pipe between the bot and its drafting
process.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: object) -> Any:
    """Turn a record into plain data; fields that hold nothing are left out where the record makes up for them."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            one.name: to_plain(held)
            for one in fields(value)
            if (held := getattr(value, one.name)) not in (None, ()) or one.default is MISSING
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [to_plain(one) for one in value]
    return value


def from_plain(kind: type[T], data: Any) -> T:
    """Make a record of plain data. Raises TypeError, ValueError or KeyError where the data is no such record."""
    made: T = _make(kind, data)
    return made


def _make(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        inner = [one for one in get_args(kind) if one is not type(None)]
        return None if data is None else _make(inner[0], data)
    if origin is tuple:
        inside = get_args(kind)
        if len(inside) == 2 and inside[1] is Ellipsis:
            return tuple(_make(inside[0], one) for one in data)
        return tuple(_make(one, held) for one, held in zip(inside, data, strict=True))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if isinstance(kind, type) and is_dataclass(kind):
        if not isinstance(data, dict):
            raise TypeError(f"{kind} is made of named fields, not of {type(data).__name__}")
        hints = get_type_hints(kind)
        return kind(**{name: _make(hints[name], held) for name, held in data.items()})
    if isinstance(kind, type) and not isinstance(data, kind):
        raise TypeError(f"{data!r} is no {kind.__name__}")
    return data
