"""Who may do what: real checks at every use, because a server can hand any command to anybody."""

from __future__ import annotations

import discord

from bot.chat.interaction import Interaction

REFUSED = "Only those who manage this channel can decide what I post in it. With where: direct I write to you alone."


def is_admin(interaction: Interaction) -> bool:
    """Whether the person may see and change what is common to all servers, as /reload does.

    These are the application's owner or its team, whom the settings name by user or role, and the administrators of
    the servers that the settings name. An administrator of any other server is nobody's admin here.
    """
    admins = interaction.client.settings.admins
    user = interaction.user
    if user.id in admins.users or user.id in list_owners(interaction.client.application):
        return True
    if not isinstance(user, discord.Member):
        return False
    named = any(user.get_role(role) for role in admins.roles)
    return named or (interaction.guild_id in admins.servers and interaction.permissions.administrator)


def is_editor(interaction: Interaction) -> bool:
    """Whether the person may take documents in and review drafts: the admins, and whom the settings name."""
    editors = interaction.client.settings.ingest.editors
    user = interaction.user
    named = isinstance(user, discord.Member) and any(user.get_role(role) for role in editors.roles)
    return user.id in editors.users or named or is_admin(interaction)


def list_owners(application: discord.AppInfo | None) -> set[int]:
    """The ids of an application's owner, or of its team as far as they may change something."""
    if application is None:
        return set()
    if application.team is None:
        return {application.owner.id}
    accepted = discord.TeamMembershipState.accepted
    return {
        member.id
        for member in application.team.members
        if member.membership_state is accepted and member.role is not discord.TeamMemberRole.read_only
    }


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
