"""A corpus of invented officials that changes: sources, statements, reports and vocabularies come, change and go."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path
from typing import Any

import yaml

_WORDS = (
    "harbour", "toll", "lamp", "treaty", "border", "envoy", "grain", "tunnel", "bridge", "fleet", "summit", "ferry",
    "tariff", "pact", "salt", "coast",
)  # fmt: skip
_COUNTRIES = ["KR", "RU", "KP", "JP", "DE"]
_SOURCES = 9

Data = dict[str, Any]


class ChangingCorpus:
    """Writes itself to a folder; what did not change is not written again."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.data, self.root = folder / "data", folder
        self._rng = random.Random(seed)
        self._count = 0
        self.people: dict[str, Data] = {}
        self.shared: dict[str, dict[str, Data]] = {
            "organisations": {"sea-office": {"name": "Sea Office", "kind": "ministry", "country": "KR"},
                              "tide-wire": {"name": "Tide Wire", "kind": "news-agency"}},
            "topics": {"toll": {"label": "Lamp toll", "means": "The toll"}, "pact": {"label": "Pact", "means": "It"}},
            "tones": {"say": {"label": "said", "means": "Says so"}},
            "events": {"week": {"name": "Lamp week", "kind": "visit", "day": "2031-03-04/2031-03-08"},
                       "talks": {"name": "Lamp talks", "kind": "meeting", "part_of": "week"}},
            "countries": {"KR": {"metonyms": ["Seoul"]}},
            "synonyms": {},
        }  # fmt: skip
        self.sources: dict[str, Data] = {}
        for _ in range(4):
            self._add_person(self.people)
        for _ in range(_SOURCES):
            self.add_source()
        self.write()

    def change(self) -> str:
        """Change something; gives what."""
        edits = [
            self.add_source, self.remove_source, self.add_statement, self.add_statement, self.remove_entry,
            self.reword, self.reword, self.repeat, self.repeat, self.change_day, self.change_speaker,
            self.change_source, self.rename, self.add_vocabulary, self.swap, self.change_vocabulary, self.comment,
        ]  # fmt: skip
        edit = self._rng.choice(edits)
        edit()
        return edit.__name__

    def write(self) -> None:
        """Write what changed, and remove what is gone."""
        files = {f"data/{section}.yaml": {section: entries} for section, entries in self.shared.items() if entries}
        files["data/people.yaml"] = {"people": self.people}
        kept = {key: yaml.safe_dump(content, allow_unicode=True, sort_keys=False) for key, content in files.items()}
        for name, source in self.sources.items():
            document = "\n".join([f"Report {name}.", *(_passage(entry) for entry in source["entries"])])
            kept[f"seeds/{name}.txt"] = document
            facts = {"id": name, "title": f"Report {name}", "file": f"seeds/{name}.txt", **source["facts"],
                     "sha256": hashlib.sha256(document.encode()).hexdigest()}  # fmt: skip
            entries = [_entry(entry) for entry in source["entries"]]
            content = {"source": facts, **source["own"], "statements": entries}
            kept[f"data/sources/{name}.yaml"] = source["comment"] + yaml.safe_dump(content, sort_keys=False)
        for path in [path for folder in ("data", "seeds") for path in (self.root / folder).rglob("*.*")]:
            if path.relative_to(self.root).as_posix() not in kept:
                path.unlink()
        for name, text in kept.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or path.read_text("utf-8") != text:
                path.write_text(text, "utf-8")

    def add_source(self) -> None:
        name = f"paper-{self._next()}"
        self.sources[name] = {"facts": {}, "own": {}, "entries": [], "comment": ""}
        self._describe(self.sources[name])
        if self._rng.random() < 0.3:
            people: dict[str, Data] = {}
            self._add_person(people)
            self.sources[name]["own"] = {"people": people}
        for _ in range(self._rng.randint(1, 4)):
            self._put_statement(self.sources[name])
        if len(self.sources) > 3:
            self.repeat()

    def remove_source(self) -> None:
        if len(self.sources) > 4:
            name = self._rng.choice(list(self.sources))
            users = {entry["speaker"] for source in self.sources.values() for entry in source["entries"]}
            if not users.intersection(self.sources[name]["own"].get("people", {})):
                for entry in list(self.sources[name]["entries"]):
                    self._take_away(self.sources[name], entry)
                del self.sources[name]

    def add_statement(self) -> None:
        self._put_statement(self._any_source())

    def remove_entry(self) -> None:
        source = self._any_source()
        if len(source["entries"]) > 1:
            self._take_away(source, self._rng.choice(source["entries"]))

    def reword(self) -> None:
        self._rng.choice(self._any_source()["entries"])["words"] = self._say()

    def repeat(self) -> None:
        """Let a source report a statement that another one brings in."""
        source = self._any_source()
        told = self._rng.choice([entry for entry in self._any_source()["entries"] if entry["new"]] or [None])
        if told is not None:
            called = self._rng.choice([told["speaker"].split("-")[-1].title(), "Nobody"])
            again = {**told, "new": False, "words": self._say(), "called": called}
            source["entries"].insert(self._rng.randint(0, len(source["entries"])), again)

    def change_day(self) -> None:
        entry = self._rng.choice(self._any_source()["entries"])
        self._set_everywhere(entry["id"], day=self._rng.choice([None, "2031-03-05", "2031-03-04/2031-03-07"]))

    def change_speaker(self) -> None:
        entry = self._rng.choice(self._any_source()["entries"])
        self._set_everywhere(entry["id"], speaker=self._rng.choice([*self.people, "sea-office"]))

    def change_source(self) -> None:
        self._describe(self._any_source())

    def rename(self) -> None:
        entry = self._rng.choice(self._any_source()["entries"])
        self._set_everywhere(entry["id"], id=f"renamed-{self._next()}")

    def add_vocabulary(self) -> None:
        what = self._rng.choice(["topics", "synonyms", "events", "countries", "people"])
        number = self._next()
        if what == "people":
            self._add_person(self.people)
        elif what == "countries":
            self.shared["countries"].setdefault(self._rng.choice(_COUNTRIES), {"metonyms": [f"Place{number}"]})
        else:
            entries: dict[str, dict[str, Any]] = {
                "topics": {"label": f"Topic {number}", "means": "More"},
                "synonyms": {"words": [f"lamp{number}", "toll"]},
                "events": {"name": f"Event {number}", "kind": "meeting", "part_of": "week"},
            }
            self.shared[what][f"new-{number}"] = entries[what]

    def change_vocabulary(self) -> None:
        self.shared["topics"]["toll"]["also"] = [f"toll {self._next()}"]

    def swap(self) -> None:
        """Change the order of a source's entries: numbers move from one statement to another."""
        self._rng.shuffle(self._any_source()["entries"])

    def comment(self) -> None:
        self._any_source()["comment"] = f"# looked at {self._next()} times\n"

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _any_source(self) -> Data:
        return self.sources[self._rng.choice([key for key, one in self.sources.items() if one["entries"]])]

    def _describe(self, source: Data) -> None:
        source["facts"] = {"publisher": self._rng.choice(["The Buoy", "The Herald"])}
        others = [key for key, one in self.sources.items() if one is not source]
        self._count += 1
        if others and self._rng.random() < 0.3:
            source["note"] = self._count
        source["facts"]["notes"] = [f"Note {self._count}"]

    def _add_person(self, people: dict[str, Data]) -> None:
        number = self._next()
        role = {"title": f"Envoy {number}", "attested": "2031"}
        role |= self._rng.choice([{"country": self._rng.choice(_COUNTRIES)}, {"organisation": "sea-office"}])
        people[f"ada-quill{number}"] = {"name": f"Ada Quill{number}", "also": [f"A. Quill{number}"], "roles": [role]}

    def _put_statement(self, source: Data) -> None:
        rng = self._rng
        speaker = rng.choice([*self.people, *source["own"].get("people", {}), "sea-office"])
        entry = {
            "id": f"said-{self._next()}", "new": True, "speaker": speaker, "words": self._say(), "called": None,
            "day": rng.choice([None, "2031-03-05", "2031-03-06"]), "to": rng.sample([*_COUNTRIES, *self.people], 2),
            "about": rng.sample(_COUNTRIES, rng.randint(0, 2)), "topics": rng.sample(["toll", "pact"], 1),
            "event": rng.choice([None, "talks", "week"]), "act": rng.choice(["STATE", "REQUEST"]),
        }  # fmt: skip
        source["entries"].insert(rng.randint(0, len(source["entries"])), entry)

    def _say(self) -> str:
        return " ".join([*self._rng.sample(_WORDS, 5), f"word{self._next()}"])

    def _take_away(self, source: Data, entry: Data) -> None:
        """Take an entry away; where it brings a statement in, another one that repeats it does so from now on."""
        source["entries"] = [one for one in source["entries"] if one is not entry]
        heirs = [one for other in self.sources.values() for one in other["entries"] if one["id"] == entry["id"]]
        if entry["new"] and heirs:
            heirs[0]["new"] = True

    def _set_everywhere(self, statement: str, **facts: Any) -> None:
        for source in self.sources.values():
            for entry in source["entries"]:
                if entry["id"] == statement:
                    entry.update(facts)


def _passage(entry: Data) -> str:
    return f"{entry['called'] or 'The envoy'} said: “{entry['words']}”"


def _entry(entry: Data) -> Data:
    report: Data = {"kind": "mixed", "passage": _passage(entry), "quotes": entry["words"]}
    if entry["called"]:
        report["as_written"] = {"speaker": entry["called"]}
    if not entry["new"]:
        if entry["day"] and len(entry["day"]) == 10:
            report["day"] = entry["day"]
        report["conflicts"] = [{"field": "wording", "reading": "a", "against": "b", "believed": "both", "because": "c"}]
        return {"same_as": entry["id"], "report": report}
    kept = ("id", "speaker", "to", "about", "act", "topics", "event", "day")
    said = {key: entry[key] for key in kept if entry[key]}
    side = {} if entry["speaker"] == "sea-office" else {"side": "KR"}
    return {**said, **side, "tone": "say", "paraphrase": f"The envoy spoke of {entry['words']}.", "report": report}
