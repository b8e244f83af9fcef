"""The drafting process: started when needed, killed without harm, gone when idle."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.ingest.drafting.model import DraftInput
from bot.ingest.drafting.worker import DraftingError, DraftingWorker, WorkerLimits
from tests.support.drafting_cases import KNOWN

DOCUMENT = DraftInput("Ilse Marrow said on Tuesday that the talks would go on.", published="2032-02-05")


@pytest_asyncio.fixture
async def worker() -> AsyncIterator[DraftingWorker]:
    running = DraftingWorker()
    yield running
    await running.close()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_worker_starts_when_needed_and_drafts(worker: DraftingWorker) -> None:
    before = worker.pid
    drafted = await worker.draft(DOCUMENT, KNOWN)
    assert [party.party for party in drafted.drafts[0].speakers] == ["marrow"]
    assert (before, worker.pid) != (None, None)
    assert worker.pid not in (None, os.getpid())


async def test_worker_takes_one_document_after_another(worker: DraftingWorker) -> None:
    several = await asyncio.gather(*(worker.draft(DOCUMENT, KNOWN) for _ in range(3)))
    assert several[0] == several[1] == several[2]


async def test_worker_starts_again_after_it_was_killed(worker: DraftingWorker) -> None:
    await worker.draft(DOCUMENT, KNOWN)
    first = worker.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    drafted = await worker.draft(DOCUMENT, KNOWN)
    assert drafted.drafts
    assert worker.pid not in (None, first)


async def test_worker_killed_in_the_middle_drafts_the_document_anew(worker: DraftingWorker) -> None:
    await worker.draft(DOCUMENT, KNOWN)
    first = worker.pid
    assert first is not None
    long = DraftInput("Ilse Marrow said on Tuesday that the talks would go on.\n\n" * 400, published="2032-02-05")
    asking = asyncio.create_task(worker.draft(long, KNOWN))
    await asyncio.sleep(0.05)
    os.kill(first, signal.SIGKILL)
    assert len((await asking).drafts) == 400


async def test_worker_goes_when_idle() -> None:
    worker = DraftingWorker(WorkerLimits(idle_seconds=0.05))
    await worker.draft(DOCUMENT, KNOWN)
    pid = worker.pid
    assert pid is not None
    for _ in range(200):
        if not is_running(pid):
            break
        await asyncio.sleep(0.02)
    assert worker.pid is None
    assert not is_running(pid)


async def test_worker_ends_a_document_that_takes_too_long() -> None:
    worker = DraftingWorker(WorkerLimits(draft_seconds=0.01))
    with pytest.raises(DraftingError, match="not drafted within"):
        await worker.draft(DraftInput("Ilse Marrow said that the talks would go on. " * 3000), KNOWN)
    assert worker.pid is None
    await worker.close()


async def test_worker_says_so_where_memory_does_not_suffice() -> None:
    worker = DraftingWorker(WorkerLimits(memory_bytes=64 * 1024 * 1024))
    with pytest.raises(DraftingError, match="did not start"):
        await worker.draft(DOCUMENT, KNOWN)
    await worker.close()


async def test_worker_refuses_a_text_that_is_too_long(worker: DraftingWorker) -> None:
    with pytest.raises(DraftingError, match="400,000"):
        await worker.draft(DraftInput("a" * 400_001), KNOWN)
    assert worker.pid is None


async def test_worker_ends_with_a_task_that_is_cancelled(worker: DraftingWorker) -> None:
    await worker.draft(DOCUMENT, KNOWN)
    pid = worker.pid
    assert pid is not None
    asking = asyncio.create_task(
        worker.draft(DraftInput("Ilse Marrow said that the talks would go on. " * 3000), KNOWN)
    )
    await asyncio.sleep(0.05)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert not is_running(pid)
    assert (await worker.draft(DOCUMENT, KNOWN)).drafts
