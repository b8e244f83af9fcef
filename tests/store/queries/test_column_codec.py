"""Columns and sets are read as they were written."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.store.queries.column_codec import (
    join,
    mark_set,
    pack_numbers,
    pack_set,
    pack_values,
    read_numbers,
    read_values,
    split,
)

sizes = st.integers(1, 400)
numbers = st.integers(0, 2**63 - 1) | st.sampled_from([0, 255, 256, 65_535, 65_536, 2**32 - 1, 2**32])


@given(st.lists(numbers))
def test_a_column_is_read_as_it_was_written(column: list[int]) -> None:
    assert read_numbers(pack_numbers(column)).tolist() == column


@given(st.data(), sizes)
def test_a_set_is_read_as_it_was_written_beside_what_is_marked_already(data: st.DataObject, size: int) -> None:
    places, marked = (data.draw(st.sets(st.integers(0, size - 1))) for _ in range(2))
    flags = np.zeros(size, np.bool_)
    flags[list(marked)] = True
    mark_set(pack_set(places, size), flags)
    assert flags.tolist() == [place in places | marked for place in range(size)]


@given(st.data(), sizes)
def test_values_give_the_numbers_of_the_places_that_are_chosen(data: st.DataObject, size: int) -> None:
    place = st.integers(0, size - 1)
    pairs = data.draw(st.lists(st.tuples(place, st.integers(0, 255) | st.integers(0, 2**20))))
    if data.draw(st.booleans()):  # one for each place
        pairs = [(at, 7 * at % 5) for at in range(size)]
    chosen = data.draw(st.sets(place))
    flags = np.zeros(size, np.bool_)
    flags[list(chosen)] = True
    read = read_values(pack_values(pairs, size))
    assert sorted(read.choose(flags).tolist()) == sorted(number for at, number in set(pairs) if at in chosen)


def test_where_each_place_has_one_number_no_places_are_kept() -> None:
    assert read_values(pack_values([(1, 9), (0, 3)], 2)).places is None


@given(st.lists(st.binary()))
def test_what_was_joined_is_split_again(parts: list[bytes]) -> None:
    assert split(join(parts)) == parts


def test_what_is_not_kept_is_empty() -> None:
    flags = np.zeros(3, np.bool_)
    mark_set(b"", flags)
    assert read_numbers(b"").tolist() == split(b"") == []
    assert not flags.any()


def test_a_column_is_as_short_as_its_largest_number_allows() -> None:
    assert [len(pack_numbers([0, top])) for top in (255, 256, 65_536, 2**32)] == [3, 5, 9, 17]
    assert len(pack_set({9}, 14_000)) < len(pack_set(set(range(0, 14_000, 9)), 14_000)) < 14_000 // 8 + 3
