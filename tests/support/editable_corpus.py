"""A small corpus of invented officials, written to a folder, that a test can spoil in one place and have checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from bot.corpus.problems import CorpusError, Problem
from tests.support.whole_corpus import Checked, read_whole

FIRST_TEXT = (
    "Harbour chief scolds ‘lamp greed’ of neighbours\n"
    "\n"
    "Harbour Minister Ada Quillfeather said on Tuesday that the “lamp toll” must go. "
    '"We shall not pay it,” she told reporters in Port Sorrel, and called it a\u00a0"grave mistake".\n'
    "\n"
    "The Sea Office regretted the minister’s words. The Sea Office said no more.\n"
)
SECOND_TEXT = "Minister A. Quillfeather has announced that her harbour will not pay a lamp toll.\r\nNo more was said."

VOCABULARY = """\
people:
  ada-quillfeather:
    name: Ada Quillfeather
    spellings: [Ada Quillfeather, A. Quillfeather]
    roles:
      - title: Harbour Minister
        organisation: harbour-ministry
        attested: 2031-03-04/2031-03-06
organisations:
  harbour-ministry:
    name: Ministry of Harbours
    kind: ministry
    country: AD
  sea-office:
    name: Sea Office
    kind: government
    country: LI
    spellings: The Sea Office
  tide-wire:
    name: Tide Wire
    kind: news-agency
events:
  toll-talks:
    name: Toll talks
    kind: meeting
    participants: [ada-quillfeather, sea-office]
topics:
  lamp-toll: {label: Lamp toll, means: The toll on lamps}
tones:
  refuse: {label: refused, means: Says that it will not do what is asked}
  regret: {label: regretted, means: Voices regret}
"""
FIRST = """\
source:
  id: harbour-herald
  title: Harbour chief scolds ‘lamp greed’ of neighbours
  file: seeds/first.txt
  sha256: {first}
  agency: tide-wire
statements:
  - id: quillfeather-refuses-toll
    speaker: ada-quillfeather
    to: LI
    about: [LI]
    act: REJECT
    tone: refuse
    topics: lamp-toll
    event: toll-talks
    day: 2031-03-04
    paraphrase: The minister says that her harbour will not pay the lamp toll.
    report:
      kind: mixed
      passage: '"We shall not pay it,” she told reporters in Port Sorrel'
      quotes: ["We shall not pay it,"]
      as_written:
        day: Tuesday
      day: 2031-03-04
  - id: sea-office-regrets
    speaker: sea-office
    act: STATE
    tone: regret
    day: 2031-03-05
    paraphrase: The Sea Office regrets what the minister said.
    report:
      kind: indirect
      passage: The Sea Office regretted the minister’s words.
"""
SECOND = """\
source:
  id: evening-buoy
  title: No toll
  file: seeds/second.txt
  sha256: {second}
statements:
  - same_as: quillfeather-refuses-toll
    report:
      kind: indirect
      passage: Minister A. Quillfeather has announced that her harbour will not pay a lamp toll.
      as_written:
        speaker: A. Quillfeather
"""


@dataclass
class EditableCorpus:
    """A data folder and its documents on disk."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_bytes().decode()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def check(self) -> Checked:
        return read_whole(self.data, self.root)

    def problems(self) -> list[Problem]:
        try:
            self.check()
        except CorpusError as error:
            return list(error.problems)
        return []

    def only_problem(self) -> Problem:
        problems = self.problems()
        assert len(problems) == 1, "\n".join(map(str, problems))
        return problems[0]


def fill(corpus: EditableCorpus) -> EditableCorpus:
    digests = {
        "first": hashlib.sha256(FIRST_TEXT.encode()).hexdigest(),
        "second": hashlib.sha256(SECOND_TEXT.encode()).hexdigest(),
    }
    corpus.write("seeds/first.txt", FIRST_TEXT)
    corpus.write("seeds/second.txt", SECOND_TEXT)
    corpus.write("data/vocabulary.yaml", VOCABULARY)
    corpus.write("data/sources/first.yaml", FIRST.format(**digests))
    corpus.write("data/sources/second.yaml", SECOND.format(**digests))
    return corpus
