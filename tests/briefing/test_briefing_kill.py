"""A real process, killed with SIGKILL between plan and ledger and started again: the briefing is there, and once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from scene import HOUR, START, make_order

from bot.briefing.lease import LEASE_SECONDS
from bot.settings import HOME
from bot.state import State

DUE = START + 7.5 * HOUR
PROCESS = Path(__file__).with_name("doomed_process.py")
CALLS = (
    "postings.plan", "postings.begin", "chat.send", "postings.note_message", "postings.note_statements",
    "chat.open_thread", "postings.finish",
)  # fmt: skip
STEPS = [f"{call}:{moment}" for call in CALLS for moment in ("before", "after")]


def run(folder: Path, now: float, step: str) -> int:
    return subprocess.run(
        [sys.executable, str(PROCESS), str(folder / "state.sqlite"), str(folder / "chat"), str(now), step],
        env={**os.environ, "PYTHONPATH": str(HOME)}, check=False, timeout=30,
    ).returncode  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("step", STEPS)
async def test_a_process_that_is_killed_loses_and_doubles_nothing(tmp_path: Path, step: str) -> None:
    state = await State.open(tmp_path / "state.sqlite")
    await state.subscriptions.put(make_order(), START)
    await state.close()
    assert run(tmp_path, DUE, step) == -signal.SIGKILL
    assert run(tmp_path, DUE + LEASE_SECONDS + 1, "never") == 0
    messages = [json.loads(line) for line in (tmp_path / "chat").read_text().splitlines()]
    (post,) = [one for one in messages if one["place"] == 1]
    assert [one["text"] for one in messages if one["place"] == post["id"]] == ["part 1", "part 2"]
    state = await State.open(tmp_path / "state.sqlite")
    (sent,) = await state.postings.list_of(1, "daily", "sent")
    assert sent.message == post["id"]
    assert await state.postings.list_shown(1, but=0) == {"a", "b"}
    await state.close()
