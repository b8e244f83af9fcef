"""A bar for somebody who waits at a terminal; where nobody does, nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn


@contextmanager
def show_progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """Gives what to call with a step's name, how much of it is done, and how much there is; None where nobody looks."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        steps = {}

        def note(step: str, done: int, all_of_it: int) -> None:
            if step not in steps:
                steps[step] = progress.add_task(step, total=None)
            progress.update(steps[step], completed=done, total=all_of_it)

        yield note
