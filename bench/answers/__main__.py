"""`python -m bench.answers`: how long an answer takes from the question to the message, and what it costs the bot."""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from statistics import median

from bench.answers.asking import Askers, Asking
from bench.answers.bots import Bot, FailedError, running
from bench.answers.fairness import measure_fairness
from bot.store.build.builder import build

ROOT = Path(__file__).parents[2]
PING = Asking("/ping", "ping")
ALL = "all answers"


@dataclass(slots=True)
class Measured:
    """Milliseconds by kind; what failed; what the processes measured of themselves."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    work: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    worked: float = 0.0
    failed: list[str] = field(default_factory=list)
    late: int = 0
    worst: float = 0.0
    worked_long: int = 0
    worst_work: float = 0.0
    p999: list[float] = field(default_factory=list)
    own: float = 0.0
    resident: float = 0.0

    def add(self, taken: dict[str, float]) -> None:
        """Add what a process says about a stretch of time."""
        self.late += int(taken["late"])
        self.worked_long += int(taken["worked_long"])
        self.worst = max(self.worst, 1000 * taken["worst"])
        self.worst_work = max(self.worst_work, 1000 * taken["worst_work"])
        self.p999.append(1000 * taken["p999"])
        self.own, self.resident = taken["own"], taken["resident"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.answers", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the shipped articles, a few seconds")
    steps = parser.add_subparsers(dest="step")
    step = steps.add_parser("run")
    place = step.add_mutually_exclusive_group(required=True)
    place.add_argument("--store", type=Path, help="a store file, with its index beside it")
    place.add_argument("--articles", action="store_true", help="the shipped records")
    step.add_argument("--askers", type=int, nargs="+", default=[1, 20])
    step.add_argument("--pause", type=float, default=1.0, help="seconds, on average, between two questions of an asker")
    step.add_argument("--seconds", type=float, default=20.0, help="for each number of askers, in a round")
    step.add_argument("--rounds", type=int, default=3, help="of ping and answers by turns")
    fairness = steps.add_parser("fairness", help="one member's waits beside forty questions of another one")
    fairness.add_argument("--store", type=Path, help="a store file; without it the shipped records")
    fairness.add_argument("--questions", type=int, default=200)
    chosen = parser.parse_args()
    if chosen.quick:
        asyncio.run(run(None, [1, 8], pause=0.05, seconds=1.5, rounds=1))
    elif chosen.step == "fairness":
        asyncio.run(run_fairness(chosen.store, chosen.questions))
    elif chosen.step == "run":
        asyncio.run(run(chosen.store, chosen.askers, pause=chosen.pause, seconds=chosen.seconds, rounds=chosen.rounds))
    else:
        parser.print_help()


async def run(store: Path | None, askers: Sequence[int], *, pause: float, seconds: float, rounds: int) -> None:
    """Measure both bots by turns and print the tables; fails where the bot failed to answer."""
    with tempfile.TemporaryDirectory(prefix="attache-bench-") as folder:
        if store is None:
            store = (await asyncio.to_thread(build, ROOT / "data", ROOT, Path(folder))).path
        asked = await asyncio.to_thread(Askers, store)
        async with AsyncExitStack() as stack:
            # One after the other: two that start at once would share the machine.
            ping = await stack.enter_async_context(running("ping"))
            bot = await stack.enter_async_context(running("attache", store.resolve(), Path(folder) / "state.sqlite"))
            show_start(ping.ready, bot.ready)
            found: dict[tuple[str, int], Measured] = defaultdict(Measured)
            questions = {"ping": repeat(PING), "attache": asked.ask()}
            for one in (ping, bot):
                await measure(one, questions[one.name], 1, 0.0, 1.0, Measured())
            for _ in range(rounds):
                for number in askers:
                    for one in (ping, bot):
                        await measure(one, questions[one.name], number, pause, seconds, found[one.name, number])
            for number in askers:
                show(number, pause, found["ping", number], found["attache", number])
            breaches = [*ping.loopback.breaches, *bot.loopback.breaches]
        failed = [why for measured in found.values() for why in measured.failed]
        if failed or breaches:
            raise SystemExit(
                f"{len(failed)} questions got no answer ({failed[:3]}), {len(breaches)} breaches {breaches[:3]}"
            )


async def run_fairness(store: Path | None, questions: int) -> None:
    """Measure how long a member waits beside another one who asks much."""
    with tempfile.TemporaryDirectory(prefix="attache-bench-") as folder:
        if store is None:
            store = (await asyncio.to_thread(build, ROOT / "data", ROOT, Path(folder))).path
        async with running("attache", store, Path(folder, "state.sqlite")) as bot:
            await measure_fairness(bot, store, questions)


async def measure(
    bot: Bot, questions: Iterator[Asking], askers: int, pause: float, seconds: float, into: Measured
) -> None:
    """Let so many people ask for so long; each waits for an answer, and pauses, before asking on."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + seconds
    await bot.take()
    worked = bot.read_work()

    async def ask_on(rng: random.Random) -> None:
        await asyncio.sleep(rng.uniform(0, pause))
        while loop.time() < ends:
            asked = next(questions)
            try:
                for kind, taken, work in await bot.ask(asked):
                    into.times[kind].append(1000 * taken)
                    into.work[kind].append(1000 * work)
            except (FailedError, TimeoutError) as error:
                into.failed.append(f"{asked}: {error}")
            await asyncio.sleep(rng.uniform(0, 2 * pause))

    await asyncio.gather(*(ask_on(random.Random(number)) for number in range(askers)))
    into.worked += 1000 * (bot.read_work() - worked)
    into.add(await bot.take())


