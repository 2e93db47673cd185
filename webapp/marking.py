"""Marks in a text: spans of entities, dates and query hits → runs that a template can write one after the other.

Targets (entities and dates, which become links) may nest or overlap: the longest wins, then the earlier one. Hits lie over
targets and may cross their borders: a run is cut into pieces. Joined pieces always equal the text.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from search.spans import merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Bounds = tuple[int, int]
Marked = tuple[int, int, int]
Spanned = TypeVar("Spanned", Bounds, Marked)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is a query hit or is not; `number` counts the hits of the text from 1, at the first piece of each."""

    text: str
    hit: bool
    number: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive pieces with one target: an index into the targets, or None for plain text."""

    target: int | None
    pieces: tuple[Piece, ...]


def runs(text: str, targets: Sequence[Bounds] = (), hits: Iterable[Bounds] = ()) -> tuple[Run, ...]:
    """The text as runs, in order. Spans may lie outside the text, be empty, or overlap."""
    return _runs(text, (0, len(text)), _disjoint(_clip(targets, len(text))), _lit(hits, len(text)))


def paragraphs(text: str, targets: Sequence[Bounds] = (), hits: Iterable[Bounds] = ()) -> tuple[tuple[Run, ...], ...]:
    """The lines of a text that are not blank, each as runs; a span over a line break is marked on both lines."""
    chosen, lit = _disjoint(_clip(targets, len(text))), _lit(hits, len(text))
    return tuple(_runs(text, line, chosen, lit) for line in _lines(text))


def _runs(text: str, within: Bounds, chosen: Sequence[Marked], lit: Sequence[Bounds]) -> tuple[Run, ...]:
    return tuple(
        Run(target, tuple(_piece(text, low, high, lit, hit=hit) for low, high, hit in _cut((start, end), lit)))
        for start, end, target in _fill(within, chosen)
    )


def _piece(text: str, low: int, high: int, lit: Sequence[Bounds], *, hit: bool) -> Piece:
    index = bisect.bisect_left(lit, (low, low)) if hit else 0
    begins = hit and index < len(lit) and lit[index][0] == low
    return Piece(text[low:high], hit, index + 1 if begins else 0)


def _lines(text: str) -> Iterator[Bounds]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, start + len(line.rstrip("\r\n"))
        start += len(line)


def _clip(spans: Iterable[Bounds], length: int) -> list[Marked]:
    """Spans within the text, with their index; empty ones are left out."""
    clipped = ((max(start, 0), min(end, length), index) for index, (start, end) in enumerate(spans))
    return [span for span in clipped if span[0] < span[1]]


def _disjoint(spans: list[Marked]) -> list[Marked]:
    """Spans that do not overlap, in order: the longest first, then the earlier, then the first given."""
    chosen: list[Marked] = []
    for span in sorted(spans, key=lambda span: (span[0] - span[1], span[0], span[2])):
        at = bisect.bisect(chosen, span)
        free_before = at == 0 or chosen[at - 1][1] <= span[0]
        if free_before and (at == len(chosen) or span[1] <= chosen[at][0]):
            chosen.insert(at, span)
    return chosen


def _lit(hits: Iterable[Bounds], length: int) -> list[Bounds]:
    """Query hits within the text, as one where they overlap; words that only touch stay two."""
    return [(start, end) for start, end, _ in merged(_clip(hits, length))]


def _fill(within: Bounds, chosen: Sequence[Marked]) -> Iterator[tuple[int, int, int | None]]:
    """The chosen spans in a stretch, and the plain text between them."""
    position, end = within
    for start, stop, index in _overlapping(chosen, within):
        if position < start:
            yield position, start, None
        yield max(start, position), min(stop, end), index
        position = min(stop, end)
    if position < end:
        yield position, end, None


def _cut(within: Bounds, lit: Sequence[Bounds]) -> Iterator[tuple[int, int, bool]]:
    """A stretch cut where hits begin and end."""
    position, end = within
    for start, stop in _overlapping(lit, within):
        if position < start:
            yield position, start, False
        yield max(start, position), min(stop, end), True
        position = min(stop, end)
    if position < end:
        yield position, end, False


def _overlapping(spans: Sequence[Spanned], within: Bounds) -> Sequence[Spanned]:
    """Those of ordered, disjoint spans that reach into a stretch."""
    low = bisect.bisect_right(spans, within[0], key=lambda span: span[1])
    high = bisect.bisect_left(spans, within[1], key=lambda span: span[0])
    return spans[low:high]
