"""Digests of a store's bytes, kept beside it: damage on the disk is found by them, wherever it lies.

The file of the store and those of its index are cut into stretches, and each stretch has a digest. A store whose
digests are missing or cannot be read is not trusted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from random import Random

from bot.store.files import digests_of, index_of, manifest_of, remove, replace_text

STRETCH = 1 << 18  # bytes
_DIGEST_BYTES = 16

Digests = Mapping[str, Mapping[str, object]]


def write_digests(store: Path, before: Path | None = None, pages: Collection[int] = (), page_size: int = 0) -> None:
    """Digest a store that is complete. Raises OSError.

    Where it is a copy of the store `before`, written to in these pages alone (numbers from 1), only what was written
    is read: the rest has the digests of that store.
    """
    known = read_digests(before) if before else None
    changed = {first for page in pages for first in _cover((page - 1) * page_size, page_size)}
    made = {
        name: _digest_file(path, (known or {}).get(name), changed if name == "" else None)
        for name, path in _list_files(store)
    }
    replace_text(digests_of(store), json.dumps(made, separators=(",", ":")))


def read_digests(store: Path) -> Digests | None:
    """What write_digests() wrote; None where that is not there, or is damaged itself."""
    try:
        made = json.loads(digests_of(store).read_bytes())
    except (OSError, ValueError):
        return None
    return made if isinstance(made, dict) and "" in made else None


def find_damage(store: Path) -> str | None:
    """Read a store through; gives what is not as it was made, in a few words, or None: a second for a gigabyte."""
    return _find_damage(store, None)


def find_missing(store: Path) -> str | None:
    """What of a store is missing at the first glance, or None: reads nothing but its digests."""
    return _find_damage(store, (0, Random(0)))  # noqa: S311


def sample_damage(store: Path, stretches: int, random: Random) -> str | None:
    """Read a few stretches of a store, chosen by chance; gives what is not as it was made, or None."""
    return _find_damage(store, (stretches, random))


def distrust(store: Path) -> None:
    """Have the next build make this store anew, whatever it finds in it."""
    for beside in (digests_of(store), manifest_of(store)):
        remove(beside)


def _find_damage(store: Path, sample: tuple[int, Random] | None) -> str | None:
    made = read_digests(store)
    if made is None:
        return "its digests are missing or damaged"
    there = dict(_list_files(store))
    if missing := made.keys() - there.keys():
        return f"{min(missing) or store.name} is missing"
    try:
        parts = [(name, n, digest) for name, one in made.items() for n, digest in enumerate(_digests_of(one))]
        if sample and len(parts) > sample[0]:
            parts = sample[1].sample(parts, sample[0])
        for name, one in made.items():
            if there[name].stat().st_size != one["size"]:
                return f"{name or store.name} has another size"
        for name, n, digest in parts:
            if _digest_stretch(there[name], n) != digest:
                return f"{name or store.name} was altered near byte {n * STRETCH:,}"
    except (OSError, KeyError, TypeError) as error:
        return f"it cannot be read through: {error}"
    return None


def _list_files(store: Path) -> Iterator[tuple[str, Path]]:
    """All files of a store by name: '' is the store itself, the others are those of its index."""
    yield "", store
    index = index_of(store)
    for path in sorted(index.rglob("*")):
        if path.is_file() and path.suffix != ".lock":
            yield path.relative_to(index).as_posix(), path


def _digest_file(path: Path, known: Mapping[str, object] | None, changed: Collection[int] | None) -> dict[str, object]:
    """Digest a file. Of a `known` one only the `changed` stretches are read; None: all, unless it is the same file."""
    found = path.stat()
    before = list(_digests_of(known)) if known else []
    if known and changed is None and (known["size"], known["mtime_ns"]) == (found.st_size, found.st_mtime_ns):
        digests = before  # a link to the same file
    else:
        full = found.st_size // STRETCH
        digests = [
            before[n]
            if changed is not None and n not in changed and n < min(full, len(before) - 1)
            else _digest_stretch(path, n)
            for n in range(-(-found.st_size // STRETCH))
        ]
    return {"size": found.st_size, "mtime_ns": found.st_mtime_ns, "digests": digests}


def _digests_of(one: Mapping[str, object]) -> list[str]:
    digests = one["digests"]
    if not isinstance(digests, list):
        raise TypeError("no list of digests")
    return digests


def _digest_stretch(path: Path, number: int) -> str:
    with path.open("rb") as file:
        file.seek(number * STRETCH)
        return hashlib.blake2b(file.read(STRETCH), digest_size=_DIGEST_BYTES).hexdigest()


def _cover(start: int, length: int) -> Iterator[int]:
    """The numbers of the stretches that hold these bytes."""
    if length:
        yield from range(start // STRETCH, (start + length - 1) // STRETCH + 1)
