"""A parser of typed slash commands: ``/who-said words: irreversible country: KR`` to a command and its options."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

Value = str | int | float | bool
NEAR = 72  # of 100: below this a word with a colon is taken for text, not for a mistyped option
TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
NAMED = re.compile(r"(?:^|(?<=\s))(?P<name>[-_\w]{1,32}):(?=\s|$)")
QUOTED = re.compile(r'(?:^|(?<=[\s:]))"[^"]*"(?=\s|$)')
# Options whose values have labels of their own: "scope: countries: KR; pairs: KR-RU".
LABELLED = frozenset({"scope"})
KINDS = {3: "text", 4: "integer", 5: "boolean", 10: "number"}


class LineError(Exception):
    """A line that cannot be carried out; the text says what was not understood and what is near."""


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """An option of a command. ``kind``: text, integer, number or boolean; anything else is passed on as text."""

    name: str
    required: bool = False
    kind: str = "text"
    autocomplete: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A command by its full name (``briefing preview``) and the values of its options, each in its type."""

    command: str
    options: dict[str, Value] = field(default_factory=dict)


def read_specs(commands: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[OptionSpec, ...]]:
    """The commands' full names and options, from the JSON in which a bot registers them."""
    specs: dict[str, tuple[OptionSpec, ...]] = {}
    for name, command in commands.items():
        options = command.get("options") or []
        inner = {f"{name} {option['name']}": option for option in options if option["type"] in (1, 2)}
        if inner:
            specs |= read_specs(inner)
        else:
            specs[name] = tuple(
                OptionSpec(
                    option["name"],
                    bool(option.get("required")),
                    KINDS.get(option["type"], "text"),
                    bool(option.get("autocomplete")),
                    tuple(str(choice["name"]) for choice in option.get("choices") or ()),
                )
                for option in options
            )
    return specs


def split_command(text: str, commands: Mapping[str, Sequence[OptionSpec]]) -> tuple[str, str]:
    """The command's full name and the rest of the line. Raises LineError with the nearest command."""
    words = text.strip().removeprefix("/").split()
    if not words:
        raise LineError(f"Type a command: {list_commands(commands)}.")
    for count in range(min(3, len(words)), 0, -1):
        name = " ".join(words[:count])
        if name in commands:
            rest = text.strip().removeprefix("/")
            for word in words[:count]:
                rest = rest.lstrip().removeprefix(word)
            return name, rest
    inside = [name for name in commands if name.startswith(f"{words[0]} ")]
    if inside:
        raise LineError(f"/{words[0]} needs one of: {list_commands(inside)}.")
    near = find_near(words[0], {name.split()[0]: None for name in commands})
    hint = f" Did you mean /{near}?" if near else f" There are {list_commands(commands)}."
    raise LineError(f"There is no command /{words[0]}.{hint}")


def parse_line(text: str, commands: Mapping[str, Sequence[OptionSpec]]) -> Line:
    """Read a line. A value runs until the next known option that does not stand in quotation marks; the marks stay,
    as they do in Discord's own box, where they ask for exact wording.

    Text before the first option is the value of the first required option, as in Discord's own box.
    Raises LineError for an unknown command or option, a missing required one, one given twice, or a wrong type.
    """
    command, rest = split_command(text, commands)
    specs = {spec.name: spec for spec in commands[command]}
    bare, given = split_options(command, rest, specs)
    if bare:
        first = next((spec.name for spec in specs.values() if spec.required and spec.name not in given), None)
        if first is None:
            raise LineError(f"/{command}: “{bare}” stands before any option. {list_options(specs)}")
        given = {first: bare} | given
    missing = [spec.name for spec in specs.values() if spec.required and not given.get(spec.name)]
    if missing:
        raise LineError(f"/{command} needs {', '.join(f'{name}: …' for name in missing)}.")
    return Line(command, {name: read_value(command, specs[name], value) for name, value in given.items()})


def split_options(command: str, rest: str, specs: Mapping[str, OptionSpec]) -> tuple[str, dict[str, str]]:
    """The text before the first option, and the raw value of each option in the order given."""
    marks = find_marks(command, rest, specs)
    bare = (rest[: marks[0][1]] if marks else rest).strip()
    given: dict[str, str] = {}
    ends = [begin for _, begin, _ in marks[1:]] + [len(rest)]
    for (name, _, start), end in zip(marks, ends, strict=False):
        if name in given:
            raise LineError(f"/{command}: the option {name}: is given twice.")
        given[name] = rest[start:end].strip()
    return bare, given


def find_marks(command: str, rest: str, specs: Mapping[str, OptionSpec]) -> list[tuple[str, int, int]]:
    """Where options begin: name, start of the name, start of the value; what stands in quotes is passed over."""
    quoted = [found.span() for found in QUOTED.finditer(rest)]
    known = re.compile(rf"(?:^|(?<=\s))(?P<name>{'|'.join(map(re.escape, specs)) or '(?!)'}):")
    marks = [
        (found["name"], found.start(), found.end())
        for found in known.finditer(rest)
        if not any(start < found.start() < end for start, end in quoted)
    ]
    first = marks[0][1] if marks else len(rest)
    for found in NAMED.finditer(rest):
        if found["name"] in specs or any(start < found.start() < end for start, end in quoted):
            continue
        before = [name for name, start, _ in marks if start < found.start()]
        if before and before[-1] in LABELLED:
            continue
        near = find_near(found["name"], specs)
        leads = found.start() < first and not rest[: found.start()].strip()
        if near or leads:
            hint = f" Did you mean {near}:?" if near else f" {list_options(specs)}"
            raise LineError(f"/{command} has no option {found['name']}:.{hint}")
    return marks


def read_value(command: str, spec: OptionSpec, raw: str) -> Value:
    """A raw value in the option's type; LineError if it is none of that type."""
    place = f"/{command} {spec.name}:"
    if not raw:
        raise LineError(f"{place} has no value.")
    if spec.choices and raw not in spec.choices:
        near = find_near(raw, dict.fromkeys(spec.choices))
        hint = f" Did you mean {near}?" if near else ""
        raise LineError(f"{place} takes one of: {', '.join(spec.choices)}.{hint}")
    if spec.choices:
        return raw
    if spec.kind == "boolean":
        if raw.casefold() not in TRUE + FALSE:
            raise LineError(f"{place} takes true or false, not “{raw}”.")
        return raw.casefold() in TRUE
    if spec.kind in ("integer", "number"):
        try:
            return int(raw) if spec.kind == "integer" else float(raw)
        except ValueError:
            number = "a whole number" if spec.kind == "integer" else "a number"
            raise LineError(f"{place} takes {number}, not “{raw}”.") from None
    return raw


def find_near(name: str, known: Mapping[str, object]) -> str | None:
    """The known name that was probably meant, if one is near enough."""
    found = process.extractOne(name.casefold(), list(known), scorer=fuzz.ratio, score_cutoff=NEAR)
    return str(found[0]) if found else None


def list_commands(names: Mapping[str, object] | Sequence[str]) -> str:
    """Commands in a row, as they are typed."""
    return ", ".join(f"/{name}" for name in names)


def list_options(specs: Mapping[str, OptionSpec]) -> str:
    """A sentence that names a command's options."""
    return f"Its options are {', '.join(f'{name}:' for name in specs)}." if specs else "It takes no options."
