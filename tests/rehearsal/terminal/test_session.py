"""The room in the terminal, by pipe and by keyboard, with the real client answering."""

import asyncio
import io
import os
from typing import Any

from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from bot.rehearsal.loopback.service import LoopbackDiscord
from bot.rehearsal.terminal.completion import RoomCompleter
from bot.rehearsal.terminal.prompt import run_prompt
from bot.rehearsal.terminal.session import TerminalRoom
from tests.support.small_bot import Bot


async def type_in(loopback: Any, text: Any, user: Any = "member") -> Any:
    out = io.StringIO()
    console = Console(file=out, width=100, color_system=None)
    code = await run_prompt(loopback, console, user, "press-desk", stdin=io.StringIO(text))
    return code, out.getvalue()


async def test_a_pipe_is_answered_line_by_line(loopback: LoopbackDiscord, bot: Bot) -> None:
    code, out = await type_in(loopback, "/plain words: irreversible times: 2\n\n# a remark\n/slow\nquit\n/never\n")
    assert code == 0
    assert "'irreversible' 2 False 'nobody' by member" in out
    assert out.index("at last") < out.index("and one more")
    assert "only you can see this" in out
    assert "never" not in out


async def test_numbers_press_the_buttons_of_the_last_answer(loopback: LoopbackDiscord, bot: Bot) -> None:
    code, out = await type_in(loopback, "/card\n2\n3 Arland\n")
    assert code == 0
    assert "Card 2" in out
    assert "chosen arland" in out


async def test_another_person_is_shown_other_commands(loopback: LoopbackDiscord, bot: Bot) -> None:
    code, out = await type_in(loopback, "/reload\nas admin\n/reload\nin briefings\n/plain x\n")
    assert code == 1
    assert "There is no command /reload" in out
    assert "reloaded" in out
    assert "admin in #briefings › /plain x" in out


async def test_what_cannot_be_carried_out_is_said_and_counted(loopback: LoopbackDiscord, bot: Bot) -> None:
    for line, says in (
        ("/plian words: x", "Did you mean /plain?"),
        ("/plain wrods: x", "Did you mean words:?"),
        ("9", "There is no button 9"),
        ("as nobody", "There is no nobody here"),
        ("in breifings", "Did you mean briefings?"),
    ):
        code, out = await type_in(loopback, line)
        assert code == 1
        assert says in out


async def test_a_form_is_filled_in_on_the_next_line(loopback: LoopbackDiscord, bot: Bot) -> None:
    code, out = await type_in(loopback, "/note\nnever again\n/note\nWords: once\n")
    assert code == 0
    assert "A note" in out
    assert "noted never again" in out
    assert "noted once" in out


async def test_a_silent_bot_is_reported(loopback: LoopbackDiscord, bot: Bot) -> None:
    loopback.answer_deadline = 0.1
    code, out = await type_in(loopback, "/mute\n")
    assert (code, "The application did not respond." in out) == (1, True)


async def test_what_discord_would_refuse_is_shown_once(loopback: LoopbackDiscord, bot: Bot) -> None:
    code, out = await type_in(loopback, "/much\n/plain x\n")
    assert code == 0
    assert out.count("4001 characters together") == 1


async def test_a_real_pipe_is_read_without_blocking_the_loop(loopback: LoopbackDiscord, bot: Bot) -> None:
    read_end, write_end = os.pipe()
    with os.fdopen(read_end) as stdin, os.fdopen(write_end, "w") as writer:
        out = io.StringIO()
        running = asyncio.create_task(
            run_prompt(loopback, Console(file=out, color_system=None), "member", "press-desk", stdin=stdin)
        )
        writer.write("/plain words: first\n")
        writer.flush()
        async with asyncio.timeout(10):
            while "first" not in out.getvalue():
                await asyncio.sleep(0.001)
        writer.close()
        assert await running == 0


class Terminal(io.StringIO):
    def isatty(self) -> Any:
        return True


async def test_at_a_keyboard_lines_are_read_until_the_input_ends(loopback: LoopbackDiscord, bot: Bot) -> None:
    out = io.StringIO()
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("/plain words: typed\r/plian\r\x04")
        code = await run_prompt(
            loopback, Console(file=out, width=100, color_system=None), "member", "press-desk", stdin=Terminal()
        )
    assert code == 0
    assert "'typed'" in out.getvalue()
    assert "Did you mean /plain?" in out.getvalue()


async def complete(loopback: Any, text: Any) -> Any:
    room = TerminalRoom(
        loopback, Console(file=io.StringIO()), loopback.world.user("member"), loopback.world.channel("press-desk")
    )
    found = RoomCompleter(room).get_completions_async(Document(text), CompleteEvent())
    return [(c.text, c.start_position) async for c in found]


async def test_commands_options_and_values_are_completed(loopback: LoopbackDiscord, bot: Bot) -> None:
    assert await complete(loopback, "/pl") == [("/plain ", -3)]
    assert ("/briefing preview ", -2) in await complete(loopback, "/b")
    assert not any(text.startswith("/reload") for text, _ in await complete(loopback, "/"))
    assert await complete(loopback, "/plain oth") == [("other-country: ", -3)]
    assert (await complete(loopback, "/plain words: irr"))[:2] == [("irr-0 ", -3), ("irr-1 ", -3)]
    assert await complete(loopback, "/plain words: irr tim") == [
        *((f"irr tim-{n} ", -7) for n in range(25)),
        ("times: ", -3),
    ]
    assert await complete(loopback, "/plain times: 2 loud: t") == []
    assert await complete(loopback, "/plain times: 2 oth") == [("other-country: ", -3)]
