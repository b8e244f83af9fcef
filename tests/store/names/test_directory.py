"""The directory finds a thing under any of its names, and never makes one of two."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.corpus.countries import list_countries
from bot.corpus.model import Country
from bot.store.analysis.folding import fold
from bot.store.names.countries import country_names
from bot.store.records import Name
from tests.support.small_directory import make_directory


def _name(kind: str, ref: str, text: str, usage: str = "name") -> Name:
    return Name(kind, ref, text, fold(text), usage)  # type: ignore[arg-type]


NAMES = [
    _name("person", "lim", "Lim Soo-suk"),
    _name("person", "kim-1", "Kim Hong-kyun"),
    _name("person", "kim-2", "Kim Jong-un"),
    _name("person", "zinoviev", "Georgy Zinoviev"),
    _name("person", "zinoviev", "Георгий Зиновьев", "also"),
    _name("person", "zinoviev", "Georgi Sinowiew", "spelling"),
    _name("person", "jan-1", "Ján Vymyslený"),
    _name("person", "jan-2", "Jan Vymyslený"),
    _name("organisation", "mofa", "Seoul’s Foreign Ministry"),
    _name("organisation", "kremlin", "the Kremlin"),
    _name("topic", "arms", "Arms supplies"),
]
DIRECTORY = make_directory(NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "Lim Soo-suk", "lim soo suk", "LIM SOO-SUK", "Lim Soosuk", "limsoosuk", "Soo-suk Lim", "Soosuk Lim",
        "Lim, Soo-suk", "Lim Soo‑suk", "\u200fLim Soo-suk\u200f", "Lim\u00a0Soo-suk", "Ｌｉｍ Soo-suk",
    ],
)  # fmt: skip
def test_spacing_hyphens_case_and_order_of_a_name_do_not_matter(text: str) -> None:
    assert [name.ref for name in DIRECTORY.exact("person", text)] == ["lim"]


def test_other_scripts_and_spellings_find_the_same_person() -> None:
    for text in ("георгий зиновьев", "Зиновьев Георгий", "Georgi Sinowiew"):
        assert [name.ref for name in DIRECTORY.exact("person", text)] == ["zinoviev"]


def test_articles_and_possessives_do_not_matter() -> None:
    assert [name.ref for name in DIRECTORY.exact("organisation", "Kremlin")] == ["kremlin"]
    for text in ("Seoul's Foreign Ministry", "Seoul Foreign Ministry", "the Seoul Foreign Ministry"):
        assert [name.ref for name in DIRECTORY.exact("organisation", text)] == ["mofa"]


def test_the_stricter_form_decides_and_else_both_are_given() -> None:
    assert [name.ref for name in DIRECTORY.exact("person", "Ján Vymyslený")] == ["jan-1"]
    assert [name.ref for name in DIRECTORY.exact("person", "jan vymysleny")] == ["jan-2", "jan-1"]


def test_only_the_kinds_asked_for_are_found() -> None:
    assert DIRECTORY.exact("topic", "Kremlin") == []
    assert [name.ref for name in DIRECTORY.exact(("person", "organisation"), "Kremlin")] == ["kremlin"]
    assert DIRECTORY.exact("country", "Kremlin") == DIRECTORY.near("country", "Kremlin", 5) == []
    assert DIRECTORY.starting("country", "K", 5) == []


def test_containing_gives_all_who_share_the_words() -> None:
    assert {name.ref for name in DIRECTORY.containing("person", "Kim")} == {"kim-1", "kim-2"}
    assert [name.ref for name in DIRECTORY.containing("person", "hong kim")] == ["kim-1"]
    assert DIRECTORY.containing("person", "Ki") == DIRECTORY.containing("person", "the") == []


def test_starting_puts_whole_names_before_words_of_names() -> None:
    names = [_name("topic", "b", "Big arms"), _name("topic", "a", "Arms"), _name("topic", "c", "Army")]
    assert [name.ref for name in make_directory(names).starting("topic", "arm", 9)] == ["a", "c", "b"]
    assert [name.ref for name in make_directory(names).starting("topic", "arm", 1)] == ["a"]
    assert [name.ref for name in DIRECTORY.starting("person", "kim", 9)] == ["kim-2", "kim-1"]


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("zinovev", "zinoviev"), ("Zinovyev", "zinoviev"), ("georgy zinovev", "zinoviev"), ("zniov", "zinoviev"),
        ("Lim Soo-sok", "lim"), ("kim hogn", "kim-1"), ("Kremln", "kremlin"),
    ],
)  # fmt: skip
def test_slips_of_the_pen_are_near(text: str, ref: str) -> None:
    assert DIRECTORY.near(("person", "organisation"), text, 3)[0].ref == ref


@pytest.mark.parametrize("text", ["lavrov", "li", "kin", "", "x" * 5000, "Гладков", "\ud800"])
def test_what_is_far_is_not_near(text: str) -> None:
    assert DIRECTORY.near(("person", "organisation", "topic"), text, 5) == []


def test_labels_are_the_best_known_names() -> None:
    assert DIRECTORY.label("person", "zinoviev") == "Georgy Zinoviev"
    assert DIRECTORY.label("person", "nobody") == "nobody"
    assert DIRECTORY.refs("person")[:2] == ["zinoviev", "jan-2"]
    found = DIRECTORY.by_ref(("organisation", "person"), "zinoviev")
    assert found is not None
    assert found.text == "Georgy Zinoviev"
    assert DIRECTORY.by_ref("person", "Georgy Zinoviev") is None


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_can_be_looked_up(text: str) -> None:
    kinds = ("person", "organisation", "topic")
    for found in (
        DIRECTORY.exact(kinds, text),
        DIRECTORY.containing(kinds, text),
        DIRECTORY.starting(kinds, text, 3),
        DIRECTORY.near(kinds, text, 3),
    ):
        assert len({(name.kind, name.ref) for name in found}) == len(found)


@given(st.lists(st.text(min_size=1, max_size=30).filter(lambda text: bool(fold(text))), min_size=1, max_size=8))
@settings(deadline=None)
def test_every_name_is_found_by_itself(texts: list[str]) -> None:
    names = [_name("person", f"ref-{at}", text) for at, text in enumerate(texts)]
    directory = make_directory(names)
    for name in names:
        assert name.ref in {found.ref for found in directory.exact("person", name.text)}


@given(st.text(max_size=100))
@settings(deadline=None)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_country_names_hold_codes_languages_and_what_the_record_adds() -> None:
    record = Country(demonyms=("South Korean",), metonyms=("Seoul",), abbreviations=("ROK",), also=("Korea",))
    names = dict(country_names("KR", record))
    assert next(iter(names)) == "South Korea"
    assert names["South Korea"] == "name"
    assert names["KR"] == names["KOR"] == "code"
    assert (names["South Korean"], names["Seoul"], names["ROK"]) == ("demonym", "metonym", "abbreviation")
    assert names["Korea"] == names["대한민국"] == names["Südkorea"] == names["Corée du Sud"] == "also"
    assert dict(country_names("BA", None))["Bosnia and Herzegovina"] == "also"
    assert dict(country_names("KN", None))["Saint Kitts and Nevis"] == "also"


def test_every_country_has_one_name_and_its_codes() -> None:
    for code in list_countries():
        usages = [usage for _, usage in country_names(code, None)]
        assert usages.count("name") == 1
        assert usages.count("code") >= 2, code
