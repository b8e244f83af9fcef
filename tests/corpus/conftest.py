"""The small corpus as a fixture."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.editable_corpus import Shelf, fill


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """The small corpus, without a mistake."""
    return fill(Shelf(tmp_path))
