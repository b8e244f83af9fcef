"""Encodes columns of numbers and sets of places as bytes that NumPy reads without decoding."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]

# NumPy's types by the bytes of a number. A column has the fewest bytes for its largest number, and this width behind
# it. The widest has a sign, for NumPy turns unsigned numbers of 64 bits into fractions.
_WIDTHS = {1: "<u1", 2: "<u2", 4: "<u4", 8: "<i8"}
# A set is a bit for each place with _BITS behind it; or a column of places, which is shorter, where no more than one
# place in _SPARSE is in it.
_BITS = 0
_SPARSE = 64


def pack_numbers(numbers: Collection[int]) -> bytes:
    """Pack numbers from 0 up to 2**63 - 1, in their order."""
    column = np.fromiter(numbers, np.int64, len(numbers))
    largest = int(column.max()) if len(column) else 0
    width = next(width for width in _WIDTHS if largest < 1 << 8 * width)
    return column.astype(_WIDTHS[width]).tobytes() + bytes([width])


def read_numbers(packed: bytes) -> Column:
    """Read a column that `pack_numbers` wrote; no bytes are an empty one."""
    if not packed:
        return np.empty(0, np.uint8)
    return np.frombuffer(packed, _WIDTHS[packed[-1]], (len(packed) - 1) // packed[-1])


def pack_names(names: Iterable[str]) -> bytes:
    """Pack ids and codes, in their order."""
    return "\n".join(names).encode()


def read_names(packed: bytes) -> list[str]:
    """Read names that `pack_names` wrote; no bytes are the empty name alone."""
    return packed.decode().split("\n")


def pack_set(places: Collection[int], size: int) -> bytes:
    """Pack a set of places below `size`."""
    if len(places) * _SPARSE <= size:
        return pack_numbers(sorted(places))
    flags = np.zeros(size, np.bool_)
    flags[list(places)] = True
    return np.packbits(flags, bitorder="little").tobytes() + bytes([_BITS])


def mark_set(packed: bytes, flags: Flags) -> None:
    """Set the flags of the places of a set. `flags` has its packed size; no bytes are an empty set."""
    if not packed:
        return
    if packed[-1] == _BITS:
        bits = np.frombuffer(packed, np.uint8, len(packed) - 1)
        flags |= np.unpackbits(bits, count=len(flags), bitorder="little").view(np.bool_)
    else:
        flags[read_numbers(packed)] = True


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """A column in which a place may have several numbers, or none.

    numbers  in the order of their places
    places   the place of each number; None where every place has exactly one
    """

    places: Column | None
    numbers: Column

    def choose(self, flags: Flags) -> Column:
        """The numbers at those places whose flag is set."""
        chosen: Column = self.numbers[flags if self.places is None else flags[self.places]]
        return chosen


def pack_values(pairs: Iterable[tuple[int, int]], size: int) -> bytes:
    """Pack places below `size` and their numbers, each pair once."""
    pairs = sorted(set(pairs))
    places = [place for place, _ in pairs]
    everywhere = places == list(range(size))
    return join([b"" if everywhere else pack_numbers(places), pack_numbers([number for _, number in pairs])])


def read_values(packed: bytes) -> Values:
    """Read values that `pack_values` wrote."""
    places, numbers = split(packed)
    return Values(read_numbers(places) if places else None, read_numbers(numbers))


def join(parts: Sequence[bytes]) -> bytes:
    """Join several packed parts into one: their count, their lengths (4 bytes each, little-endian), the parts."""
    lengths = (len(part).to_bytes(4, "little") for part in parts)
    return b"".join([len(parts).to_bytes(4, "little"), *lengths, *parts])


def split(packed: bytes) -> list[bytes]:
    """Split what `join` joined; no bytes have no parts."""
    count = int.from_bytes(packed[:4], "little")
    ends = list(accumulate(struct.unpack_from(f"<{count}I", packed, 4), initial=4 + 4 * count)) if count else []
    return [packed[begin:end] for begin, end in pairwise(ends)]
