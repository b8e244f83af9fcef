"""What is followed, as a list and as a choice of what to end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.answers.formatting.statement_lines import count
from bot.chat import custom_ids
from bot.chat.limits import MAX_OPTION_CHARACTERS, MAX_SELECT_OPTIONS
from bot.chat.render.layout import FOLLOWS, Component, make_view
from bot.chat.render.markdown import say, show_instant, tame
from bot.state.follows import Follow

MAX_LINES_CHARACTERS = 1_700  # characters for each of two lists
HEADINGS = {"here": "Followed in this channel", "direct": "Followed by you, told by direct message"}


def draw_follows(
    follows: Sequence[tuple[Follow, str, str]], problems: Mapping[str, str | None], *, server: bool
) -> ui.LayoutView:
    """List what is followed: each follow with its name and where it is told of ("here", "direct").

    `problems` says why the newest message there could not be delivered; `server` whether there is a channel to list.
    """
    parts: list[Component] = []
    for where in ("here", "direct") if server else ("direct",):
        lines = [f"### {HEADINGS[where]}"]
        listed = [_draw_line(follow, label) for follow, label, place in follows if place == where]
        lines += _fit(listed) or ["Nothing. /follow add begins."]
        if problem := problems.get(where):
            lines.append(f"-# ⚠ The newest message could not be delivered: {say(problem)}")
        parts.append(ui.TextDisplay("\n".join(lines)))
    return make_view(*parts, colour=FOLLOWS)


def draw_offer(title: str, follows: Sequence[tuple[int, str, str]]) -> ui.LayoutView:
    """Offer what can be ended: each by its number and name, and where it is told of."""
    parts: list[Component] = [ui.TextDisplay(say(title))]
    for where, heading in HEADINGS.items():
        options = [
            discord.SelectOption(label=tame(label, MAX_OPTION_CHARACTERS) or "…", value=str(number))
            for number, label, place in follows
            if place == where
        ]
        if options:
            select: ui.Select[ui.LayoutView] = ui.Select(
                custom_id=custom_ids.unfollow(where), placeholder=heading, options=options[:MAX_SELECT_OPTIONS]
            )
            parts.append(ui.ActionRow(select))
    return make_view(*parts, colour=FOLLOWS)


def _draw_line(follow: Follow, label: str) -> str:
    name = f"**{say(label, 100)}**"
    if follow.ended is None:
        return f"{name} · since {show_instant(follow.began)}"
    because = f", because {say(follow.ended_because)}" if follow.ended_because else ""
    return f"{name} · ended on {show_instant(follow.ended)}{because}; /follow add begins it again"


def _fit(lines: Sequence[str]) -> list[str]:
    shown: list[str] = []
    room = MAX_LINES_CHARACTERS
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            return [*shown, f"-# and {count(len(lines) - len(shown), 'more', 'more')}; /follow stop offers all of them"]
        shown.append(line)
    return shown
