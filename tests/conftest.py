"""What holds for every test: properties have no deadline, in CI they try the same examples each time, and marks.

Marks are given by where a test stands or what it uses, so that none is forgotten: `e2e` is the real client over a
socket, `browser` needs chromium, `slow` is what takes seconds. `make quick` leaves out the last two.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that is busy elsewhere is no fault of the code: budgets live in bench/.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

_TESTS = Path(__file__).parent
# Files whose tests start processes, move a clock through months, or build many stores.
_SLOW = {
    "chat/e2e/test_briefing_days.py",
    "chat/e2e/test_briefing_faults.py",
    "chat/e2e/test_briefing_kills.py",
    "chat/e2e/test_briefing_two_processes.py",
    "chat/e2e/test_truth.py",
    "rehearsal/terminal/test_session.py",
    "store/build/test_incremental.py",
    "store/build/test_incremental_killed.py",
    "store/build/test_worker.py",
    "store/db/test_deadlines.py",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test by its file and its fixtures."""
    for item in items:
        where = item.path.relative_to(_TESTS).as_posix()
        if where.startswith("chat/e2e/"):
            item.add_marker(pytest.mark.e2e)
        if where.startswith("rehearsal/room/") or where == "review_page/test_page.py":
            item.add_marker(pytest.mark.browser)
        if where in _SLOW:
            item.add_marker(pytest.mark.slow)
