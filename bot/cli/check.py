"""`check`: reads the records against the sources; for people, for editors and continuous integration, and again and
again while somebody writes.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from bot.corpus.check import CorpusCounts, check_with_remarks
from bot.corpus.problems import CorpusError, Problem
from bot.exit_codes import Exit
from bot.progress import show_progress

FORMATS = ("text", "json", "github")
_MOST_REMARKS = 50  # lines that somebody reads
_PAUSE_SECONDS = 0.5


def check(data: Path, root: Path, form: str) -> int:
    """Check once and print what was found; gives the exit code."""
    try:
        with show_progress() as note:
            counts, remarks = check_with_remarks(data, root, note)
    except CorpusError as error:
        _print(form, error.problems, (), None)
        return Exit.BAD_DATA
    _print(form, (), remarks, counts)
    return Exit.DONE


def watch(data: Path, root: Path, form: str, wait: Callable[[float], None] = time.sleep) -> int:
    """Check whenever a file of the records or a document was changed, until interrupted."""
    before: object = None
    while True:
        now = _stamp(data, root)
        if now != before:
            before = now
            if form == "text":
                print(f"--- {time.strftime('%H:%M:%S')}", flush=True)
            check(data, root, form)
            sys.stdout.flush()
        wait(_PAUSE_SECONDS)


def _print(form: str, problems: Iterable[Problem], remarks: Iterable[Problem], counts: CorpusCounts | None) -> None:
    if form == "json":
        listed = [{"severity": "error", **asdict(one)} for one in problems]
        listed += [{"severity": "note", **asdict(one)} for one in remarks]
        print(json.dumps({"problems": listed, "counts": asdict(counts) if counts else None}, ensure_ascii=False))
    elif form == "github":
        print(
            "\n".join([*(_annotate("error", one) for one in problems), *(_annotate("notice", one) for one in remarks)])
        )
    else:
        _print_text(list(problems), list(remarks), counts)


def _print_text(problems: list[Problem], remarks: list[Problem], counts: CorpusCounts | None) -> None:
    if problems:
        print("\n".join(map(str, problems)), file=sys.stderr)
    for remark in remarks[:_MOST_REMARKS]:
        print(f"note: {remark}", file=sys.stderr)
    if len(remarks) > _MOST_REMARKS:
        print(f"note: {len(remarks) - _MOST_REMARKS:,} more like these", file=sys.stderr)
    if counts:
        print("\n".join(counts.summary_lines()))


def _annotate(level: str, one: Problem) -> str:
    """A workflow command of GitHub Actions, which shows the problem at its line."""
    place = f"file={_escape_value(one.file)},line={one.line},col={one.column}"
    return f"::{level} {place}::{_escape_message(f'{one.what} — {one.todo}')}"


def _escape_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_value(text: str) -> str:
    return _escape_message(text).replace(":", "%3A").replace(",", "%2C")


def _stamp(data: Path, root: Path) -> frozenset[tuple[str, int, int]]:
    """The sizes and times of all files that a check reads."""
    found: set[tuple[str, int, int]] = set()
    for folder in (data, root / "seeds"):
        for at, _, names in os.walk(folder):
            for name in names:
                try:
                    stat = Path(at, name).stat()
                except OSError:
                    continue  # gone meanwhile
                found.add((f"{at}/{name}", stat.st_size, stat.st_mtime_ns))
    return frozenset(found)
