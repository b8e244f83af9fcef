"""Columns and sets are read as they were written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.store.packing import (
    gather,
    join,
    pack_layer,
    pack_numbers,
    pack_set,
    read_layer,
    read_numbers,
    read_set,
    split,
    spread,
)

sizes = st.integers(1, 400)
numbers = st.integers(0, 2**64 - 1) | st.sampled_from([0, 255, 256, 65_535, 65_536, 2**32 - 1, 2**32])


@given(st.lists(numbers))
def test_a_column_is_read_as_it_was_written(column: list[int]) -> None:
    assert list(read_numbers(pack_numbers(column))) == column


@given(st.data(), sizes)
def test_a_set_is_read_as_it_was_written(data: st.DataObject, size: int) -> None:
    places = data.draw(st.sets(st.integers(0, size - 1)))
    read = read_set(pack_set(places, size))
    assert read == gather(places)
    assert [place for place in range(size + 9) if read >> place & 1] == sorted(places)
    assert list(spread(read, size)) == [place in places for place in range(size)]


@given(st.data(), sizes)
def test_a_layer_gives_the_numbers_of_the_places_that_are_chosen(data: st.DataObject, size: int) -> None:
    layer = data.draw(st.dictionaries(st.integers(0, size - 1), st.integers(1, 255) | st.integers(1, 2**20)))
    chosen = data.draw(st.sets(st.integers(0, size - 1)))
    read, flags = read_layer(pack_layer(layer, size)), spread(gather(chosen), size)
    assert list(read.pick(flags)) == [layer[place] for place in sorted(layer) if place in chosen]
    assert read.find(flags) == set(read.pick(flags))


def test_a_layer_of_all_places_gives_which_numbers_there_are() -> None:
    read = read_layer(pack_layer({0: 255, 1: 1, 2: 7, 3: 1}, 4))
    assert read.find(bytes([1, 1, 0, 1])) == {1, 255}


@given(st.lists(st.binary()))
def test_what_was_joined_is_split_again(parts: list[bytes]) -> None:
    assert split(join(parts)) == parts


def test_what_is_not_kept_is_empty() -> None:
    assert (list(read_numbers(b"")), read_set(b""), split(b"")) == ([], 0, [])


def test_a_column_is_as_short_as_its_largest_number_allows() -> None:
    assert [len(pack_numbers([0, top])) for top in (255, 256, 65_536, 2**32)] == [3, 5, 9, 17]
    assert len(pack_set({9}, 14_000)) < len(pack_set(set(range(0, 14_000, 9)), 14_000)) < 14_000 // 8 + 3
