"""A small corpus of invented officials with a document under review: three drafts, one of which the check refuses."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.ingest.drafting.model import Band
from bot.ingest.review.draft_files import path_of, write_draft_file
from bot.ingest.review.model import DraftFile, ReviewDraft

SOURCE = "harbour-herald-2031-03-06"
TEXT = (
    "Harbour chief scolds neighbours\n\n"
    "Harbour Minister Ada Quillfeather said on Tuesday that the “lamp toll” must go. "
    "“We shall not pay it,” she told reporters in Port Sorrel.\n"
)
PEOPLE = """\
# Who speaks.
people:
  ada-quillfeather:
    name: Ada Quillfeather   # the minister
    also: Ada Quillfeather
    roles:
      - {title: Harbour Minister, organisation: harbour-ministry, attested: 2031-03-01/2031-03-06}
"""
ORGANISATIONS = "organisations:\n  harbour-ministry: {name: Ministry of Harbours, kind: ministry, country: AD}\n"
TONES = "tones:\n  refuse: {label: refused, means: Says that it will not do what is asked}\n"
PASSAGE = "“We shall not pay it,” she told reporters in Port Sorrel."


@dataclass(frozen=True)
class DraftCorpus:
    """Its folders. `data` holds data/ with the drafts, `root` the seeds/ as well."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def source_file(self) -> Path:
        return self.data / "sources" / f"{SOURCE}.yaml"

    @property
    def draft_file(self) -> Path:
        return path_of(self.data, SOURCE)


def make_entry(**changes: Any) -> dict[str, Any]:
    """An entry that the check takes, with changes."""
    entry: dict[str, Any] = {
        "id": "quillfeather-shall-not-pay",
        "speaker": ["ada-quillfeather"],
        "act": "REJECT",
        "tone": "refuse",
        "day": "2031-03-04",
        "paraphrase": "Ada Quillfeather refused to pay.",
        "report": {
            "kind": "mixed",
            "passage": PASSAGE,
            "quotes": ["We shall not pay it,"],
            "attribution": "inferred",
            "inferred_how": "“she” stands for Ada Quillfeather, named one sentence before.",
        },
    }
    return {**entry, **changes}


def make_draft_corpus(root: Path, *, begun: bool = False) -> DraftCorpus:
    """Write it below a folder; `begun` with a source that is held already, so that a bot can answer from it."""
    corpus = DraftCorpus(root)
    (corpus.data / "sources").mkdir(parents=True)
    (root / "seeds").mkdir()
    (root / "seeds" / f"{SOURCE}.txt").write_text(TEXT, "utf-8")
    for name, text in (("people", PEOPLE), ("organisations", ORGANISATIONS), ("tones", TONES)):
        (corpus.data / f"{name}.yaml").write_text(text, "utf-8")
    if begun:
        _write_held(corpus)
    source = {
        "id": SOURCE,
        "title": "Harbour chief scolds neighbours",
        "published": {"day": "2031-03-06", "how": "Given with the file."},
        "file": f"seeds/{SOURCE}.txt",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    }
    toll = {
        "kind": "mixed",
        "passage": "Harbour Minister Ada Quillfeather said on Tuesday that the “lamp toll” must go.",
        "quotes": ["lamp toll"],
        "as_written": {"speaker": "Ada Quillfeather", "role": "Harbour Minister", "day": "on Tuesday"},
    }
    altered = make_entry(id="altered-words")
    altered["report"] = {**altered["report"], "quotes": ["We shall never pay it,"]}
    drafts = (
        ReviewDraft("d01", Band.SURE, make_entry(), {"speaker": "“she” taken for Ada Quillfeather"}),
        ReviewDraft("d02", Band.SURE, altered),
        ReviewDraft("d03", Band.LOOK, make_entry(id="quillfeather-toll-must-go", report=toll)),
    )
    write_draft_file(corpus.draft_file, DraftFile(source, drafts, (("lamp toll", "a name in marks"),)))
    return corpus


def _write_held(corpus: DraftCorpus) -> None:
    text = "The lamps are lit early, Ada Quillfeather said.\n"
    (corpus.root / "seeds" / "evening-buoy.txt").write_text(text, "utf-8")
    report = {"kind": "indirect", "passage": text.strip(), "as_written": {"speaker": "Ada Quillfeather"}}
    entry = make_entry(id="quillfeather-lamps-lit", paraphrase="Ada Quillfeather spoke of the lamps.", report=report)
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = {"id": "evening-buoy", "title": "Lamps", "file": "seeds/evening-buoy.txt", "sha256": digest}
    file = {"source": source, "statements": [entry]}
    (corpus.data / "sources" / "evening-buoy.yaml").write_text(json.dumps(file), "utf-8")
