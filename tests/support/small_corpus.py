"""A small corpus over the seeds, as data files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from bot.settings import HOME

ROOT = HOME
SEEDS = {
    "irreversible": "seeds/000_8d8a74bae2f40e61.txt",
    "hankyoreh": "seeds/002_945d198800adc541.txt",
    "joongang": "seeds/003_5d6c4b957a5e88fd.txt",
    "accord": "seeds/001_0518390ce1eca909.txt",
}
Data = dict[str, Any]


def read_seed(source: str) -> str:
    return (ROOT / SEEDS[source]).read_bytes().decode()


def cut(source: str, begins: str, ends: str) -> str:
    """The stretch of a seed from one wording to another, both included."""
    text = read_seed(source)
    start = text.index(begins)
    return text[start : text.index(ends, start) + len(ends)]


def describe_source(source: str, **more: Any) -> Data:
    digest = hashlib.sha256((ROOT / SEEDS[source]).read_bytes()).hexdigest()
    return {"id": source, "title": f"The {source} article", "file": SEEDS[source], "sha256": digest, **more}


def vocabulary() -> Data:
    """People, bodies, events, topics and tones of the small corpus."""
    return {
        "people": {
            "lim-soo-suk": {
                "name": "Lim Soo-suk",
                "also": ["Im Soo-suk", "임수석"],
                "roles": [{"title": "Foreign Ministry spokesperson", "organisation": "kr-mofa", "attested": "2024-06"}],
            },
            "lee-do-hoon": {
                "name": "Lee Do-hoon",
                "roles": [{"title": "Ambassador to Russia", "organisation": "kr-mofa", "attested": "2024-06"}],
            },
            "andrey-rudenko": {
                "name": "Andrey Rudenko",
                "also": ["Andrei Rudenko"],
                "roles": [{"title": "Deputy Foreign Minister", "organisation": "ru-mid", "attested": "2024-06"}],
            },
            "vladimir-putin": {
                "name": "Vladimir Putin",
                "also": ["Владимир Путин"],
                "roles": [{"title": "President", "country": "RU", "attested": "2024-06"}],
            },
            "georgy-zinoviev": {
                "name": "Georgy Zinoviev",
                "spellings": ["Georgi Sinowiew"],
                "roles": [
                    {"title": "Ambassador to South Korea", "organisation": "ru-mid", "country": "RU",
                     "attested": "2024-06"},
                ],
            },
        },
        "organisations": {
            "kr-mofa": {"name": "South Korean Foreign Ministry", "kind": "ministry", "country": "KR"},
            "ru-mid": {"name": "Russian Foreign Ministry", "kind": "ministry", "country": "RU", "also": ["MID"]},
            "yonhap": {"name": "Yonhap", "kind": "news-agency", "country": "KR"},
        },
        "events": {
            "putin-visits": {
                "name": "Putin’s visits to Pyongyang and Hanoi", "kind": "visit", "day": "2024-06-18/2024-06-20",
            },
            "putin-in-hanoi": {
                "name": "Press conference in Hanoi", "kind": "press-conference", "day": "2024-06-20",
                "part_of": "putin-visits",
            },
            "lee-meets-rudenko": {
                "name": "Meeting of Lee and Rudenko in Moscow", "kind": "meeting", "day": "2024-06-26",
                "participants": ["lee-do-hoon", "andrey-rudenko"],
            },
        },
        "topics": {
            "arms": {"label": "Arms for Ukraine", "means": "Weapons that South Korea could supply to Ukraine."},
            "relations": {"label": "Relations of Seoul and Moscow", "means": "How the two countries stand."},
            "treaty": {"label": "The treaty of Pyongyang", "means": "The treaty of June 2024.", "also": ["pact"]},
        },
        "tones": {
            "warn": {"label": "warned", "means": "Says that something bad would follow."},
            "demand": {"label": "demanded", "means": "Says that something must be done."},
            "summon": {"label": "summoned", "means": "Called an envoy in."},
        },
        "countries": {
            "UA": {"metonyms": ["Kyiv", "Kiev"], "demonyms": ["Ukrainian"]},
            "KR": {"metonyms": ["Seoul"], "demonyms": ["South Korean"], "abbreviations": ["ROK"]},
            "RU": {"metonyms": ["Moscow", "the Kremlin"], "demonyms": ["Russian"]},
        },
    }  # fmt: skip


def sources() -> dict[str, Data]:
    """Files of data/sources/ by name, in the order in which they are read."""
    lim = cut("irreversible", "“We warn that", "regular press briefing.")
    additionally = cut("irreversible", "“Additionally,", "Lim added.")
    kiev = cut("irreversible", "Zakharova’s comments came", "mutual defence.")
    course = cut("hankyoreh", "Russian Deputy Foreign Minister Andrey Rudenko urged", "Ministry said.")
    partnership = cut("hankyoreh", "Rudenko said that", "Yoon Suk-yeol.")
    threat = cut("hankyoreh", "The South Korean ambassador responded", "on Thursday.")
    mistake = cut("joongang", "Russian President Vladimir Putin said it would", "and Pyongyang.")
    decision = cut("joongang", "Calling the possibility", "agency Sputnik.")
    summons = cut("accord", "Following Russian President", "Georgi Sinowiew.")
    return {
        "a-irreversible": {
            "source": describe_source(
                "irreversible", publisher="The Daily Example", published={"day": "2024-06-27", "written": "June 27"}
            ),
            "statements": [
                {
                    "id": "lim-irreversible", "speaker": "lim-soo-suk", "to": "RU", "about": ["KR", "RU"],
                    "act": "THREATEN", "tone": "warn", "topics": ["relations", "arms"], "day": "2024-06-27",
                    "paraphrase": "Lim cautioned Russia against an error beyond repair.",
                    "report": {
                        "kind": "direct", "passage": lim, "via": "yonhap",
                        "quotes": cut("irreversible", "We warn that Russia", "South Korea-Russia relations,"),
                        "as_written": {"speaker": "Lim Soo-suk", "role": "Ministry spokesperson"},
                    },
                },
                {
                    "id": "lim-move-away", "speaker": "lim-soo-suk", "to": "RU", "about": "KP",
                    "act": "REQUEST", "tone": "demand", "topics": "relations", "day": "2024-06-27",
                    "paraphrase": "Lim hoped that Russia would lean less on Pyongyang.",
                    "report": {
                        "kind": "direct", "passage": additionally,
                        "quotes": [cut("irreversible", "Additionally, we hope", "UN Security Council,")],
                        "as_written": {"speaker": "Lim"},
                    },
                },
                {
                    "id": "weapons-to-kiev", "speaker": "kr-mofa", "about": "UA", "act": "THREATEN", "tone": "warn",
                    "topics": "arms", "paraphrase": "Seoul could think about arming Ukraine.",
                    "report": {"kind": "indirect", "passage": kiev},
                },
            ],
        },
        "b-hankyoreh": {
            "source": describe_source(
                "hankyoreh", publisher="The Other Paper", authors=["Jang Ye-ji"], notes=["The header has no author."],
                published={"day": "2024-06-28", "at": "2024-06-28T17:18:00+09:00"},
                conflicts=[
                    {"field": "title", "reading": "ant-Russian", "against": "anti-Russian", "believed": "against",
                     "because": "A misprint in the sub-headline."},
                ],
            ),
            "statements": [
                {
                    "id": "rudenko-course", "speaker": "andrey-rudenko", "to": ["KR", "lee-do-hoon"], "about": "KR",
                    "act": "REQUEST", "tone": "demand", "topics": "relations", "event": "lee-meets-rudenko",
                    "day": "2024-06-26", "venue": "Russian Foreign Ministry",
                    "paraphrase": "Rudenko asked Seoul to think its course over.",
                    "report": {
                        "kind": "mixed", "passage": course, "quotes": "confrontational course", "day": "2024-06-26",
                        "as_written": {"speaker": "Andrey Rudenko", "day": "on Wednesday"}, "via": "ru-mid",
                    },
                },
                {
                    "id": "rudenko-partnership", "speaker": "andrey-rudenko", "to": "lee-do-hoon", "about": "KR",
                    "act": "ACCUSE", "tone": "warn", "topics": "relations", "event": "lee-meets-rudenko",
                    "day": "2024-06-26", "paraphrase": "Rudenko blamed the leaders in Seoul for wrecked ties.",
                    "report": {
                        "kind": "mixed", "passage": partnership,
                        "quotes": cut("hankyoreh", "responsibility for destroying", "decades in the making"),
                    },
                },
                {
                    "id": "lee-grave-threat", "speaker": "lee-do-hoon", "to": "andrey-rudenko", "about": ["KP", "RU"],
                    "act": "ACCUSE", "tone": "warn", "topics": "treaty", "event": "lee-meets-rudenko",
                    "day": "2024-06-26", "paraphrase": "Lee called arming the North dangerous for his country.",
                    "report": {"kind": "mixed", "passage": threat, "quotes": "grave threat", "recounted_by": "kr-mofa"},
                },
                {
                    "same_as": "putin-big-mistake",
                    "report": {
                        "kind": "indirect", "passage": "Vladimir Putin and North Korean leader Kim Jong-un",
                        "attribution": "inferred", "inferred_how": "For the tests alone.",
                        "conflicts": [
                            {"field": "wording", "reading": "a mistake", "against": "a very big mistake",
                             "believed": "against", "because": "The other paper quotes it.", "with_source": "joongang"},
                        ],
                    },
                },
            ],
        },
        "c-joongang": {
            "source": describe_source("joongang"),
            "statements": [
                {
                    "id": "putin-big-mistake", "speaker": "vladimir-putin", "to": "KR", "about": "UA",
                    "act": "THREATEN", "tone": "warn", "topics": "arms", "event": "putin-in-hanoi",
                    "day": "2024-06-20", "paraphrase": "Putin advised Seoul against arming Ukraine.",
                    "report": {"kind": "mixed", "passage": mistake, "quotes": "very big mistake"},
                },
                {
                    "id": "putin-respective-decision", "speaker": "vladimir-putin", "to": "KR", "about": "KR",
                    "act": "THREATEN", "tone": "warn", "topics": "arms", "event": "putin-in-hanoi",
                    "day": "2024-06-20", "paraphrase": "Putin announced an answer in kind.",
                    "report": {
                        "kind": "mixed", "passage": decision,
                        "quotes": [
                            cut("joongang", "if it does, then we too", "pleased with,").rstrip(),
                        ],
                    },
                },
            ],
        },
        "d-accord": {
            "source": describe_source("accord", publisher="The Daily Example"),
            "statements": [
                {
                    "id": "summons", "speaker": "kr-mofa", "to": "georgy-zinoviev", "about": "RU",
                    "act": "PROTEST", "tone": "summon", "topics": "treaty", "day": "2024-06-18/2024-06-22",
                    "paraphrase": "The ministry called the ambassador in.",
                    "report": {"kind": "act", "passage": summons},
                },
            ],
        },
    }  # fmt: skip


def write_data(folder: Path, change: Callable[[dict[str, Data]], None] | None = None) -> Path:
    """Write the small corpus, changed where asked, as a data folder."""
    files = sources()
    if change:
        change(files)
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    for old in (folder / "sources").iterdir():
        old.unlink()
    for key, content in vocabulary().items():
        (folder / f"{key}.yaml").write_text(yaml.safe_dump({key: content}, allow_unicode=True, sort_keys=False))
    for name, file in files.items():
        (folder / "sources" / f"{name}.yaml").write_text(yaml.safe_dump(file, allow_unicode=True, sort_keys=False))
    return folder
