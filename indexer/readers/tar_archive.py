"""`.tar`, packed or not: the files in it, each read as what it is. Links and devices are nothing to read."""

from __future__ import annotations

import lzma
import tarfile
import zlib
from typing import TYPE_CHECKING, BinaryIO, cast

from indexer.readers.inside import Skipped, is_hidden, read_inside
from indexer.readers.opened import BadFileError, refuse_bomb

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.opened import OpenFile
    from indexer.readers.registry import Item

_DAMAGED = (tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError)


def read(file: OpenFile) -> Iterator[Item]:
    """The documents of the files in a tar archive."""
    file.stream.seek(0, 2)
    packed = file.stream.tell()
    file.stream.seek(0)
    skipped = Skipped()
    unpacked = 0
    try:
        with tarfile.open(fileobj=file.stream) as archive:
            for member in archive:
                unpacked += member.size
                refuse_bomb(unpacked, packed)
                if member.isfile() and not is_hidden(member.name) and skipped.takes(member.name):
                    file.allowance.take(size=member.size, packed=packed)
                    content = archive.extractfile(member)
                    yield from read_inside(file, cast("BinaryIO", content), member.name.removeprefix("./"))
    except _DAMAGED as error:
        raise BadFileError(f"is damaged, or no tar archive: {error}", next_="pack it again") from error
    yield from skipped.notices(file.path)
