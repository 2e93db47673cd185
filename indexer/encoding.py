"""Bytes → text: UTF-8 and UTF-16 by their marks, UTF-8 without one, windows-1256 where the result is Arabic beyond doubt.

Anything else is an EncodingError: a wrong guess would be found by nobody, and its document by no search.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, BinaryIO, Final

from analyzers.arabic.letters import ALEF, LAM, REH, WAW, YEH
from analyzers.characters import ARABIC_LETTERS

if TYPE_CHECKING:
    from typing import TextIO

SAMPLE: Final = 1 << 20
"""Bytes from which the encoding of a file of many documents is told."""

MIN_ARABIC_LETTERS: Final = 20
"""Fewer letters than this say too little about an encoding."""

MEEM: Final = "\u0645"
NOON: Final = "\u0646"
COMMON_LETTERS: Final = frozenset((ALEF, LAM, MEEM, NOON, REH, WAW, YEH))
COMMON_SHARE: Final = 0.4
"""The seven commonest letters make 50 to 65 % of running Arabic, and far less of the same bytes in another encoding."""

MIXED_SHARE: Final = 0.02
"""Words of Arabic and Latin letters at once: other encodings read as windows-1256 are full of them."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_ARABIC: Final = re.compile(f"[{ARABIC_LETTERS}]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BROKEN: Final = re.compile(r"[\udc80-\udcff]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_CONVERT: Final = "convert it to UTF-8, for example with: iconv -f ENCODING -t UTF-8"


class EncodingError(ValueError):
    """The bytes are text in no encoding that can be told for certain. `next` says what to do."""

    next = _CONVERT


def decode(raw: bytes) -> str:
    """The text of one document, line ends as `\\n`. Raises EncodingError.

    >>> decode("قصف".encode("utf-16"))
    'قصف'
    """
    encoding = detect(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(f"begins as {encoding} and is not at byte {error.start:,}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def detect(raw: bytes, *, cut: bool = False) -> str:
    """The name of the encoding; `cut` says that the bytes may end inside a character. Raises EncodingError."""
    if raw.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(raw, final=not cut)
    except UnicodeDecodeError as error:
        return _windows_1256(raw, error.start)
    # Arabic in UTF-16 without a mark is valid UTF-8: each letter is an ASCII character and a control character.
    if "\0" in text or len(_CONTROL.findall(text)) * 100 > len(text):
        raise EncodingError("is not text (or UTF-16 without a mark)")
    return "utf-8"


def open_text(stream: BinaryIO, *, newline: str) -> TextIO:
    """A seekable stream as text, to be read line by line. Bytes that do not decode come as lone surrogates: see `broken`.

    Raises EncodingError where the first bytes do not tell the encoding.
    """
    raw = stream.read(SAMPLE)
    stream.seek(0)
    encoding = _of_lines(raw)
    return io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline=newline)


def broken(text: str) -> bool:
    """Whether a line of `open_text` holds bytes that did not decode."""
    return _BROKEN.search(text) is not None


def mended(text: str) -> str:
    """Halves of surrogate pairs (JSON that cut an emoji in two) replaced: nothing can store them.

    >>> mended("\\ud83d!")
    '\\ufffd!'
    """
    return _SURROGATE.sub("\ufffd", text)


def _of_lines(raw: bytes) -> str:
    """The encoding of a file of many lines, of which single ones may be broken."""
    try:
        return detect(raw, cut=len(raw) == SAMPLE)
    except EncodingError:
        lines = raw.split(b"\n")
        if sum(map(_is_utf_8, lines)) * 2 > len(lines) and b"\0" not in raw:
            return "utf-8"
        raise


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _windows_1256(raw: bytes, broken_at: int) -> str:
    """`cp1256` where that reads as Arabic. Raises EncodingError."""
    text = raw.decode("cp1256")
    letters = _ARABIC.findall(text)
    words = _WORD.findall(text)
    beyond_ascii = [word for word in words if not word.isascii()]
    mixed = [word for word in beyond_ascii if not all(map(_ARABIC.match, word))]
    common = sum(letter in COMMON_LETTERS for letter in letters)
    if (
        len(letters) < MIN_ARABIC_LETTERS
        or _CONTROL.search(text)
        or common < len(letters) * COMMON_SHARE
        or len(mixed) > len(beyond_ascii) * MIXED_SHARE
    ):
        raise EncodingError(f"is not UTF-8 (byte {broken_at:,}), and not certainly windows-1256")
    return "cp1256"
