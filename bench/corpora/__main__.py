"""`python -m bench.corpora make`: a corpus of any size, with documents, that passes the bot's check.

The sentences are those of the UN General Debate, 1946-2024 (CC0; repository
SarahFranzen/Emotions_in_the_United_Nations_General_Debates on GitHub, folder data/data_original), as
`python -m bench.search make` cuts them into held.jsonl; without that file, of invented officials. Speaker, country and
year are the debate's. Day, act, tone, topics, addressees, conflicts and who tells it again are drawn with a fixed seed:
the records are made to be measured with, and say nothing about anybody.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.corpora.making import Maker
from bench.corpora.sentences import invent_sentences, read_sentences
from bench.corpora.vocabulary import BODIES, list_events, list_parties, list_topics, year_of
from bench.corpora.writing import CorpusWriter
from bench.search.texts import Sentence
from bot.corpus.reading.yaml_reader import read_yaml

SEED = 1945
_SHIPPED = Path(__file__).parents[2] / "data"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench.corpora", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    step = parser.add_subparsers(required=True).add_parser("make")
    step.add_argument("--statements", type=int, default=10_000)
    step.add_argument("--format", choices=("yaml", "jsonl"), default="yaml")
    step.add_argument("--from", dest="held", type=Path, help="held.jsonl; without it invented sentences")
    step.add_argument("--into", type=Path, required=True)
    step.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    began = time.perf_counter()
    made = make(chosen.into, chosen.statements, chosen.format, chosen.held, chosen.seed)
    print(f"{chosen.into}: {made} in {time.perf_counter() - began:.1f} s")


def make(
    folder: Path, statements: int, form: str = "yaml", held: Path | None = None, seed: int = SEED
) -> dict[str, object]:
    """Write a corpus to `folder`, whose data/ and seeds/ are replaced; tells how many of what it holds."""
    for part in ("data", "seeds"):
        shutil.rmtree(folder / part, ignore_errors=True)

    def sentences() -> Iterator[Sentence]:
        return read_sentences(held, statements) if held else invent_sentences(statements, seed)

    writer = CorpusWriter(folder, form == "yaml")
    shipped = {section: _read_shipped(section) for section in ("tones", "countries", "synonyms")}
    years: set[int] = set()
    parties = list_parties(_note(sentences(), lambda one: years.add(year_of(one))))
    unique = {party.id: party for party in parties.values()}
    for section, entries in shipped.items():
        writer.write_vocabulary(section, entries)
    writer.write_vocabulary("topics", list_topics())
    writer.write_vocabulary("events", dict(list_events(sorted(years))))
    writer.write_vocabulary("people", {key: one.record() for key, one in unique.items() if one.is_person})
    bodies = {key: one.record() for key, one in unique.items() if not one.is_person}
    writer.write_vocabulary("organisations", {**BODIES, **bodies})
    tones = {key: tone["label"] for key, tone in shipped["tones"].items()}
    for made in Maker(parties, tones, seed).make(sentences()):
        writer.write_source(made)
    return writer.close({"format": form, "seed": seed, "from": held.name if held else "invented sentences"})


def _note(sentences: Iterator[Sentence], note: Callable[[Sentence], None]) -> Iterator[Sentence]:
    for one in sentences:
        note(one)
        yield one


def _read_shipped(section: str) -> dict[str, Any]:
    file, problems = read_yaml(section, (_SHIPPED / f"{section}.yaml").read_bytes())
    if problems or not isinstance(file.data, dict):
        raise SystemExit(f"data/{section}.yaml cannot be read")
    entries = file.data[section]
    assert isinstance(entries, dict)
    return entries


if __name__ == "__main__":
    main()
