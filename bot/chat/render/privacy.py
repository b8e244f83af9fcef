"""The messages of /privacy: the data about a person, and what was deleted."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import ui

from bot.answers.formatting.statement_lines import count
from bot.chat import custom_ids
from bot.chat.render.layout import Colour, Component, make_view
from bot.chat.render.markdown import say, show_instant
from bot.state.personal_data import PersonalRecords

MAX_LINES_CHARACTERS = 2_600
NOTHING = "I hold nothing about you."
ELSEWHERE = "PRIVACY.md, beside the program, says what is held, why and for how long."
GOES_ON = "What you set up for channels goes on, without your name."
NOT_OURS = "Messages that I have already written to you stay in your Discord; you can delete them there."


def draw_records(records: PersonalRecords, labels: Mapping[str, str], *, asks_to_forget: bool) -> ui.LayoutView:
    """List all that is held; `labels` names the scopes. With `asks_to_forget` it can be deleted from here."""
    if not records:
        return make_view(ui.TextDisplay(f"{say(NOTHING)}\n-# {say(ELSEWHERE)}"), colour=Colour.QUIET)
    parts: list[Component] = [ui.TextDisplay("\n".join(["## What I hold about you", *_list(records, labels)]))]
    if not asks_to_forget:
        parts.append(ui.TextDisplay(f"-# /privacy forget deletes it. {say(ELSEWHERE)}"))
        return make_view(*parts, colour=Colour.QUIET)
    parts.append(ui.TextDisplay(f"Delete it? {GOES_ON}" if _names_setter(records) else "Delete it?"))
    delete: ui.Button[ui.LayoutView] = ui.Button(
        label="Delete", style=discord.ButtonStyle.danger, custom_id=custom_ids.FORGET
    )
    parts.append(ui.ActionRow(delete))
    return make_view(*parts, colour=Colour.QUIET)


def draw_forgotten(records: PersonalRecords, labels: Mapping[str, str]) -> ui.LayoutView:
    """Say what was deleted, and what stays."""
    if not records:
        return make_view(ui.TextDisplay(say(f"{NOTHING} There was nothing to delete.")), colour=Colour.QUIET)
    lines = ["## Deleted", *_list(records, labels)]
    if _names_setter(records):
        lines.append(f"-# {say(GOES_ON)}")
    if records.alerts:
        lines.append(f"-# {say(NOT_OURS)}")
    return make_view(ui.TextDisplay("\n".join(lines)), colour=Colour.QUIET)


def _names_setter(records: PersonalRecords) -> bool:
    """Whether the person is named as the one who set something up for a channel."""
    return bool(records.set_follows or records.set_briefings)


def _list(records: PersonalRecords, labels: Mapping[str, str]) -> list[str]:
    lines = [
        *(_tell_follow(labels[scope], began, because) for scope, began, because in records.follows),
        *_tell_alerts(records),
        *(f"Your name as the one who made <#{channel}> follow {say(labels[scope], 100)}"
          for channel, scope in records.set_follows),
        *(f"Your name as the one who ordered the briefing ‹{say(name, 60)}› for <#{channel}>"
          for channel, name in records.set_briefings),
    ]  # fmt: skip
    shown: list[str] = []
    room = MAX_LINES_CHARACTERS
    for line in lines:
        room -= len(line) + 3
        if room < 0:
            return [*shown, f"- and {len(lines) - len(shown)} more of these"]
        shown.append(f"- {line}")
    return shown


def _tell_follow(label: str, began: float, because: str | None) -> str:
    ended = f"; ended, because {say(because)}" if because else ""
    return f"You follow {say(label, 100)}, since {show_instant(began)}{ended}"


def _tell_alerts(records: PersonalRecords) -> list[str]:
    if not records.alerts or records.newest_alert is None:
        return []
    noted, newest = count(records.alerts, "message"), show_instant(records.newest_alert)
    return [f"{noted} to you about what you follow: when, and which statements; newest {newest}"]
