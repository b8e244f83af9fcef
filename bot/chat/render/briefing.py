"""A briefing as messages: a first one of a screen (the glance), and those of the thread under it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from discord import ui

from bot.answers.briefing import sentences as lines
from bot.answers.briefing.compose import Briefing, Group, Line, is_deed
from bot.answers.briefing.document import Heading, Listed, Part, Remark, StatementBlock, list_rest
from bot.answers.display_names import join_names
from bot.answers.formatting.statement_lines import PARAPHRASE, count
from bot.answers.options.dates.parser import describe_day
from bot.chat import custom_ids
from bot.chat.render.briefing_pages import Way
from bot.chat.render.layout import (
    BRIEFING,
    CONTAINER_SIZE,
    FULL_MESSAGE,
    Click,
    Colour,
    Component,
    SizeBudget,
    draw_button,
    link_to,
    make_view,
    measure,
)
from bot.chat.render.markdown import keep, keep_block, keep_small, quote_block
from bot.store.records import StatementRecord

GLANCE = SizeBudget(2_400, 36)  # what a reader sees is a tenth less: headings, buttons and small print are marked up
MAX_PASSAGE_CHARACTERS = 240  # of a passage in the glance: a longer one is given by its paraphrase
MAX_MESSAGES = 10  # for the statements
MAX_CONFLICT_MESSAGES = 2

_NEWS = (lines.SAID, lines.NEWLY_HELD)
# A message that follows, with room for a note that there is more and its button; and what a statement may take of
# it, so that the headings over it have theirs.
_MESSAGE = FULL_MESSAGE - CONTAINER_SIZE - SizeBudget(120, 3)
_LARGEST = _MESSAGE - SizeBudget(1_500, 6)


@dataclass(frozen=True, slots=True)
class _LineSlot:
    """A line's place in the briefing, its newest statement, how that is drawn at a glance, and whether it is a deed.

    nth  its number in its block, in which what several sides did together comes after what each said
    """

    group: int
    block: int
    nth: int
    statement: StatementRecord
    text: str
    is_deed: bool


def briefing_messages(briefing: Briefing, way: Way | None = None) -> list[ui.LayoutView]:
    """Draw a briefing: the first message is the glance, the others hold the rest, for a thread under it.

    Every statement is in one of them, whole; where there are too many, a button leads to those that are left, which
    `way` gives the custom_id of. Without it, it is only said how many they are.
    """
    nothing_new = briefing.nothing_new
    shown = _draw_head(briefing, nothing_new=nothing_new)
    head: list[Component] = [ui.TextDisplay(shown)]
    chosen: set[str] = set()
    written: dict[str, lines.AttributedLines] = {}
    if not nothing_new:
        glance, chosen, written = _draw_glance(briefing, measure([*head, ui.Separator(), ui.TextDisplay("x" * 120)]))
        head += glance
    rest = _pack(briefing, chosen, written, way)
    if rest and not nothing_new:
        head += [ui.Separator(), ui.TextDisplay(f"-# {_tell_rest(briefing, chosen)}")]
    first = make_view(*head, colour=Colour.QUIET if nothing_new else BRIEFING)
    return [first, *(make_view(*components, colour=BRIEFING) for components in rest)]


def _draw_head(briefing: Briefing, *, nothing_new: bool) -> str:
    if nothing_new:
        shown, small = [keep(lines.tell_nothing(briefing))], []
    else:
        shown = [f"## {keep(lines.head_briefing(briefing))}", f"**{keep(lines.tell_figures(briefing))}**"]
        small = [lines.tell_scope(briefing)]
    return "\n".join([*shown, *keep_small([*small, *lines.list_circumstances(briefing)])])


def _draw_glance(
    briefing: Briefing, head: SizeBudget
) -> tuple[list[Component], set[str], dict[str, lines.AttributedLines]]:
    """The most telling lines below a head of this size, the ids of the statements in them, and all that was written."""
    groups = (*briefing.said, *briefing.newly_held)
    written = {
        line.statements[0].statement.id: lines.write_attributed(line.statements[0], briefing.request.locale)
        for group in groups
        for block in group.blocks
        for line in block.lines
    }
    headings = [_head_group(briefing, group, n) for n, group in enumerate(groups)]
    room = GLANCE - CONTAINER_SIZE - head
    headed: set[int] = set()
    chosen: list[_LineSlot] = []
    for place in sorted(_list_places(groups, written, briefing.request.locale), key=_rank):
        if place.group in headed and place.is_deed:
            continue  # the heading says what was done; the room is for words
        needed: list[Component] = [_beside(place.text, place.statement, 0)]
        if place.group not in headed:
            needed += [ui.Separator(), ui.TextDisplay(headings[place.group])]
        size = measure(needed)
        if room.holds(size):
            room -= size
            headed.add(place.group)
            chosen.append(place)
    components: list[Component] = []
    last = -1
    for n, place in enumerate(sorted(chosen, key=lambda one: (one.group, one.block, one.statement.n))):
        if place.group != last:
            components += [ui.Separator(), ui.TextDisplay(headings[place.group])]
            last = place.group
        components.append(_beside(place.text, place.statement, n))
    return components, {place.statement.id for place in chosen}, written


def _list_places(
    groups: Sequence[Group], written: Mapping[str, lines.AttributedLines], locale: str
) -> Iterator[_LineSlot]:
    for g, group in enumerate(groups):
        for b, block in enumerate(group.blocks):
            together = len(group.blocks) if len(block.sides) > 1 else 0
            for n, line in enumerate(block.lines):
                newest = line.statements[0]
                deed = is_deed(newest.statement)
                text = _draw_line(line, group, written[newest.statement.id], locale, deed=deed)
                yield _LineSlot(g, b, n + together, newest.statement, text, deed)


def _rank(place: _LineSlot) -> tuple[int, int, int]:
    """Which line comes first into a glance: the first of each event and side, then the second of each, deeds last."""
    return (place.nth + (100 if place.is_deed else 0), place.group, place.block)


def _head_group(briefing: Briefing, group: Group, number: int) -> str:
    notes = [lines.NEWLY_HELD] if number >= len(briefing.said) else []
    notes += [lines.tell_accounts(group)] if group.accounts else []
    return "\n".join([f"### {keep(lines.head_group(group, briefing.request.locale))}", *keep_small(notes)])


def _draw_line(line: Line, group: Group, written: lines.AttributedLines, locale: str, *, deed: bool) -> str:
    newest, plain = line.statements[0], written.lines
    statement, words = newest.statement, newest.snippet
    role = statement.speakers[0].role if len(statement.speakers) == 1 else None
    names = [f"**{keep(name)}**" for name, _ in plain.speakers]
    speakers = f"{names[0]}{keep(f' ({role})')}" if role else join_names(names, locale)
    when = _tell_day(statement, group, plain.when, locale)
    shown = [f"{speakers} {keep(' · '.join(filter(None, (plain.act, when))))}"]
    if not deed:
        if words.kind == "quoted":
            shown += [quote_block(quotation) for quotation in words.quotations]
        is_short = len(words.passage) <= MAX_PASSAGE_CHARACTERS or not words.paraphrase
        if words.kind in ("reported", "verbatim") and is_short:
            shown += [f"-# {keep(plain.label)}:", keep_block(words.passage)]
        elif words.kind in ("reported", "verbatim") or words.fragment:
            shown.append(f"-# {PARAPHRASE}: {keep(words.paraphrase)}")
    more = len(line.statements) - 1
    foot = [plain.sources, *written.account, *([f"{more} more below"] if more else [])]
    return "\n".join([*shown, *keep_small([*(f"⚠ {warning}" for warning in written.warnings), " · ".join(foot)])])


def _tell_day(statement: StatementRecord, group: Group, when: str, locale: str) -> str:
    """The day, as far as the heading has not given it already."""
    if group.occasion is None or statement.day is None or group.occasion.day != statement.day:
        return when
    return f"released {describe_day(statement.released, locale)}" if statement.released else ""


def _beside(text: str, statement: StatementRecord, n: int) -> Component:
    """Some text with the button that opens the statement's passages."""
    button = draw_button(Click("Passage", custom_ids.passage(statement.id, n)))
    return ui.Section(ui.TextDisplay[ui.LayoutView](text), accessory=button)


