"""Who may use the commands for admins: a real check, because a server can hand the command itself to anybody."""

from __future__ import annotations

from typing import Any

import discord

from bot.settings import AdminSettings


def is_admin(interaction: discord.Interaction[Any], admins: AdminSettings) -> bool:
    """Whether the person is a configured user or holds a configured role.

    With neither configured: whether the person is an administrator of the server in which the command was used.
    """
    if interaction.user.id in admins.users:
        return True
    if isinstance(interaction.user, discord.Member):
        if any(interaction.user.get_role(role) for role in admins.roles):
            return True
        if not admins.users and not admins.roles:
            return interaction.permissions.administrator
    return False