def show_start(ping: dict[str, float], bot: dict[str, float]) -> None:
    """Print how long each took until it could be asked, and what it held then."""
    for what, name, unit in (("ready", "start to ready", "s"), ("work", "at work until then", "s"),
                             ("resident", "resident", "MiB"), ("own", "of it its own", "MiB")):  # fmt: skip
        print(f"{name}: /ping {ping[what]:.2f}, attaché {bot[what]:.2f} {unit} ({bot[what] - ping[what]:+.2f})")


def show(askers: int, pause: float, ping: Measured, bot: Measured) -> None:
    """Print one number of askers: each kind beside /ping. Work is told apart by kind where one asks alone."""
    base = ping.times[PING.kind]
    middle, most = median(base), at(base, 99)
    alone = askers == 1
    rest = median(ping.work[PING.kind]) if alone else ping.worked / len(base)
    everything = [taken for times in bot.times.values() for taken in times]
    work = [taken for times in bot.work.values() for taken in times]
    print(f"\n{askers} askers, {pause:g} s between their questions")
    print("| | n | p50 ms | × ping | p99 ms | above ping's | at work, ms | × ping |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    print(f"| /ping | {len(base)} | {middle:.1f} | | {most:.1f} | | {rest:.1f} | |")
    for kind, times in [*sorted(bot.times.items()), (ALL, everything)]:
        if times:
            line = (
                f"| {kind} | {len(times)} | {median(times):.1f} | {median(times) / middle:.1f} "
                f"| {at(times, 99):.1f} | {at(times, 99) - most:+.1f} "
            )
            own = median(bot.work.get(kind, work)) if alone else bot.worked / len(everything) if kind == ALL else None
            print(line + (f"| {own:.1f} | {own / rest:.1f} |" if own is not None else "| | |"))
    for name, one in (("/ping", ping), ("attaché", bot)):
        print(
            f"{name}: the loop came late by more than 20 ms {one.late} times, at worst {one.worst:.0f} ms, p99.9 "
            f"{median(one.p999):.1f} ms; was at work for more than 20 ms {one.worked_long} times, at worst "
            f"{one.worst_work:.0f} ms; resident {one.resident:.0f} MiB, of it its own {one.own:.0f}"
        )


def at(times: Sequence[float], percent: int) -> float:
    """Milliseconds within which so many of a hundred were there."""
    ranked = sorted(times)
    return ranked[min(len(ranked) - 1, int(percent / 100 * len(ranked)))]


if __name__ == "__main__":
    main()
