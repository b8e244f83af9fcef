"""`python -m bench.build`: how long compiling takes beside SQLite's bulk insert, and what is noticed of a reload."""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.build.changing import link_corpus
from bench.build.children import Compiled, compile_once
from bench.build.floor import insert_plainly
from bench.build.reloading import describe, reload_in_turn, reload_under_askers
from bench.corpora.__main__ import make
from bot.store.build.builder import current
from bot.store.diff import compare

_QUICK_STATEMENTS = 600
_UNTIL_OLD = 2.5  # seconds


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.build", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small invented corpus, a few seconds")
    steps = parser.add_subparsers(dest="step")
    step = steps.add_parser("run")
    step.add_argument("--corpus", type=Path, nargs="+", required=True, help="what bench.corpora made, of equal content")
    step.add_argument("--into", type=Path, help="a folder for stores, on the disk that is to be measured")
    step.add_argument("--askers", type=int, default=20)
    step.add_argument("--seconds", type=float, default=20.0, help="of asking before each reload")
    step.add_argument("--rounds", type=int, default=3, help="reloads; 0 for compiling alone")
    step.add_argument("--pause", type=float, default=1.0, help="seconds, on average, between two questions of an asker")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="attache-build-", dir=getattr(chosen, "into", None)) as folder:
        if chosen.quick:
            corpora = [Path(folder, form) for form in ("yaml", "jsonl")]
            for corpus in corpora:
                make(corpus, _QUICK_STATEMENTS, corpus.name)
            run(corpora, corpora[1:], Path(folder), askers=8, pause=0.05, seconds=1.0, rounds=1)
        elif chosen.step == "run":
            run(
                chosen.corpus, chosen.corpus, Path(folder), askers=chosen.askers, pause=chosen.pause,
                seconds=chosen.seconds, rounds=chosen.rounds,
            )  # fmt: skip
        else:
            parser.print_help()


def run(
    corpora: Sequence[Path], reloaded: Sequence[Path], folder: Path,
    *, askers: int, pause: float, seconds: float, rounds: int,
) -> None:  # fmt: skip
    """Measure compiling `corpora` and reloading those `reloaded`, and print it.

    Fails where contents differ, or somebody who asks gets no answer during a reload.
    """
    print("| corpus | statements | rows | seconds | × plain insert | work on all cores, s | × | MiB at most |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    first: Compiled | None = None
    steps: dict[str, dict[str, float]] = {}
    linked = {corpus: link_corpus(corpus, folder / f"linked-{corpus.name}") for corpus in corpora}
    # Whatever was changed within two seconds before a build is read again by the next one: bot/store/build/manifest.py.
    time.sleep(_UNTIL_OLD)
    stores = {corpus: folder / f"stores-{corpus.name}" for corpus in corpora}
    for corpus in corpora:
        compiled = compile_once(linked[corpus], stores[corpus])
        plain = insert_plainly(compiled.path, folder / "plain.sqlite")
        made = json.loads((corpus / "made.json").read_text("utf-8"))
        print(
            f"| {made['format']} | {compiled.counts['statement']:,} | {plain.rows:,} | {compiled.seconds:.1f} "
            f"| {compiled.seconds / plain.seconds:.1f} ({plain.seconds:.2f} s) | {compiled.work:.1f} "
            f"| {compiled.work / plain.work:.1f} ({plain.work:.2f} s) | {compiled.peak:.0f} |",
            flush=True,
        )
        steps[corpus.name] = compiled.steps
        if first is not None:
            _refuse_differences(first.path, compiled.path, "the formats")
        first = first or compiled
    show_steps(steps)
    for corpus in reloaded if rounds else ():
        reloads = reload_in_turn(linked[corpus], stores[corpus], rounds)
        each = ", ".join(f"{one:.2f}" for one in reloads.seconds)
        print(f"\n{corpus.name}, one file changed: reloaded in {each} s; {reloads.peak:.0f} MiB at most", flush=True)
        show_steps({f"build {number}": build for number, build in enumerate(reloads.builds, 1)})
        noticed = asyncio.run(
            reload_under_askers(
                linked[corpus], stores[corpus], askers=askers, pause=pause, seconds=seconds, rounds=rounds
            )
        )
        print(f"\n{corpus.name}: {describe(noticed)}", flush=True)
        if noticed.failed:
            raise SystemExit(f"{len(noticed.failed)} got no answer: {noticed.failed[:3]}")
        afresh = compile_once(linked[corpus], folder / f"afresh-{corpus.name}")
        last = current(stores[corpus])
        assert last is not None
        _refuse_differences(last, afresh.path, "reloading and building afresh")
        shutil.rmtree(folder / f"afresh-{corpus.name}")


def show_steps(steps: Mapping[str, Mapping[str, float]]) -> None:
    """Print where the time went, a column for each build."""
    print(f"\n| seconds | {' | '.join(steps)} |\n| --- |{' --- |' * len(steps)}")
    for step in dict.fromkeys(step for one in steps.values() for step in one):
        print(f"| {step} | {' | '.join(f'{one.get(step, 0.0):.2f}' for one in steps.values())} |", flush=True)


def _refuse_differences(one: Path, other: Path, between: str) -> None:
    changes = compare(one, other)
    found = [*changes.added, *changes.changed, *changes.removed]
    if found:
        raise SystemExit(f"{between} give different statements: {[name.id for name in found[:5]]}")


if __name__ == "__main__":
    main()
