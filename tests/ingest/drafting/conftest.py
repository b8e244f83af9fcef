"""The loaded parser, and a short way to draft a text."""

from __future__ import annotations

import pytest

from bot.ingest.drafting.engine import draft
from bot.ingest.drafting.model import Drafted, DraftInput, Hint
from bot.ingest.drafting.syntax.parser import SpacyParser
from tests.support.drafting_cases import KNOWN, Drafting


@pytest.fixture(scope="session")
def parser() -> SpacyParser:
    return SpacyParser.load()


@pytest.fixture(scope="session")
def drafting(parser: SpacyParser) -> Drafting:
    """Draft a text as one that came out on Thursday, 5 February 2032."""

    def run(
        text: str, published: str | None = "2032-02-05", hint: Hint | None = None, title: str | None = None
    ) -> Drafted:
        return draft(DraftInput(text, published=published, hint=hint, title=title), KNOWN, parser)

    return run
