"""/help: how to ask, with examples that find something in the loaded store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from rapidfuzz import process

from bot.answers.catalogue import COMMANDS, CommandSpec, write_typed
from bot.answers.model import Answer, Choice, Entry, HelpItem
from bot.answers.options.errors import NotUnderstood
from bot.answers.resolved_question import ResolvedQuestion
from bot.store.filters import Filter
from bot.store.records import StatementRecord
from bot.store.store import Store

SHOWN = 3
HOW_TO_NAME = (
    "A country goes by code, name, demonym or capital (KR, ROK, South Korean, Seoul), a person by any spelling, "
    "a day by date, month or plain English (2024-06-26, June 2024, last week)."
)
_LOOKED_AT = 50
_SHORT_QUOTATION = 5

Examples = Mapping[str, tuple[str, ...]]


def answer_help(asked: ResolvedQuestion, examples: Examples) -> Answer:
    """Explain one command, or all of them. Raises NotUnderstood for an unknown one."""
    wanted = asked.values.get("command", "").removeprefix("/").lower()
    if wanted and wanted not in COMMANDS:
        nearest = tuple(Choice(f"/{name}", "command", name) for name in find_commands(wanted))
        raise NotUnderstood("command", wanted, f"there is no command /{wanted[:40]}", nearest)
    specs = [COMMANDS[wanted]] if wanted else list(COMMANDS.values())
    begin = asked.find_begin([spec.name for spec in specs])
    return Answer(
        question=asked.question,
        status="found",
        title=f"How to ask /{wanted}" if wanted else "How to ask",
        entries=tuple(Entry(_make_item(spec, examples.get(spec.name, ())), "", spec.name) for spec in specs[begin:]),
        total=len(specs),
        notes=(HOW_TO_NAME,),
    )


def find_commands(typed: str) -> list[str]:
    """Find the commands whose names are nearest to what was typed."""
    names = list(COMMANDS)
    begun = [name for name in names if typed and name.startswith(typed)]
    near = [name for name, _, _ in process.extract(typed, names, limit=3, score_cutoff=55)]
    return list(dict.fromkeys([*begun, *near]))


async def choose_examples(
    store: Store, find_something: Callable[[str, Mapping[str, str]], Awaitable[bool]]
) -> Examples:
    """Choose for each command the examples that find something: the known ones, else others formed from the store."""
    formed = _form_examples((await store.timeline(Filter(), None, _LOOKED_AT, newest_first=True)).statements)
    chosen: dict[str, tuple[str, ...]] = {}
    for name, spec in COMMANDS.items():
        working: list[str] = []
        for options in (*spec.asks, *formed.get(name, ())):
            typed = write_typed(name, options)
            if len(working) < SHOWN and typed not in working and await find_something(name, options):
                working.append(typed)
        chosen[name] = tuple(working)
    return chosen


def _form_examples(statements: tuple[StatementRecord, ...]) -> dict[str, list[dict[str, str]]]:
    formed: dict[str, list[dict[str, str]]] = {name: [] for name in COMMANDS}
    for statement in statements:
        speaker = statement.speakers[0]
        quotations = [quoted.exact for report in statement.reports for quoted in report.quotations]
        words = next((text for text in quotations if len(text.split()) <= _SHORT_QUOTATION), None)
        formed["statement"].append({"id": statement.id})
        formed["speaker"].append({"name": speaker.party.name})
        formed["timeline"].append({"speaker": speaker.party.name})
        if words:
            formed["who-said"].append({"words": words})
        if speaker.side:
            formed["timeline"].append({"country": speaker.side})
            formed["summary-by-country"].append({"country": speaker.side})
    return {name: [dict(one) for one in {tuple(o.items()): o for o in options}.values()][:SHOWN]
            for name, options in formed.items()}  # fmt: skip


def _make_item(spec: CommandSpec, examples: tuple[str, ...]) -> HelpItem:
    options = tuple((option.name, option.description, option.required) for option in spec.options)
    return HelpItem(spec.name, spec.answers, options, examples)
