"""`.mbox`: mails one after another, each as in `mail`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer.encoding import EncodingError
from indexer.fields import FieldError
from indexer.readers.mail import read_message
from indexer.readers.opened import MAX_BYTES, SPLIT, TOO_LARGE, BadFileError
from indexer.values import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.opened import OpenFile
    from indexer.readers.registry import Item

_FROM: Final = b"From "


def read(file: OpenFile) -> Iterator[Item]:
    """The documents of a mailbox. A bad mail is one failure; the rest is read."""
    number = 0
    for number, raw in enumerate(_mails(file), start=1):
        try:
            yield from read_message(raw, file)
        except BadFileError as error:
            yield ReadError(file.path, error.what, f"mail {number}", error.next)
        except (EncodingError, FieldError) as error:
            yield ReadError(file.path, str(error), f"mail {number}")
    if number == 0:
        raise BadFileError("holds no mail")


def _mails(file: OpenFile) -> Iterator[bytes]:
    """The bytes of each mail, read line by line: mailboxes are larger than the memory. (mailbox.mbox needs a path.)"""
    lines: list[bytes] = []
    size = 0
    blank, began = True, False
    for line in file.stream:
        if blank and line.startswith(_FROM):
            if began:
                yield b"".join(lines)
            lines, size, began = [], 0, True
        elif began:
            lines.append(line.removeprefix(b">") if line.startswith(b">From ") else line)
            size += len(line)
            if size > MAX_BYTES:
                raise BadFileError(TOO_LARGE, next_=SPLIT)
        elif line.strip():
            raise BadFileError("is no mailbox: it does not begin with a line `From …`")
        blank = not line.strip()
    if began:
        yield b"".join(lines)
