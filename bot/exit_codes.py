"""Exit codes: fixed, so that a supervisor can tell a wrong token from a broken record."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How the program ended. Documented in README.md; a test holds the two together."""

    DONE = 0
    BAD_DATA = 1
    BAD_INPUT = 2
    BAD_SETTINGS = 3
    NO_STORE = 4
    NO_TOKEN = 5
    BAD_TOKEN = 6
    MISSING_INTENT = 7
    NO_STATE = 8
    NO_CONNECTION = 9
    PORT_TAKEN = 10
    INTERRUPTED = 130


class ExitError(Exception):
    """The program cannot go on; str() is the one line that says why and what to do."""

    def __init__(self, code: Exit, message: str) -> None:
        super().__init__(message)
        self.code = code
