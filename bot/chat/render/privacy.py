"""What is held about a person, and what was deleted, as a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord
from discord import ui

from bot.answers.formatting.statement_lines import count
from bot.chat import custom_ids
from bot.chat.render.markdown import say, show_instant
from bot.chat.render.size_limits import Component
from bot.state.personal_data import PersonalRecords

COLOUR = 0x6B7280
LINES_ROOM = 2_600
NOTHING = "I hold nothing about you."
ELSEWHERE = "PRIVACY.md, beside the program, says what is held, why and for how long."
GOES_ON = "What you set up for channels goes on, without your name."
NOT_OURS = "Messages that I have already written to you stay in your Discord; you can delete them there."


def draw_held(held: PersonalRecords, labels: Mapping[str, str], *, asks_to_forget: bool) -> ui.LayoutView:
    """List all that is held; `labels` names the scopes. With `asks_to_forget` it can be deleted from here."""
    if not held:
        return _frame([ui.TextDisplay(f"{say(NOTHING)}\n-# {say(ELSEWHERE)}")])
    parts: list[Component] = [ui.TextDisplay("\n".join(["## What I hold about you", *_list(held, labels)]))]
    if not asks_to_forget:
        parts.append(ui.TextDisplay(f"-# /privacy forget deletes it. {say(ELSEWHERE)}"))
        return _frame(parts)
    parts.append(ui.TextDisplay(f"Delete it? {GOES_ON}" if held.set_follows or held.set_briefings else "Delete it?"))
    delete: ui.Button[ui.LayoutView] = ui.Button(
        label="Delete", style=discord.ButtonStyle.danger, custom_id=custom_ids.FORGET
    )
    parts.append(ui.ActionRow(delete))
    return _frame(parts)


def draw_forgotten(held: PersonalRecords, labels: Mapping[str, str]) -> ui.LayoutView:
    """Say what was deleted, and what stays."""
    if not held:
        return _frame([ui.TextDisplay(say(f"{NOTHING} There was nothing to delete."))])
    lines = ["## Deleted", *_list(held, labels)]
    if held.set_follows or held.set_briefings:
        lines.append(f"-# {say(GOES_ON)}")
    if held.alerts:
        lines.append(f"-# {say(NOT_OURS)}")
    return _frame([ui.TextDisplay("\n".join(lines))])


def _frame(parts: Sequence[Component]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=COLOUR))
    view.stop()
    return view


def _list(held: PersonalRecords, labels: Mapping[str, str]) -> list[str]:
    lines = [
        *(_tell_follow(labels[scope], began, because) for scope, began, because in held.follows),
        *_tell_alerts(held),
        *(f"Your name as the one who made <#{channel}> follow {say(labels[scope], 100)}"
          for channel, scope in held.set_follows),
        *(f"Your name as the one who ordered the briefing ‹{say(name, 60)}› for <#{channel}>"
          for channel, name in held.set_briefings),
    ]  # fmt: skip
    shown: list[str] = []
    room = LINES_ROOM
    for line in lines:
        room -= len(line) + 3
        if room < 0:
            return [*shown, f"- and {len(lines) - len(shown)} more of these"]
        shown.append(f"- {line}")
    return shown


def _tell_follow(label: str, began: float, because: str | None) -> str:
    ended = f"; ended, because {say(because)}" if because else ""
    return f"You follow {say(label, 100)}, since {show_instant(began)}{ended}"


def _tell_alerts(held: PersonalRecords) -> list[str]:
    if not held.alerts or held.newest_alert is None:
        return []
    noted, newest = count(held.alerts, "message"), show_instant(held.newest_alert)
    return [f"{noted} to you about what you follow: when, and which statements; newest {newest}"]
