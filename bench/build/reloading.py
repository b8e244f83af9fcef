"""Reloads after a change of one file: how long it takes, and what twenty who ask meanwhile notice of it."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.answers.asking import Askers, Asking
from bench.answers.bots import Bot, FailedError, running
from bench.build.changing import Change
from bench.build.children import start
from bot.store.build.builder import current


@dataclass(frozen=True, slots=True)
class Reloads:
    """Seconds of each reload, by the clock, and MiB at most; and of builds alone after such a change, by step."""

    seconds: list[float]
    peak: float
    builds: list[dict[str, float]]


def reload_in_turn(corpus: Path, folder: Path, rounds: int) -> Reloads:
    """Change one statement and reload, again and again; fails where another statement changes, or none."""
    change = Change(corpus)
    seconds = []
    with start("reload", corpus / "data", corpus, folder) as child:
        child.hear()
        for number in range(rounds):
            change.word(f", said in wording {number}")
            child.tell("reload")
            told = child.hear()
            if len(told["changed"]) != 1 or told["others"]:
                raise SystemExit(f"one statement was worded otherwise, and the reload tells of {told}")
            seconds.append(told["seconds"])
    builds = []
    with start("build", corpus / "data", corpus, folder) as builder:
        builder.hear()
        for number in range(rounds):
            change.word(f", built in wording {number}")
            builder.tell("build")
            builds.append(builder.hear()["steps"])
    return Reloads(seconds, child.peak, builds)


@dataclass(slots=True)
class Noticed:
    """Milliseconds of the answers before, while and after the store was reloaded; what got no answer."""

    before: list[float] = field(default_factory=list)
    during: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    worst_stall: float = 0.0


async def reload_under_askers(
    corpus: Path, folder: Path, *, askers: int, pause: float, seconds: float, rounds: int
) -> Noticed:
    """Let so many ask; meanwhile an admin reloads, each time after a change of one file."""
    store = current(folder)
    assert store is not None
    asking = await asyncio.to_thread(Askers, store)
    noticed, change = Noticed(), Change(corpus)
    state = folder.parent / f"state-{folder.name}.sqlite"  # a bot that knows its commands are there does not say so
    async with running("attache", store.resolve(), state, corpus / "data", corpus) as bot:
        questions = asking.ask()
        into: list[list[float]] = [[]]
        stop = asyncio.Event()
        people = [
            asyncio.create_task(_ask_on(bot, questions, pause, random.Random(n), into, noticed.failed, stop))
            for n in range(askers)
        ]
        await asyncio.sleep(seconds / 2)  # the first questions find a cold bot
        for number in range(rounds):
            into[0] = noticed.before
            await asyncio.sleep(seconds)
            change.word(f", reloaded in round {number}")
            await bot.take()
            into[0] = noticed.during
            began = time.perf_counter()
            reply = await bot.loopback.slash("admin", "press-desk", "reload", {})
            await asyncio.wait_for(reply.interaction.finished.wait(), 900)
            noticed.seconds.append(time.perf_counter() - began)
            noticed.worst_stall = max(noticed.worst_stall, 1000 * (await bot.take())["worst"])
            if "reloaded" not in str(reply.messages).lower():
                noticed.failed.append(f"/reload: {str(reply.messages)[:300]}")
            into[0] = []
        stop.set()
        await asyncio.gather(*people)
    return noticed


async def _ask_on(
    bot: Bot,
    questions: Iterator[Asking],
    pause: float,
    rng: random.Random,
    into: list[list[float]],
    failed: list[str],
    stop: asyncio.Event,
) -> None:
    await asyncio.sleep(rng.uniform(0, pause))
    while not stop.is_set():
        asked, times = next(questions), into[0]
        try:
            for _, taken, *_ in await bot.ask(asked):
                times.append(1000 * taken)
        except (FailedError, TimeoutError) as error:
            failed.append(f"{asked}: {error}")
        await asyncio.sleep(rng.uniform(0, 2 * pause))


def at(times: list[float], percent: int) -> float:
    """Milliseconds within which so many of a hundred were there."""
    ranked = sorted(times)
    return ranked[min(len(ranked) - 1, int(percent / 100 * len(ranked)))]


def describe(noticed: Noticed) -> str:
    """One line of what the askers noticed."""
    before, during = at(noticed.before, 99), at(noticed.during, 99)
    return (
        f"{len(noticed.seconds)} reloads of {median(noticed.seconds):.2f} s under askers: "
        f"{len(noticed.before):,} answers before, p50 {median(noticed.before):.1f} ms, p99 {before:.1f} ms; "
        f"{len(noticed.during):,} meanwhile, p50 {median(noticed.during):.1f} ms, p99 {during:.1f} ms "
        f"({during / before:.1f} ×); {len(noticed.failed)} failed; loop late by {noticed.worst_stall:.0f} ms at worst"
    )
