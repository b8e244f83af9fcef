"""An alert as a message: as many new statements as fit, and a button to the others."""

from __future__ import annotations

from discord import ui

from bot.answers.follows import News
from bot.answers.formatting.statement_lines import count
from bot.chat import custom_ids
from bot.chat.render.entry_list import fit_entries
from bot.chat.render.layout import (
    CONTAINER_SIZE,
    FOLLOWS,
    FULL_MESSAGE,
    Click,
    Component,
    SizeBudget,
    draw_button,
    make_view,
    measure,
)
from bot.chat.render.markdown import say

# In a channel an alert stands between what people write: it takes no more than a screen.
GLANCE = SizeBudget(2_200, FULL_MESSAGE.components)


def draw_alert(
    news: News, alert: int, *, direct: bool, locale: str, start: int = 0, room: SizeBudget = FULL_MESSAGE
) -> ui.LayoutView:
    """Draw the entries from number `start` on, as many as `room` holds; no entry is split and none is left out.

    `alert` is what its button asks the ledger for; `direct` says that it goes to a person and not to a channel.
    """
    entries = news.entries[start:]
    head: list[Component] = [ui.TextDisplay(_draw_head(news, direct=direct))]
    # The foot is drawn last; it is never larger than this one.
    frame = measure([*head, *_draw_foot(news, alert, start, start)]) + CONTAINER_SIZE
    body, fitted = fit_entries(entries, room - frame, FULL_MESSAGE - frame, locale)
    foot = _draw_foot(news, alert, start, start + fitted)
    return make_view(*head, *body, *foot, colour=FOLLOWS)


def _draw_head(news: News, *, direct: bool) -> str:
    whose = "What you follow" if direct else "What is followed here"
    figures = ((news.added, "new statement"), (news.changed, "changed record"))
    figured = ", ".join(count(number, noun) for number, noun in figures if number)
    return f"## {say(whose)}: {say(figured)}"


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
