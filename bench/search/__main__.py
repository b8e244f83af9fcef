"""`python -m bench.search`: how well and how fast half-remembered words find their statement."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.search.apart import start_apart
from bench.search.deriving import Deriver, Question
from bench.search.embedding import make_embedding
from bench.search.engines import make_fts5, make_tantivy
from bench.search.making import make_store
from bench.search.measuring import (
    WITHOUT_ANSWER,
    Measured,
    Score,
    Work,
    ask_each,
    at,
    measure_completing,
    measure_remembering,
    score_found,
)
from bench.search.texts import Sentence, list_seed_sentences, list_sentences
from bench.search.wordnet import WordNet
from bot.corpus.checking.part_results import CheckedPart
from bot.corpus.pipeline import CorpusPipeline
from bot.store.analysis.tokenizer import STOP_WORDS, fold_words

ROOT = Path(__file__).parents[2]
_SEEDS = {"tuning": 7, "test": 11}
_OTHERS = ("fts5", "tantivy", "embedding")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the shipped articles alone: nothing to download")
    steps = parser.add_subparsers(dest="step")
    for name in ("make", "run"):
        step = steps.add_parser(name)
        step.add_argument("--size", type=int, default=10_000)
        step.add_argument("--into", type=Path, default=ROOT / "var" / "bench-search")
        if name == "make":
            step.add_argument("--debates", type=Path, required=True, help="the folder data_original of the corpus")
        else:
            step.add_argument("--wordnet", type=Path, help="the folder with WordNet's index.noun, data.noun, …")
            step.add_argument("--each", type=int, default=250, help="questions of each kind")
            step.add_argument("--half", choices=tuple(_SEEDS), default="tuning")
            step.add_argument("--compare", nargs="+", choices=_OTHERS, default=(), help="others as well")
            step.add_argument("--passes", type=int, default=1, help="time every question so often, and show the least")
            step.add_argument("--missed", type=Path, help="write down what was not found first")
    chosen = parser.parse_args()
    if chosen.quick:
        run_quick(ROOT / "var" / "bench-search" / "quick")
    elif chosen.step == "make":
        held, kept_out = list_sentences(chosen.debates, chosen.size)
        make(chosen.into / str(chosen.size), held, kept_out)
    elif chosen.step == "run":
        wordnet = WordNet(chosen.wordnet) if chosen.wordnet else None
        run(
            chosen.into / str(chosen.size),
            wordnet,
            chosen.each,
            chosen.half,
            compare=chosen.compare,
            passes=chosen.passes,
            missed=chosen.missed,
        )
    else:
        parser.print_help()


def _make_nothing(examined: CheckedPart) -> None:
    """What is made of a part whose records are looked at alone."""


def make(folder: Path, held: list[Sentence], kept_out: list[Sentence]) -> None:
    """Write the sentences and a store of them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, sentences in (("held", held), ("kept-out", kept_out)):
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in sentences)
    gathering = CorpusPipeline(ROOT, _make_nothing)
    for _ in gathering.read_folder(ROOT / "data"):
        pass
    vocabulary = gathering.join.vocabulary
    made = make_store(folder / "store.sqlite", held, dict(vocabulary.countries), dict(vocabulary.synonyms))
    print(
        f"{len(held):,} statements: tables {made.table_seconds:.1f} s, {made.table_bytes / 2**20:.0f} MiB; "
        f"index {made.index_seconds:.1f} s ({made.index_seconds / made.table_seconds:.1f} × the tables), "
        f"{made.index_bytes / 2**20:.0f} MiB"
    )


