"""Letters as they stand on a page, from left to right → text as it is read.

The inverse of what the Unicode Bidirectional Algorithm (UAX #9) does for one line: in Arabic, everything is turned but numbers and
Latin words, which stand from left to right on the page too; brackets show the other side.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CLASSES: Final = {"R": "R", "AL": "R", "NSM": "R", "L": "L", "EN": "N", "AN": "A", "ES": "E", "CS": "C", "ET": "T"}
"""Of UAX #9, with one letter each; the rest (spaces, punctuation) is neutral: `O`."""

# Latin with the digits after it; a number that begins the line, with signs; a number after Arabic, which rule W2 makes an Arabic
# one: neither `-` nor `%` belongs to it (`2024-01-20` stands on the page as 20-01-2024).
_LEFT_TO_RIGHT: Final = re.compile("L(?:[^RA]*[LN])?T*|T*N+(?:[EC]N+)*T*(?=[^RL]*$)|N+(?:CN+)*|A+(?:CA+)*")
_RIGHT_TO_LEFT: Final = re.compile("[RA](?:[^L]*[RA])?")

_MIRRORED: Final = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def logical(cells: Sequence[str]) -> str:
    """What stands in the cells of one line, from left to right, as it is read. A cell holds a letter, or those of a ligature.

    >>> logical(list("(MQ-9 زارط نم) ةرئاط 20/1/2024 يف"))
    'في 20/1/2024 طائرة (من طراز MQ-9)'
    """
    classes = "".join(_class(cell) for cell in cells)
    if classes.count("R") >= classes.count("L"):
        return _turned(cells, classes)
    parts: list[str] = []
    end = 0
    for run in _RIGHT_TO_LEFT.finditer(classes):
        parts += [*cells[end : run.start()], _turned(cells[run.start() : run.end()], run[0])]
        end = run.end()
    return "".join([*parts, *cells[end:]])


def _class(cell: str) -> str:
    return _CLASSES.get(unicodedata.bidirectional(cell[0]), "O") if cell else "O"


def _turned(cells: Sequence[str], classes: str) -> str:
    return "".join(reversed(list(_units(cells, classes))))


def _units(cells: Sequence[str], classes: str) -> Iterator[str]:
    """What is turned as one: runs from left to right, and single cells."""
    end = 0
    for run in _LEFT_TO_RIGHT.finditer(classes):
        yield from (cell.translate(_MIRRORED) for cell in cells[end : run.start()])
        yield "".join(cells[run.start() : run.end()])
        end = run.end()
    yield from (cell.translate(_MIRRORED) for cell in cells[end:])
