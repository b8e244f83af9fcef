"""The briefings of the settings, as orders in the state file."""

from __future__ import annotations

from typing import Protocol

from bot.answers.options.scope import Scope, scope_text
from bot.settings import Settings
from bot.state import State
from bot.state.subscriptions import Order


class ScopeReader(Protocol):
    """Where scopes are understood."""

    async def parse_scope(self, text: str) -> Scope:
        """Read a scope as people write it."""
        ...


async def apply_configured_orders(settings: Settings, service: ScopeReader, state: State, now: float) -> None:
    """Make the orders of the settings the state's: new ones are added, changed ones changed, missing ones ended.

    One that the bot had switched off is switched on again. `now` is in Unix seconds. Raises NotUnderstood and
    Ambiguous for a scope; then nothing has changed.
    """
    orders = [
        Order(
            channel=one.channel,
            name=one.name,
            at=one.time,
            zone=one.timezone or settings.answers.timezone,
            weekdays_only=one.weekdays_only,
            free_days=one.skip,
            scope=scope_text(await service.parse_scope(one.scope)),
            sections=one.sections,
            language=one.language or settings.answers.language,
            when_nothing=one.nothing_new,
            publish=one.publish,
            role=one.ping,
            origin="settings",
        )
        for one in settings.briefings.channels
    ]
    await state.subscriptions.replace_configured(orders, now)
