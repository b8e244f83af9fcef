"""The house keeps its floors: each imports only those below, and Discord's library stays in bot/chat/."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from bot.settings import HOME

# From the ground up. Files directly in bot/ are the ways in, above all floors, but for those that stand at the bottom.
FLOORS = ("corpus", "ingest", "store", "answers", "state", "notifications", "review_page", "chat", "rehearsal")
BOTTOM = {"bot", "bot.settings", "bot.exit_codes", "bot.skip_days", "bot.slash_line"}
# The rehearsal stands beside the chat: it plays Discord, and knows the bot only by what comes over the socket.
# Ingestion writes records and never reads the store; the store knows only records.
APART = {
    "rehearsal": {"chat", "ingest", "notifications", "review_page", "state"},
    # The page and the chat are two ways into the same review.
    "chat": {"review_page"},
    "review_page": {"notifications", "state"},
    "store": {"ingest"},
    "answers": {"ingest"},
    "state": {"ingest"},
    "notifications": {"ingest"},
}
# Within a floor: what each package of it, and each file directly in it, may import of the others. Nothing else, and in
# no circle; imports for type checkers alone count too. A floor that is not here is not divided. A package's own
# __init__ may hand on what is in the package.
ROOMS: dict[str, dict[str, set[str]]] = {
    "corpus": {
        "act_kinds": set(),
        "annotations": set(),
        "countries": set(),
        "edtf": set(),
        "problems": set(),
        "worker_pool": set(),
        "model": {"edtf"},
        "vocabulary": {"model"},
        "reading": {"edtf", "model", "problems", "vocabulary"},
        "checking": {"annotations", "countries", "edtf", "model", "problems", "reading", "vocabulary"},
        "pipeline": {"checking", "problems", "reading", "worker_pool"},
        "check": {"checking", "pipeline", "problems"},
        "describing": {"model", "problems", "reading", "vocabulary"},
        "writing": {"describing", "model", "reading", "vocabulary"},
        "importing": {
            "annotations", "check", "checking", "countries", "edtf", "model", "problems", "reading",
        },
    },
    "ingest": {
        "documents": set(),
        "drafting": set(),
        "fetching": {"documents"},
        "review": {"documents", "drafting", "fetching"},
    },
    "ingest/documents": {
        "errors": set(),
        "model": set(),
        "near_duplicates": set(),
        "structure": {"model"},
        "text": {"errors", "model"},
        "formats": {"errors", "model", "structure", "text"},
        "child": {"errors", "formats", "model", "structure", "text"},
        "reader": {"errors", "model"},
        "__main__": {"errors", "model", "reader"},
    },
    "ingest/drafting": {
        "language_detection": set(),
        "lexicon": set(),
        "model": set(),
        "plain_data": set(),
        "layout": {"model"},
        "other_languages": {"layout", "model"},
        "syntax": {"layout", "model"},
        "frames": {"lexicon", "syntax"},
        "entities": {"frames", "lexicon", "model", "syntax"},
        "attribution": {"entities", "frames", "layout", "lexicon", "model", "syntax"},
        "dates": {"attribution", "frames", "layout", "lexicon", "model", "syntax"},
        "compose": {"attribution", "dates", "entities", "model", "syntax"},
        "confidence": {"attribution", "entities", "model"},
        "engine": {
            "attribution", "compose", "confidence", "dates", "entities", "frames", "language_detection", "layout",
            "model", "other_languages", "syntax",
        },
        "child": {"engine", "model", "plain_data", "syntax"},
        "worker": {"model", "plain_data"},
    },
    "store": {
        "errors": set(),
        "metadata": set(),
        "records": set(),
        "analysis": set(),
        "files": {"errors"},
        "digests": {"files"},
        "db": {"errors"},
        "filters": {"db"},
        "names": {"analysis", "db", "records"},
        "index": {"analysis", "db", "errors", "filters"},
        "search": {"analysis", "db", "files", "filters", "index", "records"},
        "suggest": {"analysis", "db", "filters", "index", "search"},
        "queries": {"db", "filters", "records"},
        "build": {
            "analysis", "db", "diff", "digests", "errors", "files", "index", "metadata", "names", "queries",
        },
        "diff": {"db", "errors"},
        "session": {"db", "filters", "names", "queries", "records", "search", "suggest"},
        "store": {
            "db", "errors", "files", "filters", "metadata", "names", "queries", "records", "search", "session",
        },
        "manager": {"digests", "errors", "files", "store"},
    },
    "answers": {
        "catalogue": set(),
        "display_names": set(),
        "model": set(),
        "options": {"display_names", "model"},
        "plain_questions": {"options"},
        "resolved_question": {"catalogue", "display_names", "model", "options"},
        "formatting": {"display_names", "model", "options"},
        "follows": {"formatting", "model", "options", "resolved_question"},
        "autocomplete": {"catalogue", "follows", "options"},
        "briefing": {"display_names", "formatting", "model", "options", "resolved_question"},
        "handlers": {
            "catalogue", "display_names", "formatting", "model", "options", "plain_questions", "resolved_question",
        },
        "store_care": {"model"},
        "store_swap": set(),
        "service": {
            "autocomplete", "briefing", "catalogue", "follows", "handlers", "model", "options", "resolved_question",
            "store_care", "store_swap",
        },
        "near_statements": {"formatting", "model", "service"},
    },
    "chat": {
        "api_endpoint": set(),
        "fair_queue": set(),
        "http_errors": set(),
        "limits": set(),
        "runtime": set(),
        "custom_ids": {"limits"},
        "interaction": {"fair_queue"},
        "permissions": {"interaction"},
        "render": {"custom_ids", "limits"},
        "responses": {"http_errors", "interaction", "render"},
        "errors": {"http_errors", "interaction", "render", "responses"},
        "delivery": {"custom_ids", "http_errors", "limits", "permissions", "render"},
        "handlers": {
            "custom_ids", "errors", "http_errors", "interaction", "limits", "permissions", "render", "responses",
        },
        "commands": {"errors", "handlers", "http_errors", "interaction", "limits", "render"},
        "components": {"custom_ids", "errors", "handlers", "interaction"},
        "client": {"commands", "components", "delivery", "fair_queue", "handlers", "interaction", "runtime"},
        "runner": {"client", "http_errors", "runtime"},
    },
    "rehearsal": {
        "loopback": set(),
        "room": {"loopback"},
        "terminal": {"loopback"},
    },
}  # fmt: skip
FILES = sorted((HOME / "bot").rglob("*.py"))
# bot/ itself has only its version: the ways in begin at bot/cli/.
PACKAGES = [path for path in FILES if path.name == "__init__.py" and path.parent != HOME / "bot"]


def list_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            folder = HOME.joinpath(*node.module.split("."))
            modules = [one.name for one in node.names if (folder / f"{one.name}.py").exists()]
            yield from (f"{node.module}.{name}" for name in modules)
            if len(modules) < len(node.names):
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


@pytest.mark.parametrize("floor", ROOMS)
def test_a_floor_lists_what_is_in_it(floor: str) -> None:
    folder = HOME / "bot" / floor
    files = {path.stem for path in folder.glob("*.py") if path.stem != "__init__"}
    assert ROOMS[floor].keys() == files | {path.parent.name for path in folder.glob("*/__init__.py")}


@pytest.mark.parametrize("floor", ROOMS)
def test_the_rooms_of_a_floor_import_one_another_in_no_circle(floor: str) -> None:
    assert set(TopologicalSorter(ROOMS[floor]).static_order()) == ROOMS[floor].keys()


@pytest.mark.parametrize("floor", ROOMS)
def test_a_room_imports_only_the_rooms_that_it_may(floor: str) -> None:
    folder = HOME / "bot" / floor
    inside = ["bot", *floor.split("/")]
    found: set[tuple[str, str]] = set()
    for path in folder.rglob("*.py"):
        room = path.relative_to(folder).with_suffix("").parts[0]
        if room != "__init__":
            rests = [
                name.split(".")[len(inside) :]
                for name in list_imports(path)
                if name.split(".")[: len(inside)] == inside
            ]
            found |= {(room, rest[0] if rest else "the floor itself") for rest in rests}
    allowed = {(room, other) for room, others in ROOMS[floor].items() for other in (room, *others)}
    assert found - allowed == set()
    assert {(room, other) for room, other in allowed - found if room != other} == set(), "allowed, and not needed"


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: str(path.parent.relative_to(HOME)))
def test_a_package_says_what_is_in_it_and_where_to_begin(path: Path) -> None:
    """Concepts, what it may import, where to begin, and an example in code."""
    said = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    lines = said.splitlines()
    assert 5 <= len(lines) <= 16
    assert re.search("import", said, re.IGNORECASE), "what it may import"
    assert re.search(r"\b[Bb]egin\b", said), "where to begin reading"
    assert any(line.startswith("    ") for line in lines), "an example"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOME)))
def test_discord_is_imported_in_the_chat_and_nowhere_else(path: Path) -> None:
    if path.is_relative_to(HOME / "bot" / "chat"):
        return
    assert not [name for name in list_imports(path) if name.split(".")[0] == "discord"]
