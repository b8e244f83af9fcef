"""Who may decide what is posted in a channel, and whether the bot may post there: real checks, at every use."""

from __future__ import annotations

from typing import Any

import discord

from bot.chat.admins import is_admin

REFUSED = "Only those who manage this channel can decide what I post in it. With where: direct I write to you alone."


def may_manage(interaction: discord.Interaction[Any]) -> bool:
    """Whether the person may manage the channel in which this was used, or its server, or is an admin of the bot's.

    Nobody manages direct messages.
    """
    if not isinstance(interaction.user, discord.Member):
        return False
    allowed = interaction.permissions
    manages = allowed.administrator or allowed.manage_channels or allowed.manage_guild
    return manages or is_admin(interaction, interaction.client.settings.admins)


def find_missing(interaction: discord.Interaction[Any]) -> list[str]:
    """The permissions that the bot lacks for posting in the channel, as Discord names them."""
    own = interaction.app_permissions
    if own.administrator:
        return []
    thread = isinstance(interaction.channel, discord.Thread)
    needed = (
        (own.view_channel, "View Channel"),
        (own.send_messages_in_threads, "Send Messages in Threads") if thread else (own.send_messages, "Send Messages"),
        # Without it nobody can tell after a crash whether a message was posted.
        (own.read_message_history, "Read Message History"),
    )
    return [name for held, name in needed if not held]
