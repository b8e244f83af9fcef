"""Changes one source of a corpus and puts it back, without touching the corpus that it was copied from."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

_PARAPHRASE = re.compile(r'(paraphrase"?: ")([^"\\]+)(\.")')


def link_corpus(corpus: Path, into: Path) -> Path:
    """A copy of a corpus by hard links: what is changed in it is written anew."""
    for part in ("data", "seeds"):
        shutil.copytree(corpus / part, into / part, copy_function=os.link)
    return into


class Change:
    """One statement of one file, worded otherwise."""

    def __init__(self, corpus: Path) -> None:
        files = sorted((corpus / "data" / "sources").iterdir())
        # In the midst, so that neither the first nor the last rows are the ones that change.
        at = len(files) // 2
        self.path = next(path for path in files[at:] + files[:at] if _PARAPHRASE.search(path.read_text("utf-8")))
        self._before = self.path.read_text("utf-8")
        matches = list(_PARAPHRASE.finditer(self._before))
        self._match = matches[len(matches) // 2]

    def word(self, how: str) -> None:
        """Add to the statement's paraphrase; with nothing, it is as it was."""
        match = self._match
        text = self._before[: match.end(2)] + how + self._before[match.end(2) :]
        fresh = self.path.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8", newline="")
        fresh.replace(self.path)
