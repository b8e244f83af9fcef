"""The addresses of Discord's API: the real ones unless the process is pointed at a loopback."""

import discord.gateway
import discord.http
import yarl


def point_at(rest_base: str, gateway_url: str) -> None:
    """Make every client of this process talk to the given REST base and gateway.

    ``rest_base`` ends in the version (``http://host:port/api/v10``), ``gateway_url`` is a ``ws://`` address.
    Interaction callbacks and webhooks follow the same base.
    """
    discord.http.Route.BASE = rest_base
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
