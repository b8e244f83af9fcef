"""/ask: a plain question, read by rules into one of the other commands.

The readings are tried in their order, and the first that finds something is the answer; of several that are equally
likely one alone may find something. What was understood is said, and each part of it can be taken back by a button,
which cuts its words out of the question. What is not understood is said, with the nearest examples.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from rapidfuzz import fuzz

from bot.answers.catalogue import write_typed
from bot.answers.formatting.snippets import list_own_words
from bot.answers.handlers.timeline import list_by_day
from bot.answers.model import Answer, Choice, Question, StatementItem
from bot.answers.options.errors import Ambiguous, NotUnderstood, show
from bot.answers.plain_questions.reader import read_question
from bot.answers.plain_questions.readings import REPLIES, Part, PlainQuestion, Reading, Unread, Unresolved
from bot.answers.plain_questions.tokens import cut_out
from bot.answers.resolved_question import ResolvedQuestion, resolve_question
from bot.store.analysis.folding import fold
from bot.store.analysis.tokenizer import find_tokens, stem_words
from bot.store.filters import Filter
from bot.store.names.directory import Directory
from bot.store.session import ReadSession

Handler = Callable[[ResolvedQuestion, ReadSession, int], Answer]
_MOST_EXAMPLES = 5
_MOST_DENIALS = 30
_REACH = 2  # words between a negation and the word that it negates
_NEGATIONS = frozenset({"not", "no", "never", "nor", "cannot"})
_LEADING = re.compile(r"(?:\b(?:the|a|an|about|on|over|to|of|from|at|in|with|by|regarding|that)\s+)+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AskedPlainly:
    """A plain question and its readings, each resolved; `refusals` are those that an option of them refuses."""

    question: Question
    plain: PlainQuestion
    resolved: tuple[tuple[Reading, ResolvedQuestion | NotUnderstood | Ambiguous], ...]


def read_plainly(question: Question, directory: Directory, locale: str) -> AskedPlainly | Answer:
    """Read a question; an answer where it cannot be read. Looks names up and may take a while: call it in a thread."""
    text = question.options.get("question", "")
    try:
        plain = read_question(directory, text, question.asked_on)
    except Unread:
        return Answer(question, "not-understood", f"I cannot read {show(text)} as a question about what was said")
    except Unresolved as error:
        return _ask_back(question, text, error, directory)
    resolved: list[tuple[Reading, ResolvedQuestion | NotUnderstood | Ambiguous]] = []
    for reading in plain.readings:
        command = "timeline" if reading.command == REPLIES else reading.command
        try:
            inner = Question(command, reading.options, question.asked_on)
            resolved.append((reading, resolve_question(inner, directory, locale)))
        except (NotUnderstood, Ambiguous) as error:
            resolved.append((reading, error))
    return AskedPlainly(question, plain, tuple(resolved))


def answer_plainly(asked: AskedPlainly, session: ReadSession, limit: int, handlers: Mapping[str, Handler]) -> Answer:
    """Try the readings and give the answer of the one that finds something."""
    reading, resolved = _choose(asked, session, handlers)
    if isinstance(resolved, (NotUnderstood, Ambiguous)):
        return _refuse(asked.question, resolved, reading)
    going_on = replace(resolved, question=replace(
        resolved.question, after=asked.question.after, skipped=asked.question.skipped))  # fmt: skip
    found = _ask(reading, going_on, session, limit, handlers)
    return _tell(asked, reading, resolved, found)


def offer_examples(answer: Answer, examples: Sequence[str]) -> Answer:
    """Offer the examples that are nearest to a question that was not understood."""
    if answer.status != "not-understood" or answer.choices:
        return answer
    typed = answer.question.options.get("question", "")
    questions = [example.partition("question: ")[2] for example in examples]
    nearest = sorted(questions, key=lambda one: -fuzz.token_set_ratio(typed.casefold(), one.casefold()))
    choices = tuple(Choice(one, "question", one) for one in nearest[:_MOST_EXAMPLES] if one)
    note = "I read questions such as these; /help shows the commands behind them."
    return replace(answer, choices=choices, notes=(*answer.notes, note) if choices else answer.notes)


def _choose(
    asked: AskedPlainly, session: ReadSession, handlers: Mapping[str, Handler]
) -> tuple[Reading, ResolvedQuestion | NotUnderstood | Ambiguous]:
    """The first reading that finds something; of those of one rank the only one. Else the first that can be asked."""
    near = None
    for _, group in groupby(asked.resolved, key=lambda one: one[0].rank):
        tried = [(reading, one) for reading, one in group if isinstance(one, ResolvedQuestion)]
        answers = [(reading, one, _ask(reading, one, session, 1, handlers)) for reading, one in tried]
        found = [(reading, one) for reading, one, answer in answers if answer.status == "found"]
        if len(found) == 1:
            return found[0]
        near = near or next(((reading, one) for reading, one, answer in answers if answer.status == "near"), None)
    if near:
        return near
    sound = [one for one in asked.resolved if isinstance(one[1], ResolvedQuestion)]
    return (sound or list(asked.resolved))[0]


def _ask(
    reading: Reading, resolved: ResolvedQuestion, session: ReadSession, limit: int, handlers: Mapping[str, Handler]
) -> Answer:
    if reading.command == REPLIES:
        return _answer_replies(resolved, session, limit)
    if reading.negated:
        return _keep_negated(handlers[reading.command](resolved, session, _MOST_DENIALS), reading.negated)
    return handlers[reading.command](resolved, session, limit)


def _keep_negated(found: Answer, word: str) -> Answer:
    """Of what was found by words only what negates one of them: a statement that affirms it denies nothing."""
    entries = tuple(
        entry
        for entry in found.entries
        if isinstance(entry.item, StatementItem)
        and entry.item.match in ("exact", "words")
        and _is_negated(entry.item, word)
    )
    note = f"Of what holds these words, only what negates {show(word)} is shown."
    status: Literal["found", "nothing"] = "found" if entries else "nothing"
    title = found.title if entries else found.title.replace("Who said", "No denial held of")
    return replace(
        found, status=status, title=title, entries=entries, total=len(entries), more=False, notes=(note,), choices=()
    )


def _is_negated(item: StatementItem, word: str) -> bool:
    """Whether a statement's own words negate a word, in whatever form."""
    stem = _stem(word)
    for text in list_own_words(item.snippet):
        words = [token.folded for token in find_tokens(text)]
        for at, one in enumerate(words):
            before = words[max(0, at - _REACH) : at]
            if _stem(one) == stem and any(other in _NEGATIONS or other.endswith("nt") for other in before):
                return True
    return False


