"""Loaded by the process that others are forked from: it opens the store once, and they inherit what is kept in mind."""

import asyncio
import os

from bot.app import open_service
from bot.settings import Settings
from tests.support.bot_process import NURSERY_STORE


async def _look_in(store: str) -> None:
    async with open_service(Settings.model_validate({"store": {"folder": store}})) as service:
        await service.warm()


asyncio.run(_look_in(os.environ[NURSERY_STORE]))
