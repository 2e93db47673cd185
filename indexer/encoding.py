"""Bytes → text. Marks and UTF-8 speak for themselves; UTF-16 without a mark by its letters, windows-1256 and ISO-8859-6 by words.

A reading is right where its words exist (`indexer.legibility`). Anything else is an EncodingError, unless the user has said
what it is: a wrong guess would be found by nobody, and its document by no search.
"""

from __future__ import annotations

import codecs
import io
import re
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from analyzers.characters import ARABIC_LETTERS
from indexer.legibility import legibility

if TYPE_CHECKING:
    from typing import TextIO

SAMPLE: Final = 1 << 20
"""Bytes from which the encoding of a file of many documents is told."""

JUDGED: Final = 1 << 15
"""Bytes that are looked up word by word: some thousand words."""

MIN_LETTERS: Final = 12
"""Fewer letters than this say too little about an encoding of one byte a letter."""

MIN_SHARE: Final = 0.4
"""Of 40 letters that were read rightly, 99 % of samples have .57 or more in words that exist; of wrong readings, .2 is usual."""

MIN_ARABIC: Final = 0.9
"""Share of the letters beyond ASCII that must stand in words of Arabic letters alone."""

MARGIN: Final = 0.15
"""By which the best reading must beat the next one."""

FEW: Final = 6
FIRST_STRANGE: Final = "\u2e80"
"""So few letters from here on are no proof of UTF-8."""

GUESSED: Final = ("cp1256", "iso-8859-6")
TOLD_ONLY: Final = ("cp720", "cp864")
"""Encodings of old systems: recognized, to say so, and never taken unasked."""

PLAIN: Final = 0.7
STRANGE: Final = 0.3
"""The share of plain characters in UTF-16 that is read in the right order is above the one (the rest may be emoji), in the wrong
order below the other."""

RIVALS: Final = (*GUESSED, "cp720")
"""Readings to choose from. CP864 is none: its letters lie where those of ISO-8859-6 do, its further forms where that has none."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_PLAIN_UTF_16: Final = re.compile("[\\s\x20-\x7e\xa0-\xbf\u0600-\u06ff\u2010-\u2026]+")
_ALL_ARABIC: Final = re.compile(f"[{ARABIC_LETTERS}\u0640]+")
_HARAKAT: Final = re.compile("[\u064b-\u0652]+")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UPPER_CONTROL: Final = re.compile(r"[\x80-\x9f\xad]")
_BROKEN: Final = re.compile(r"[\udc80-\udcff]")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_SAY: Final = "say its encoding with --encoding, or convert it to UTF-8, for example with: iconv -f ENCODING -t UTF-8"


class EncodingError(ValueError):
    """The bytes are text in no encoding that can be told for certain. `next` says what to do."""

    next = _SAY


def decode(raw: bytes, *, told: str = "") -> str:
    """The text of one document, line ends as `\\n`; `told` as `detect` has it. Raises EncodingError.

    >>> decode("قصف".encode("utf-16"))
    'قصف'
    """
    told = _named(told)
    encoding = detect(raw, told=told)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        said = "said to be" if encoding == told else "begins as"
        raise EncodingError(f"{said} {encoding} and is not at byte {error.start:,}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def detect(raw: bytes, *, told: str = "", cut: bool = False) -> str:
    """The name of the encoding; `cut` says that the bytes may end inside a character. Raises EncodingError.

    `told` is what the user says of files that do not tell it themselves, by a mark or by letters in UTF-8.
    """
    told = _named(told)
    certain = _by_mark(raw) or (told if told.startswith("utf-16") else "")
    if certain:
        return certain
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(raw, final=not cut)
    except UnicodeDecodeError as error:
        return told or _utf_16(raw) or _one_byte(raw[:JUDGED], error.start)
    if told and (text.isascii() or _is_accident(text)):
        return told
    if _is_accident(text):
        raise EncodingError("is too short to tell its encoding")
    # Arabic in UTF-16 without a mark is valid UTF-8: each letter is an ASCII character and a control character.
    if "\0" in text or len(_CONTROL.findall(text)) * 100 > len(text):
        utf_16 = _utf_16(raw)
        if utf_16:
            return utf_16
        raise EncodingError("is not text")
    return "utf-8"


def open_text(stream: BinaryIO, *, newline: str, told: str = "") -> TextIO:
    """A seekable stream as text, to be read line by line. Bytes that do not decode come as lone surrogates: see `broken`.

    Raises EncodingError where the first bytes do not tell the encoding.
    """
    raw = stream.read(SAMPLE)
    stream.seek(0)
    encoding = _of_lines(raw, told)
    return io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline=newline)


def broken(text: str) -> bool:
    """Whether a line of `open_text` holds bytes that did not decode."""
    return not _is_whole(text) and _BROKEN.search(text) is not None


def mended(text: str) -> str:
    """Halves of surrogate pairs (JSON that cut an emoji in two) replaced: nothing can store them.

    >>> mended("\\ud83d!")
    '\\ufffd!'
    """
    return text if _is_whole(text) else _SURROGATE.sub("\ufffd", text)


def _is_whole(text: str) -> bool:
    """Whether a text has no lone surrogate: encoding it tells that four times sooner than looking for one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _of_lines(raw: bytes, told: str) -> str:
    """The encoding of a file of many lines, of which single ones may be broken."""
    try:
        return detect(raw, told=told, cut=len(raw) == SAMPLE)
    except EncodingError:
        lines = raw.split(b"\n")
        if sum(map(_is_utf_8, lines)) * 2 > len(lines) and b"\0" not in raw:
            return "utf-8"
        raise


