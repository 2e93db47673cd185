"""Whether the files of an embedded index are as they were written: tantivy ends each with a checksum, and never looks at it.

Only files of the current commit count: a killed process or a power cut may leave others half-written, which nobody reads and
the next writer removes. A file is its content, then a footer (JSON with the CRC-32 of the content), the footer's length and a
magic number, each of four bytes, little-endian. `meta.json` and dot files have none.
"""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING, Final

from engines.embedded.errors import translated
from engines.embedded.folder import META, Folder

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC: Final = 1337
_ENDING: Final = struct.Struct("<II")
_MAX_FOOTER: Final = 4_096
_BLOCK: Final = 1 << 20


def damaged_files(path: Path, url: str) -> tuple[str, ...]:
    """The names of the current version's files that are not as they were written, within the folder of the index.

    Reads every file to its end. Raises what `Folder.pointer` raises.
    """
    folder = Folder(path, url)
    version = folder.version_path(folder.pointer())
    with translated(url, "reading"):
        segments = _segments(version)
    files = sorted(file for file in version.iterdir() if _belongs(file, segments))
    return tuple(f"{version.name}/{file.name}" for file in files if not _is_whole(file))


def _segments(version: Path) -> dict[str, int | None]:
    """The segments of the current commit, by the beginning of their files' names, with the number of their deletions."""
    meta = json.loads((version / META).read_bytes())
    return {
        segment["segment_id"].replace("-", ""): segment["deletes"]["opstamp"] if segment.get("deletes") else None
        for segment in meta["segments"]
    }


def _belongs(file: Path, segments: dict[str, int | None]) -> bool:
    beginning, _, rest = file.name.partition(".")
    if beginning not in segments:
        return False
    return not rest.endswith("del") or rest == f"{segments[beginning]}.del"


def _is_whole(file: Path) -> bool:
    """Whether the checksum holds; what a merge removed meanwhile is no damage."""
    try:
        with file.open("rb") as opened:
            end = opened.seek(0, 2)
            if end < _ENDING.size:
                return False
            opened.seek(end - _ENDING.size)
            length, magic = _ENDING.unpack(opened.read(_ENDING.size))
            if magic != _MAGIC or length > min(_MAX_FOOTER, end - _ENDING.size):
                return False
            left = end - _ENDING.size - length
            opened.seek(left)
            wanted = json.loads(opened.read(length))["crc"]
            opened.seek(0)
            found = 0
            while left:
                block = opened.read(min(_BLOCK, left))
                if not block:
                    return False
                found = zlib.crc32(block, found)
                left -= len(block)
    except FileNotFoundError:
        return True
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(found == wanted)
