"""The list of all keys as Markdown, which docs/records.md holds, and one key explained as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from bot.corpus.describing.keys import RECORDS, Key, find_keys, list_keys, read_summary
from bot.corpus.model import EVENT_KINDS
from bot.corpus.problems import find_nearest

_HEAD = "| key | meaning | value |"
_FEW = 24  # values that are listed in a table


def write_key_list() -> str:
    """A table of the keys of each record, and of the values that have a meaning of their own."""
    lines: list[str] = []
    records = dict(RECORDS)
    for where, keys in groupby(list_keys(), key=lambda key: key.where):
        lines += [f"### `{where}`", "", read_summary(records[where]), "", _HEAD, "| --- | --- | --- |"]
        for key in keys:
            name = f"**`{key.name}`**" if key.is_needed else f"`{key.name}`"
            lines.append(f"| {name} | {_escape(key.meaning)} | {_escape(_word_value(key))} |")
        lines.append("")
    for key in list_keys():
        if key.meanings:
            lines += _list_values(f"Values of `{key.path}`", dict(key.meanings))
    lines += _list_values("Values of `events.kind`", EVENT_KINDS)
    return "\n".join(lines)


def explain(name: str, own_values: Mapping[str, Mapping[str, str]]) -> str | None:
    """What a key means and what it can hold, in each record that has it; None where there is no such key.

    `own_values` are those that a team's records define, by the path of the key: tones, topics, kinds of event.
    """
    keys = find_keys(name)
    return "\n\n".join("\n".join(_explain(key, own_values)) for key in keys) if keys else None


def suggest_key(name: str) -> str | None:
    """The key whose name comes nearest, if one does."""
    return find_nearest(name, {key.name for key in list_keys()} | {key.path for key in list_keys()})


def _explain(key: Key, own_values: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    yield f"{key.path}: {key.meaning}"
    need = "must be written" if key.is_needed else "may be left out"
    yield f"  {need}{', or given under `defaults` or `with`' if key.by_default else ''}"
    yield f"  value: {key.form.words}"
    if key.form.record:
        inner = next((where for where, record in RECORDS if record is key.form.record), "")
        names = ", ".join(one.name for one in list_keys() if one.where == inner)
        yield f"  its keys: {names}"
    values = dict.fromkeys(key.form.values, "") | dict(key.meanings) | dict(own_values.get(key.path, {}))
    width = max(map(len, values), default=0)
    yield from (f"    {value.ljust(width)}  {meaning}".rstrip() for value, meaning in values.items())


def _word_value(key: Key) -> str:
    listed = key.form.values if not key.meanings else ()
    if listed and len(listed) <= _FEW:
        words = "" if key.form.words == "one of these" else f"{key.form.words}: "
        return words + ", ".join(f"`{one}`" for one in listed)
    return "see below" if key.meanings else key.form.words


def _list_values(title: str, values: Mapping[str, str]) -> list[str]:
    rows = [f"| `{value}` | {_escape(meaning)} |" for value, meaning in values.items()]
    return [f"### {title}", "", "| value | meaning |", "| --- | --- |", *rows, ""]


def _escape(text: str) -> str:
    return text.replace("|", "\\|")
