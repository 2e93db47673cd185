"""Reports that are nearly the same (syndicated, lightly edited), told by their stems.

One-permutation MinHash (Li, Owen, Zhang 2012): each run of three stems is hashed once, and each of 16 bins keeps its least hash.
Two documents agree in a bin with the probability of their Jaccard similarity. Four bands of four bins find candidates (two
documents that are 90 % alike share a band with 99 %, at 80 % with 88 %, at 40 % with 10 %), and the share of equal bins confirms
them. Costs some 40 µs for 250 words.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from functools import lru_cache
from typing import Final

from analyzers.analysis import GAP

BINS: Final = 16
BAND: Final = 4
"""Bins in a band."""

MIN_SHINGLES: Final = 40
"""Shorter documents are alike by chance."""

MIN_EQUAL: Final = 12
"""Bins that two documents agree in at least: three quarters."""

_MASK: Final = (1 << 32) - 1
_EMPTY: Final = _MASK
LANE: Final = 64
"""Bits."""


def signature(stems: str) -> tuple[int, ...]:
    """The bins of a document's stems (joined by spaces, gaps in between); empty for one too short to tell.

    >>> signature("قصف حلب")
    ()
    """
    hashes = array("Q", map(_crc, [stem for stem in stems.split(" ") if stem != GAP]))
    if len(hashes) < MIN_SHINGLES + 2:
        return ()
    mixed = sorted(_mixed(hashes), reverse=True)
    least = {value % BINS: value for value in mixed}  # of each bin, the last one stays
    return tuple([least.get(bin_, _EMPTY) for bin_ in range(BINS)])


@lru_cache(maxsize=1 << 15)
def _crc(stem: str) -> int:
    return zlib.crc32(stem.encode())


def _mixed(hashes: array[int]) -> array[int]:
    """The hash of each run of three: all at once, as one number with a lane of 64 bits for each, of which 32 are used."""
    count = len(hashes) - 2
    lanes = int.from_bytes(_little(hashes).tobytes(), "little")
    ones = _ones(count)
    # Odd multipliers keep the order of the three apart; the shift mixes what crc32, being linear, leaves alike.
    first, second, third = lanes * 0x9E3779B1 & ones, (lanes >> LANE) * 0x85EBCA77 & ones, (lanes >> 2 * LANE) * 0xC2B2AE3D & ones
    low = first + second + third & ones
    mixed = (low ^ (low >> 15 & ones)) * 0x2C1B3C6D & ones
    return _little(array("Q", mixed.to_bytes(count * LANE // 8, "little")))


def _ones(lanes: int) -> int:
    """The lower 32 bits of each lane."""
    return int.from_bytes(_MASK.to_bytes(LANE // 8, "little") * lanes, "little")


def _little(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values.byteswap()
    return values


@lru_cache(maxsize=1 << 10)
def bands(bins: tuple[int, ...]) -> tuple[int, ...]:
    """A key for each band: documents that share one are candidates. Asked four times of a document, one after the other."""
    return tuple(
        zlib.crc32(array("I", bins[start : start + BAND]).tobytes(), start) | start << 32 for start in range(0, len(bins), BAND)
    )


def are_alike(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two documents agree in enough bins."""
    return sum(map(int.__eq__, one, other)) >= MIN_EQUAL


def pack(bins: tuple[int, ...]) -> bytes:
    """As the journal keeps them."""
    return array("I", bins).tobytes()


def unpack(packed: bytes) -> tuple[int, ...]:
    """From the journal."""
    return tuple(array("I", packed))
