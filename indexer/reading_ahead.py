"""Small files in batches to the workers, ahead of the run and in its order; the documents of large ones in chunks.

What went out waits here for what comes back: workers answer in order, and say nothing of what was not for them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, TypeGuard

from indexer.chunking import chunks
from indexer.contents import Raw, Request
from indexer.readers.registry import READERS, extension
from indexer.values import STANDARD_INPUT, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.contents import Contents, Hashed, Seen
    from indexer.defaults import Defaults
    from indexer.readers.registry import Item

BATCH_FILES: Final = 100
BATCH_BYTES: Final = 1 << 20
"""A batch of files, or of documents of a streamed one, ends with the first of both."""

STREAMED_BYTES: Final = 4 << 20
"""A file of this size is streamed, unless its format takes it whole anyway."""

ONE_DOCUMENT: Final = frozenset(("image", "markdown", "opendocument", "page", "pdf", "plain", "rich_text", "word"))
"""Readers that take a file whole."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A file that has not changed, and how many documents it has."""

    size: int
    documents: int


Step: TypeAlias = Request | Passed
"""What is to be done about a file."""


class Readers(Protocol):
    """Do the costly part of reading, here (`indexer.contents.Here`) or in other processes; answer in order."""

    def read(self, chunks: Iterator[Sequence[Request]], /) -> Iterator[Sequence[Contents]]:
        """What the files of each chunk hold."""
        ...

    def finish(self, chunks: Iterator[Sequence[Raw]], /) -> Iterator[Sequence[Hashed]]:
        """The documents of each chunk, with texts improved, and hashed."""
        ...


def read_ahead(steps: Iterable[Step], readers: Readers) -> Iterator[tuple[Step, Contents | None]]:
    """Each step with what its file holds, in order; None where nothing is to be read, or not by a worker."""
    ahead: deque[Sequence[Step]] = deque()

    def requests() -> Iterator[Sequence[Request]]:
        for batch in _batches(steps):
            ahead.append(batch)
            yield [step for step in batch if _is_for_worker(step)]

    for batch_contents in readers.read(requests()):
        contents = iter(batch_contents)
        for step in ahead.popleft():
            yield step, next(contents) if _is_for_worker(step) else None


def finished(items: Iterable[Item], defaults: Defaults, readers: Readers) -> Iterator[Seen]:
    """The items of a streamed file, its documents finished, in order."""
    ahead: deque[Sequence[Item]] = deque()

    def raw() -> Iterator[Sequence[Raw]]:
        for chunk in chunks(items, BATCH_FILES, size=_characters, largest=BATCH_BYTES):
            ahead.append(chunk)
            yield [Raw(item, defaults) for item in chunk if isinstance(item, SourceDocument)]

    for chunk_finished in readers.finish(raw()):
        documents = iter(chunk_finished)
        for item in ahead.popleft():
            yield next(documents) if isinstance(item, SourceDocument) else item


def _characters(item: Item) -> int:
    return len(item.text) if isinstance(item, SourceDocument) else 0


def _is_for_worker(step: Step) -> TypeGuard[Request]:
    if isinstance(step, Passed) or step.path == STANDARD_INPUT:
        return False
    return step.size < STREAMED_BYTES or READERS.get(extension(step.path)) in ONE_DOCUMENT


def _batches(steps: Iterable[Step]) -> Iterator[Sequence[Step]]:
    """Steps in batches of bounded size, unless one file alone is larger."""
    batch: list[Step] = []
    size = 0
    for step in steps:
        more = step.size if _is_for_worker(step) else 0
        if batch and (len(batch) >= BATCH_FILES or size + more > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(step)
        size += more
    if batch:
        yield batch
