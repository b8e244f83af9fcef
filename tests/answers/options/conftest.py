"""A directory of all countries and of the people and institutions of the seeds, with what is invented beside them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import pytest
import yaml

from bot.corpus.countries import list_countries
from bot.corpus.model import Country
from bot.settings import HOME
from bot.store.analysis.folding import fold
from bot.store.build.table_writer import read_schema
from bot.store.names.countries import country_names
from bot.store.names.directory import Directory
from bot.store.names.forms import insert_names
from bot.store.records import Name

DATA = HOME / "data"

PEOPLE = {
    "lim-soo-suk": ["Lim Soo-suk", "Lim Su-seok", "임수석"],
    "kim-hong-kyun": ["Kim Hong-kyun", "Kim Hong Kyun"],
    "kim-jong-un": ["Kim Jong-un", "Kim Jong Un", "김정은"],
    "georgy-zinoviev": ["Georgy Zinoviev", "Georgi Sinowiew", "Георгий Зиновьев"],
    "andrey-rudenko": ["Andrey Rudenko", "Andrei Rudenko"],
    "vladimir-putin": ["Vladimir Putin", "Владимир Путин"],
    "lee-do-hoon": ["Lee Do-hoon"],
    "pat-doe-1": ["Pat Doe"],
    "pat-doe-2": ["Pat Doe"],
}
ORGANISATIONS = {
    "kr-government": ["Government of South Korea", "Seoul", "South Korea"],
    "kr-mofa": ["Foreign Ministry of South Korea", "Seoul’s Foreign Ministry", "the foreign ministry"],
    "ru-mofa": ["Foreign Ministry of Russia", "Russian Foreign Ministry"],
    "ru-mofa-site": ["Web site of the Russian Foreign Ministry"],
    "ru-government": ["Government of Russia", "the Kremlin"],
}
TOPICS = {
    "arms": ["Arms supplies to Ukraine", "lethal weapons"],
    "treaty": ["The partnership treaty of June 2024"],
    "sanctions": ["Sanctions"],
}
EVENTS = {"summons": ["Summons of the Russian ambassador in Seoul"], "briefing": ["Press briefing of 27 June 2024"]}
PUBLISHERS = ["Hankyoreh", "Korea JoongAng Daily", "The Very Long Gazette " + "of everything " * 9]


def make_names(kind: str, things: dict[str, list[str]]) -> list[Name]:
    return [
        Name(kind, ref, text, fold(text), "spelling" if at else "name")  # type: ignore[arg-type]
        for ref, texts in things.items()
        for at, text in enumerate(texts)
    ]


def read_countries() -> dict[str, Country]:
    loaded = yaml.load((DATA / "countries.yaml").read_text("utf-8"), yaml.CBaseLoader)
    return {code: Country.model_validate(entry) for code, entry in loaded["countries"].items()}


def make_directory(names: Iterable[Name], posts: Iterable[tuple[object, ...]] = ()) -> Directory:
    """A directory of these names alone, and of posts: person, position, title, organisation, country, attested."""
    db = sqlite3.connect(":memory:", check_same_thread=False)
    db.executescript(read_schema())
    insert_names(db, ((one.kind, one.ref, one.text, one.folded, one.usage) for one in names))
    db.execute("PRAGMA foreign_keys = off")
    db.executemany("INSERT INTO role VALUES (?, ?, ?, ?, ?, ?)", posts)
    return Directory(db)


@pytest.fixture(scope="session")
def directory() -> Directory:
    records = read_countries()
    countries = [
        Name("country", code, text, fold(text), usage)
        for code in list_countries()
        for text, usage in country_names(code, records.get(code))
    ]
    return make_directory(
        [
            *countries,
            *make_names("person", PEOPLE),
            # One source calls him by his family name alone, as others call other Kims.
            Name("person", "kim-hong-kyun", "Kim", "kim", "written"),
            *make_names("organisation", ORGANISATIONS),
            *make_names("topic", TOPICS),
            *make_names("event", EVENTS),
            *make_names("publisher", {name: [name] for name in PUBLISHERS}),
        ]
    )
