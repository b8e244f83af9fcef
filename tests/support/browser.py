"""One browser for all tests that open a page, and what they ask of every page."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
]  # fmt: skip


def find_browser() -> str:
    """The browser's program. Without one the tests of the room are skipped, but in CI they fail."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None and os.environ.get("CI"):
        pytest.fail("There is no chromium for the tests of the room: .ci/run installs it.")
    if found is None:
        pytest.skip("There is no chromium for the tests of the room.")
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    program = find_browser()
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield running
        await running.close()


async def list_findings(page: Page) -> list[str]:
    """What axe-core finds wrong with a page for people who see, hear or use it otherwise: a line for each finding."""
    found = await Axe().run(page)
    return [
        f"{one['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]
