"""The reading of files in a process of its own, for formats whose libraries may crash, or never come back.

What a library of PDF, pictures or office files makes of a damaged one is not ours to know: a segmentation fault ends the process,
and a loop ends nothing. So these formats are read in a *room*, a process beside the one that asks: when it dies, or gives no sign
of life for as long as the user allows, the file it was on fails, and the next file gets a new room. Formats that are text are read
in place.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from indexer.quality import improve
from indexer.readers import registry
from indexer.values import DEFAULT_READING, ReadError, SourceDocument, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from indexer.readers.registry import Item
    from indexer.values import ReadOptions

    ReadPath: TypeAlias = Callable[..., Iterator[Item]]

IN_PLACE: Final = frozenset(("json_file", "jsonl", "markdown", "plain", "table"))
"""Readers of text: Python's own, which does not crash."""

START_SECONDS: Final = 120.0
"""For a room to be ready, on a machine that has much else to do."""

LEFT_ALONE_SECONDS: Final = 60
"""So long after its time a room ends itself: whoever should have ended it is dead."""

READ: ReadPath = registry.read_path
"""What a room does."""

_Message: TypeAlias = "tuple[Item | None, int] | None"
"""A document, or a mere sign of life, with the position in the file; None at the end of it."""


@dataclass(frozen=True, slots=True)
class _Order:
    path: str
    options: ReadOptions


class _LostError(Exception):
    """A room died, or does not answer."""


class Room:
    """A process that reads one file after another."""

    def __init__(self, read: ReadPath) -> None:
        context = multiprocessing.get_context("spawn")
        with ExitStack() as undone:
            try:
                self._connection, theirs = context.Pipe()
                undone.callback(self._connection.close)
                with closing(theirs):
                    self._process = context.Process(target=_serve, args=(theirs, read), daemon=True)
                    self._process.start()
            except OSError as error:  # too many files or processes, no memory
                raise _LostError(f"the program that reads this format could not be started ({error})") from error
            undone.pop_all()
        try:
            self._received(START_SECONDS)
        except _LostError:
            self.end()
            raise

    def items(self, path: str, options: ReadOptions, at: Callable[[int], None]) -> Iterator[Item]:
        """What a file holds, texts as they stand. Raises _LostError; the room is of no more use then, or when it is left early."""
        try:
            self._connection.send(_Order(path, options))
        except OSError as error:
            raise _LostError("the program that reads this format was ended") from error
        while (message := self._received(options.patience)) is not None:
            item, position = message
            at(position)
            if item is not None:
                yield item

    @property
    def is_alive(self) -> bool:
        """Whether the process is there: an idle one may have been ended, to free memory."""
        return self._process.is_alive()

    def end(self) -> None:
        """End the process, and what it started."""
        if self._process.pid:  # 0 would be our own group
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)  # its own group: see `_serve`
        self._process.kill()
        self._process.join()
        self._connection.close()

    def _received(self, patience: float) -> _Message:
        try:
            if not self._connection.poll(patience):
                raise _LostError(f"nothing came of it for {patience:g} s, and it was left")
            message: _Message = self._connection.recv()
        except (EOFError, OSError) as error:
            self._process.join(LEFT_ALONE_SECONDS)
            raise _LostError(f"the program that reads this format crashed on it{_how(self._process.exitcode)}") from error
        return message


_idle: list[Room] = []
"""Rooms of this process that are free. More than one is needed where a file is read again while it is being read."""


def read_path(
    path: str, options: ReadOptions = DEFAULT_READING, *, at: Callable[[int], None] = lambda _: None, improving: bool = True
) -> Iterator[Item]:
    """The documents of one file (see `indexer.readers.registry.read_path`), whatever its libraries do."""
    items = _in_place(path, options, at) if _is_text(path) else _in_room(path, options, at)
    for item in items:
        yield improve(item) if improving and isinstance(item, SourceDocument) else item


def close_rooms() -> None:
    """End the processes that wait for more."""
    while _idle:
        _idle.pop().end()


def _is_text(path: str) -> bool:
    # What no reader takes is an error in any place.
    return registry.READERS.get(registry.extension(path), "plain") in IN_PLACE


def _in_place(path: str, options: ReadOptions, at: Callable[[int], None]) -> Iterator[Item]:
    return _guarded(path, partial(registry.read_path, path, options, at=at, improving=False))


def _in_room(path: str, options: ReadOptions, at: Callable[[int], None]) -> Iterator[Item]:
    room: Room | None = None
    done = False
    try:
        room = _free_room()
        yield from room.items(path, options, at)
        done = True
    except _LostError as error:
        yield ReadError(shown(path), str(error), next="open it and save it anew, or as text; --file-timeout sets how long to wait")
    finally:
        if room is not None and done:
            _idle.append(room)
        elif room is not None:
            room.end()


def _free_room() -> Room:
    while _idle:
        room = _idle.pop()
        if room.is_alive:
            return room
        room.end()
    return Room(READ)


def _guarded(path: str, read: Callable[[], Iterator[Item]]) -> Iterator[Item]:
    try:
        yield from read()
    # The entry point of the work on a file: whatever it raises is that file's failure, listed in the report.
    except Exception as error:  # noqa: BLE001  # as above
        yield ReadError(shown(path), f"the reader failed: {type(error).__name__}: {error}", next="please report it, with the file")


def _serve(connection: Connection, read: ReadPath) -> None:
    """The life of a room."""
    os.setsid()  # a group of its own: what it starts (OCR) ends with it, and Ctrl-C is for the one that asks
    # One that idles ends at SIGTERM, by which a process ends its daemons; but workers ignore it, and that is inherited.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    connection.send(None)
    with suppress(EOFError, OSError):  # nobody asks any more
        while True:
            _answer(connection, read, connection.recv())


def _answer(connection: Connection, read: ReadPath, order: _Order) -> None:
    position = 0

    def moved(to: int) -> None:
        nonlocal position
        position = to

    def say(message: _Message) -> None:
        _end_after(order.options.patience)
        connection.send(message)

    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # systemd sends it to all: the one that asks decides what is still done
    _end_after(order.options.patience)
    begun = partial(read, order.path, order.options, at=moved, alive=lambda: say((None, position)), improving=False)
    for item in _guarded(order.path, begun):
        say((item, position))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    say(None)
    signal.alarm(0)


def _end_after(patience: float) -> None:
    """The alarm's default action ends a process wherever it is, in a loop of a library too."""
    signal.alarm(int(patience) + LEFT_ALONE_SECONDS)


def _how(code: int | None) -> str:
    if code is None or code >= 0:
        return ""
    return f" ({signal.Signals(-code).name})"
