"""The language of a text, by py3langid."""

from __future__ import annotations

from functools import cache
from typing import Any

from bot.ingest.documents.model import Language

# Shorter texts are classified by accident of a name.
MIN_CHARACTERS = 40
_MAX_CHARACTERS = 20_000


@cache
def load_classifier() -> Any:
    """Load the classifier, or return None where it cannot be; it needs a temporary file of 70 MB for a moment."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError:
        return None


def find_language(text: str) -> Language | None:
    """Return the language of a text, or None where it is too short to tell."""
    sample = text[:_MAX_CHARACTERS]
    classifier = load_classifier()
    if classifier is None or sum(map(str.isalpha, sample)) < MIN_CHARACTERS:
        return None
    code, probability = classifier.classify(sample)
    return Language(str(code), round(float(probability), 3))
