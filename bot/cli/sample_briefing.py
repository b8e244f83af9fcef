"""The briefing with which a rehearsal begins: of the newest day of which the records tell, so that there is news."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from pathlib import Path

from bot.answers.briefing.compose import BriefingRequest
from bot.answers.options.dates.parser import describe_day
from bot.chat.client import AttacheClient
from bot.chat.render.briefing import briefing_messages
from bot.notifications.chat_port import PostError, make_key_of
from bot.state.subscriptions import Order
from bot.store.files import current
from bot.store.filters import Filter
from bot.store.store import Store

log = logging.getLogger(__name__)

LOOKED_AT = 50  # of the newest statements, for a day that has news


async def post_sample(client: AttacheClient, channel: int) -> None:
    """Post a day's briefing in a channel as the daily ones are posted; where the records hold no day, nothing.

    What goes wrong is logged: a rehearsal goes on without it.
    """
    settings = client.settings
    order = Order(channel, "sample", "08:00", settings.answers.timezone, language=settings.answers.language)
    try:
        for day in await list_newest_days(settings.store.folder):
            request = BriefingRequest(day, day - timedelta(days=1), locale=order.language)
            briefing = await client.service.briefing(request)
            if briefing.nothing_new:
                continue
            post, *rest = briefing_messages(briefing)
            message = await client.post.send(channel, post, make_key_of("sample 0"), None)
            if rest:
                thread = await client.post.open_thread(channel, message, describe_day(day.isoformat(), order.language))
                for number, part in enumerate(rest, 1):
                    await client.post.send(thread, part, make_key_of(f"sample {number}"), None)
            return
    except PostError as error:
        log.warning("The rehearsal begins without its briefing: %s", error)


async def list_newest_days(folder: Path) -> list[date]:
    """The days of the newest statements of the current store, the newest first."""
    path = current(folder)
    if path is None:
        return []
    store = await Store.open(path, readers=1)
    try:
        page = await store.timeline(Filter(), None, LOOKED_AT, newest_first=True)
    finally:
        await store.close()
    return sorted({one.last_day for one in page.statements if one.last_day is not None}, reverse=True)
