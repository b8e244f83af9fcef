"""One invented source with one statement, written to a folder: what a case of the check changes is all it says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from bot.corpus.problems import CorpusError, Problem
from tests.support.whole_corpus import Checked, read_whole

PEOPLE: dict[str, Any] = {
    "ana-orel": {
        "name": "Ana Orel",
        "roles": [{"title": "Foreign Minister", "organisation": "sample-mofa", "attested": "2031"}],
    }
}
ORGANISATIONS: dict[str, Any] = {"sample-mofa": {"name": "Foreign Ministry", "kind": "ministry", "country": "SI"}}
TONES: dict[str, Any] = {"stress": {"label": "stressed", "means": "Gives weight to it"}}


def write_sample(
    root: Path, text: str | bytes, report: dict[str, Any], *, name: str = "sample",
    statement: dict[str, Any] | None = None, source: dict[str, Any] | None = None, **sections: Any,
) -> None:  # fmt: skip
    """Write a source `name` with its document; what is given is put over a statement of Ana Orel's that is sound."""
    raw = text.encode() if isinstance(text, str) else text
    document = {"id": name, "title": f"Sample {name}", "language": "en", "file": f"seeds/{name}.txt", **(source or {})}
    said = {
        "id": f"{name}-0", "speaker": "ana-orel", "act": "STATE", "tone": "stress", "day": "2031-03-04",
        "paraphrase": "Ana Orel spoke.", **(statement or {}),
    }  # fmt: skip
    said = {"same_as": said["same_as"]} if "same_as" in said else said
    entry = said | {"report": {"kind": "mixed" if report.get("quotes") else "indirect", **report}}
    record = {"source": document | {"sha256": hashlib.sha256(raw).hexdigest()}, "statements": [entry], **sections}
    write(root / document["file"], raw)
    write(root / "data/sources" / f"{name}.yaml", json.dumps(record, ensure_ascii=False).encode())


def write_vocabulary(root: Path, name: str = "vocabulary", **sections: Any) -> None:
    """Write Ana Orel, her ministry and a tone, or the sections that are given, as a vocabulary file."""
    content = sections or {"people": PEOPLE, "organisations": ORGANISATIONS, "tones": TONES}
    write(root / "data" / f"{name}.yaml", json.dumps(content, ensure_ascii=False).encode())


def write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def check_folder(root: Path) -> Checked:
    """Raises CorpusError with every mistake."""
    return read_whole(root / "data", root)


def list_problems(root: Path) -> list[Problem]:
    """Every mistake of the records under `root`."""
    try:
        check_folder(root)
    except CorpusError as error:
        return list(error.problems)
    return []


def check_sample(root: Path, text: str | bytes, report: dict[str, Any], **rest: Any) -> list[Problem]:
    """Every mistake of one sample beside its vocabulary."""
    write_vocabulary(root)
    write_sample(root, text, report, **rest)
    return list_problems(root)