def _stem(word: str) -> str:
    folded = fold(word)
    return stem_words((folded,)).get(folded, folded)


def _answer_replies(resolved: ResolvedQuestion, session: ReadSession, limit: int) -> Answer:
    """The statements that answer those of a party, by the relations on record."""
    party = resolved.filter.to or ""
    narrowed = replace(resolved.filter, to=None)
    page = session.replies(Filter(side=party) if party.isupper() else Filter(speaker=party), narrowed, limit)
    name = dict(resolved.understood)["to"]
    title = f"Answers to {name}" if page.total else f"No answer to {name} is on record"
    return Answer(
        question=resolved.question,
        status="found" if page.total else "nothing",
        title=title,
        understood=resolved.understood,
        entries=list_by_day(page, resolved.locale),
        total=page.total,
    )


def _tell(asked: AskedPlainly, reading: Reading, resolved: ResolvedQuestion, found: Answer) -> Answer:
    """Put an answer under the plain question: what was understood, and a button to take each part back."""
    meanings = dict(found.understood)
    if "words" in reading.options:
        meanings["words"] = reading.options["words"]
    typed = write_typed(resolved.question.command, reading.options)
    notes = [f"Read as: {typed}" if reading.command != REPLIES else "Read as: what answers these statements"]
    aside = _list_aside(asked.plain, reading)
    if aside:
        notes.append(f"Not used: {', '.join(show(word) for word in aside)}.")
    return replace(
        found,
        question=asked.question,
        understood=tuple(meanings.items()),
        notes=(*notes, *(note for note in found.notes if not note.startswith("Without "))),
        choices=tuple(_list_removals(asked.plain.text, reading, meanings)),
    )


def _list_removals(text: str, reading: Reading, meanings: dict[str, str]) -> list[Choice]:
    """A choice for each stretch of the question that was read as something: the question without it."""
    stretches: dict[tuple[int, int], list[Part]] = {}
    for part in reading.parts:
        if part.end > part.start:
            stretches.setdefault((part.start, part.end), []).append(part)
    choices = []
    for stretch, parts in stretches.items():
        leading = _LEADING.search(text[: stretch[0]])
        rest = cut_out(text, [(leading.start() if leading else stretch[0], stretch[1])])
        label = " and ".join(dict.fromkeys(f"{part.option}: {meanings.get(part.option, part.value)}" for part in parts))
        if len(rest.split()) > 1:
            choices.append(Choice(f"Without {label}", "question", rest))
    return choices


def _list_aside(plain: PlainQuestion, reading: Reading) -> list[str]:
    """The words of meaning that a reading does not use."""
    used = [(part.start, part.end) for part in reading.parts]
    return [
        word for word, start, end in plain.content if not any(first <= start and end <= last for first, last in used)
    ]


def _ask_back(question: Question, text: str, error: Unresolved, directory: Directory) -> Answer:
    """Say that a stretch of a question names nobody, or several; each that may be meant is put in its place."""
    inner = error.error
    offered = (
        inner.candidates if isinstance(inner, Ambiguous) else inner.nearest if isinstance(inner, NotUnderstood) else ()
    )
    labels = [choice.label for choice in offered]
    choices = []
    for choice in offered:
        named = directory.by_ref(("person", "organisation", "country"), choice.value)
        name = named.text if named and labels.count(choice.label) == 1 else choice.value
        choices.append(Choice(choice.label, "question", f"{text[: error.start]}{name}{text[error.end :]}"))
    status = "ambiguous" if isinstance(inner, Ambiguous) else "not-understood"
    return Answer(question, status, _name_trouble(inner), choices=tuple(choices))  # type: ignore[arg-type]


def _name_trouble(error: Exception) -> str:
    return str(error).removeprefix("question: ")


def _refuse(question: Question, error: NotUnderstood | Ambiguous, reading: Reading) -> Answer:
    """Say what an option of the reading refuses; what may be meant is put in its place in the question."""
    text = question.options.get("question", "")
    part = next((part for part in reading.parts if part.option == error.option and part.end > part.start), None)
    offered = error.candidates if isinstance(error, Ambiguous) else error.nearest
    choices = [
        Choice(choice.label, "question", f"{text[: part.start]}{choice.value}{text[part.end :]}")
        for choice in offered
        if part is not None
    ]
    status = "ambiguous" if isinstance(error, Ambiguous) else "not-understood"
    return Answer(question, status, str(error), choices=tuple(choices))  # type: ignore[arg-type]
