"""The house keeps its floors: each imports only those below, and Discord's library stays in bot/chat/."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import HOME

# From the ground up. Files directly in bot/ are the ways in, above all floors, but for those that stand at the bottom.
FLOORS = ("corpus", "store", "answers", "state", "notifications", "chat", "rehearsal")
BOTTOM = {"bot", "bot.settings", "bot.exit_codes", "bot.skip_days", "bot.slash_line"}
# The rehearsal stands beside the chat: it plays Discord, and knows the bot only by what comes over the socket.
APART = {"rehearsal": {"chat", "notifications", "state"}}
FILES = sorted((HOME / "bot").rglob("*.py"))


def list_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOME)))
def test_a_file_imports_only_from_floors_below(path: Path) -> None:
    floor = path.relative_to(HOME / "bot").parts[0]
    if floor not in FLOORS:
        return
    for name in list_imports(path):
        if not name.startswith("bot") or name in BOTTOM:
            continue
        other = name.split(".")[1]
        assert other in FLOORS, f"{name} is a way in"
        assert FLOORS.index(other) <= FLOORS.index(floor), name
        assert other not in APART.get(floor, set()), name


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOME)))
def test_discord_is_imported_in_the_chat_and_nowhere_else(path: Path) -> None:
    if path.is_relative_to(HOME / "bot" / "chat"):
        return
    assert not [name for name in list_imports(path) if name.split(".")[0] == "discord"]
