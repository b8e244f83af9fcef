"""The post of a document under review, the list of its sure drafts, and the outcome of approving them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

import discord
from discord import ui

from bot.answers.formatting.statement_lines import count
from bot.answers.options.dates.format import describe_day
from bot.chat import custom_ids
from bot.chat.custom_ids import Review
from bot.chat.limits import MAX_OPTION_CHARACTERS, MAX_SELECT_OPTIONS
from bot.chat.render.layout import Click, Colour, Component, View, draw_button, link_to, make_view
from bot.chat.render.markdown import keep, quote, say, tame
from bot.corpus.edtf import DayError, parse_day
from bot.ingest.drafting.model import Band
from bot.ingest.review.model import DraftFile, ReviewDraft, Status

MAX_LINES_CHARACTERS = 3_000
MAX_NOTES = 5
MAX_QUOTED_CHARACTERS = 160


def digest(drafts: Iterable[ReviewDraft]) -> str:
    """What tells one list of drafts, each in one version, from another: eight hexadecimal digits."""
    return sha256("\n".join(f"{draft.key} {draft.version}" for draft in drafts).encode()).hexdigest()[:8]


def draw_post(file: DraftFile, locale: str, notes: Sequence[str] = ()) -> View:
    """The one post of a document: what it is, how many drafts of each kind, and the ways on."""
    lines = [f"## {say(str(file.source['title']), 300) or '…'}", f"-# {' · '.join(_describe_source(file, locale))}"]
    lines.append(describe_counts(file))
    if file.set_aside:
        lines.append(f"-# {count(len(file.set_aside), 'quotation')} set aside: nobody's statement")
    noted = [*notes, *(note for note in file.notes if note not in notes)]
    lines += [f"-# ⚠ {say(note, 300)}" for note in noted[:MAX_NOTES]]
    row: ui.ActionRow[View] = ui.ActionRow()
    sure = len(file.list_sure())
    if sure:
        row.add_item(
            _button(f"Approve the {sure} sure ones" if sure > 1 else "Approve the sure one", "list sure", file)
        )
    row.add_item(_button("Review" if file.count(Status.OPEN) else "Look again", "open", file))
    if source := link_to("Source", str(file.source.get("url") or "")):
        row.add_item(draw_button(source))
    colour = Colour.QUESTION if file.count(Status.OPEN) else Colour.FOUND
    return make_view(ui.TextDisplay("\n".join(lines)), row, colour=colour)


def describe_counts(file: DraftFile) -> str:
    """How many drafts there are, of what kind, and what became of those that are decided."""
    if not file.drafts:
        return "No statement was found in it."
    waiting = [draft for draft in file.drafts if draft.status is Status.OPEN]
    bands = ((Band.SURE, "sure"), (Band.LOOK, "to look at"), (Band.NO_SPEAKER, "without speaker"))
    parts = [f"{number} {label}" for band, label in bands if (number := sum(one.band is band for one in waiting))]
    held = sum(draft.proposed is not None for draft in waiting)
    decided = [
        f"{number} {label}"
        for label, number in (
            ("approved", file.count(Status.APPROVED)),
            ("added as one more report", file.count(Status.MERGED)),
            ("no statement", file.count(Status.REFUSED)),
        )
        if number
    ]
    if not waiting:
        return f"**Every draft is decided**: {', '.join(decided)}"
    text = f"**{count(len(waiting), 'draft')}**: {', '.join(parts)}"
    if held:
        text += f"; {held} perhaps held already"
    return f"{text}\n-# Decided: {', '.join(decided)}" if decided else text


def draw_sure(file: DraftFile, names: Mapping[str, str], post: int) -> View:
    """A line for each sure draft, and the button that approves those that are listed."""
    listed: list[ReviewDraft] = []
    lines: list[str] = []
    room = MAX_LINES_CHARACTERS
    for draft in file.list_sure():
        line = draw_line(draft, names)
        room -= len(line) + 1
        if room < 0:
            break
        listed.append(draft)
        lines.append(line)
    if not listed:
        return make_view(ui.TextDisplay("No sure draft is open."), colour=Colour.QUIET)
    left = len(file.list_sure()) - len(listed)
    if left:
        lines.append(f"-# and {left} more, which a second list shows")
    step = Review("approve listed", file.id, digest(listed), len(listed), post)
    label = f"Approve these {len(listed)}" if len(listed) > 1 else "Approve it"
    row: ui.ActionRow[View] = ui.ActionRow(_styled(label, custom_ids.review(step), discord.ButtonStyle.success))
    return make_view(ui.TextDisplay("\n".join(lines)), row, colour=Colour.QUESTION)


def draw_line(draft: ReviewDraft, names: Mapping[str, str]) -> str:
    """A draft in one line: who, and the words; those between marks are whole."""
    who = ", ".join(names.get(ref, ref) for ref in draft.entry.get("speaker", ())) or "nobody"
    day = draft.entry.get("day")
    head = f"`{draft.key}` **{say(who, 80)}**{f' · {say(str(day), 40)}' if day else ''}"
    words = read_quotations(draft)
    if words and len(words[0]) <= MAX_QUOTED_CHARACTERS and "\n" not in words[0]:
        return f"{head}: {quote(words[0])}{' …' if len(words) > 1 else ''}"
    return f"{head}: {say(str(draft.entry['report'].get('clause') or draft.passage), MAX_QUOTED_CHARACTERS)}"


def read_quotations(draft: ReviewDraft) -> list[str]:
    """The quotations of a draft's report, character for character."""
    quotes = draft.entry["report"].get("quotes") or ()
    return [str(one["exact"] if isinstance(one, Mapping) else one) for one in quotes]


