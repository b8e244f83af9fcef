"""The application service: answers any question, completes what is being typed, and swaps in a new store."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from bot.answers.autocomplete import complete
from bot.answers.briefing.compose import Briefing, BriefingRequest, compose
from bot.answers.briefing.preview import answer_preview, request_preview
from bot.answers.briefing.remainder import list_entries
from bot.answers.catalogue import COMMANDS
from bot.answers.follows import FollowNews, News, Wish, compose_alert, match_news, read_wish
from bot.answers.handlers import help as help_answers
from bot.answers.handlers.ask import answer_plainly, offer_examples, read_plainly
from bot.answers.handlers.sources import answer_sources
from bot.answers.handlers.speaker import answer_speaker
from bot.answers.handlers.statement import answer_statement
from bot.answers.handlers.status import answer_status, collect_facts
from bot.answers.handlers.summary import answer_summary
from bot.answers.handlers.timeline import answer_timeline
from bot.answers.handlers.who_said import answer_who_said
from bot.answers.model import Answer, Choice, Entry, FactItem, Question
from bot.answers.options.dates.parser import takes_long, warm
from bot.answers.options.entities import resolve_country, resolve_speaker
from bot.answers.options.entity_suggestions import Suggestion
from bot.answers.options.errors import Ambiguous, NotUnderstood
from bot.answers.options.sanitize import tidy
from bot.answers.options.scope import Scope, describe_scopes, parse_scope
from bot.answers.resolved_question import ResolvedQuestion, resolve_question
from bot.answers.store_care import StoreCare
from bot.answers.store_swap import BeforeSwap, ComingStore
from bot.store.build.worker import build_aside, prepare_to_build
from bot.store.diff import StoreDiff, compare
from bot.store.errors import QueryTooSlow, StoreDamagedError, StoreError
from bot.store.manager import StoreManager
from bot.store.metadata import Built
from bot.store.session import ReadSession
from bot.store.store import Store

log = logging.getLogger(__name__)

SUGGESTION_SECONDS = 1.5
_DAYS = ("day-since", "day-until")
_STOPPED = "The bot is being stopped, so the old store stays."

_ANSWERS = {
    "who-said": answer_who_said,
    "timeline": answer_timeline,
    "summary-by-country": answer_summary,
    "speaker": answer_speaker,
    "statement": answer_statement,
    "sources": answer_sources,
}


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What a reload did: the statements that changed, what the new store counts, how long it took, its version."""

    changes: StoreDiff
    counts: dict[str, int]
    seconds: float
    version: str
    # Whether the store before was damaged, so that what changed is not known.
    was_damaged: bool = False


