"""Snippets: the part of a text that shows most of the query, with the words to mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from search.values import Snippet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.occurrences import Occurrence

LENGTH: Final = 280
"""Code points of a snippet, about three lines of a result."""

_LEAD: Final = 60
"""Code points shown before the first mark."""

ELLIPSIS: Final = "…"


def make_snippet(text: str, occurrences: Sequence[Occurrence], *, length: int = LENGTH) -> Snippet:
    """The best passage of a text: the one with the most parts of the query, then the most marks, then the first.

    Line breaks become spaces, so offsets stay the original's. Without occurrences it is the beginning.
    """
    start, end = _passage(text, occurrences, length)
    lead = ELLIPSIS if start > 0 else ""
    tail = ELLIPSIS if end < len(text) else ""
    excerpt = lead + "".join(" " if character.isspace() else character for character in text[start:end]) + tail
    shift = len(lead) - start
    return Snippet(
        excerpt,
        _merged(
            [
                (max(start, one.start) + shift, min(end, one.end) + shift)
                for one in occurrences
                if one.start < end and one.end > start
            ]
        ),
    )


def mark_all(text: str, occurrences: Sequence[Occurrence]) -> Snippet:
    """The whole text (a title) with its marks."""
    return Snippet(text, _merged([(occurrence.start, occurrence.end) for occurrence in occurrences]))


def _merged(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans in order, overlapping ones as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _passage(text: str, occurrences: Sequence[Occurrence], length: int) -> tuple[int, int]:
    """Start and end of the passage, at the borders of words."""
    if len(text) <= length:
        return 0, len(text)
    first = _best_first(occurrences, length - _LEAD)
    start = max(0, min(occurrences[first].start - _LEAD, len(text) - length)) if occurrences else 0
    end = min(len(text), start + length)
    if start > 0:
        start = _word_border(text, start, occurrences[first].start)
    if end < len(text):
        end = _word_border_back(text, end, start)
    return start, end


def _best_first(occurrences: Sequence[Occurrence], length: int) -> int:
    """Index of the occurrence at which the best window of a length begins; two pointers, so linear in their number."""
    best, best_score = 0, (0, 0)
    counts: dict[int, int] = {}
    behind = 0
    for first, occurrence in enumerate(occurrences):
        while behind < len(occurrences) and occurrences[behind].start <= occurrence.start + length:
            part = occurrences[behind].part
            counts[part] = counts.get(part, 0) + 1
            behind += 1
        score = (len(counts), behind - first)
        if score > best_score:
            best, best_score = first, score
        counts[occurrence.part] -= 1
        if not counts[occurrence.part]:
            del counts[occurrence.part]
    return best


def _word_border(text: str, position: int, limit: int) -> int:
    """The first place at or after a position where a word begins, not beyond `limit`."""
    while position < limit and not text[position - 1].isspace():
        position += 1
    return position


def _word_border_back(text: str, position: int, limit: int) -> int:
    """The last place at or before a position where a word ends, or the position itself where one word fills the passage."""
    border = position
    while border > limit and not text[border].isspace():
        border -= 1
    return border if border > limit else position
