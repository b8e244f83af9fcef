"""The forms of a review: a draft's fields, the id of a statement that is held, and pasted text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import discord
from discord import ui

from bot.chat import custom_ids
from bot.chat.custom_ids import Review
from bot.ingest.review.edits import read_fields
from bot.ingest.review.model import ReviewDraft

MAX_PASTED_CHARACTERS: Final = 4_000  # of one field of a form
PASTED = ("text", "text-2", "text-3")
FIELDS: Final = {
    "speaker": ("Speaker", "Ids or names, one a line", 500),
    "to": ("To", "Countries, people or bodies, one a line", 500),
    "act": ("Act / tone", "REJECT / refuse", 80),
    "day": ("Day", "2024-06-26, 2024-06, 2024-06-19/2024-06-21", 40),
    "paraphrase": ("Paraphrase", "One sentence of ours, without quotation marks", 500),
}


def draw_edit(draft: ReviewDraft, step: Review, typed: Mapping[str, str] | None = None) -> ui.Modal:
    """The form of a draft's fields, filled in with what it holds, or with what was typed and refused."""
    values = read_fields(draft) | dict(typed or {})
    form = ui.Modal(title=f"Edit {draft.key}", custom_id=custom_ids.review(step))
    for name, shown in FIELDS.items():
        form.add_item(_field(name, shown, values[name], long=name in ("speaker", "to", "paraphrase")))
    return form


def draw_same(step: Review, near: str = "") -> ui.Modal:
    """The form for the id of a statement that is held."""
    form = ui.Modal(title="The same statement is held", custom_id=custom_ids.review(step))
    form.add_item(_field("id", ("Its id", "lim-serious-threat", 64), near, long=False, required=True))
    return form


def draw_paste() -> ui.Modal:
    """The form for pasted text, in up to three parts, because a field holds 4,000 characters."""
    form = ui.Modal(title="Take in a document", custom_id=custom_ids.PASTE)
    labels = ("Text", "Text, continued", "Text, continued")
    for n, (name, label) in enumerate(zip(PASTED, labels, strict=True)):
        hint = "Title, byline and day as well, if you have them" if n == 0 else "Where the field above is full"
        form.add_item(_field(name, (label, hint, MAX_PASTED_CHARACTERS), "", long=True, required=n == 0))
    return form


def read_values(components: Any) -> dict[str, str]:
    """The texts of a form that was sent off, by their custom_ids, from the parts as they came."""
    found: dict[str, str] = {}
    waiting = [components]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            waiting += [part[key] for key in ("component", "components") if key in part]
            if isinstance(part.get("custom_id"), str) and isinstance(part.get("value"), str):
                found[part["custom_id"]] = part["value"]
    return found


def _field(name: str, shown: tuple[str, str, int], value: str, *, long: bool, required: bool = False) -> ui.Label[Any]:
    label, hint, longest = shown
    text: ui.TextInput[Any] = ui.TextInput(
        custom_id=name,
        style=discord.TextStyle.paragraph if long else discord.TextStyle.short,
        placeholder=hint,
        default=value[:longest] or None,
        required=required,
        max_length=longest,
    )
    return ui.Label(text=label, component=text)