class AnswerService:
    """Answers questions from the store in use. `data`, `root` and `folder` are those of a build."""

    def __init__(
        self,
        manager: StoreManager,
        *,
        data: Path,
        root: Path,
        folder: Path,
        today: Callable[[], date],
        locale: str = "en",
    ) -> None:
        self.today = today
        self.locale = locale
        self._manager = manager
        self._data, self._root, self._folder = data, root, folder
        self._reloading = asyncio.Lock()
        self._building: asyncio.Task[Built] | None = None
        self._closed = False
        self.care = StoreCare(manager, self.reload)
        # Awaited with each store that a reload brings, right before it comes into use.
        self.before_swap: BeforeSwap | None = None
        self._examples: tuple[str, help_answers.Examples] | None = None

    async def answer(self, question: Question, limit: int = 10, extra: Sequence[FactItem] = ()) -> Answer:
        """Answer any question, however typed; bad input gets an Answer that says what was not understood.

        `limit` is the most items to give; `extra` are facts that /status shows beside its own.
        """
        question = _tidy_question(question)
        if question.command not in COMMANDS:
            return _refuse_command(question)
        try:
            async with self._use() as store:
                return await self._answer(question, store, max(1, limit), extra)
        except NotUnderstood as error:
            return _refuse(question, "not-understood", str(error), error.nearest)
        except Ambiguous as error:
            return _refuse(question, "ambiguous", str(error), error.candidates)
        except QueryTooSlow as error:
            return Answer(question, "too-slow", str(error))
        except StoreError as error:
            log.error("/%s could not be answered: %s", question.command, error)
            return Answer(question, "unavailable", str(error))

    async def suggest(self, command: str, option: str, typed: str, others: Mapping[str, str]) -> list[Suggestion]:
        """Complete what is being typed into an option, given the other options; nothing on any trouble."""
        spec = COMMANDS.get(command)
        completed = spec.option(option) if spec else None
        if completed is None:
            return []
        try:
            async with asyncio.timeout(SUGGESTION_SECONDS), self._use() as store:
                return await complete(completed, tidy(typed), others, store, today=self.today(), locale=self.locale)
        except Exception:  # autocomplete is a help: whatever goes wrong in it, the option can still be typed
            log.warning("no suggestions for /%s %s", command, option, exc_info=True)
            return []

    async def briefing(self, request: BriefingRequest) -> Briefing:
        """Compose a briefing. Raises QueryTooSlow."""
        async with self._use() as store:
            return await compose(store, request)

    async def preview(self, question: Question) -> Briefing:
        """Compose what /briefing preview asks for. Raises NotUnderstood, Ambiguous and QueryTooSlow."""
        async with self._use() as store:
            return await compose(store, request_preview(await self._resolve(_tidy_question(question), store)))

    async def list_entries(self, ids: Sequence[str]) -> tuple[Entry, ...]:
        """The statements of a briefing by their ids, as far as they are still held. Raises QueryTooSlow."""
        async with self._use() as store:
            return await list_entries(store, ids)

    async def read_values(self, question: Question) -> Mapping[str, str]:
        """What the options of a command that acts mean: codes, ids and canonical texts. Raises as resolving does."""
        async with self._use() as store:
            return (await self._resolve(_tidy_question(question), store)).values

    @property
    def version(self) -> str:
        """The version of the store in use. Raises StoreError where none is open."""
        return self._manager.version

    async def read_statements_from(self, begin: str, end: str | None) -> tuple[str, str, str | None]:
        """The version of the store in use, and a portion of its statements: see queries.scopes."""
        async with self._use() as store:
            return store.info.version, *await store.read_statements_from(begin, end)

    async def parse_scope(self, text: str) -> Scope:
        """Read a briefing's scope from text. Raises NotUnderstood and Ambiguous."""
        async with self._use() as store:
            return await asyncio.to_thread(parse_scope, store.directory, text)

    async def read_wish(self, question: Question) -> Wish:
        """Read what /follow add asks for. Raises NotUnderstood and Ambiguous."""
        async with self._use() as store:
            return read_wish(await self._resolve(_tidy_question(question), store))

    async def describe_scopes(self, scopes: Iterable[str]) -> dict[str, str]:
        """Name scopes, as scope_text wrote them, for a reader."""
        async with self._use() as store:
            return await asyncio.to_thread(describe_scopes, set(scopes), store.directory, self.locale)

    async def name_parties(self, refs: Iterable[str]) -> dict[str, str]:
        """The names of people and organisations by id, as far as they are held."""
        async with self._manager.use() as store:
            found = await asyncio.to_thread(
                lambda: {ref: store.directory.by_ref(("person", "organisation"), ref) for ref in set(refs)}
            )
        return {ref: name.text for ref, name in found.items() if name}

    async def resolve_party(self, option: str, text: str, *, countries: bool) -> str:
        """Find a person or organisation by id or any name, with `countries` a country first.

        Returns the id or the country's code. Raises NotUnderstood and Ambiguous.
        """
        async with self._manager.use() as store:
            return await asyncio.to_thread(_resolve_party, store, option, text, countries)

    async def match_news(self, ids: Sequence[str], scopes: Iterable[str]) -> dict[str, list[str]]:
        """The statements that concern each scope. Raises QueryTooSlow."""
        async with self._use() as store:
            return await match_news(store, ids, scopes)

    async def alert(self, news: Sequence[FollowNews], more: int) -> News:
        """Compose an alert. Raises QueryTooSlow."""
        async with self._use() as store:
            return await compose_alert(store, news, more, self.locale)

    async def warm(self) -> None:
        """Load in advance what the first questions would wait for: the languages of days, the examples of /help."""
        await asyncio.to_thread(warm)
        await prepare_to_build(self._folder)
        async with self._use() as store:
            await self._choose_examples(store)

    async def reload(self, *, force: bool = False) -> Reloaded:
        """Check and compile the data, swap the store, and report what changed; two at once come one after the other.

        A store that is damaged is built anew. Raises CorpusError with every problem, RemovalError where more than a
        third of the statements would go and `force` does not allow it, or StoreError; then the old store stays.
        """
        async with self._reloading:
            old, was_damaged = self._manager.path, self._manager.is_damaged
            built = await self._build(force)
            among = built.touched if built.before == old else None
            try:
                changes = await asyncio.to_thread(compare, old, built.path, among)
            except StoreError:
                changes, was_damaged = StoreDiff((), (), ()), True
            await self._manager.swap(built.path, self._tell_coming(built))
            self.care.note_problem(None)
            return Reloaded(changes, built.counts, built.seconds, built.version, was_damaged)

    def _tell_coming(self, built: Built) -> Callable[[Store], Awaitable[None]]:
        async def tell(store: Store) -> None:
            if self.before_swap is not None:
                replaces = self._manager.version
                touched = built.touched if built.before == self._manager.path else None
                await self.before_swap(ComingStore(store.info.version, replaces, touched, store.read_statements_from))

        return tell

    async def status(self) -> tuple[FactItem, ...]:
        """The facts of /status."""
        async with self._use() as store:
            return (*await collect_facts(store, self.locale), *self.care.collect_facts())

    async def close(self) -> None:
        """End a reload under way; the store manager ends questions."""
        self._closed = True
        if self._building is not None:
            self._building.cancel()
        await self.care.close()
        async with self._reloading:
            return

    async def _build(self, force: bool) -> Built:
        if self._closed:
            raise StoreError(_STOPPED)
        self._building = asyncio.create_task(build_aside(self._data, self._root, self._folder, force=force))
        try:
            return await self._building
        except asyncio.CancelledError:
            if not self._closed:
                raise
            raise StoreError(_STOPPED) from None
        finally:
            self._building = None

    @asynccontextmanager
    async def _use(self) -> AsyncIterator[Store]:
        """The store in use. Whatever is raised because it is damaged becomes StoreDamagedError."""
        async with self._manager.use() as store:
            try:
                yield store
            except (NotUnderstood, Ambiguous, QueryTooSlow):
                raise
            except Exception as error:
                if await self.care.is_damaged():
                    raise StoreDamagedError from error
                raise

    async def _resolve(self, question: Question, store: Store) -> ResolvedQuestion:
        # In a thread: a day in one of many languages takes up to a second of work, which would block the event loop.
        return await asyncio.to_thread(resolve_question, question, store.directory, self.locale)

    async def _answer(self, question: Question, store: Store, limit: int, extra: Sequence[FactItem]) -> Answer:
        command = question.command
        if command == "ask":
            return await self._answer_plainly(question, store, limit)
        if command in _ANSWERS and not _has_day_that_takes_long(question):
            return await store.read(
                lambda session: _ask(resolve_question(question, session.directory, self.locale), session, limit)
            )
        asked = await self._resolve(question, store)
        if command in _ANSWERS:
            return await store.read(lambda session: _ask(asked, session, limit))
        if command == "status":
            return answer_status(asked, (*await collect_facts(store, self.locale), *self.care.collect_facts(), *extra))
        if command == "help":
            return help_answers.answer_help(asked, await self._choose_examples(store))
        if command == "briefing preview":
            return await answer_preview(asked, store, limit)
        if command == "follow add":
            read_wish(asked)
        return Answer(asked.question, "nothing", f"/{command} is done in Discord")

    async def _answer_plainly(self, question: Question, store: Store, limit: int) -> Answer:
        resolved = await self._resolve(question, store)
        plain = await asyncio.to_thread(read_plainly, resolved.question, store.directory, self.locale)
        if isinstance(plain, Answer):
            found = plain
        else:
            found = await store.read(lambda session: answer_plainly(plain, session, limit, _ANSWERS))
        if found.status == "not-understood":
            examples = await self._choose_examples(store) if self._examples else {}
            found = offer_examples(found, examples.get("ask", COMMANDS["ask"].examples))
        return found

    async def _choose_examples(self, store: Store) -> help_answers.Examples:
        """Choose examples that find something, once for each store."""

        async def find_something(command: str, options: Mapping[str, str]) -> bool:
            if command in ("status", "help"):
                return True
            try:
                question = Question(command, options, self.today())
                if command == "follow add":
                    # An example of what to follow has statements.
                    asked = await self._resolve(question, store)
                    return bool((await store.timeline(asked.filter, None, 1)).statements)
                return (await self._answer(question, store, 1, ())).status == "found"
            except (NotUnderstood, Ambiguous, QueryTooSlow):
                return False

        if self._examples is None or self._examples[0] != store.info.version:
            self._examples = (store.info.version, await help_answers.choose_examples(store, find_something))
        return self._examples[1]


