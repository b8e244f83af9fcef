"""The sentences that a corpus is made of: cut from the UN General Debate, or invented where nothing is at hand."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.search.texts import Sentence
from bot.corpus.countries import list_countries
from bot.corpus.model import DOUBLE_MARKS

FIRST_YEAR, LAST_YEAR = 1946, 2024
_SENTENCES_EACH = 85
# Marks are set by whoever makes the document; what cannot be seen would be refused in a data file.
_UNWANTED = re.compile(f"[{''.join(DOUBLE_MARKS)}\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd-\uffff\ud800-\udfff]")
_GIVEN = (
    "Ada", "Bram", "Celandine", "Dorrit", "Emeric", "Fenella", "Gideon", "Hesper", "Ivo", "Jessamy", "Kester",
    "Lorcan", "Maud", "Nerys", "Orrin", "Petra", "Quentin", "Rosamund", "Silvan", "Tamsin", "Ulric", "Vesna",
)  # fmt: skip
_FAMILY = (
    "Quillfeather", "Orrery", "Marrowby", "Thistlewood", "Candlemere", "Saltmarsh", "Brackenridge", "Fennimore",
    "Lanternwright", "Harrowgate", "Pennyfather", "Ravensworth", "Tidewell", "Umberfield", "Wintercombe", "Yarrowby",
)  # fmt: skip
_OPENINGS = (
    "My Government holds that", "We have said before in this hall that", "Nobody here will deny that",
    "It is our firm belief that", "The people whom I represent know that", "Let me say plainly that",
    "The record of the past year shows that", "I need hardly add that", "Our neighbours have come to see that",
    "We told the conference in spring that", "History will record that", "We cannot pretend that",
)  # fmt: skip
_SUBJECTS = (
    "the treaty on fisheries", "a lasting ceasefire", "the tariff on lamp oil", "the inspection of reactors",
    "the return of refugees", "the canal commission", "the embargo on small arms", "the fund for harbours",
    "the plan for drought relief", "an independent tribunal", "the demarcation of the frontier",
    "the vaccination campaign", "the resettlement of islanders", "the moratorium on testing",
    "the reform of the Council", "the debt of the poorest", "the protection of rivers", "the election monitors",
    "the exchange of prisoners", "the code for the high seas", "the ban on mines", "the price of grain",
)  # fmt: skip
_VERBS = (
    "deserves", "will outlive", "cannot be had without", "has been delayed by", "depends upon",
    "must not be traded for", "calls for", "stands or falls with", "has little to do with", "should precede",
    "owes much to", "brings us nearer to",
    "was overtaken by", "leaves no room for", "is weakened by", "gains from",
)  # fmt: skip
_OBJECTS = (
    "patient negotiation", "the good faith of all parties", "another season of violence", "a share of the revenue",
    "honest bookkeeping", "the courage to compromise", "a timetable with dates in it", "the silence of the guns",
    "the counsel of smaller states", "promises made in haste", "verification on the ground", "the rule of law",
    "a settlement that both sides can explain at home", "equal access to the strait", "the consent of the governed",
    "engineers rather than generals", "pressure from abroad", "the memory of the war", "public money well spent",
)  # fmt: skip
_ENDINGS = (
    "", ", whatever the weather in the markets", ", as the ministers agreed in March", ", and the figures bear it out",
    ", and we shall vote accordingly", ", not in a decade but in this session", ", which is why we ask for a debate",
    ", however long the night", " before the winter comes", " on every shore of the inland sea",
)  # fmt: skip


def read_sentences(path: Path, count: int) -> Iterator[Sentence]:
    """The first `count` sentences of a file that `bench.search make` wrote, speech by speech."""
    with path.open(encoding="utf-8") as file:
        sentences = (Sentence(**json.loads(line)) for line in file)
        # Among the speeches lies a file or two that is none.
        yield from islice((one for one in sentences if one.day[:4].isdigit() and clean(one.text)), count)


def invent_sentences(count: int, seed: int) -> Iterator[Sentence]:
    """`count` sentences of invented officials, speech by speech, the same each time."""
    codes = sorted(list_countries())
    people = [(f"{given} {family}", codes[(7 * i) % len(codes)])
              for i, (given, family) in enumerate((a, b) for b in _FAMILY for a in _GIVEN)]  # fmt: skip
    for speech in range(-(-count // _SENTENCES_EACH)):
        rng = random.Random(f"{seed} speech {speech}")
        speaker, country = rng.choice(people)
        year = rng.randint(FIRST_YEAR, LAST_YEAR)
        for _ in range(min(_SENTENCES_EACH, count - speech * _SENTENCES_EACH)):
            text = f"{rng.choice(_OPENINGS)} {rng.choice(_SUBJECTS)} {rng.choice(_VERBS)} {rng.choice(_OBJECTS)}"
            if rng.random() < 0.4:
                text += f", and that {rng.choice(_SUBJECTS)} {rng.choice(_VERBS)} {rng.choice(_OBJECTS)}"
            text += f"{rng.choice(_ENDINGS)}."
            yield Sentence(f"invented-{speech}-{year}", country, speaker, f"{year}-09-21", text)


def clean(text: str) -> str:
    """A sentence or name without quotation marks and without what cannot be seen, on one line."""
    return " ".join(_UNWANTED.sub(" ", text).split())
