"""Marked stretches of a text: what overlaps becomes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Ranked: TypeAlias = tuple[int, int, int]
"""Start, end (half-open), and a rank."""


def merged(spans: Iterable[Ranked]) -> list[Ranked]:
    """Spans in order, overlapping ones as one with the least rank of them; neighbours that only touch stay two words.

    >>> merged([(3, 6, 1), (0, 4, 2), (6, 9, 0)])
    [(0, 6, 1), (6, 9, 0)]
    """
    found: list[Ranked] = []
    for start, end, rank in sorted(spans):
        if found and start < found[-1][1]:
            first, last, least = found[-1]
            found[-1] = (first, max(last, end), min(least, rank))
        else:
            found.append((start, end, rank))
    return found
