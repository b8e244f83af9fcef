"""Alerts in Discord: drawn, sent to a channel or to a person, and gone on with by their button."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.answers.follows import FollowNews, News
from bot.chat.delivery.briefings import DiscordChatPort
from bot.chat.errors import tell
from bot.chat.handlers.answers import FORGOTTEN, Interaction
from bot.chat.render.alert import GLANCE, draw_alert
from bot.state.alert_outbox import Alert, Item
from bot.store.errors import QueryTooSlow

GONE = "The store holds none of these statements any more."


class DiscordAlertPort(DiscordChatPort):
    """The way from alerts to Discord."""

    def __init__(self, client: discord.Client, locale: str) -> None:
        super().__init__(client)
        self._locale = locale

    def draw_alert(self, news: News, alert: int, *, direct: bool) -> discord.ui.LayoutView:
        """The message of an alert."""
        return draw_alert(news, alert, direct=direct, locale=self._locale, room=GLANCE)

    async def open_direct(self, person: int) -> int:
        """The channel of direct messages with a person."""
        channel = await self._ask(lambda: self._client.create_dm(discord.Object(person)))
        return int(channel.id)


def list_told(items: Sequence[Item]) -> list[FollowNews]:
    """What the ledger holds of an alert, as the desk takes it."""
    return [FollowNews(item.statement, item.kind, item.scope) for item in items]


async def show_alert(interaction: Interaction, identity: int, start: int, *, in_place: bool) -> None:
    """Show an alert's statements from number `start` on, to the person alone or in place of their own message."""
    client = interaction.client
    with client.under_way():
        alert = await client.state.alerts.get(identity)
        if alert is None or not _is_for(alert, interaction):
            await tell(interaction, FORGOTTEN)
            return
        try:
            news = await client.service.alert(list_told(alert.items), alert.more)
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
            await interaction.response.edit_message(view=view)
        else:
            await interaction.response.send_message(view=view, ephemeral=True)


def _is_for(alert: Alert, interaction: Interaction) -> bool:
    wanted = interaction.user.id if alert.place.kind == "person" else interaction.channel_id
    return alert.place.id == wanted
