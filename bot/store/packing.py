"""Columns of numbers and sets of places as bytes: thousands are read and counted at once, not one by one."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, pairwise

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


def pack_names(names: Iterable[str]) -> bytes:
    """Ids and codes, in their order."""
    return "\n".join(names).encode()


def read_names(packed: bytes) -> list[str]:
    """Names as `pack_names` wrote them; no bytes are the empty name alone."""
    return packed.decode().split("\n")


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


def list_places(places: int) -> Iterator[int]:
    """The places that are the bits of a number; for few of them."""
    while places:
        yield (places & -places).bit_length() - 1
        places &= places - 1


def spread(places: int, size: int) -> bytes:
    """A byte for each place below `size`: 1 where it is in the set, else 0."""
    return f"{places:0{size}b}".encode().translate(_AS_FLAGS)[::-1] if size else b""


@dataclass(frozen=True, slots=True)
class Layer:
    """A column that has a number for some of the places only: these, and the numbers in their order."""

    places: int
    numbers: array[int]

    def find(self, flags: bytes) -> set[int]:
        """Which numbers there are at places whose flag is set, of numbers from 1 up."""
        if self.numbers.typecode != "B" or len(self.numbers) < len(flags):
            return set(self.pick(flags))
        mask = int.from_bytes(flags, "little") * 255
        found = (int.from_bytes(self.numbers.tobytes(), "little") & mask).to_bytes(len(flags), "little")
        return {number for number in range(1, 256) if number in found}

    def pick(self, flags: bytes) -> Iterable[int]:
        """The numbers of those places whose flag is set; there are as many flags as places."""
        everywhere = len(self.numbers) == len(flags)
        return compress(self.numbers, flags if everywhere else compress(flags, spread(self.places, len(flags))))


def pack_layer(numbers: Mapping[int, int], size: int) -> bytes:
    """A layer: numbers by their places, which are below `size`."""
    return join([pack_set(numbers, size), pack_numbers([numbers[place] for place in sorted(numbers)])])


def read_layer(packed: bytes) -> Layer:
    """A layer as `pack_layer` wrote it."""
    places, numbers = split(packed)
    return Layer(read_set(places), read_numbers(numbers))


def join(parts: Sequence[bytes]) -> bytes:
    """Several packed parts as one."""
    lengths = (len(part).to_bytes(4, "little") for part in parts)
    return b"".join([len(parts).to_bytes(4, "little"), *lengths, *parts])


def split(packed: bytes) -> list[bytes]:
    """The parts that were joined; none of no bytes."""
    count = int.from_bytes(packed[:4], "little")
    ends = list(accumulate(struct.unpack_from(f"<{count}I", packed, 4), initial=4 + 4 * count)) if count else []
    return [packed[begin:end] for begin, end in pairwise(ends)]


def _turn(column: array[int]) -> array[int]:
    """The order of bytes is the same on all machines."""
    if sys.byteorder == "big":
        column.byteswap()
    return column
