"""Who may do what: real checks at every use, because a server can hand any command to anybody."""

from __future__ import annotations

import discord

from bot.chat.interaction import Interaction

REFUSED = "Only those who manage this channel can decide what I post in it. With where: direct I write to you alone."


def is_admin(interaction: Interaction) -> bool:
    """Whether the person is a configured user or holds a configured role.

    With neither configured: whether the person is an administrator of the server in which the command was used.
    """
    admins = interaction.client.settings.admins
    if interaction.user.id in admins.users:
        return True
    if isinstance(interaction.user, discord.Member):
        if any(interaction.user.get_role(role) for role in admins.roles):
            return True
        if not admins.users and not admins.roles:
            return interaction.permissions.administrator
    return False


def may_manage(interaction: Interaction) -> bool:
    """Whether the person may manage the channel in which this was used, or its server, or is an admin of the bot's.

    Nobody manages direct messages.
    """
    if not isinstance(interaction.user, discord.Member):
        return False
    allowed = interaction.permissions
    manages = allowed.administrator or allowed.manage_channels or allowed.manage_guild
    return manages or is_admin(interaction)


def find_missing(interaction: Interaction) -> list[str]:
    """The permissions that the bot lacks for posting in the channel, as Discord names them."""
    own = interaction.app_permissions
    if own.administrator:
        return []
    thread = isinstance(interaction.channel, discord.Thread)
    required = (
        (own.view_channel, "View Channel"),
        (own.send_messages_in_threads, "Send Messages in Threads") if thread else (own.send_messages, "Send Messages"),
        # Without it nobody can tell after a crash whether a message was posted.
        (own.read_message_history, "Read Message History"),
    )
    return [name for granted, name in required if not granted]
