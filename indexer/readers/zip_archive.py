"""`.zip`: the files in it, each read as what it is."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from indexer.readers.inside import Skipped, is_hidden, read_inside
from indexer.readers.opened import BadFileError, refuse_bomb
from indexer.values import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.opened import OpenFile
    from indexer.readers.registry import Item

UTF_8_NAME: Final = 0x800
"""The flag of a name in UTF-8; without it, zipfile takes names for CP437."""

ENCRYPTED: Final = 0x1

_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)
"""What a damaged member raises when it is opened: ValueError and OSError are of places before the beginning of the file."""


def read(file: OpenFile) -> Iterator[Item]:
    """The documents of the files in a zip."""
    try:
        archive = zipfile.ZipFile(file.stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise BadFileError(f"is damaged, or no zip: {error}", next_="pack it again") from error
    skipped = Skipped()
    with archive:
        # Members may overlap, so that each alone looks honest.
        refuse_bomb(sum(member.file_size for member in archive.infolist()), _length(file))
        for member in archive.infolist():
            name = _name(member)
            if not member.is_dir() and not is_hidden(name) and skipped.takes(name):
                file.allowance.take(size=member.file_size, packed=member.compress_size)
                yield from _member(file, archive, member, name)
    yield from skipped.notices(file.path)


def _member(file: OpenFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[Item]:
    if member.flag_bits & ENCRYPTED:
        yield ReadError(file.path, "is locked with a password", name, "unpack it and index the folder")
        return
    try:
        # Gives no more than the size that the archive names, whatever is packed.
        with archive.open(member) as content:
            yield from read_inside(file, cast("BinaryIO", content), name)
    except _DAMAGED as error:
        yield ReadError(file.path, f"can not be unpacked: {error}", name, "pack it again")


def _name(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & UTF_8_NAME:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _length(file: OpenFile) -> int:
    file.stream.seek(0, 2)
    return file.stream.tell()
