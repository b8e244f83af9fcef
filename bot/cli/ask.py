"""Answers a single question in the terminal."""

from __future__ import annotations

from bot.answers.catalogue import COMMANDS
from bot.answers.model import Answer, Question
from bot.app import open_service
from bot.exit_codes import Exit, ExitError
from bot.settings import Settings
from bot.slash_line import LineError, OptionSpec, parse_line

_SPECS = {
    name: tuple(OptionSpec(option.name, option.required) for option in command.options)
    for name, command in COMMANDS.items()
}


async def ask(settings: Settings, line: str) -> Answer:
    """Answer one typed slash command. Raises ExitError where it cannot be read, or there is no store."""
    try:
        asked = parse_line(line, _SPECS)
    except LineError as error:
        raise ExitError(Exit.BAD_INPUT, str(error)) from error
    if COMMANDS[asked.command].admins_only:
        raise ExitError(Exit.BAD_INPUT, f"/{asked.command} is for Discord; here it is `python -m bot build`")
    async with open_service(settings) as service:
        options = {name: str(value) for name, value in asked.options.items()}
        return await service.answer(Question(asked.command, options, service.today()), limit=50)
