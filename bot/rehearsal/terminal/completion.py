"""Completion at the terminal: commands, options, and values as the bot itself offers them."""

import re
from collections.abc import AsyncGenerator, Iterator

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from bot.rehearsal.loopback.command_calls import PersonError
from bot.rehearsal.terminal.markdown import clean
from bot.rehearsal.terminal.session import TerminalRoom
from bot.slash_line import LineError, OptionSpec, read_specs, split_command


class RoomCompleter(Completer):
    """Offers what could come next on the line of a room."""

    def __init__(self, room: TerminalRoom) -> None:
        self.room = room

    def get_completions(self, _document: Document, _complete_event: CompleteEvent) -> Iterator[Completion]:
        """Nothing: all completions come by the asynchronous way."""
        yield from ()

    async def get_completions_async(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 the base class gives both
    ) -> AsyncGenerator[Completion, None]:
        """Commands first, then options, and within an option the values that the bot offers."""
        text = document.text_before_cursor
        specs = read_specs(self.room.loopback.commands_for(self.room.user, self.room.channel))
        try:
            command, rest = split_command(text, specs)
        except LineError:
            typed = text.lstrip().removeprefix("/")
            for name in sorted(specs):
                if name.startswith(typed):
                    yield Completion(f"/{name} ", -len(text))
            return
        if not rest:
            return
        option = find_open_option(rest, specs[command])
        if option is None:
            for completion in offer_options(rest, specs[command]):
                yield completion
            return
        spec, typed = option
        async for completion in self._offer_values(command, rest, spec, typed):
            yield completion
        for completion in offer_options(rest, specs[command]):
            yield completion

    async def _offer_values(
        self, command: str, rest: str, spec: OptionSpec, typed: str
    ) -> AsyncGenerator[Completion, None]:
        for choice in spec.choices:
            if choice.casefold().startswith(typed.casefold()):
                yield Completion(f"{choice} ", -len(typed))
        if not spec.autocomplete:
            return
        specs = read_specs(self.room.loopback.commands_for(self.room.user, self.room.channel))[command]
        given = dict(read_typed(rest, specs)) | {spec.name: typed}
        texts = {name: value for name, value in given.items() if name == spec.name or value}
        try:
            choices = await self.room.loopback.autocomplete(
                self.room.user, self.room.channel, command, texts, spec.name
            )
        except PersonError:
            return  # an unfinished line or a silent bot: there is nothing to offer
        for offered in choices:
            yield Completion(f"{clean(str(offered.value))} ", -len(typed), display=clean(offered.name))


def read_typed(rest: str, specs: tuple[OptionSpec, ...]) -> Iterator[tuple[str, str]]:
    """The options typed so far with their raw values, without any check."""
    names = "|".join(re.escape(spec.name) for spec in specs)
    marks = list(re.finditer(rf"(?:^|(?<=\s))({names}):", rest)) if names else []
    ends = [mark.start() for mark in marks[1:]] + [len(rest)]
    for mark, end in zip(marks, ends, strict=False):
        yield mark[1], rest[mark.end() : end].lstrip()


def find_open_option(rest: str, specs: tuple[OptionSpec, ...]) -> tuple[OptionSpec, str] | None:
    """The option in whose value the cursor stands, and that value so far; None before the first option."""
    typed = list(read_typed(rest, specs))
    if not typed:
        return None
    name, value = typed[-1]
    return next(spec for spec in specs if spec.name == name), value


def offer_options(rest: str, specs: tuple[OptionSpec, ...]) -> Iterator[Completion]:
    """The options not yet given that begin with the word at the cursor."""
    word = rest.rsplit(" ", maxsplit=1)[-1]
    given = {name for name, _ in read_typed(rest, specs)}
    for spec in specs:
        if spec.name not in given and spec.name.startswith(word):
            yield Completion(f"{spec.name}: ", -len(word), display_meta="required" if spec.required else "")


class TerminalSession:
    """Reads lines at a terminal, with completion and history."""

    def __init__(self, room: TerminalRoom) -> None:
        self.room = room
        self.session: PromptSession[str] = PromptSession(
            completer=RoomCompleter(room), complete_while_typing=True, complete_in_thread=False
        )

    async def read(self) -> str | None:
        """The next line; None at the end of the input or after Ctrl-C."""
        try:
            return await self.session.prompt_async(self.room.label)
        except (EOFError, KeyboardInterrupt):
            return None
