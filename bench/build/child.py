"""One build, or a desk that reloads when told, in a process of its own; says what it took as lines of JSON.

`child.py build DATA ROOT FOLDER` builds, and builds again for every line that it is sent. `child.py reload …` opens the
store, says that it is ready, and reloads for every line.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.build.steps import Stopwatch
from bot.answers.service import AnswerService
from bot.store.build.builder import build
from bot.store.manager import StoreManager


def main() -> None:
    what, *places = sys.argv[1:]
    data, root, folder = map(Path, places)
    if what == "reload":
        asyncio.run(_reload(data, root, folder))
        return
    watch = Stopwatch()
    watch.wind()
    while True:
        watch.take()
        began = time.perf_counter()
        built = build(data, root, folder)
        seconds = time.perf_counter() - began
        told = {"path": str(built.path), "counts": built.counts, "seconds": seconds, "fresh": built.fresh}
        _say({**told, "steps": watch.take()})
        if not sys.stdin.readline():
            break


async def _reload(data: Path, root: Path, folder: Path) -> None:
    manager = StoreManager(folder, readers=4, deadline=2.0)
    await manager.open()
    service = AnswerService(manager, data=data, root=root, folder=folder, today=lambda: datetime.now(UTC).date())
    await service.warm()
    _say({"ready": True})
    while await asyncio.to_thread(sys.stdin.readline):
        began = time.perf_counter()
        reloaded = await service.reload()
        seconds = time.perf_counter() - began
        changed = [one.id for one in reloaded.changes.changed]
        others = len(reloaded.changes.added) + len(reloaded.changes.removed)
        _say({"seconds": seconds, "changed": changed, "others": others, "counts": reloaded.counts})
    await service.close()
    await manager.close()


def _say(told: dict[str, object]) -> None:
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
