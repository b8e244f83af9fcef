"""A page of an Answer: as many items as one message holds, in their groups, with the ways on below them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import discord
from discord import ui

from bot.answers.formatting.statement_lines import count
from bot.answers.model import (
    Answer,
    CountryItem,
    Entry,
    FactItem,
    HelpItem,
    PassageItem,
    PersonItem,
    SourceItem,
    StatementItem,
)
from bot.chat import custom_ids
from bot.chat.limits import MAX_LABEL_CHARACTERS, MAX_OPTION_CHARACTERS, MAX_ROW_BUTTONS, MAX_SELECT_OPTIONS
from bot.chat.render.card import Card
from bot.chat.render.layout import (
    CONTAINER_SIZE,
    FULL_MESSAGE,
    Click,
    Colour,
    Component,
    Piece,
    SizeBudget,
    draw_button,
    frame,
    make_container,
    measure,
)
from bot.chat.render.markdown import say, tame
from bot.chat.render.record_cards import draw_country, draw_fact, draw_help, draw_person, draw_source
from bot.chat.render.statement_card import draw_passage, draw_statement

COLOURS = {
    "found": Colour.FOUND,
    "near": Colour.NEAR,
    "nothing": Colour.QUIET,
    "not-understood": Colour.REFUSED,
    "ambiguous": Colour.QUESTION,
    "too-slow": Colour.REFUSED,
    "unavailable": Colour.REFUSED,
}
MAX_NOTES_CHARACTERS = 900
NO_BUTTONS = "-# The buttons that go on from here are missing, because of trouble with a file on our side."


@dataclass(frozen=True, slots=True)
class PageContext:
    """Where a page stands: the token of its question, its number (0 is the first), and the language of its dates.

    token      None where the question could not be kept: no button can lead back to it then
    tokens     the token of the question behind each (option, value) that a click can ask
    shared_by  the mention of who shared it, for a page posted in a channel
    asked_by   the mention of who asked in a message, which the page answers in its channel
    shareable  whether it carries the Share button; `shared` shows that button as used
    """

    token: str | None
    index: int
    locale: str
    tokens: Mapping[tuple[str, str], str]
    shared_by: str | None = None
    asked_by: str | None = None
    shareable: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page laid out: its parts, their files, how many entries it holds and the key of the last of them."""

    container: ui.Container[ui.LayoutView]
    files: tuple[discord.File, ...]
    shown: int
    last_key: str | None
    more: bool


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A message ready to send: the view, its files, how many entries it holds and the key of the last of them."""

    view: ui.LayoutView
    files: tuple[discord.File, ...]
    shown: int
    last_key: str | None
    more: bool


def present(laid: PageLayout) -> RenderedPage:
    """Make a message of a page that is laid out; where an event loop runs."""
    return RenderedPage(frame(laid.container), laid.files, laid.shown, laid.last_key, laid.more)


def lay_out(answer: Answer, place: PageContext) -> PageLayout:
    """Lay out as many of the answer's entries as one message holds; entries are never split and never left out.

    Where not all of them fit, `more` is True and the next page goes on after `last_key`. Takes milliseconds: call it
    in a thread.
    """
    head = _draw_head(answer, place)
    choices = _draw_choices(answer, place)
    # The foot is drawn last, when it is known what it leads to; it is never larger than this one.
    foot = _draw_foot(answer, place, shown=len(answer.entries), more=True)
    left = FULL_MESSAGE - CONTAINER_SIZE - measure([*head, *choices, *foot])

    body: list[Component] = []
    files: list[discord.File] = []
    shown, group = 0, ""
    for n, entry in enumerate(answer.entries):
        piece = _draw_entry(answer, entry, n, place, group=group, first=not shown, left=left)
        size = piece.size
        if shown and not left.holds(size):
            break
        body += piece.components
        files += piece.files
        left -= size
        shown, group = shown + 1, entry.group
    more = answer.more or shown < len(answer.entries)
    foot = _draw_foot(answer, place, shown=shown, more=more)
    container = make_container(*head, *body, *choices, *foot, colour=COLOURS[answer.status])
    last_key = answer.entries[shown - 1].key if shown else None
    return PageLayout(container, tuple(files), shown, last_key, more)


def _find_typed(answer: Answer) -> str:
    """The text that the asker typed and that the answer's title repeats; "" where its title is of the records."""
    options = answer.question.options
    return (
        options.get("words") or options.get("question") or (options.get("id", "") if answer.status == "nothing" else "")
    )


