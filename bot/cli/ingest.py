"""`ingest`: takes documents in from files, and says what was drafted from each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from bot.exit_codes import Exit, ExitError
from bot.ingest.review.model import DraftFile
from bot.settings import Settings

_MISSING = "reading documents needs the extra `ingest`: pip install 'attache[ingest]' ({name} is not installed)"


def ingest(settings: Settings, sources: Sequence[str]) -> int:
    """Take in files and links. Raises ExitError where nothing could be taken in at all; else says what failed."""
    return asyncio.run(_ingest(settings, sources, Console(highlight=False, soft_wrap=True)))


async def _ingest(settings: Settings, sources: Sequence[str], console: Console) -> int:
    try:
        from bot.ingest.documents import DocumentError
        from bot.ingest.drafting.worker import DraftingError, DraftingWorker
        from bot.ingest.fetching import FetchError, fetch
        from bot.ingest.review.intake import Intake
        from bot.ingest.review.model import ReviewError
    except ImportError as error:
        raise ExitError(Exit.BAD_INPUT, _MISSING.format(name=error.name)) from error
    failed = 0
    async with AsyncExitStack() as stack:
        worker = DraftingWorker()
        stack.push_async_callback(worker.close)
        intake = Intake(settings.data.folder, settings.data.root, worker)
        for source in sources:
            try:
                if source.startswith(("https://", "http://")):
                    fetched = await fetch(source)
                    taken = await intake.take(fetched.data, fetched.name, fetched.media_type, fetched.url)
                else:
                    content = await asyncio.to_thread(Path(source).read_bytes)
                    taken = await intake.take(content, Path(source).name)
            except (DocumentError, DraftingError, FetchError, ReviewError) as error:
                failed += 1
                console.print(f"[red]{escape(source)}[/]: {escape(str(error))}")
                continue
            except OSError as error:
                failed += 1
                console.print(f"[red]{escape(source)}[/]: {escape(error.strerror or str(error))}")
                continue
            _tell(console, taken.file, taken.warnings)
    return Exit.BAD_INPUT if failed else Exit.DONE


def _tell(console: Console, file: DraftFile, warnings: Sequence[str]) -> None:
    from bot.ingest.drafting.model import Band

    bands = {band: sum(draft.band is band for draft in file.drafts) for band in Band}
    day = file.source.get("published", {})
    console.print(f"[bold]{escape(str(file.source['title']))}[/]")
    if day:
        console.print(f"  published {day['day']} ({escape(day.get('how', ''))})")
    console.print(
        f"  {len(file.drafts)} drafts: {bands[Band.SURE]} sure, {bands[Band.LOOK]} to look at, "
        f"{bands[Band.NO_SPEAKER]} without speaker; {len(file.set_aside)} quotations set aside"
    )
    for warning in warnings:
        console.print(f"  note: {escape(warning)}")
    console.print(f"  review them: python -m bot review {file.id}")
