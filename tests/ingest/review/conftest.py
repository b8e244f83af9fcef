"""A document under review in a corpus of its own."""

from pathlib import Path

import pytest

from bot.ingest.review.reviewer import Reviewer
from tests.support.draft_corpus import SOURCE, DraftCorpus, make_draft_corpus


@pytest.fixture
def corpus(tmp_path: Path) -> DraftCorpus:
    return make_draft_corpus(tmp_path)


@pytest.fixture
def reviewer(corpus: DraftCorpus) -> Reviewer:
    return Reviewer(corpus.data, corpus.root, SOURCE)
