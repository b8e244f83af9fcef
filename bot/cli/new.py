"""`new`: the beginning of a record: a document taken in from a file or an address, and its source written down."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from bot.corpus.writing.formatter import make_yaml
from bot.exit_codes import Exit, ExitError
from bot.settings import Settings

_MISSING = "reading documents needs the extra `ingest`: pip install 'attache[ingest]' ({name} is not installed)"
_HEAD = "# yaml-language-server: $schema=../../docs/schema/source.json\n"
_TEMPLATE = """
# Each entry is one statement, in the order of the text; `python -m bot explain` says what each key means.
# statements:
#
#   # Paragraph 1
#   - id: who-said-what
#     speaker: id-of-a-person
#     act: STATE
#     tone: id-of-a-tone
#     day: {day}
#     report:
#       kind: mixed
#       passage: The sentence as it is in the document.
#       quotes: the words between quotation marks, without them
#       as_written: {{speaker: the name as written}}
"""


def write_new(settings: Settings, source: str) -> int:
    """Keep a document and write its source's file. Raises ExitError where it cannot be read or is there already."""
    return asyncio.run(_write_new(settings, source))


async def _write_new(settings: Settings, source: str) -> int:
    try:
        from bot.ingest.documents import DocumentError
        from bot.ingest.fetching import FetchError, fetch
        from bot.ingest.review.intake import SourceArchive
        from bot.ingest.review.model import ReviewError
    except ImportError as error:
        raise ExitError(Exit.BAD_INPUT, _MISSING.format(name=error.name)) from error
    archive = SourceArchive(settings.data.folder, settings.data.root)
    try:
        if source.startswith(("https://", "http://")):
            fetched = await fetch(source)
            archived = await archive.keep(fetched.data, fetched.name, fetched.media_type, fetched.url)
        else:
            content = await asyncio.to_thread(Path(source).read_bytes)
            archived = await archive.keep(content, Path(source).name)
    except (DocumentError, FetchError, ReviewError) as error:
        raise ExitError(Exit.BAD_INPUT, f"{source}: {error}") from error
    except OSError as error:
        raise ExitError(Exit.BAD_INPUT, f"{source}: {error.strerror or error}") from error
    path = settings.data.folder / "sources" / f"{archived.source['id']}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write_skeleton(archived.source), "utf-8")
    for warning in archived.warnings:
        print(f"note: {warning}")
    print(path)
    return Exit.DONE


def write_skeleton(source: Mapping[str, Any]) -> str:
    """The file of a source without statements yet: the source, and an entry to be filled in."""
    out = StringIO()
    make_yaml().dump({"source": dict(source)}, out)
    day = source.get("published", {}).get("day", "2031-03-04")
    return f"{_HEAD}{out.getvalue()}{_TEMPLATE.format(day=day)}"
