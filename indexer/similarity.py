"""Reports that are nearly the same (syndicated, lightly edited), told by their stems.

One-permutation MinHash (Li, Owen, Zhang 2012): each run of three stems is hashed once, and each of 16 bins keeps its least hash.
Two documents agree in a bin with the probability of their Jaccard similarity. Four bands of four bins find candidates (two
documents that are 90 % alike share a band with 99 %, at 80 % with 88 %, at 40 % with 10 %), and the share of equal bins confirms
them. Costs some 60 µs for 250 words.
"""

from __future__ import annotations

import zlib
from array import array
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


def signature(stems: str) -> tuple[int, ...]:
    """The bins of a document's stems (joined by spaces, gaps in between); empty for one too short to tell.

    >>> signature("قصف حلب")
    ()
    """
    hashes = [zlib.crc32(stem.encode()) for stem in stems.split(" ") if stem != GAP]
    if len(hashes) < MIN_SHINGLES + 2:
        return ()
    bins = [_EMPTY] * BINS
    # Odd multipliers keep the order of the three apart; the shift mixes what crc32, being linear, leaves alike.
    for first, second, third in zip(hashes, hashes[1:], hashes[2:], strict=False):
        mixed = (first * 0x9E3779B1 + second * 0x85EBCA77 + third * 0xC2B2AE3D) & _MASK
        mixed = ((mixed ^ mixed >> 15) * 0x2C1B3C6D) & _MASK
        bin_ = mixed % BINS
        bins[bin_] = min(bins[bin_], mixed)
    return tuple(bins)


def bands(bins: tuple[int, ...]) -> tuple[int, ...]:
    """A key for each band: documents that share one are candidates."""
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
