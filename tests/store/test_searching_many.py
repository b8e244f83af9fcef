"""What a search calls the statements that it finds where very many of them hold the words."""

from __future__ import annotations

import hashlib
from pathlib import Path

import yaml
from small_corpus import ROOT

from bot.store.build import build
from bot.store.model import Filter
from bot.store.store import Store

MANY = 36  # more than are looked at closely


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def _build(folder: Path) -> Path:
    said = [f"The ferry number {n} will carry no grain" for n in range(MANY)]
    text = "".join(f"“{words},” said Ada Vent.\n" for words in said)
    (folder / "seeds").mkdir()
    (folder / "seeds" / "vent.txt").write_bytes(text.encode())
    (folder / "data" / "sources").mkdir(parents=True)
    for shared in ("countries", "synonyms", "tones"):
        (folder / "data" / f"{shared}.yaml").write_bytes((ROOT / "data" / f"{shared}.yaml").read_bytes())
    role = {"title": "Envoy", "country": "KR", "attested": "2031-03"}
    _write(folder / "data" / "people.yaml", {"people": {"ada-vent": {"name": "Ada Vent", "roles": [role]}}})
    digest = hashlib.sha256(text.encode()).hexdigest()
    statements = [
        {
            "id": f"vent-{n}", "speaker": "ada-vent", "act": "ACCUSE", "tone": "blame", "paraphrase": "She spoke.",
            "report": {"kind": "direct", "passage": f"“{words},” said Ada Vent.", "quotes": words},
        }
        for n, words in enumerate(said)
    ]  # fmt: skip
    source = {"id": "vent", "title": "Vent speaks", "file": "seeds/vent.txt", "sha256": digest}
    _write(folder / "data" / "sources" / "vent.yaml", {"source": source, "statements": statements})
    return build(folder / "data", folder, folder / "store").path


async def test_what_a_source_holds_is_not_called_a_paraphrase_however_many_hold_it(tmp_path: Path) -> None:
    store = await Store.open(_build(tmp_path), readers=1, deadline=5.0)
    hits = await store.search("grain ferry", Filter(), 60)
    await store.close()
    assert {hit.statement.id for hit in hits} == {f"vent-{n}" for n in range(MANY)}
    assert {hit.match for hit in hits} == {"words"}