def draw_outcome(approved: Sequence[ReviewDraft], refused: Sequence[tuple[ReviewDraft, str]], note: str) -> View:
    """What came of approving: the ids that are held now, and what stays open, with why."""
    lines = [note] if note else []
    if approved:
        lines.append(f"**{count(len(approved), 'statement')} approved**")
        lines += [f"· `{draft.id}`" for draft in approved]
    lines += [f"⚠ `{draft.key}` stays open: {say(why, 500)}" for draft, why in refused]
    text, room = [], MAX_LINES_CHARACTERS
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            text.append("-# and more; the card shows each")
            break
        text.append(line)
    colour = Colour.FOUND if approved and not refused else Colour.NEAR
    return make_view(ui.TextDisplay("\n".join(text) or "Nothing was approved."), colour=colour)


def draw_waiting(files: Sequence[DraftFile], problems: Sequence[str]) -> View:
    """The documents under review, with a select that posts one anew; those that are decided come last."""
    ordered = sorted(files, key=lambda file: (not file.count(Status.OPEN), file.id))
    parts: list[Component] = []
    lines = ["No document is under review. /ingest takes one in."] if not ordered else []
    for file in ordered[:MAX_SELECT_OPTIONS]:
        waiting = f"{file.count(Status.OPEN)} of {count(len(file.drafts), 'draft')} open"
        lines.append(f"**{say(str(file.source['title']), 120)}** · {waiting}")
    if len(ordered) > MAX_SELECT_OPTIONS:
        lines.append(f"-# and {len(ordered) - MAX_SELECT_OPTIONS} more: `python -m bot review` lists all")
    lines += [f"⚠ {say(problem, 300)}" for problem in problems[:MAX_NOTES]]
    parts.append(ui.TextDisplay("\n".join(_fit(lines))))
    if ordered:
        options = [
            discord.SelectOption(
                label=tame(str(file.source["title"]), MAX_OPTION_CHARACTERS) or file.id,
                value=file.id,
                description=f"{file.count(Status.OPEN)} open",
            )
            for file in ordered[:MAX_SELECT_OPTIONS]
        ]
        step = custom_ids.review(Review("post", "documents"))
        parts.append(ui.ActionRow(ui.Select(custom_id=step, placeholder="Post a document again", options=options)))
    return make_view(*parts, colour=Colour.QUESTION)


def _fit(lines: Sequence[str]) -> list[str]:
    shown, room = [], MAX_LINES_CHARACTERS
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        shown.append(line)
    return shown


def _describe_source(file: DraftFile, locale: str) -> list[str]:
    source = file.source
    parts = [say(str(source.get("publisher") or "no publisher given"), 120)]
    published = source.get("published") or {}
    if day := published.get("day"):
        basis = published.get("how")
        parts.append(f"{say(show_day(str(day), locale), 60)}{f' ({keep(str(basis))})' if basis else ''}")
    else:
        parts.append("no day given")
    return parts


def show_day(day: str, locale: str) -> str:
    """A day as readers write it; what is no day stays as it is written."""
    try:
        return describe_day(parse_day(day).text, locale)
    except DayError:
        return day


def _button(label: str, act: custom_ids.ReviewAct, file: DraftFile) -> ui.Button[View]:
    return draw_button(Click(label, custom_ids.review(Review(act, file.id))))


def _styled(label: str, custom_id: str, style: discord.ButtonStyle) -> ui.Button[View]:
    return ui.Button(label=label, custom_id=custom_id, style=style)
