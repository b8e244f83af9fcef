"""A store of invented quotations, all of one speaker."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.store.build.builder import build
from tests.support.small_corpus import ROOT

SAID_BY = "said Ada Vent."


def build_quoted(folder: Path, quoted: Sequence[str], heading: str = "") -> Path:
    """Build a store of one document: the heading, and a line for each of these that ends in SAID_BY, a statement each.

    The statements are called vent-0, vent-1, ….
    """
    passages = [f"“{words}” {SAID_BY}" for words in quoted]
    text = heading + "".join(f"{passage}\n" for passage in passages)
    (folder / "seeds").mkdir()
    (folder / "seeds" / "vent.txt").write_bytes(text.encode())
    (folder / "data" / "sources").mkdir(parents=True)
    for shared in ("countries", "synonyms", "tones"):
        (folder / "data" / f"{shared}.yaml").write_bytes((ROOT / "data" / f"{shared}.yaml").read_bytes())
    role = {"title": "Envoy", "country": "KR", "attested": "2031-03"}
    _write(folder / "data" / "people.yaml", {"people": {"ada-vent": {"name": "Ada Vent", "roles": [role]}}})
    digest = hashlib.sha256(text.encode()).hexdigest()
    source = {"id": "vent", "title": "Vent speaks", "file": "seeds/vent.txt", "sha256": digest}
    statements = [
        {
            "id": f"vent-{n}", "speaker": "ada-vent", "act": "ACCUSE", "tone": "blame", "paraphrase": "She spoke.",
            "report": {"kind": "direct", "passage": passage, "quotes": words.rstrip(",")},
        }
        for n, (words, passage) in enumerate(zip(quoted, passages, strict=True))
    ]  # fmt: skip
    _write(folder / "data" / "sources" / "vent.yaml", {"source": source, "statements": statements})
    return build(folder / "data", folder, folder / "store").path


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
