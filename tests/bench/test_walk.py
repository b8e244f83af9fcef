"""The way of an answer through the files stays as short as docs/performance.md says."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from bot.settings import HOME

COUNTS = re.compile(
    r"^(?P<asked>\S+).*? (?P<files>\d+) files, +(?P<changes>\d+) changes, .* chosen (?P<chosen>\d+) times"
)


@pytest.fixture(scope="module")
def walked() -> dict[str, tuple[int, int, int]]:
    """The files, changes of file and choices of the shown words, by the first word of each line."""
    done = subprocess.run([sys.executable, "-m", "bench.walk"], cwd=HOME, capture_output=True, text=True, check=True)
    found = [COUNTS.match(line) for line in done.stdout.splitlines()]
    return {
        one["asked"]: (int(one["files"]), int(one["changes"]), int(one["chosen"])) for one in found if one is not None
    }


@pytest.mark.slow
def test_a_search_enters_at_most_33_files_in_at_most_200_changes(walked: dict[str, tuple[int, int, int]]) -> None:
    files, changes, _ = walked["/who-said"]
    assert 10 < files <= 33
    assert 10 < changes <= 200


@pytest.mark.slow
def test_a_briefing_enters_at_most_18_files_and_chooses_words_once_each(
    walked: dict[str, tuple[int, int, int]],
) -> None:
    files, _, chosen = walked["briefing"]
    assert 10 < files <= 18
    assert chosen == 16