def _ask(asked: ResolvedQuestion, session: ReadSession, limit: int) -> Answer:
    """Ask the handler of the command; what else an option could have meant is offered beside the answer."""
    answer = _ANSWERS[asked.question.command](asked, session, limit)
    more = tuple(choice for choice in asked.choices if choice not in answer.choices)
    return replace(answer, choices=(*answer.choices, *more)) if more else answer


def _resolve_party(store: Store, option: str, text: str, countries: bool) -> str:
    if countries:
        with contextlib.suppress(NotUnderstood):
            return resolve_country(store.directory, option, text)
    return resolve_speaker(store.directory, option, text)


def _tidy_question(question: Question) -> Question:
    options = {tidy(name): tidy(text) for name, text in question.options.items()}
    return replace(question, command=tidy(question.command), options=options)


def _has_day_that_takes_long(question: Question) -> bool:
    # Its languages may have to be loaded, which a reader's deadline does not allow for.
    spec = COMMANDS[question.command]
    days = (question.options.get(option.name) for option in spec.options if option.kind in _DAYS)
    return any(takes_long(text, question.asked_on) for text in days if text)


def _refuse_command(question: Question) -> Answer:
    name = question.command[:40]
    title = f"There is no command /{name}" if name else "No command was given"
    nearest = help_answers.find_commands(name)
    notes = (f"Nearest: {', '.join(f'/{one}' for one in nearest)}.",) if nearest else ()
    return Answer(question, "not-understood", title, notes=(*notes, "/help shows how to ask."))


def _refuse(
    question: Question, status: Literal["ambiguous", "not-understood"], title: str, choices: tuple[Choice, ...]
) -> Answer:
    # A choice replaces one option; an option that the command does not have must not be asked again beside it.
    spec = COMMANDS[question.command]
    known = {name: text for name, text in question.options.items() if spec.option(name)}
    return Answer(replace(question, options=known), status, title, choices=choices)
