"""Columns of numbers and sets of places as bytes: thousands are read and counted at once, not one by one."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

# The shortest of these holds a column; its letter stands before it.
_WIDTHS = (("B", 1 << 8), ("H", 1 << 16), ("I", 1 << 32), ("Q", 1 << 64))
# A set is a bit for each place, with this before it; or a column, which is shorter but slower to read, where no more
# than one place in so many is in it.
_BITS = b"-"
_SPARSE = 64
_AS_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


def pack_numbers(numbers: Sequence[int]) -> bytes:
    """A column of numbers from 0 up, in their order."""
    largest = max(numbers, default=0)
    letter = next(letter for letter, limit in _WIDTHS if largest < limit)
    return letter.encode() + _turn(array(letter, numbers)).tobytes()


def read_numbers(packed: bytes) -> array[int]:
    """A column as `pack_numbers` wrote it; no bytes are an empty one."""
    return _turn(array(chr(packed[0]), packed[1:])) if packed else array("B")


def pack_set(places: Collection[int], size: int) -> bytes:
    """A set of places below `size`."""
    if len(places) * _SPARSE <= size:
        return pack_numbers(sorted(places))
    return _BITS + gather(places).to_bytes(size // 8 + 1, "little")


def read_set(packed: bytes) -> int:
    """A set as `pack_set` wrote it, as a number whose bits are the places; no bytes are an empty one."""
    return int.from_bytes(packed[1:], "little") if packed[:1] == _BITS else gather(read_numbers(packed))


def gather(places: Collection[int]) -> int:
    """A number whose bits are these places."""
    bits = bytearray(max(places, default=0) // 8 + 1)
    for place in places:
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


def spread(places: int, size: int) -> bytes:
    """A byte for each place below `size`: 1 where it is in the set, else 0."""
    return f"{places:0{size}b}".encode().translate(_AS_FLAGS)[::-1] if size else b""


@dataclass(frozen=True, slots=True)
class Layer:
    """A column that has a number for some of the places only: these, and the numbers in their order."""

    places: int
    numbers: array[int]

    def pick(self, flags: bytes) -> Iterable[int]:
        """The numbers of those places whose flag is set; there are as many flags as places."""
        everywhere = len(self.numbers) == len(flags)
        return compress(self.numbers, flags if everywhere else compress(flags, spread(self.places, len(flags))))


def pack_layer(numbers: Mapping[int, int], size: int) -> bytes:
    """A layer: numbers by their places, which are below `size`."""
    places = pack_set(numbers, size)
    return len(places).to_bytes(4, "little") + places + pack_numbers([numbers[place] for place in sorted(numbers)])


def read_layer(packed: bytes) -> Layer:
    """A layer as `pack_layer` wrote it."""
    end = 4 + int.from_bytes(packed[:4], "little")
    return Layer(read_set(packed[4:end]), read_numbers(packed[end:]))


def _turn(column: array[int]) -> array[int]:
    """The order of bytes is the same on all machines."""
    if sys.byteorder == "big":
        column.byteswap()
    return column
