"""What can go wrong with the state file."""

from __future__ import annotations


class StateError(Exception):
    """The state file cannot be used, at the start or later (a full disk, a lock); str() says which file, and why."""
