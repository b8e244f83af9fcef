"""Shows how a file is read: `python -m bot.ingest.documents FILE`; what is set aside is marked at the line's head."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from bot.ingest.documents.errors import DocumentError
from bot.ingest.documents.model import ReadDocument
from bot.ingest.documents.reader import read_document


def main() -> int:
    """Read the file named on the command line and print what was read."""
    parser = argparse.ArgumentParser(prog="python -m bot.ingest.documents", description=__doc__)
    parser.add_argument("file", type=Path)
    path: Path = parser.parse_args().file
    try:
        document = asyncio.run(read_document(path.read_bytes(), path.name))
    except (OSError, DocumentError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    _print(document)
    return 0


def _print(document: ReadDocument) -> None:
    for label, found in (
        ("title", document.title),
        ("byline", document.byline),
        ("publisher", document.publisher),
        ("agency", document.agency),
        ("address", document.address),
    ):
        if found:
            print(f"{label:>12}: {found.value}  ({found.how})")
    if day := document.published:
        print(f"{'published':>12}: {day.at or day.day}{'' if day.sure else ' (?)'}  “{day.written}” ({day.how})")
    if document.language:
        print(f"{'language':>12}: {document.language.code} ({document.language.probability:.0%})")
    print(f"{'format':>12}: {document.format}, by {document.extractor} {document.extractor_version}")
    print(f"{'sha256':>12}: {document.sha256} (bytes), {document.text_sha256} (text)")
    for special in document.special_characters:
        print(f"{'characters':>12}: {special.kind}, {special.count:,}, the first at {special.first:,}")
    for warning in document.warnings:
        print(f"{'warning':>12}: {warning}")
    print()
    position = 0
    for block in document.blocks:
        _print_lines("", document.text[position : block.start])
        _print_lines(f"[{block.kind}]", document.text[block.start : block.end])
        position = block.end
    _print_lines("", document.text[position:])


def _print_lines(label: str, text: str) -> None:
    for line in text.split("\n"):
        if line.strip():
            print(f"{label:>14} {line}")


if __name__ == "__main__":
    sys.exit(main())