def _named(told: str) -> str:
    """The one name that Python has for an encoding: `UTF-16LE` is utf-16-le, `windows-1256` cp1256. Raises LookupError."""
    return codecs.lookup(told).name if told else ""


def _by_mark(raw: bytes) -> str:
    if raw.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_accident(text: str) -> bool:
    """Whether what reads as UTF-8 is a few Chinese or Korean letters: once in some hundreds, a word in an old encoding does."""
    strange = [found[0] for found in islice(_BEYOND_ASCII.finditer(text), FEW + 1)]
    return 0 < len(strange) <= FEW and min(strange) >= FIRST_STRANGE


def _utf_16(raw: bytes) -> str:
    """The byte order of UTF-16 without a mark, or nothing: read in the wrong order, Arabic and Latin are Chinese and worse."""
    sample = raw[: min(JUDGED, len(raw))]
    if len(raw) % 2 and len(raw) < SAMPLE:
        return ""
    plain = {encoding: _plain_share(sample, encoding) for encoding in ("utf-16-le", "utf-16-be")}
    encoding = max(plain, key=lambda name: plain[name])
    return encoding if plain[encoding] >= PLAIN and min(plain.values()) <= STRANGE else ""


def _plain_share(raw: bytes, encoding: str) -> float:
    """How much of the bytes is, so read, what Arabic and English are written with."""
    text = raw.decode(encoding, "replace")
    if len(text) < 2 or _CONTROL.search(text):
        return 0.0
    return sum(map(len, _PLAIN_UTF_16.findall(text))) / len(text)


def _one_byte(raw: bytes, broken_at: int) -> str:
    """The encoding of one byte a letter in which the bytes are Arabic words. Raises EncodingError."""
    shares = sorted((_share(_words(raw, encoding)), encoding) for encoding in RIVALS)
    (second, _), (best, encoding) = shares[-2:]
    if encoding in GUESSED and best >= MIN_SHARE and best - second >= MARGIN:
        return encoding
    doubt = f"is not UTF-8 (byte {broken_at:,}), and not certainly windows-1256 or ISO-8859-6"
    old, share = max(((name, _share(_words(raw, name))) for name in TOLD_ONLY), key=lambda pair: pair[1])
    reads_like_old = share >= MIN_SHARE and (old == encoding or share >= best + MARGIN)
    raise EncodingError(f"{doubt}: it reads like {old}" if reads_like_old else doubt)


def _words(raw: bytes, encoding: str) -> tuple[str, ...]:
    """The words beyond ASCII, in an encoding; none where the bytes are no text in it."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return ()
    if _CONTROL.search(text) or _UPPER_CONTROL.search(text):
        return ()
    return tuple(word for word in _WORD.findall(_HARAKAT.sub("", text)) if not word.isascii())


def _share(words: tuple[str, ...]) -> float:
    """How much of words beyond ASCII exists; 0 where it is too little."""
    letters = sum(map(len, words))
    # Words of Latin letters with accents, or of both scripts at once, are what a wrong reading is full of.
    arabic = [word for word in words if _ALL_ARABIC.fullmatch(word)]
    if letters < MIN_LETTERS or sum(map(len, arabic)) < letters * MIN_ARABIC:
        return 0.0
    return legibility(" ".join(arabic)).known / letters
