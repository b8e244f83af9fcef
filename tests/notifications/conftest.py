"""A scene for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.briefing_scene import Chat, Composer, MovedClock, Scene


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    clock = MovedClock()
    return Scene(tmp_path / "state.sqlite", clock, Chat(clock), Composer())
