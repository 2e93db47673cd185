"""Files in files: members of archives, attachments of mails. Each is read as what it is, and says where it lies."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from indexer.readers.opened import BadFileError
from indexer.readers.registry import HIDDEN, READERS, extension, read_file
from indexer.values import Notice, ReadError, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.opened import OpenFile
    from indexer.readers.registry import Item

SPOOL_IN_MEMORY: Final = 8 << 20
CHUNK: Final = 1 << 20
IGNORED_FOLDERS: Final = frozenset(("__MACOSX",))


@dataclass(slots=True)
class Skipped:
    """Files inside that no reader takes, by extension."""

    counts: Counter[str] = field(default_factory=Counter)

    def takes(self, name: str) -> bool:
        """Whether there is a reader for it; if not, it is counted."""
        if extension(name) in READERS:
            return True
        self.counts[extension(name) or "(none)"] += 1
        return False

    def notices(self, path: str) -> Iterator[Notice]:
        """What was passed over."""
        if self.counts:
            counted = ", ".join(f"{count} {kind}" for kind, count in sorted(self.counts.items()))
            yield Notice(path, f"files inside without a reader: {counted}")


def is_hidden(name: str) -> bool:
    """Whether a member is none of the user's files: what is hidden, and what archiving programs add."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return not parts or any(part.startswith(HIDDEN) or part in IGNORED_FOLDERS for part in parts)


def read_inside(file: OpenFile, content: BinaryIO, name: str) -> Iterator[Item]:
    """The documents of a file that lies in another. Nothing is unpacked to a path: a name is only shown."""
    with tempfile.SpooledTemporaryFile(max_size=SPOOL_IN_MEMORY) as spool:
        while chunk := content.read(CHUNK):
            spool.write(chunk)
        spool.seek(0)
        try:
            inner = file.inside(cast("BinaryIO", spool), name)
        except BadFileError as error:
            yield ReadError(file.path, error.what, name, error.next)
            return
        for item in read_file(inner):
            yield _placed(item, file.path, name)


def _placed(item: Item, path: str, name: str) -> Item:
    if isinstance(item, SourceDocument):
        inner = item.metadata.get("member")
        return replace(item, metadata={**item.metadata, "member": f"{name}/{inner}" if inner else name})
    if isinstance(item, Notice):
        return Notice(path, f"{name}: {item.text}")
    return replace(item, path=path, where=f"{name}: {item.where}" if item.where else name)
