"""Text that was decoded in the wrong encoding, before it came here: `Ø§Ù„Ø¬ÙŠØ´`, `ط§ظ„ط¬ظٹط´` and `ÇáÌíÔ` are all الجيش."""

from __future__ import annotations

import re
from typing import Final

from indexer.legibility import legibility

MIN_LETTERS: Final = 6
"""Fewer say too little."""

CERTAIN: Final = 0.6
"""So many of the letters must stand in words that exist, once a line is put right."""

MOST_TIMES: Final = 3
"""A text may have been decoded wrongly again and again."""

BYTES: Final = range(0x80, 0x100)

WRONG: Final = (("cp1252", "utf-8"), ("cp1256", "utf-8"), ("cp1252", "cp1256"), ("cp1252", "iso-8859-6"))
"""The encoding that a text was taken for, and its own."""

# Pairs of a letter that begins two bytes of UTF-8 in the Arabic block, and what the second byte looks like: in windows-1252 and in
# windows-1256; then runs of accented letters, as no language that uses them has.
_SUSPECT: Final = re.compile(
    "(?:[\u00c2\u00c3\u00d8-\u00db][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]){2}"
    "|(?:[\u0637-\u063a][^\\s\u0637-\u063a]){3}"
    "|[\u00c0-\u00ff]{3}"
)


_SIGNS: Final = ("\u0637\u00a7", "\u0638\u201e", "\u00d8", "\u00d9", "\u00c7", "\u00c3")
"""What alef, or lam, becomes in each: a text without any needs no closer look, which would cost more than all else here."""


def undone(text: str) -> str:
    """A text with each line put right that certainly was decoded wrongly.

    >>> undone("Ø§Ù„Ø¬ÙŠØ´ Ø§Ù„Ø¹Ø±Ø§Ù‚ÙŠ")
    'الجيش العراقي'
    """
    if not any(sign in text for sign in _SIGNS) or not _SUSPECT.search(text):
        return text
    # Not splitlines: U+0085 is a byte of mojibake here, and no end of a line.
    return "\n".join(_line(line) if _SUSPECT.search(line) else line for line in text.split("\n"))


def _line(line: str, *, times: int = MOST_TIMES) -> str:
    before = legibility(line)
    best, most = line, max(before.share, CERTAIN)
    for taken_for, own in WRONG:
        candidate = _decoded(_encoded(line, taken_for), own)
        if times > 1 and _SUSPECT.search(candidate):
            candidate = _line(candidate, times=times - 1)
        found = legibility(candidate)
        # Fewer words that exist than before: what was right would be lost.
        if found.letters >= MIN_LETTERS and found.share >= most and found.known > before.known / 2:
            best, most = candidate, found.share
    return best


def _encoded(line: str, encoding: str) -> bytes:
    """The bytes that a line was; empty where it can not be."""
    pieces = []
    for character in line:
        try:
            pieces.append(character.encode(encoding))
        except UnicodeEncodeError:
            if ord(character) not in BYTES:
                return b""
            # A byte without a meaning in windows-1252, or one that was taken for ISO-8859-1.
            pieces.append(bytes((ord(character),)))
    return b"".join(pieces)


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""
