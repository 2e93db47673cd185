"""What a file is whose name says nothing: told from its content. What nothing tells is taken for plain text, as it always was."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from typing import TYPE_CHECKING, Final

from indexer.encoding import EncodingError, detect
from indexer.readers.columns import known_names

if TYPE_CHECKING:
    from typing import BinaryIO

    from indexer.values import ReadOptions

HEAD: Final = 1 << 16
"""Bytes that tell."""

_MAGIC: Final = (
    (0, b"\x89PNG\r\n\x1a\n", ".png"),
    (0, b"\xff\xd8\xff", ".jpg"),
    (0, b"II*\0", ".tif"),
    (0, b"MM\0*", ".tif"),
    (0, b"{\\rtf", ".rtf"),
    (0, b"\x1f\x8b", ".tar.gz"),
    (0, b"BZh", ".tar.bz2"),
    (0, b"\xfd7zXZ\0", ".tar.xz"),
    (257, b"ustar", ".tar"),
)
"""Places, what stands there, and the extension that it is as good as."""

_PDF_WITHIN: Final = 1024
_ZIP: Final = b"PK\x03\x04"
_OFFICE: Final = (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"), ("content.xml", ".odt"))
_SIGNS: Final = (
    (".json", re.compile(r"\s*\[\s*(?:\{|\])")),
    (".md", re.compile(r"\s*---\n")),
    (
        ".html",
        re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL),
    ),
    (".mbox", re.compile(r"From \S+ .*\d\d:\d\d.*\n[A-Za-z-]+:")),
)
"""How texts of some formats begin. Comments are not gone over again (`*+`): of thirty, that would be a thousand million ways."""

_HEADER: Final = re.compile(
    r"^(?:From|To|Cc|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|Delivered-To|Content-Type|Reply-To|X-[\w-]+):",
    re.IGNORECASE | re.MULTILINE,
)
_DELIMITERS: Final = ",\t;|\u060c"
MOST_HEADER: Final = 2_000
"""Characters of the first line of a table."""

ENOUGH_NAMES: Final = 2
"""Of columns that name fields, in the first line: a text's first line has none, or one by chance."""


def recognized(stream: BinaryIO, options: ReadOptions) -> str:
    """The extension (a key of `indexer.readers.registry.READERS`) of what a seekable stream holds; it is left at its beginning."""
    head = stream.read(HEAD)
    stream.seek(0)
    if head.startswith(_ZIP):
        return _package(stream)
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return ".pdf"
    for place, sign, extension in _MAGIC:
        if head[place:].startswith(sign):
            return extension
    return _of_text(_text(head, options.encoding), options)


def _package(stream: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(stream) as package:
            names = set(package.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return ".zip"  # whose reader says what is wrong with it
    finally:
        stream.seek(0)
    return next((extension for name, extension in _OFFICE if name in names), ".zip")


def _text(head: bytes, told: str) -> str:
    try:
        return head.decode(detect(head, told=told, cut=len(head) == HEAD), "replace").lstrip("\ufeff")
    except EncodingError:
        return head.decode("latin-1")  # what tells formats is ASCII


def _of_text(text: str, options: ReadOptions) -> str:
    begins = text.lstrip()
    if begins.startswith("{"):
        return ".jsonl" if _is_line(begins.partition("\n")[0]) else ".json"
    for extension, sign in _SIGNS:
        if sign.match(text):
            return extension
    # The head of a mail: a header at once, another before the first empty line.
    if _HEADER.match(text) and len(_HEADER.findall(text.partition("\n\n")[0])) > 1:
        return ".eml"
    first = next(iter(begins.splitlines()), "")
    return ".csv" if _is_header(first, {column for _, column in options.columns}) else ".txt"


def _is_line(line: str) -> bool:
    """Whether the first line is a whole object; one that is broken has others after it that are not."""
    try:
        json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return line.rstrip().endswith("}")
    return True


def _is_header(line: str, said: set[str]) -> bool:
    if len(line) > MOST_HEADER:
        return False
    rows = ([cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])] for delimiter in _DELIMITERS)
    return any(len(row) > 1 and known_names(row) + len(said.intersection(row)) >= ENOUGH_NAMES for row in rows)
