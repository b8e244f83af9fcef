"""Checks requests against Discord's own OpenAPI description, where a copy of it is at hand."""

import json
import os
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.rehearsal.loopback.state import Json

UNCHECKED = "Requests are checked against Discord's hard limits only"


def find_description() -> Path | None:
    """The file that ``DISCORD_OPENAPI`` names; None if it names none, or one that is not there."""
    named = os.environ.get("DISCORD_OPENAPI")
    return Path(named) if named and Path(named).is_file() else None


def explain_absence() -> str | None:
    """Why requests cannot be checked against the description, and what would help; None if they can."""
    if find_description() is None:
        return f"{UNCHECKED}: name the file of its OpenAPI description in DISCORD_OPENAPI to check against both."
    if find_spec("jsonschema_rs") is None:
        return f"{UNCHECKED}: install jsonschema-rs to check against its OpenAPI description as well."
    return None


def require_description() -> None:
    """For tests: in CI (``CI`` is set) there is no checking without the description. Raises FileNotFoundError."""
    absence = explain_absence()
    if os.environ.get("CI") and absence:
        raise FileNotFoundError(absence)


@lru_cache(maxsize=2)
def load_description(path: Path) -> "Description":
    """The description of a file, read once in a process: compiling its operations is what takes time."""
    return Description(json.loads(path.read_text(encoding="utf-8")))


class Description:
    """Discord's operations and the schemas of their bodies, each compiled when it is first needed."""

    def __init__(self, document: Json) -> None:
        loosen(document["components"]["schemas"])
        self._components = document["components"]
        self._paths: list[tuple[tuple[str, ...], Json]] = sorted(
            ((tuple(path.strip("/").split("/")), item) for path, item in document["paths"].items()),
            key=lambda pair: [part.startswith("{") for part in pair[0]],
        )
        self._validators: dict[tuple[tuple[str, ...], str], Any] = {}

    def complaints(self, method: str, path: str, body: Any) -> list[str]:
        """What is wrong with a request; ``path`` is without the API's base. Empty if nothing is."""
        parts = tuple(path.strip("/").split("/"))
        found = [(names, item) for names, item in self._paths if _matches(names, parts)]
        if not found:
            return ["Discord's API has no such path"]
        names, item = found[0]
        operation = item.get(method.lower())
        if operation is None:
            return [f"Discord's API has no {method} for this path"]
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" not in content:
            return [] if body in (None, {}) else ["a body where Discord's API takes none"]
        if body is None:
            return ["no body"] if operation["requestBody"].get("required") else []
        key = (names, method)
        if key not in self._validators:
            self._validators[key] = self._compile(content["application/json"]["schema"])
        return [explain(error) for error in self._validators[key].iter_errors(body)]

    def _compile(self, schema: Json) -> Any:
        import jsonschema_rs

        return jsonschema_rs.Draft202012Validator({**schema, "components": self._components})


def _matches(names: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return len(names) == len(parts) and all(n.startswith("{") or n == p for n, p in zip(names, parts, strict=True))


def loosen(schemas: Json) -> None:
    """Take back what the description asks for and Discord does not: ids as text only, permissions as numbers only."""
    schemas["SnowflakeType"] = {
        "anyOf": [{"type": "string", "pattern": "^(0|[1-9][0-9]*)$"}, {"type": "integer", "minimum": 0}]
    }
    for schema in schemas.values():
        for name, described in schema.get("properties", {}).items():
            if name.endswith("permissions") and "integer" in str(described.get("type")):
                schema["properties"][name] = {"anyOf": [described, {"type": "string", "pattern": "^[0-9]+$"}]}


def explain(error: Any) -> str:
    """One line for an error: of the alternatives of a ``oneOf``, the one that was evidently meant."""
    while branches := getattr(error.kind, "context", None):
        meant = [branch for branch in branches if branch and not any(_is_other_type(error, e) for e in branch)]
        candidates = meant or [branch for branch in branches if branch]
        if not candidates:
            break
        error = max((e for branch in candidates for e in branch), key=lambda e: len(e.instance_path))
    place = ".".join(str(part) for part in error.instance_path)
    message = error.message if len(error.message) <= 300 else f"…{error.message[-299:]}"
    return f"{place or 'the body'}: {message}"


def _is_other_type(parent: Any, error: Any) -> bool:
    own = list(parent.instance_path)
    kind = error.kind.name
    return (kind in ("enum", "const") and list(error.instance_path) == [*own, "type"]) or (
        kind == "type" and list(error.instance_path) == own
    )
