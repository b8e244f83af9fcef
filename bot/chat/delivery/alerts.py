"""The chat port for alerts: draws an alert, and opens the direct messages of a person."""

from __future__ import annotations

import discord

from bot.answers.follows import News
from bot.chat.delivery.briefings import DiscordChatPort
from bot.chat.render.alert import GLANCE, draw_alert


class DiscordAlertPort(DiscordChatPort):
    """Sends alerts to channels and to people. `locale` is the language of their dates."""

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
