"""Where the shipped records are, and the day on which they are asked about."""

import re
import shutil
from datetime import date
from pathlib import Path

from bot.settings import HOME

ROOT = HOME
TODAY = date(2024, 6, 30)
PARAPHRASED = "A sentence of ours for"  # how each paraphrase of paraphrase_records begins


def list_ids(text: str) -> list[str]:
    """Give the ids of the statements that the text of a data file brings in."""
    return re.findall(r"^ +- (?:\{id|id): ([a-z0-9-]+)", text, re.MULTILINE)


def paraphrase_records(folder: Path) -> Path:
    """Copy the shipped records to a folder and give each statement a paraphrase; the shipped ones have none."""
    for name in ("data", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    for path in (folder / "data" / "sources").iterdir():
        text = path.read_text("utf-8")
        for one in list_ids(text):
            text = text.replace(f"id: {one},", f"id: {one}, paraphrase: {PARAPHRASED} {one}.,", 1)
        path.write_text(text, "utf-8")
    return folder
