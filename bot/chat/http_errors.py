"""Errors of Discord's API: what they mean for an interaction, and how the log names them, without anybody's words."""

from __future__ import annotations

from typing import Final

import aiohttp
import discord

UNKNOWN_MESSAGE: Final = 10008
UNKNOWN_WEBHOOK: Final = 10015
UNKNOWN_INTERACTION: Final = 10062
ALREADY_ACKNOWLEDGED: Final = 40060
INVALID_TOKEN: Final = 50027
# The asker closed the message, took too long, or has been answered already.
GONE: Final = frozenset({UNKNOWN_MESSAGE, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, ALREADY_ACKNOWLEDGED, INVALID_TOKEN})

# The connection failed: whether the request arrived is not known.
CONNECTION_ERRORS: Final = (aiohttp.ClientError, OSError, TimeoutError)


class DeliveryError(Exception):
    """An answer could not be sent; str() is the kind of the last error."""


def is_gone(error: BaseException) -> bool:
    """Whether there is nobody left to answer: the interaction expired, or its message was deleted."""
    if isinstance(error, discord.HTTPException):
        return error.code in GONE
    return isinstance(error, discord.InteractionResponded)


def describe(error: BaseException) -> str:
    """Name an error in one line for the log: its kind, and Discord's status and code where it has them."""
    if isinstance(error, discord.HTTPException):
        return f"{type(error).__name__} {error.status} (code {error.code})"
    return type(error).__name__