def run(
    folder: Path,
    wordnet: WordNet | None,
    each: int,
    half: str,
    *,
    compare: Sequence[str],
    passes: int,
    missed: Path | None,
) -> dict[str, Measured]:
    """Derive the questions of one half, put them to the bot's search, and print the table."""
    held, kept_out = _read(folder / "held.jsonl"), _read(folder / "kept-out.jsonl")
    questions = derive(held, kept_out, wordnet, each, half)
    print(f"{len(held):,} statements, {len(questions):,} questions of the half for {half}")
    asked = [one.words for one in questions]
    engines = {}
    with start_apart(folder / "store.sqlite", passes) as own:
        seconds, more = own.open()
        print(f"opened in {seconds:.2f} s, {more:.0f} MiB more resident; ", end="", flush=True)
        engines["attaché"] = score_found(questions, own.ask(asked), held)
        print(f"after all questions {own.resident():.0f} MiB more")
        stretched = [one for one in questions if one.stretch]
        completing, offered = measure_completing(own.complete, stretched[::10], stretched[5::40])
        remembering, remembered = measure_remembering(own.complete, [one for one in questions if one.sentence][::3])
    if "fts5" in compare:
        # every word an OR takes so long that a tenth of the questions must do
        tenth = score_found(questions[::10], ask_each(make_fts5(held), asked[::10]), held)
        engines["FTS5, every tenth question"] = tenth
    if "tantivy" in compare:
        engines["tantivy"] = score_found(questions, ask_each(make_tantivy(held), asked), held)
    if "embedding" in compare:
        began = time.perf_counter()
        ask = make_embedding(held)
        print(f"embedding: {len(held):,} vectors in {time.perf_counter() - began:.0f} s")
        engines["embedding"] = score_found(questions, ask_each(ask, asked), held)
    for name, measured in engines.items():
        show(name, measured)
    print(f"\ncompleting: {_tell_work(completing)}; after 20 characters the statement is offered {offered:.2f}")
    offered_by_kind = ", ".join(f"{kind} {share:.2f}" for kind, share in sorted(remembered.items()))
    print(f"half remembered: {_tell_work(remembering)}; the statement is offered: {offered_by_kind}")
    if missed:
        lines = [
            f"{kind}\t{one.words}\t{one.sentence.text if one.sentence else ''}\n"
            for kind, score in engines["attaché"].scores.items() for one in score.missed
        ]  # fmt: skip
        missed.write_text("".join(lines), "utf-8")
    return engines


def run_quick(folder: Path) -> None:
    """Everything once, small; fails where the search no longer does what it must."""
    held, kept_out = list_seed_sentences(ROOT / "seeds")
    make(folder, held, kept_out)
    total = run(folder, None, 20, "test", compare=("fts5", "tantivy"), passes=1, missed=None)["attaché"].total()
    if total.first < 0.9 * total.asked:
        raise SystemExit(f"only {total.first} of {total.asked} questions find their statement first")


def derive(
    held: Sequence[Sentence], kept_out: Sequence[Sentence], wordnet: WordNet | None, each: int, half: str
) -> list[Question]:
    """The questions of one half; a speech is in one half only."""
    speeches = sorted({one.speech for one in held})
    mine = (
        {name for i, name in enumerate(speeches) if (i % 2 == 0) == (half == "test")}
        if len(speeches) > 9
        else set(speeches)
    )
    vocabulary = {word for one in held[:20_000] for word in fold_words(one.text) if word not in STOP_WORDS}
    sentences = [one for one in held if one.speech in mine]
    out = kept_out[::2] if half == "test" else kept_out[1::2]
    return Deriver(sentences, vocabulary, wordnet).derive(out, each, _SEEDS[half])


def show(name: str, measured: Measured) -> None:
    """Print a table of what one engine found."""
    clock, work = measured.answered.times, measured.answered.work
    print(f"\n{name}: p50 {at(clock, 50):.1f} ms, p99 {at(clock, 99):.1f} ms by the clock; {_tell_work(work)}")
    for kind, score in sorted(measured.scores.items()):
        if kind in WITHOUT_ANSWER:
            _show_unanswered(kind, score)
        else:
            _show_score(kind, score)
    _show_score("together", measured.total())
    _show_unanswered("unanswerable", measured.total(answerable=False))


def _tell_work(work: Work) -> str:
    told = f"p50 {at(work.first, 50):.1f} ms, p99 {at(work.first, 99):.1f} ms on the core"
    if work.least == work.first:
        return told
    return f"{told}, the least of all passes {at(work.least, 50):.1f} and {at(work.least, 99):.1f} ms"


def _show_score(name: str, score: Score) -> None:
    first, among_five = score.first / score.asked, score.among_five / score.asked
    print(f"  {name:<15} n {score.asked:>4}  @1 {first:.3f}  @5 {among_five:.3f}")


def _show_unanswered(name: str, score: Score) -> None:
    nothing, no_hit = score.nothing / score.asked, score.no_hit / score.asked
    print(f"  {name:<15} n {score.asked:>4}  nothing shown {nothing:.3f}  nothing presented as a hit {no_hit:.3f}")


def _read(path: Path) -> list[Sentence]:
    with path.open(encoding="utf-8") as file:
        return [Sentence(**json.loads(line)) for line in file]


if __name__ == "__main__":
    main()
