"""The drawing and the page of the architecture name every package, and the drawing is made from its source."""

import re
from html import unescape

import pytest

from bot.settings import HOME

SOURCE = (HOME / "docs" / "architecture.dot").read_text("utf-8")
PAGE = (HOME / "docs" / "architecture.md").read_text("utf-8")
DRAWING = (HOME / "docs" / "img" / "architecture.svg").read_text("utf-8")
PACKAGES = sorted(path.parent.name for path in (HOME / "bot").glob("*/__init__.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_architecture_names_every_package(package: str) -> None:
    assert f'label="bot/{package}\\n' in SOURCE
    assert f"| `bot/{package}/` |" in PAGE


def test_architecture_drawing_is_made_from_its_source() -> None:
    labels = [line for label in re.findall(r'label="([^"]+)"', SOURCE) for line in label.split("\\n")]
    shown = [unescape(text).replace("\xa0", " ") for text in re.findall(r"<text[^>]*>([^<]*)</text>", DRAWING)]
    assert sorted(labels) == sorted(shown)


def test_architecture_page_names_files_that_exist() -> None:
    folders = {match: HOME / match for match in re.findall(r"`(bot/[a-z/_]+)`", PAGE)}
    named = re.findall(r"`((?:corpus|store|answers|state|notifications|chat)/[a-z_/]+(?:\.py|/))`", PAGE)
    assert len(named) > 10
    assert [one for one in named if not (HOME / "bot" / one).exists()] == []
    assert [name for name, path in folders.items() if not path.exists()] == []
