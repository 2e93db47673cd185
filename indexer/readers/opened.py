"""A file as a reader gets it, what may come out of it, and how a reader says that it can not be read."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from indexer.values import ReadOptions

MAX_BYTES: Final = 64 << 20
"""A file with more is no report; reading it would fill the memory."""

MAX_DEPTH: Final = 4
"""Archives in mails in archives: more is no folder of reports."""

MAX_MEMBERS: Final = 100_000
MAX_UNPACKED: Final = 8 << 30
"""Files and bytes that may come out of one archive, with all the archives inside it."""

MAX_RATIO: Final = 200
"""Bytes out of one byte in: text packs to a twentieth at most, a bomb to a thousandth."""

SMALL: Final = 1 << 20
"""No file that unpacks to less is a bomb, whatever its ratio (an empty form of an office program packs well)."""

TOO_LARGE: Final = f"larger than {MAX_BYTES >> 20} MB, which is too much for one document"
SPLIT: Final = "split it, or make it JSON lines with one report a line"


DAMAGED_PACKAGE: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, SyntaxError, ValueError, TypeError,
    LookupError, AttributeError, ArithmeticError,
)  # fmt: skip
"""What the libraries of office files raise at a damaged one: they let through whatever Python or lxml says of it."""


class BadFileError(Exception):
    """A file that can not be read: what is wrong, where in the file, what to do next."""

    def __init__(self, what: str, *, where: str = "", next_: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.next = next_


@dataclass(slots=True)
class Allowance:
    """What may still come out of a file; shared by all that lies in it, so that bombs in bombs do not multiply."""

    members: int = MAX_MEMBERS
    size: int = MAX_UNPACKED

    def take(self, *, size: int, packed: int) -> None:
        """One more file comes out. Raises BadFileError where that is too much."""
        refuse_bomb(size, packed)
        self.members -= 1
        self.size -= size
        if self.members < 0:
            raise BadFileError(f"holds more than {MAX_MEMBERS:,} files", next_="unpack it and index the folder")
        if self.size < 0:
            raise BadFileError(f"unpacks to more than {MAX_UNPACKED >> 30} GB", next_="unpack it and index the folder")


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A seekable stream of bytes; `path` names it in messages; `depth` counts the files that it lies in.

    A reader calls `alive` where it works long before the next document: it is not to pass for one that hangs.
    """

    stream: BinaryIO
    path: str
    options: ReadOptions
    depth: int = 0
    allowance: Allowance = field(default_factory=Allowance)
    alive: Callable[[], None] = lambda: None

    def read(self) -> bytes:
        """All of it. Raises BadFileError where that is too much for one document."""
        raw = self.stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise BadFileError(TOO_LARGE, next_=SPLIT)
        return raw

    def inside(self, stream: BinaryIO, name: str) -> OpenFile:
        """A file that lies in this one. Raises BadFileError where files lie too deep."""
        if self.depth >= MAX_DEPTH:
            raise BadFileError(f"lies more than {MAX_DEPTH} files deep", next_="unpack it and index the folder")
        return OpenFile(stream, name, self.options, self.depth + 1, self.allowance, self.alive)


def refuse_bomb(size: int, packed: int) -> None:
    """Raise BadFileError where so many bytes can not honestly come out of so few."""
    if size > SMALL and size > packed * MAX_RATIO:
        raise BadFileError(f"unpacks to {size / max(packed, 1):,.0f} times its size: a bomb, not reports", next_="delete it")


def check_package(file: OpenFile) -> None:
    """Raise BadFileError where an office file, which is a zip, is damaged or unpacks to too much."""
    try:
        with zipfile.ZipFile(file.stream) as package:
            members = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise BadFileError("is damaged, or no office file", next_="open it in an office program and save it again") from error
    for member in members:
        refuse_bomb(member.file_size, member.compress_size)
    if sum(member.file_size for member in members) > 4 * MAX_BYTES:
        raise BadFileError(TOO_LARGE, next_=SPLIT)
    file.stream.seek(0)


def described(*, author: str | None = None, created: object = None, **others: object) -> Mapping[str, object]:
    """Metadata of a file, without what is empty. `created` is when the file was made, which is no report's date."""
    named = {"author": (author or "").strip(), "created": created, **others}
    return {name: str(value) for name, value in named.items() if value not in (None, "")}
