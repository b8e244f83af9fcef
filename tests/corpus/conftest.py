"""The small corpus as a fixture."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.editable_corpus import EditableCorpus, fill


@pytest.fixture
def corpus(tmp_path: Path) -> EditableCorpus:
    """The small corpus, without a mistake."""
    return fill(EditableCorpus(tmp_path))