def _tell_rest(briefing: Briefing, chosen: set[str]) -> str:
    """Say what stands below: "11 more statements, 2 conflicts and the sources below"."""
    numbers = (
        (len(briefing.statement_ids) - len(chosen), "more statement", None),
        (len(set(map(lines.tell_conflict, briefing.conflicts))), "conflict", None),
        (len(briefing.open_questions), "open question", None),
        (
            len(briefing.on_this_day),
            "statement of this day in earlier years",
            "statements of this day in earlier years",
        ),
    )
    named = [count(number, noun, plural) for number, noun, plural in numbers if number]
    return f"{', '.join(named)} and the sources below" if named else "The sources below"


class _Messages:
    """The messages that follow the glance, filled one after the other; nothing that is put in is split."""

    def __init__(self) -> None:
        self.filled: list[list[Component]] = []
        # Tells apart two buttons of one message that lead to the same statement.
        self.numbers = itertools.count()
        self._room = SizeBudget(0, 0)

    def holds(self, components: Sequence[Component]) -> bool:
        """Whether the message that is being filled takes these as well."""
        return self._room.holds(measure(components))

    def put(self, components: Sequence[Component]) -> None:
        """Put these into it, or else into a new one."""
        if not self.holds(components):
            self.filled.append([])
            self._room = _MESSAGE
        self.filled[-1] += components
        self._room -= measure(components)

    def add_note(self, component: Component) -> None:
        """Put a note below, for which every message has room."""
        if not self.filled:
            self.put([])
        self.filled[-1].append(component)


