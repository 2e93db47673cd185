"""Snippets: the passages of a text that show most of the query, with the words to mark and how each matches."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, TypeAlias, get_args

from analyzers.analysis import LEVELS
from search.query import AlternativeKind
from search.spans import merged
from search.values import Snippet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analyzers.analysis import Level
    from search.occurrences import Occurrence
    from search.query import QueryPart

    How: TypeAlias = Level | AlternativeKind

LENGTH: Final = 280
"""Code points of a snippet, about three lines of a result."""

MAX_FRAGMENTS: Final = 3
"""Passages of a snippet, where the words stand far apart."""

_LEAD: Final = 60
"""Code points shown before the first mark of a snippet of one passage; in one of several, a part of that."""

_OVERHANG: Final = 120
"""Code points that a passage may be longer, so as not to cut a phrase."""

ELLIPSIS: Final = "…"
_HOWS: Final[tuple[How, ...]] = (*LEVELS, *get_args(AlternativeKind))
_BREAK: Final = re.compile(r"[^\S ]")
"""What str.isspace is true of, but the space itself."""

_JOINERS: Final = "\u200d\ufe0e\ufe0f"
"""What joins emoji, and says how they are shown."""

Passage: TypeAlias = tuple[int, int]


def make_snippet(text: str, occurrences: Sequence[Occurrence], parts: Sequence[QueryPart] = (), *, length: int = LENGTH) -> Snippet:
    """The best passages of a text: one with as many words of the query as can be, up to three where they stand far apart.

    Of passages with equally many the one with the most marks is taken, then the first. Line breaks become spaces, and passages
    are parted by `…`. Without occurrences it is the beginning. `parts` are those of the query that occurrences name.
    """
    passages = _passages(text, occurrences, length)
    excerpt = ELLIPSIS if passages[0][0] > 0 else ""
    marks: list[tuple[int, int, int]] = []
    for number, (start, end) in enumerate(passages):
        if number:
            excerpt += f" {ELLIPSIS} "
        shift = len(excerpt) - start
        excerpt += _BREAK.sub(" ", text[start:end])
        whole = [one for one in occurrences if start <= one.start and one.end <= end]
        marks += [(one.start + shift, one.end + shift, _HOWS.index(how(one, parts))) for one in whole]
    excerpt += ELLIPSIS if passages[-1][1] < len(text) else ""
    return _marked(excerpt, marks)


def mark_all(text: str, occurrences: Sequence[Occurrence], parts: Sequence[QueryPart] = ()) -> Snippet:
    """The whole text (a title) with its marks."""
    return _marked(text, [(one.start, one.end, _HOWS.index(how(one, parts))) for one in occurrences])


def how(one: Occurrence, parts: Sequence[QueryPart]) -> How:
    """The level at which words match, or what stands for the word of the query."""
    if one.alternative is not None:
        return parts[one.part].alternatives[one.alternative].kind
    assert one.level is not None  # only an alternative is found without one
    return one.level


def _marked(text: str, marks: list[tuple[int, int, int]]) -> Snippet:
    """Overlapping marks are one, which matches as the closest of them."""
    spans = merged(marks)
    return Snippet(text, tuple((start, end) for start, end, _ in spans), tuple(_HOWS[rank] for _, _, rank in spans))


def _passages(text: str, occurrences: Sequence[Occurrence], length: int) -> list[Passage]:
    """The stretches to show, in order and apart."""
    if len(text) <= length:
        return [(0, len(text))]
    if not occurrences:
        return [(0, _word_border_back(text, length, 0))]
    wanted = len({_part(one) for one in occurrences})
    best: list[int] = []
    most = 0
    for count in range(1, min(MAX_FRAGMENTS, wanted) + 1):
        chosen, shown = _cover(occurrences, length // count - _lead(count), count)
        if shown > most:
            best, most = chosen, shown
        if most == wanted:
            break
    fragments = len(best)
    found = sorted(_around(text, occurrences, first, length // fragments, _lead(fragments)) for first in best)
    return _apart(found)


def _lead(fragments: int) -> int:
    return _LEAD // fragments


def _part(one: Occurrence) -> tuple[int, int]:
    return one.part, one.token


def _cover(occurrences: Sequence[Occurrence], length: int, count: int) -> tuple[list[int], int]:
    """Up to `count` windows with as many parts as can be, by the occurrence that each begins with; and how many parts these are."""
    missing = {_part(one) for one in occurrences}
    everything = len(missing)
    chosen: list[int] = []
    for _ in range(count):
        first = _best_first(occurrences, length, missing)
        chosen.append(first)
        begin = occurrences[first].start
        missing -= {_part(one) for one in occurrences[first:] if one.start <= begin + length}
        if not missing:
            break
    return chosen, everything - len(missing)


def _best_first(occurrences: Sequence[Occurrence], length: int, wanted: set[tuple[int, int]]) -> int:
    """Index of the occurrence at which the best window of a length begins; two pointers, so linear in their number."""
    best, best_score = 0, (0, 0)
    counts: dict[tuple[int, int], int] = {}
    behind = 0
    for first, occurrence in enumerate(occurrences):
        while behind < len(occurrences) and occurrences[behind].start <= occurrence.start + length:
            part = _part(occurrences[behind])
            if part in wanted:
                counts[part] = counts.get(part, 0) + 1
            behind += 1
        score = (len(counts), behind - first)
        if counts and score > best_score:
            best, best_score = first, score
        part = _part(occurrence)
        if part in wanted:
            counts[part] -= 1
            if not counts[part]:
                del counts[part]
    return best


def _around(text: str, occurrences: Sequence[Occurrence], first: int, length: int, lead: int) -> Passage:
    """The passage that begins before an occurrence, at the borders of words, and cuts no other one."""
    begin = occurrences[first].start
    start = max(0, min(begin - lead, len(text) - length))
    end = min(len(text), start + length)
    if start > 0:
        start = _word_border(text, start, begin)
    if end < len(text):
        end = max(_word_border_back(text, end, start), min(occurrences[first].end, begin + length))
    for one in occurrences:
        if one.start < start < one.end and start - one.start <= _OVERHANG:
            start = one.start
        if one.start < end < one.end and one.end - end <= _OVERHANG:
            end = one.end
    return start, end


def _apart(passages: Sequence[Passage]) -> list[Passage]:
    """Passages in order; those that meet are one."""
    found: list[Passage] = []
    for start, end in passages:
        if found and start <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _word_border(text: str, position: int, limit: int) -> int:
    """The first place at or after a position where a word begins, not beyond `limit`."""
    while position < limit and not text[position - 1].isspace():
        position += 1
    return position


def _word_border_back(text: str, position: int, limit: int) -> int:
    """The last place at or before a position where a word ends; where one word fills the passage, one where no letter is cut."""
    border = position
    while border > limit and not text[border].isspace():
        border -= 1
    if border > limit:
        return border
    while position > limit + 1 and (_continues(text[position]) or text[position - 1] in _JOINERS):
        position -= 1
    return position


def _continues(character: str) -> bool:
    """Whether a character belongs to the one before: a mark, or what joins emoji."""
    return unicodedata.category(character) in {"Mn", "Mc", "Me"} or character in _JOINERS
