"""The moving card of a review: one draft with its passage, what was made of it, and the decisions on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord
from discord import ui

from bot.answers.near_statements import NearStatement
from bot.chat import custom_ids
from bot.chat.custom_ids import Review, ReviewAct
from bot.chat.limits import MAX_OPTION_CHARACTERS, MAX_SELECT_OPTIONS
from bot.chat.render.card import attach
from bot.chat.render.layout import CONTAINER_SIZE, FULL_MESSAGE, Colour, Component, View, make_view, measure
from bot.chat.render.markdown import indent, keep, mark_words, quote, say, tame
from bot.chat.render.review_post import draw_line, show_day
from bot.ingest.drafting.model import Band
from bot.ingest.review.model import DraftFile, Reason, ReviewDraft, Status

MAX_FACT_CHARACTERS = 1_100  # for rules and long lists; beyond, a field is one short line
OTHER_STATEMENT = "?"  # stands for a statement that is named by its id
_BANDS = {Band.SURE: "sure", Band.LOOK: "to look at", Band.NO_SPEAKER: "without speaker"}
_STATUS = {Status.APPROVED: "approved", Status.MERGED: "added as one more report", Status.REFUSED: "no statement"}
_REASONS = {
    Reason.NOT_A_STATEMENT: "Not a statement",
    Reason.NOT_ITS_WORDS: "Not the speaker's words",
    Reason.TWICE: "Drafted twice",
    Reason.NOT_WANTED: "Not wanted here",
}


@dataclass(frozen=True, slots=True)
class CardContext:
    """What a card shows beside the draft.

    names    of the parties by id
    before   the paragraph before the passage, as the source has it; empty where it is not needed
    near     statements held that come nearest, the nearest first
    notice   what the last step came to
    post     the message in the channel that stands for the document; 0 where there is none
    """

    locale: str
    names: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    near: Sequence[NearStatement] = ()
    notice: str = ""
    post: int = 0


@dataclass(frozen=True, slots=True)
class ReviewMessage:
    """A message ready to send."""

    view: View
    files: tuple[discord.File, ...] = ()


def draw_card(file: DraftFile, draft: ReviewDraft, context: CardContext) -> ReviewMessage:
    """Draw the card of a draft."""
    at = [one.key for one in file.drafts].index(draft.key) + 1
    state = _BANDS[draft.band] if draft.status is Status.OPEN else _tell_decision(draft)
    head = [f"-# {at} of {len(file.drafts)} · `{draft.key}` · {draft.entry['report']['kind']} · {state}"]
    if context.notice:
        head.insert(0, f"**{say(context.notice, 500)}**")
    passage = indent(mark_passage(draft))
    before = "\n".join(f"-# {line}" for line in keep(context.before).splitlines() if line.strip())
    facts = ui.TextDisplay[View]("\n".join(_tell_facts(draft, context)))
    nearest = _tell_nearest(context.near[0]) if context.near else ""
    ways = [ui.Separator[View](), *_draw_ways(file, draft, context)]
    parts: list[Component] = []
    attached = False
    # What a message cannot hold is left out in this order: the nearest statement, the paragraph before; the passage is
    # attached as a file then, and never shortened.
    for shown, inline in (((nearest, before), True), (("", before), True), (("", ""), True), (("", ""), False)):
        attached = not inline
        parts = [ui.TextDisplay("\n".join(head))]
        parts += [ui.TextDisplay(shown[1])] if shown[1] else []
        parts += [ui.TextDisplay(passage)] if inline else _draw_attached(draft)
        parts += [facts, *([ui.TextDisplay(shown[0])] if shown[0] else []), *ways]
        if (FULL_MESSAGE - CONTAINER_SIZE).holds(measure(parts)):
            break
    files = (attach(f"{draft.key}.txt", draft.passage),) if attached else ()
    colour = {Band.SURE: Colour.FOUND, Band.LOOK: Colour.NEAR, Band.NO_SPEAKER: Colour.REFUSED}[draft.band]
    return ReviewMessage(make_view(*parts, colour=colour if draft.status is Status.OPEN else Colour.QUIET), files)


def _draw_attached(draft: ReviewDraft) -> list[Component]:
    return [
        ui.TextDisplay("-# The passage is too long for a message; it is attached in full."),
        ui.File(f"attachment://{draft.key}.txt"),
    ]


def draw_finished(file: DraftFile, notice: str, post: int) -> ReviewMessage:
    """The card where every draft is decided."""
    lines = [f"**{say(notice, 500)}**"] if notice else []
    lines.append("Every draft of this document is decided." if file.drafts else "This document has no drafts.")
    row: ui.ActionRow[View] = ui.ActionRow()
    if file.drafts:
        row.add_item(_button("◀ Back", Review("back", file.id, file.drafts[0].key, 0, post)))
        row.add_item(_button("Undo", Review("list decided", file.id, "-", 0, post)))
    return ReviewMessage(
        make_view(ui.TextDisplay("\n".join(lines)), *([row] if row.children else []), colour=Colour.FOUND)
    )


def draw_decided(file: DraftFile, decided: Sequence[ReviewDraft], names: Mapping[str, str], post: int) -> ReviewMessage:
    """The decisions that can be taken back, the newest first."""
    back = ui.ActionRow(_button("◀ Back to the drafts", Review("open", file.id, "-", 1, post)))
    if not decided:
        return ReviewMessage(make_view(ui.TextDisplay("Nothing is decided yet."), back, colour=Colour.QUIET))
    lines = [f"{draw_line(draft, names)} – {_STATUS[draft.status]}" for draft in decided]
    while sum(map(len, lines)) > 3_000:
        lines.pop()
    options = [
        discord.SelectOption(
            label=tame(f"{draft.key}: {_STATUS[draft.status]}, {draft.id}", MAX_OPTION_CHARACTERS),
            value=f"{draft.key}.{draft.version}",
        )
        for draft in decided
    ]
    step = custom_ids.review(Review("undo", file.id, "-", 0, post))
    select: ui.Select[View] = ui.Select(custom_id=step, placeholder="Take a decision back", options=options)
    return ReviewMessage(
        make_view(ui.TextDisplay("\n".join(lines)), ui.ActionRow(select), back, colour=Colour.QUESTION)
    )


def mark_passage(draft: ReviewDraft) -> str:
    """The passage, escaped, with its quotations in bold and its clause underlined; a clause alone is in bold."""
    report, passage = draft.entry["report"], draft.passage
    bold = []
    for one in report.get("quotes") or ():
        exact, occurrence = (str(one["exact"]), one.get("occurrence", 1)) if isinstance(one, Mapping) else (str(one), 1)
        if span := _find(passage, exact, int(occurrence)):
            bold.append(span)
    clause = _find(passage, str(report.get("clause") or ""), 1)
    return mark_words(passage, sorted(bold), [clause] if clause else [])


def _find(text: str, words: str, occurrence: int) -> tuple[int, int] | None:
    at = -1
    for _ in range(occurrence):
        at = text.find(words, at + 1) if words else -1
        if at < 0:
            return None
    return at, at + len(words)


def _tell_facts(draft: ReviewDraft, context: CardContext) -> list[str]:
    """What was made of the passage, a line for each field, with the rule that gave it."""
    entry, report, names = draft.entry, draft.entry["report"], context.names
    held = entry.get("same_as")
    facts = [("Same as", str(held), "")] if held else []
    who = [_name(ref, draft, names) for ref in _as_list(entry.get("speaker"))]
    role = report.get("as_written", {}).get("role") or ", ".join(_as_list(entry.get("role")))
    if not held:
        facts.append(("Speaker", f"{', '.join(who) or 'not known'}{f', {role}' if role else ''}",
                      draft.rules.get("speaker") or report.get("inferred_how") or ""))  # fmt: skip
        addressees = [_name(ref, draft, names) for ref in _as_list(entry.get("to"))]
        facts.append(("To", ", ".join(addressees), draft.rules.get("to") or draft.rules.get("addressees") or ""))
        facts.append(("About", ", ".join(_as_list(entry.get("about"))), draft.rules.get("about") or ""))
        act = f"{entry.get('act') or '?'} / {entry.get('tone') or '?'}"
        facts.append(("Act", act, draft.rules.get("act") or draft.rules.get("tone") or ""))
    day = report.get("day") or entry.get("day")
    facts.append(("Day", show_day(str(day), context.locale) if day else "not known",
                  report.get("day_how") or draft.rules.get("day") or ""))  # fmt: skip
    via = [_name(ref, draft, names) for ref in _as_list(report.get("via"))]
    facts.append(("Reported by way of", " ← ".join(via), draft.rules.get("via") or ""))
    recounted = report.get("recounted_by")
    facts.append(("In the account of", _name(str(recounted), draft, names) if recounted else "", ""))
    lines, room = [], MAX_FACT_CHARACTERS
    for label, value, rule in facts:
        if value:
            line = f"**{label}**: {say(value, 250)}" + (f"\n-# {say(rule, 200)}" if rule else "")
            lines.append(line if len(line) <= room else f"**{label}**: {say(value, 60)}")
            room -= len(lines[-1])
    if entry.get("paraphrase"):
        lines.append(f"-# Paraphrase, not a quotation: {say(str(entry['paraphrase']), 300)}")
    return lines


def _name(ref: str, draft: ReviewDraft, names: Mapping[str, str]) -> str:
    """A party by its name; one that the draft brings is said to be new."""
    for records in draft.vocabulary.values():
        if ref in records and ref not in names:
            return f"{records[ref].get('name', ref)} (new: {ref})"
    return f"{names[ref]} ({ref})" if ref in names else ref


def _as_list(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(one) for one in value]


def _tell_nearest(near: NearStatement) -> str:
    lines = [f"Nearest statement held: `{near.id}` – {say(near.who, 120)}, {say(near.when, 60)}"]
    if near.quotation and len(near.quotation) <= 300:
        lines.append(f"> {quote(near.quotation)}")
    elif near.paraphrase:
        lines.append(f"-# Paraphrase, not a quotation: {say(near.paraphrase, 300)}")
    return "\n".join(lines)


def _tell_decision(draft: ReviewDraft) -> str:
    decision = draft.decision
    if decision is None:
        return _STATUS.get(draft.status, "open")
    by = say(decision.by, 60)
    if decision.by.startswith("discord:") and decision.by[8:].isdecimal():
        by = f"<@{decision.by[8:]}>"
    reason = f" ({decision.reason})" if decision.reason else ""
    return f"{_STATUS.get(draft.status, 'open')}{reason} by {by}, {say(decision.at[:16].replace('T', ' '), 20)} UTC"


def _draw_ways(file: DraftFile, draft: ReviewDraft, context: CardContext) -> list[Component]:
    def step(act: ReviewAct) -> Review:
        return Review(act, file.id, draft.key, draft.version, context.post)

    moving = [_button("◀ Back", step("back")), _button("Next ▶", step("next")), _button("Undo …", step("list decided"))]
    if draft.status is not Status.OPEN:
        return [ui.ActionRow(*moving)]
    approve: ui.Button[View] = _button("Approve", step("approve"), discord.ButtonStyle.success)
    first: ui.ActionRow[View] = ui.ActionRow(approve, _button("Edit", step("edit")), *moving)
    reasons = [discord.SelectOption(label=label, value=str(n)) for n, label in enumerate(_REASONS.values())]
    refuse: ui.Select[View] = ui.Select(
        custom_id=custom_ids.review(step("refuse")), placeholder="Not a statement …", options=reasons
    )
    same = [
        discord.SelectOption(
            label=tame(near.id, MAX_OPTION_CHARACTERS),
            value=near.id,
            description=tame(f"{near.who}, {near.when}", MAX_OPTION_CHARACTERS),
        )
        for near in context.near[: MAX_SELECT_OPTIONS - 1]
    ]
    same.append(discord.SelectOption(label="Another one, by its id …", value=OTHER_STATEMENT))
    merge: ui.Select[View] = ui.Select(
        custom_id=custom_ids.review(step("merge")), placeholder="Same as …", options=same
    )
    return [first, ui.ActionRow(refuse), ui.ActionRow(merge)]


def read_reason(chosen: str) -> Reason | None:
    """The reason that was chosen; None for what the card does not offer."""
    reasons = list(_REASONS)
    return reasons[int(chosen)] if chosen.isascii() and chosen.isdecimal() and int(chosen) < len(reasons) else None


def list_refs(draft: ReviewDraft) -> list[str]:
    """The parties that a card names."""
    report = draft.entry["report"]
    refs = [ref for name in ("speaker", "to") for ref in _as_list(draft.entry.get(name))]
    return refs + _as_list(report.get("via")) + _as_list(report.get("recounted_by"))


def _button(label: str, step: Review, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> ui.Button[View]:
    return ui.Button(label=label, custom_id=custom_ids.review(step), style=style)
