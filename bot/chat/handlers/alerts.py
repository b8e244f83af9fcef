"""The button below an alert: shows its other statements."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.follows import FollowNews
from bot.chat.errors import tell
from bot.chat.handlers.answers import FORGOTTEN
from bot.chat.interaction import Interaction
from bot.chat.render.alert import draw_alert
from bot.chat.responses import replace_clicked, send_answer
from bot.state.alert_outbox import Alert, Item
from bot.store.errors import QueryTooSlow

GONE = "The store holds none of these statements any more."


async def show_alert(interaction: Interaction, identity: int, start: int, *, in_place: bool) -> None:
    """Show an alert's statements from number `start` on, to the person alone or in place of their own message."""
    client = interaction.client
    with client.under_way():
        alert = await client.state.alerts.get(identity)
        if alert is None or not _is_for(alert, interaction):
            await tell(interaction, FORGOTTEN)
            return
        try:
            news = await client.service.alert(_list_news(alert.items), alert.more)
        except QueryTooSlow as error:
            await tell(interaction, str(error))
            return
        if not news.entries:
            await tell(interaction, GONE)
            return
        direct = alert.place.kind == "person"
        begin = start if start < len(news.entries) else 0
        view = draw_alert(news, alert.id, direct=direct, locale=client.settings.answers.language, start=begin)
        if in_place:
            await replace_clicked(interaction, view)
        else:
            await send_answer(interaction, view, private=True)


def _list_news(items: Sequence[Item]) -> list[FollowNews]:
    """The items of the alert outbox, as the answer service takes them."""
    return [FollowNews(item.statement, item.kind, item.scope) for item in items]


def _is_for(alert: Alert, interaction: Interaction) -> bool:
    reader = interaction.user.id if alert.place.kind == "person" else interaction.channel_id
    return alert.place.id == reader
