"""One word, one meaning: no public name in the code uses a word that the glossary retires."""

import ast
import re
from collections.abc import Iterator

from bot.settings import HOME

GLOSSARY = (HOME / "docs" / "glossary.md").read_text("utf-8")


def read_retired() -> set[str]:
    """The words of the section *Retired*, as the page has them."""
    (section,) = re.findall(r"^## Retired\n(.*)", GLOSSARY, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"\w+", re.findall(r"\*([^*]+)\*", section)[0]))


def split_name(name: str) -> set[str]:
    """The words of a name in snake or camel case."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def list_public_names() -> Iterator[tuple[str, str]]:
    for path in sorted((HOME / "bot").rglob("*.py")):
        where = str(path.relative_to(HOME))
        yield where, path.stem
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith(
                "_"
            ):
                yield f"{where}:{node.lineno}", node.name


def test_glossary_names_the_retired_words() -> None:
    assert {"shelf", "desk", "told"} <= read_retired()


def test_public_names_use_no_retired_word() -> None:
    names = list(list_public_names())
    assert len(names) > 1_000
    retired = read_retired()
    assert [f"{where} {name}" for where, name in names if split_name(name) & retired] == []
