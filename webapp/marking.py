"""Marks in a text: spans of entities, dates and query hits → runs that a template can write one after the other.

Targets (entities and dates, which become links) may nest or overlap: the longest wins, then the earlier one. Hits lie over
targets and may cross their borders: a run is cut into pieces. Joined pieces always equal the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is a query hit or is not."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive pieces with one target: an index into the targets, or None for plain text."""

    target: int | None
    pieces: tuple[Piece, ...]


def runs(text: str, targets: Sequence[Bounds] = (), hits: Iterable[Bounds] = ()) -> tuple[Run, ...]:
    """The text as runs, in order. Spans may lie outside the text, be empty, or overlap."""
    chosen = _disjoint(_clip(targets, 0, len(text)))
    lit = _merged(_clip(hits, 0, len(text)))
    return tuple(
        Run(target, tuple(Piece(text[a:b], hit) for a, b, hit in _cut(start, end, lit)))
        for start, end, target in _fill(chosen, len(text))
    )


def paragraphs(text: str, targets: Sequence[Bounds] = (), hits: Sequence[Bounds] = ()) -> tuple[tuple[Run, ...], ...]:
    """The lines of a text that are not blank, each as runs; a span over a line break is marked on both lines."""
    return tuple(
        runs(text[start:end], _shift(targets, start), _shift(hits, start)) for start, end in _lines(text) if text[start:end].strip()
    )


def _lines(text: str) -> Iterator[Bounds]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line.rstrip("\r\n"))
        start += len(line)


def _shift(spans: Iterable[Bounds], by: int) -> list[Bounds]:
    return [(start - by, end - by) for start, end in spans]


def _clip(spans: Iterable[Bounds], low: int, high: int) -> list[tuple[int, int, int]]:
    """Spans within the text, with their index; empty ones are left out."""
    clipped = ((max(start, low), min(end, high), index) for index, (start, end) in enumerate(spans))
    return [span for span in clipped if span[0] < span[1]]


def _disjoint(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Spans that do not overlap, in order: the longest first, then the earlier, then the first given."""
    chosen: list[tuple[int, int, int]] = []
    for start, end, index in sorted(spans, key=lambda span: (span[0] - span[1], span[0], span[2])):
        if all(end <= other[0] or other[1] <= start for other in chosen):
            chosen.append((start, end, index))
    return sorted(chosen)


def _merged(spans: list[tuple[int, int, int]]) -> list[Bounds]:
    merged: list[Bounds] = []
    for start, end, _ in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _fill(chosen: list[tuple[int, int, int]], length: int) -> Iterator[tuple[int, int, int | None]]:
    """The chosen spans and the plain text between them."""
    position = 0
    for start, end, index in chosen:
        if position < start:
            yield position, start, None
        yield start, end, index
        position = end
    if position < length:
        yield position, length, None


def _cut(start: int, end: int, lit: list[Bounds]) -> Iterator[tuple[int, int, bool]]:
    """A stretch cut where hits begin and end."""
    position = start
    for low, high in lit:
        if high <= start or low >= end:
            continue
        if position < low:
            yield position, low, False
        yield max(low, start), min(high, end), True
        position = min(high, end)
    if position < end:
        yield position, end, False
