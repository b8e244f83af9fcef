"""Puts questions to an engine and counts: what was found where, and in what time."""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles
from typing import TypeVar

from bench.search.deriving import Question
from bench.search.engines import Ask
from bench.search.texts import Sentence
from bot.store.analysis.tokenizer import fold_words

T = TypeVar("T")
WITHOUT_ANSWER = ("elsewhere", "nonsense")
_READ = 20
_LONG = 20  # characters typed
_TELLING = 15  # characters offered that can be of one statement alone


@dataclass(slots=True)
class Score:
    """Of one kind of question: how many, how often the answer was first, or among five; for those without an answer:
    how often nothing was shown at all, and how often nothing was presented as a hit. What is near is none: an answer
    that has nothing else says that the store holds nothing with these words, and that what follows is no hit.
    """

    asked: int = 0
    first: int = 0
    among_five: int = 0
    nothing: int = 0
    no_hit: int = 0
    missed: list[Question] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Work:
    """Milliseconds on the core of each call: in the first of several passes over all calls, and its least."""

    first: list[float]
    least: list[float]


CompleteEach = Callable[[Sequence[str]], tuple[list[list[str]], Work]]


@dataclass(frozen=True, slots=True)
class Answered:
    """What was found for each question, and the milliseconds of each: by the clock, and at work on a core."""

    found: list[list[tuple[int, str]]]
    times: list[float]
    work: Work


@dataclass(frozen=True, slots=True)
class Measured:
    """By kind of question; and what was answered."""

    scores: dict[str, Score]
    answered: Answered

    def total(self, *, answerable: bool = True) -> Score:
        """Over the kinds that have an answer, or over those that have none."""
        scores = [score for kind, score in self.scores.items() if (kind not in WITHOUT_ANSWER) == answerable]
        counts = ("asked", "first", "among_five", "nothing", "no_hit")
        return Score(*(sum(getattr(one, name) for one in scores) for name in counts))


def at(times: Sequence[float], percent: int) -> float:
    """Milliseconds within which so many of a hundred questions are answered."""
    return quantiles(times, n=100)[percent - 1] if len(times) > 1 else times[0]


def ask_each(ask: Ask, asked: Sequence[str], passes: int = 1) -> Answered:
    """Ask everything once, after a few questions that nobody counts; and so many `passes` in all for their times."""
    gc.collect()
    gc.freeze()  # what is kept here is not the engine's to look after
    for words in asked[:: max(1, len(asked) // 50)]:
        ask(words, _READ)
    times: list[float] = []

    def ask_timed(words: str) -> list[tuple[int, str]]:
        began = time.perf_counter()
        found = ask(words, _READ)
        times.append(1000 * (time.perf_counter() - began))
        return found

    found, work = call_each(ask_timed, asked, passes)
    return Answered(found, times[: len(asked)], work)


def score_found(questions: Sequence[Question], answered: Answered, sentences: Sequence[Sentence]) -> Measured:
    """Compare what was found with what was meant."""
    scores: dict[str, Score] = defaultdict(Score)
    for question, found in zip(questions, answered.found, strict=True):
        score = scores[question.kind]
        score.asked += 1
        if question.sentence is None:
            score.nothing += not found
            score.no_hit += all(match == "near" for _, match in found)
            continue
        right = [_is_right(question, sentences[n - 1]) for n, _ in found[:5]]
        score.first += right[:1] == [True]
        score.among_five += any(right)
        if right[:1] != [True]:
            score.missed.append(question)
    return Measured(dict(scores), answered)


def measure_completing(
    complete: CompleteEach, questions: Sequence[Question], first: Sequence[Question]
) -> tuple[Work, float]:
    """What completing takes of what is typed of a stretch, from three characters on; and how often the statement meant
    was among what was offered. Those asked `first` nobody counts.
    """
    complete([one.stretch[:12] for one in first])
    asked = [(one, size) for one in questions for size in (3, 6, 12, _LONG) if len(one.stretch) >= size]
    offered, work = complete([one.stretch[:size] for one, size in asked])
    right = [
        any(one.stretch[:30] in " ".join(fold_words(text)) for text in texts)
        for (one, size), texts in zip(asked, offered, strict=True)
        if size == _LONG
    ]
    return work, sum(right) / len(right) if right else 0.0


def measure_remembering(complete: CompleteEach, questions: Sequence[Question]) -> tuple[Work, dict[str, float]]:
    """What completing takes of what is half remembered, the last word half typed; and how often something of the very
    statement was among what was offered, by kind of question.
    """
    every, work = complete([_type_half(question.words) for question in questions])
    offered: dict[str, list[bool]] = defaultdict(list)
    for question, offers in zip(questions, every, strict=True):
        told = " ".join(fold_words(question.sentence.text)) if question.sentence else ""
        texts = [" ".join(fold_words(text)) for text in offers]
        offered[question.kind].append(any(len(text) >= _TELLING and text in told for text in texts))
    return work, {kind: sum(right) / len(right) for kind, right in offered.items()}


def call_each(call: Callable[[str], T], asked: Sequence[str], passes: int) -> tuple[list[T], Work]:
    """What each call gives, and its milliseconds on the core: in the first pass over all of them, and the least of all.

    Where others use the machine as well, what a call takes above its least is theirs and not its own; compare
    https://docs.python.org/3/library/timeit.html on the minimum of several timings.
    """
    first = [_call_one(call, one) for one in asked]
    every = [[took for _, took in first]] + [[_call_one(call, one)[1] for one in asked] for _ in range(passes - 1)]
    return [given for given, _ in first], Work(every[0], list(map(min, zip(*every, strict=True))))


def _call_one(call: Callable[[str], T], asked: str) -> tuple[T, float]:
    began = time.thread_time()
    given = call(asked)
    return given, 1000 * (time.thread_time() - began)


def _type_half(words: str) -> str:
    *before, last = words.split()
    return " ".join([*before, last[: max(3, (len(last) + 1) // 2)]])


def _is_right(question: Question, found: Sentence) -> bool:
    """Whether this is the statement, or another that holds the very words remembered (with the same hint)."""
    if question.sentence is None:
        return False
    if question.kind == "hint" and (found.speaker, found.day) != (question.sentence.speaker, question.sentence.day):
        return False
    return question.stretch in " ".join(fold_words(found.text))