def _draw_head(answer: Answer, place: PageContext) -> list[Component]:
    # A question back or a refusal is a sentence, no heading.
    heading = "## " if answer.status in ("found", "near", "nothing") else ""
    in_public = place.shared_by or place.asked_by
    typed = _find_typed(answer) if in_public else ""
    # What is public is the bot's post: it is headed by our words, and typed ones are a quotation of who typed them.
    is_searched = bool(typed) and "words" in dict(answer.understood)
    title = answer.title
    if typed and (is_searched or "words" in answer.question.options or answer.status != "found"):
        title = "Statements found by words" if answer.entries else "Nothing held"
        if answer.status in ("not-understood", "ambiguous"):
            title = "I need more to answer this"
    lines = [f"{heading}{say(title, 250 if heading else 500) or '…'}"]
    understood = [(name, meaning) for name, meaning in answer.understood if not typed or name != "words"]
    if understood:
        lines.append(f"-# {say(' · '.join(f'{name}: {meaning}' for name, meaning in understood), 400)}")
    if typed:
        by = f"Shared by {place.shared_by}, who typed" if place.shared_by else f"Asked by {place.asked_by}"
        lines.append(f"-# {by}: “{say(typed, 200)}”")
    elif place.shared_by:
        lines.append(f"-# Shared by {place.shared_by}")
    # Typed words stand nowhere but in that quotation.
    echoes = [
        note
        for note in answer.notes
        if typed and (typed.casefold() in note.casefold() or note.startswith(("Read as", "Not used")))
    ]
    given = [line for line in (say(note, 500) for note in answer.notes if note not in echoes) if line]
    notes, room = [], MAX_NOTES_CHARACTERS
    for line in given:
        if len(line) > room:
            break
        notes.append(line)
        room -= len(line)
    if len(notes) < len(given):
        notes.append(f"and {count(len(given) - len(notes), 'more note')}")
    head: list[Component] = [ui.TextDisplay("\n".join(lines))]
    if notes:
        head.append(ui.TextDisplay("\n".join(notes)))
    return head


def _draw_entry(
    answer: Answer, entry: Entry, n: int, place: PageContext, *, group: str, first: bool, left: SizeBudget
) -> Piece:
    before: list[Component] = []
    if not isinstance(entry.item, FactItem) or first:
        before.append(ui.Separator())
    if entry.group and (first or entry.group != group):
        before.append(ui.TextDisplay(f"### {say(entry.group, 150)}"))
    card = draw_card(answer, entry, n, place)
    # Only what a message of its own cannot hold goes into a file; anything else waits for the next page.
    piece = card.draw(left - measure(before)) if first else card.draw_full()
    return Piece((*before, *piece.components), piece.files)


def draw_card(answer: Answer, entry: Entry, n: int, place: PageContext) -> Card:
    """Choose the card for an item, number `n` of its page."""
    item, locale = entry.item, place.locale
    match item:
        case StatementItem():
            return draw_statement(item, locale, n, opened=answer.question.command == "statement")
        case PassageItem():
            return draw_passage(item, locale, n)
        case PersonItem():
            return draw_person(item, locale)
        case CountryItem():
            token = place.tokens.get(("country", item.tally.code))
            return draw_country(item, locale, custom_ids.ask(token, n, apart=True) if token else None)
        case SourceItem():
            return draw_source(item, locale)
        case HelpItem():
            return draw_help(item, locale)
        case FactItem():
            return draw_fact(item, locale)


def _draw_choices(answer: Answer, place: PageContext) -> list[Component]:
    offered: dict[str, str] = {}
    listed = {entry.item.tally.code for entry in answer.entries if isinstance(entry.item, CountryItem)}
    for choice in answer.choices:
        token = place.tokens.get((choice.option, choice.value))
        # A country in the list has its button beside it.
        if token and not (choice.option == "country" and choice.value in listed):
            offered.setdefault(token, tame(choice.label, MAX_OPTION_CHARACTERS) or "…")
    if not offered:
        return []
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    if len(offered) <= MAX_ROW_BUTTONS:
        for n, (token, label) in enumerate(offered.items()):
            row.add_item(draw_button(Click(tame(label, MAX_LABEL_CHARACTERS), custom_ids.ask(token, n, apart=False))))
    else:
        shown = list(offered.items())[:MAX_SELECT_OPTIONS]
        options = [discord.SelectOption(label=label, value=token) for token, label in shown]
        row.add_item(ui.Select(custom_id=custom_ids.CHOOSE, placeholder="Choose one", options=options))
    return [row]


def _draw_foot(answer: Answer, place: PageContext, *, shown: int, more: bool) -> list[Component]:
    foot: list[Component] = []
    first = answer.question.skipped + 1
    if shown and (more or place.index):
        total = f" of {'more than ' if answer.total_is_more else ''}{answer.total:,}" if answer.total else ""
        here = f"{first}–{first + shown - 1}" if shown > 1 else f"{first}"
        foot.append(ui.TextDisplay(f"-# {here}{total}"))
    row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
    if place.token is None:
        return [*foot, ui.TextDisplay(NO_BUTTONS)]
    if more or place.index:
        back, on = max(place.index - 1, 0), place.index + 1
        row.add_item(draw_button(Click("◀", custom_ids.page(place.token, back, back=True)), disabled=not place.index))
        row.add_item(draw_button(Click("▶", custom_ids.page(place.token, on, back=False)), disabled=not more))
    if place.shareable and answer.status in ("found", "near", "nothing"):
        label = "Shared" if place.shared else "Share"
        row.add_item(draw_button(Click(label, custom_ids.share(place.token, place.index)), disabled=place.shared))
    if row.children:
        foot.append(row)
    return foot
