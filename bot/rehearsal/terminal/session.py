"""A person at the terminal: carries out typed lines and prints the answers."""

import asyncio

from rich.console import Console
from rich.text import Text

from bot.rehearsal.loopback.command_calls import PersonError
from bot.rehearsal.loopback.messages import walk_components
from bot.rehearsal.loopback.reply import Reply
from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.loopback.state import Change, Channel, Json, Message, Modal, User
from bot.rehearsal.terminal.markdown import clean
from bot.rehearsal.terminal.message_view import Handles, print_message
from bot.slash_line import LineError, find_near, parse_line, read_specs

ANSWER_TIMEOUT_SECONDS = 30.0  # for a deferred answer
ACKNOWLEDGED_SECONDS = 3.0  # for what may follow a button press that was only acknowledged
WRITTEN_SECONDS = 5.0  # for an answer to a message
DIRECT = 1  # Discord's type of a direct channel
FOLLOW_UP_SECONDS = 0.1  # in which follow-ups are printed with their answer
HELP = (
    "Type a command such as /help, or “@Attaché …” to ask in plain words. A number presses the button of that number, "
    "a number and a value chooses from a select. “as admin”, “as manager” and “as member” change who you are, "
    "“in briefings” changes the channel, “quit” leaves."
)


class TerminalRoom:
    """One person's place at the prompt: who, where, and what the last answer offers to press."""

    def __init__(self, loopback: LoopbackDiscord, console: Console, user: User, channel: Channel) -> None:
        self.loopback = loopback
        self.console = console
        self.user = user
        self.channel = channel
        self.handles = Handles()
        self.modal: Modal | None = None
        self._unseen: list[Message] = []
        self._leave = loopback.subscribe(self._notice)

    @property
    def label(self) -> str:
        """What stands before the cursor."""
        return f"{self.user.name} in #{self.channel.name} › "

    def leave(self) -> None:
        """Hear nothing more of what is written in the guild."""
        self._leave()

    def _notice(self, change: Change, message: Message) -> None:
        here = message.channel_id == self.channel.id and message.visible_to in (None, self.user.id)
        if change == "create" and here:
            self._unseen.append(message)

    async def carry_out(self, line: str) -> bool:
        """Carry out one line; False if it could not be, which has then been said."""
        try:
            self._print([])
            await self._carry_out(line.strip())
        except (LineError, PersonError) as error:
            self.console.print(Text(clean(str(error)), style="red"))
            return False
        except _FailedError:
            return False
        return True

    async def _carry_out(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        if self.modal is not None:
            modal, self.modal = self.modal, None
            await self._show(await self.loopback.submit(self.user, modal, read_fields(modal, line)))
        elif word in ("help", "?"):
            self.console.print(HELP)
        elif word in ("as", "in") and rest:
            self._move(word, rest.strip().lstrip("#@"))
        elif word.isdecimal():
            await self._press(int(word), rest.strip())
        elif line.startswith("@") or (self.channel.type == DIRECT and not line.startswith("/")):
            await self._write(line)
        else:
            specs = read_specs(self.loopback.commands_for(self.user, self.channel))
            typed = parse_line(line, specs)
            await self._show(await self.loopback.slash(self.user, self.channel, typed.command, typed.options))

    async def _write(self, line: str) -> None:
        """Write a message, and wait for what comes in answer to it."""
        await self.loopback.write(self.user, self.channel, line)
        deadline = asyncio.get_running_loop().time() + WRITTEN_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            if any(message.payload["author"]["id"] == str(self.loopback.world.bot.id) for message in self._unseen):
                break
            await asyncio.sleep(FOLLOW_UP_SECONDS)
        self._print([])

    def _move(self, word: str, name: str) -> None:
        people = {user.name: user for user in self.loopback.world.users.values() if not user.bot}
        places = {channel.name: channel for channel in self.loopback.world.channels.values() if channel.type != 1}
        if word == "as" and name in people:
            self.user, self.handles = people[name], Handles()
        elif word == "in" and name in places:
            self.channel, self.handles = places[name], Handles()
        else:
            known = people if word == "as" else places
            near = find_near(name, known)
            raise LineError(f"There is no {name} here. {f'Did you mean {near}?' if near else ', '.join(known)}")
        self.console.print(Text(f"You are {self.user.name} in #{self.channel.name}.", style="dim"))

    async def _press(self, number: int, value: str) -> None:
        count = len(self.handles.parts)
        if not 1 <= number <= count:
            raise LineError(f"There is no button {number}: the last answer has {count or 'none'}.")
        message, part = self.handles.messages[number - 1], self.handles.parts[number - 1]
        if part["type"] == 2:
            await self._show(await self.loopback.click(self.user, message, part["custom_id"]))
            return
        options = {option["label"]: option["value"] for option in part.get("options") or ()}
        meant = find_near(value, options) if value and options else None
        chosen = value if value in options.values() else options.get(meant or "")
        if chosen is None:
            raise LineError(f"Type {number} and one of: {', '.join(options)}.")
        await self._show(await self.loopback.choose(self.user, message, part["custom_id"], [chosen]))

    def _print(self, answers: list[Json]) -> None:
        """Draw the messages of an answer, and then what else was written here in the meantime."""
        answered = {message["id"] for message in answers}
        others = [m.payload for m in self._unseen if m.payload["id"] not in answered]
        self._unseen.clear()
        if answers or others:
            self.handles = Handles()
        for message in [*answers, *others]:
            print_message(self.console, message, self.user, self.handles)

    async def _show(self, reply: Reply) -> None:
        await reply.settled(ANSWER_TIMEOUT_SECONDS if reply.kind != 6 else ACKNOWLEDGED_SECONDS)
        await asyncio.sleep(FOLLOW_UP_SECONDS)
        self._print(reply.messages)
        if reply.modal is not None:
            self.modal = reply.modal
            fields = ", ".join(f"{name}: …" for name in list_fields(reply.modal))
            self.console.print(
                f"[bold]{clean(reply.modal.payload['title'])}[/bold] — fill in: {fields}", highlight=False
            )
        if reply.failed:
            self.console.print(Text(f"{reply.failed}.", style="red"))
            raise _FailedError


class _FailedError(Exception):
    """The bot's answer did not come; the reason is printed."""


def list_fields(modal: Modal) -> dict[str, str]:
    """The fields of a form by their labels, with their custom_ids."""
    fields: dict[str, str] = {}
    for part in walk_components(modal.payload["components"]):
        inner = part.get("component") or part
        if inner.get("custom_id") and (part.get("label") or part is inner):
            fields.setdefault(inner["custom_id"], part.get("label") or inner["custom_id"])
    return {label: custom_id for custom_id, label in fields.items()}


def read_fields(modal: Modal, line: str) -> dict[str, str]:
    """A typed line as the values of a form; a form of one field takes the line as it is."""
    fields = list_fields(modal)
    if len(fields) == 1:
        ((label, custom_id),) = fields.items()
        return {custom_id: line.removeprefix(f"{label}:").strip()}
    marks = sorted((line.find(f"{label}:"), label) for label in fields if f"{label}:" in line)
    ends = [start for start, _ in marks[1:]] + [len(line)]
    return {
        fields[label]: line[start + len(label) + 1 : end].strip()
        for (start, label), end in zip(marks, ends, strict=False)
    }
