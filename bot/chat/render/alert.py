"""An alert as a message: what came of what is followed, as much as a message holds, and a button to the rest."""

from __future__ import annotations

from discord import ui

from bot.answers.briefing_lines import TOO_LONG
from bot.answers.following import News
from bot.answers.lines import count
from bot.answers.model import Entry, StatementItem
from bot.chat import custom_ids
from bot.chat.render.budget import WHOLE_MESSAGE, Component, Room, measure
from bot.chat.render.card import Card, Click, draw_button
from bot.chat.render.markdown import keep, say
from bot.chat.render.statements import draw_statement

COLOUR = 0x3B6EA1
# In a channel an alert stands between what people write: it takes no more than a screen.
GLANCE = Room(2_200, WHOLE_MESSAGE.components)


def draw_alert(
    news: News, alert: int, *, direct: bool, locale: str, start: int = 0, room: Room = WHOLE_MESSAGE
) -> ui.LayoutView:
    """Draw the entries from number `start` on, as many as `room` holds; no entry is split and none is left out.

    `alert` is what its button asks the ledger for; `direct` says that it goes to a person and not to a channel.
    """
    entries = news.entries[start:]
    head: list[Component] = [ui.TextDisplay(_draw_head(news, direct=direct))]
    # The foot is drawn last; it is never larger than this one.
    frame = measure([*head, *_draw_foot(news, alert, start, start), ui.Container[ui.LayoutView]()])
    left = room - frame
    body: list[Component] = []
    group = ""
    drawn = 0
    for n, entry in enumerate(entries):
        components = _draw_entry(entry, n, locale, group=group)
        if not (WHOLE_MESSAGE - frame).holds(measure(components)):
            components = _draw_entry(entry, n, locale, group=group, short=True)
        size = measure(components)
        if drawn and not left.holds(size):
            break
        body += components
        left -= size
        drawn, group = drawn + 1, entry.group
    view = ui.LayoutView(timeout=None)
    foot = _draw_foot(news, alert, start, start + drawn)
    view.add_item(ui.Container(*head, *body, *foot, accent_colour=COLOUR))
    # Every click goes to a dynamic item: the library need not keep the view.
    view.stop()
    return view


def _draw_head(news: News, *, direct: bool) -> str:
    whose = "What you follow" if direct else "What is followed here"
    figures = ((news.added, "new statement"), (news.changed, "changed record"))
    told = ", ".join(count(number, noun) for number, noun in figures if number)
    return f"## {say(whose)}: {say(told)}"


def _draw_entry(entry: Entry, n: int, locale: str, *, group: str, short: bool = False) -> list[Component]:
    before: list[Component] = [ui.Separator()]
    if entry.group != group:
        before.append(ui.TextDisplay(f"### {say(entry.group, 150)}"))
    if not isinstance(entry.item, StatementItem):
        raise TypeError("an alert tells of statements")
    card = draw_statement(entry.item, locale, n, opened=False)
    return [*before, _shorten(card) if short else card.draw_whole().components[0]]


def _shorten(card: Card) -> Component:
    """A card whose words no message holds: the button beside it opens them in full."""
    text: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(f"**{say(card.brief, 150)}**\n-# {keep(TOO_LONG)}")
    return ui.Section(text, accessory=draw_button(card.click)) if card.click else text


def _draw_foot(news: News, alert: int, start: int, end: int) -> list[Component]:
    foot: list[Component] = []
    left = len(news.entries) - end
    lines = []
    if left:
        lines.append(f"and {left + news.more:,} more")
    elif news.more:
        lines.append(f"and {news.more:,} more, too many for this list; /timeline shows them")
    if news.gone and not left:
        lines.append(f"{count(news.gone, 'statement')} no longer held")
    if lines:
        foot.append(ui.TextDisplay(f"-# {say(' · '.join(lines))}"))
    row = ui.ActionRow[ui.LayoutView]()
    if start:
        row.add_item(draw_button(Click("From the start", custom_ids.alert(alert, 0))))
    if left:
        row.add_item(draw_button(Click("Show more", custom_ids.alert(alert, end))))
    if row.children:
        foot.append(row)
    return foot
