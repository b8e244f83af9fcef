"""Puts questions to an engine and counts: what was found where, and in what time."""

from __future__ import annotations

import gc
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

from bench.search.deriving import Question
from bench.search.engines import Ask
from bench.search.texts import Sentence
from bot.store.tokens import fold_words

WITHOUT_ANSWER = ("elsewhere", "nonsense")
_READ = 20
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
class Measured:
    """By kind of question, and the milliseconds of each question: by the clock, and at work on a core."""

    scores: dict[str, Score]
    times: list[float]
    work: list[float]

    def total(self, *, answerable: bool = True) -> Score:
        """Over the kinds that have an answer, or over those that have none."""
        scores = [score for kind, score in self.scores.items() if (kind not in WITHOUT_ANSWER) == answerable]
        counts = ("asked", "first", "among_five", "nothing", "no_hit")
        return Score(*(sum(getattr(one, name) for one in scores) for name in counts))


def at(times: Sequence[float], percent: int) -> float:
    """Milliseconds within which so many of a hundred questions are answered."""
    return quantiles(times, n=100)[percent - 1] if len(times) > 1 else times[0]


def measure(ask: Ask, questions: Sequence[Question], sentences: Sequence[Sentence]) -> Measured:
    """Ask everything once, after a few questions that nobody counts."""
    gc.collect()
    gc.freeze()  # the sentences kept here for comparison are not the engine's to look after
    for question in questions[:: max(1, len(questions) // 50)]:
        ask(question.words, _READ)
    scores: dict[str, Score] = defaultdict(Score)
    times: list[float] = []
    work: list[float] = []
    for question in questions:
        began, worked = time.perf_counter(), time.thread_time()
        found = ask(question.words, _READ)
        work.append(1000 * (time.thread_time() - worked))
        times.append(1000 * (time.perf_counter() - began))
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
    return Measured(dict(scores), times, work)


def measure_completing(
    complete: Callable[[str], list[str]], questions: Sequence[Question], first: Sequence[Question]
) -> tuple[list[float], float]:
    """Milliseconds on the core of completing what is typed of a stretch, from three characters on; and how often the
    statement meant was among what was offered. Those asked `first` nobody counts.
    """
    for question in first:
        complete(question.stretch[:12])
    work, offered, asked = [], 0, 0
    for question in questions:
        for size in (3, 6, 12, 20):
            typed = question.stretch[:size]
            if len(typed) == size:
                began = time.thread_time()
                found = complete(typed)
                work.append(1000 * (time.thread_time() - began))
                asked += size == 20
                offered += size == 20 and any(question.stretch[:30] in " ".join(fold_words(text)) for text in found)
    return work, offered / asked if asked else 0.0


def measure_remembering(
    complete: Callable[[str], list[str]], questions: Sequence[Question]
) -> tuple[list[float], dict[str, float]]:
    """Milliseconds on the core of completing what is half remembered, the last word half typed; and how often something
    of the very statement was among what was offered, by kind of question.
    """
    work: list[float] = []
    offered: dict[str, list[bool]] = defaultdict(list)
    for question in questions:
        if question.sentence is not None:
            *words, last = question.words.split()
            typed = " ".join([*words, last[: max(3, (len(last) + 1) // 2)]])
            began = time.thread_time()
            found = complete(typed)
            work.append(1000 * (time.thread_time() - began))
            told = " ".join(fold_words(question.sentence.text))
            texts = [" ".join(fold_words(text)) for text in found]
            offered[question.kind].append(any(len(text) >= _TELLING and text in told for text in texts))
    return work, {kind: sum(right) / len(right) for kind, right in offered.items()}


def _is_right(question: Question, found: Sentence) -> bool:
    """Whether this is the statement, or another that holds the very words remembered (with the same hint)."""
    if question.sentence is None:
        return False
    if question.kind == "hint" and (found.speaker, found.day) != (question.sentence.speaker, question.sentence.day):
        return False
    return question.stretch in " ".join(fold_words(found.text))
