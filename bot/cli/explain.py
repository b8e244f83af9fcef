"""`explain`: what a key of the records means and can hold; `--schemas` writes JSON Schema for editors."""

from __future__ import annotations

from pathlib import Path

from bot.corpus.describing.json_schema import make_schemas, write_schema
from bot.corpus.describing.key_list import explain, suggest_key, write_key_list
from bot.corpus.describing.keys import list_keys
from bot.corpus.model import EVENT_KINDS
from bot.corpus.problems import Problem
from bot.corpus.reading.data_files import cut, list_files, read_bytes, read_part
from bot.exit_codes import Exit, ExitError

# Where the values of a key are a team's own: the section, and what of an entry says what it means.
_SECTIONS = {"statement.tone": "tones", "statement.topics": "topics", "events.kind": "event_kinds"}


def explain_key(data: Path, name: str) -> int:
    """Print what a key means. Raises ExitError where there is no such key."""
    text = explain(name, _read_own_values(data))
    if text is None:
        near = suggest_key(name)
        offer = f" Did you mean {near}?" if near else ""
        raise ExitError(Exit.BAD_INPUT, f"no record has a key “{name}”.{offer} `explain` without a key lists them all")
    print(text)
    return Exit.DONE


def list_all() -> int:
    """Print every key, a line for each."""
    width = max(len(key.path) for key in list_keys())
    for key in list_keys():
        print(f"{key.path.ljust(width)}  {key.meaning}")
    return Exit.DONE


def print_key_list() -> int:
    """Print the section of docs/records.md that lists every key."""
    print(write_key_list().rstrip("\n"))
    return Exit.DONE


def write_schemas(folder: Path) -> int:
    """Write the schemas of all files of records into a folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in make_schemas().items():
            (folder / name).write_text(write_schema(schema), "utf-8")
            print(folder / name)
    except OSError as error:
        raise ExitError(Exit.BAD_INPUT, f"{folder} cannot be written: {error.strerror}") from error
    return Exit.DONE


def _read_own_values(data: Path) -> dict[str, dict[str, str]]:
    """The values that the records of a folder define, with their meanings; what cannot be read is left out."""
    found: dict[str, dict[str, str]] = {path: {} for path in _SECTIONS}
    found["events.kind"].update(EVENT_KINDS)
    for file in list_files(data)[0]:
        raw = read_bytes(file)
        for part in [] if isinstance(raw, Problem) else cut(file, raw):
            plain = read_part(part)[0].data
            for path, section in _SECTIONS.items():
                entries = plain.get(section) if isinstance(plain, dict) else None
                for key, entry in entries.items() if isinstance(entries, dict) else ():
                    means = entry.get("means") if isinstance(entry, dict) else None
                    found[path][key] = means if isinstance(means, str) else ""
    return found
