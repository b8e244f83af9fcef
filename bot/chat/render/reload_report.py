"""The answer to /reload: the changes, or the problems; what does not fit the message is attached as a text file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import discord
from discord import ui

from bot.answers.formatting.counts import tell_counts
from bot.answers.formatting.statement_lines import count
from bot.answers.service import Reloaded
from bot.chat import custom_ids
from bot.chat.render.card import attach
from bot.chat.render.layout import Colour, Component, make_view
from bot.chat.render.markdown import say
from bot.corpus.problems import Problem
from bot.store.errors import RemovalError

MAX_LINES_CHARACTERS = 3_000
MAX_PROBLEMS = 8
# Of an attached file: far below what Discord takes, and more than anybody reads.
MAX_FILE_BYTES, MAX_LINE_CHARACTERS = 1_000_000, 2_000


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """A message ready to send."""

    view: ui.LayoutView
    files: tuple[discord.File, ...]


def draw_reloaded(reloaded: Reloaded) -> ReloadReport:
    """Say what was added, changed and removed, how much the store holds now, and how long it took."""
    changes = reloaded.changes
    groups = (("Added", changes.added), ("Changed", changes.changed), ("Removed", changes.removed))
    figures = ", ".join(f"{len(names)} {label.lower()}" for label, names in groups)
    unchanged = not any(names for _, names in groups)
    title = "Reloaded: no statement changed" if unchanged else f"Reloaded: {figures}"
    if reloaded.was_damaged:
        title = "Reloaded: the store was damaged and has been built anew"
    facts = (
        f"The store holds {tell_counts(reloaded.counts)}.",
        f"Version {reloaded.version}, in {reloaded.seconds:.2f} s.",
    )
    lines: list[str] = []
    for label, names in groups:
        if names:
            lines += [f"{label} ({len(names)})", *(f"· {name.id}: {name.speaker}" for name in names)]
    return _compose(title, facts, lines, "changes.txt", Colour.FOUND)


def draw_problems(problems: Sequence[Problem]) -> ReloadReport:
    """Say that the old store stays, with the first mistakes here and all of them in a file."""
    title = f"Not reloaded: {count(len(problems), 'problem')} in the data"
    facts = ("The old store stays in use.",)
    lines = [str(problem) for problem in problems]
    return _compose(title, facts, lines, "problems.txt", Colour.REFUSED, attached=True)


def draw_removal(error: RemovalError) -> ReloadReport:
    """Ask whether so many statements are to go."""
    ask: ui.Button[ui.LayoutView] = ui.Button(
        label=f"Remove {count(error.removed, 'statement')}",
        style=discord.ButtonStyle.danger,
        custom_id=custom_ids.RELOAD,
    )
    text = f"## Not reloaded: {count(error.removed, 'statement')} of {error.total:,} would go\n{say(str(error), 400)}"
    hint = "-# Is the folder of the records mounted, and all of it there?"
    parts: tuple[Component, ...] = (ui.TextDisplay(f"{text}\n{hint}"), ui.ActionRow(ask))
    return ReloadReport(make_view(*parts, colour=Colour.REFUSED), ())


def _compose(
    title: str, facts: Iterable[str], lines: Sequence[str], name: str, colour: Colour, *, attached: bool = False
) -> ReloadReport:
    shown: list[str] = []
    room = MAX_LINES_CHARACTERS
    for line in lines[:MAX_PROBLEMS] if attached else lines:
        text = say(line, 500)
        room -= len(text) + 1
        if room < 0:
            break
        shown.append(text)
    parts: list[Component] = [ui.TextDisplay("\n".join((f"## {say(title)}", *(say(fact, 400) for fact in facts))))]
    if shown:
        parts += [ui.Separator(), ui.TextDisplay("\n".join(shown))]
    files: list[discord.File] = []
    if attached or len(shown) < len(lines):
        if len(shown) < len(lines):
            parts.append(ui.TextDisplay(f"-# and {len(lines) - len(shown)} more; all of them are attached"))
        parts.append(ui.File(f"attachment://{name}"))
        files.append(attach(name, _bound(lines)))
    return ReloadReport(make_view(*parts, colour=colour), tuple(files))


def _bound(lines: Sequence[str]) -> str:
    """Lines as a file that Discord takes, however many and long they are; the last one says how many are left out."""
    cut = [line if len(line) <= MAX_LINE_CHARACTERS else f"{line[:MAX_LINE_CHARACTERS]} …" for line in lines]
    sizes = list(accumulate(len(line.encode("utf-8", "replace")) + 1 for line in cut))
    fitting = bisect_right(sizes, MAX_FILE_BYTES)
    rest = len(lines) - fitting
    return "\n".join([*cut[:fitting], *([f"and {rest:,} more"] if rest else [])]) + "\n"
