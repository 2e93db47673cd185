"""The text of a PDF's page, in the order in which it is read.

A PDF holds glyphs and where they stand, in any order: right to left, left to right, or some words so and some so. Where they stand
is the one thing that all agree on: lines are put together from that, and then turned as one reads them (`indexer.quality`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pypdfium2.raw as pdfium

from analyzers.arabic.letters import ALEF, ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA, LAM
from analyzers.characters import ARABIC_LETTERS
from indexer.visual_order import logical

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdfium2 import PdfTextPage

GAP: Final = 0.05
"""Of a line's height: between glyphs that PDFium takes for two words, a wider space parts them."""

WIDE_GAP: Final = 0.35
"""And this wide, a space parts any two. Boxes of single letters are often narrower than the letters."""

SAME: Final = 0.01
"""Points: glyphs nearer than this are one (a ligature stands for several letters)."""

_BRACKETS: Final = ("()", "[]", "«»")
_INSIDE: Final = re.compile(r"(?<=[(\[«])\s+|\s+(?=[)\]»])")
"""Spaces that stand on the wrong side of brackets."""

_ARABIC: Final = re.compile(f"[{ARABIC_LETTERS}]")
_ALEFS: Final = frozenset((ALEF, ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA))


@dataclass(slots=True)
class _Glyph:
    """What one glyph stands for, and where it stands."""

    text: str
    left: float
    right: float
    height: float
    word: int


def page_text(page: PdfTextPage) -> str:
    """The lines of a page."""
    return "\n".join(_line(glyphs) for glyphs in _lines(page)).strip("\n")


def _lines(page: PdfTextPage) -> Iterator[Sequence[_Glyph]]:
    """The glyphs of each line; PDFium tells which belong to one."""
    glyphs: list[_Glyph] = []
    word = 0
    for index in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page.raw, index)
        if code in (0, 0x0D, 0xFFFE, 0xFFFF):
            continue
        character = chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd"
        word += character.isspace()
        if character == "\n":
            yield glyphs
            glyphs = []
        elif not pdfium.FPDFText_IsGenerated(page.raw, index):
            left, bottom, right, top = page.get_charbox(index, loose=True)
            if not character.isspace() or right - left > SAME:  # a space without width stands anywhere
                _add(glyphs, _Glyph(character, left, right, top - bottom, word))
    yield glyphs


def _add(glyphs: list[_Glyph], glyph: _Glyph) -> None:
    last = glyphs[-1] if glyphs else None
    if last and abs(last.left - glyph.left) < SAME and abs(last.right - glyph.right) < SAME:
        # Lam and alef make one glyph only in this order, in whichever the two are given.
        swap = last.text in _ALEFS and glyph.text == LAM
        last.text = glyph.text + last.text if swap else last.text + glyph.text
    else:
        glyphs.append(glyph)


def _line(glyphs: Sequence[_Glyph]) -> str:
    if not any(_ARABIC.search(glyph.text) for glyph in glyphs):
        return " ".join("".join(_spaced(glyphs)).split())
    from_left = sorted(glyphs, key=lambda glyph: glyph.left + glyph.right)
    return " ".join(_paired(logical(list(_spaced(from_left)))).split())


def _paired(line: str) -> str:
    """A line with brackets in pairs: PDFium turns some to their other side, and some not."""
    for both in _BRACKETS:
        places = [place for place, character in enumerate(line) if character in both]
        if line.count(both[0]) != line.count(both[1]) and len(places) % 2 == 0:
            letters = list(line)
            for turn, place in enumerate(places):
                letters[place] = both[turn % 2]
            line = "".join(letters)
    return _INSIDE.sub("", line)


def _spaced(glyphs: Sequence[_Glyph]) -> Iterator[str]:
    """The text of glyphs, with spaces where they stand apart."""
    height = max(glyph.height for glyph in glyphs) if glyphs else 0.0
    before: _Glyph | None = None
    for glyph in glyphs:
        if before:
            enough = WIDE_GAP if before.word == glyph.word else GAP
            if glyph.left - before.right > enough * height:
                yield " "
        yield glyph.text
        before = glyph