def _pack(
    briefing: Briefing, chosen: set[str], written: Mapping[str, lines.AttributedLines], way: Way | None
) -> list[list[Component]]:
    """Draw all but the glance: the statements in so many messages at most, then every other section.

    What is left over of the statements is behind a button: a thread is read to the end, hundreds of messages are not.
    """
    messages = _Messages()
    new = (statement for group in (*briefing.said, *briefing.newly_held) for statement in group.statements)
    cited = {report.source.id for one in new if one.id in chosen for report in one.reports}
    shown_ids = set(chosen)
    sections = _split(list_rest(briefing, chosen, written))
    news = [part for title, parts in sections if title in _NEWS for part in parts]
    for part in _put(messages, news, MAX_MESSAGES):
        shown_ids.add(part.statement.id)
        cited |= {report.source.id for report in part.statement.reports}
    missing = [n for n, one in enumerate(briefing.statement_ids) if one not in shown_ids]
    if missing:
        messages.add_note(_draw_missing(len(missing), way(missing[0]) if way else None))
    for title, parts in sections:
        if title in _NEWS:
            continue
        left = [part for part in parts if not (isinstance(part, Listed) and missing and part.source.id not in cited)]
        limit = len(messages.filled) + MAX_CONFLICT_MESSAGES if title == lines.CONFLICTS else None
        for part in _put(messages, left, limit):
            cited |= {report.source.id for report in part.statement.reports}
    return messages.filled


def _split(parts: Iterable[Part]) -> list[tuple[str, list[Part]]]:
    """Parts section by section, each with its title; what is said of statements left out has its own words here."""
    sections: list[tuple[str, list[Part]]] = []
    for part in parts:
        if isinstance(part, Heading) and part.level == 2:
            sections.append((part.text, []))
        if sections and not (isinstance(part, Remark) and part.kind == "left-out"):
            sections[-1][1].append(part)
    return sections


def _put(messages: _Messages, parts: Sequence[Part], limit: int | None) -> list[StatementBlock]:
    """Put parts into messages, `most` at the most, a heading with what it heads; gives the statements that are in."""
    shown: list[StatementBlock] = []
    waiting: list[Component] = []
    for n, part in enumerate(parts):
        component = _draw_part(part, next(messages.numbers) % 1000)
        if isinstance(part, Heading) or (isinstance(part, Remark) and part.kind in ("accounts", "introduction")):
            waiting.append(component)
            continue
        if len(messages.filled) == limit and not messages.holds([*waiting, component]):
            if not isinstance(part, StatementBlock):
                messages.add_note(ui.TextDisplay(f"-# and {len(parts) - n:,} more, each with its statement"))
            break
        messages.put([*waiting, component])
        waiting = []
        if isinstance(part, StatementBlock):
            shown.append(part)
    return shown


def _draw_missing(number: int, custom_id: str | None) -> Component:
    """Say how many statements are not in the messages, with the button that shows them."""
    said = f"-# {count(number, 'more statement')}"
    if custom_id is None:
        return ui.TextDisplay(f"{said}; the daily briefing has a button that shows them")
    return ui.Section(ui.TextDisplay(said), accessory=draw_button(Click("Show the rest", custom_ids.apart(custom_id))))


def _draw_part(part: Part, n: int) -> Component:
    match part:
        case Heading(level=level, text=text):
            # Discord has three levels; the fourth is set in bold.
            return ui.TextDisplay(f"**{keep(text)}**" if level == 4 else f"{'#' * level} {keep(text)}")
        case Remark(kind="conflict", text=text):
            return ui.TextDisplay(f"⚠ {keep(text)}")
        case Remark(text=text):
            return ui.TextDisplay(f"-# {keep(text)}")
        case StatementBlock():
            return _draw_shown(part, n)
        case Listed():
            return _draw_listed(part)


def _draw_shown(shown: StatementBlock, n: int) -> Component:
    words = [quote_block(quotation) for quotation in shown.quotations]
    if shown.text:
        words += [f"-# {keep(shown.label)}:", keep_block(shown.text)]
    elif shown.label:
        words += keep_small([shown.label])
    head = keep(shown.head) if shown.follows else f"**{keep(shown.head)}**"
    numbers = ", ".join(map(str, shown.sources))
    foot = keep_small(
        [*(f"⚠ {warning}" for warning in shown.warnings), f"[{numbers}] {shown.cited} · {shown.statement.id}"]
    )
    full = _beside("\n".join([head, *words, *foot]), shown.statement, n)
    if _LARGEST.holds(measure([full])):
        return full
    # The button opens the words in full; cut they would be no words of anybody.
    short = keep_small([lines.TOO_LONG])
    if shown.statement.paraphrase:
        short.append(f"-# {PARAPHRASE}: {keep(shown.statement.paraphrase)}")
    return _beside("\n".join([head, *short, *keep_small([shown.cited])]), shown.statement, n)


def _draw_listed(listed: Listed) -> Component:
    named = f"[{listed.number}] {listed.text} ({listed.statements})"
    text: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(f"-# {keep(named)}")
    link = link_to("Open source", listed.source.url)
    return ui.Section(text, accessory=draw_button(link)) if link else text
