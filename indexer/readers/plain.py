"""`.txt`: one document a file. A short first line with an empty one after it is the title."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from indexer.encoding import decode
from indexer.fields import FieldError, build
from indexer.values import ReadError, SourceDocument, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TITLE_LENGTH: Final = 200
MAX_BYTES: Final = 64 << 20
"""A file with more is no report; reading it would fill the memory."""

TOO_LARGE: Final = f"larger than {MAX_BYTES >> 20} MB, which is too much for one document"
SPLIT: Final = "split it, or make it JSON lines with one report a line"


def read(stream: BinaryIO, path: str) -> Iterator[SourceDocument | ReadError]:
    """The document of a plain text file."""
    raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        yield ReadError(shown(path), TOO_LARGE, next=SPLIT)
        return
    title, text = split_title(decode(raw))
    try:
        yield build({"title": title, "text": text})
    except FieldError:
        yield ReadError(shown(path), "is empty")


def split_title(text: str) -> tuple[str, str]:
    r"""Title and text.

    >>> split_title("قصف الحلة\n\nأعلن ...\n")
    ('قصف الحلة', 'أعلن ...')
    """
    body = text.strip("\n")
    first, _, rest = body.partition("\n")
    gap, _, after = rest.partition("\n")
    if first.strip() and len(first) <= MAX_TITLE_LENGTH and not gap.strip() and after.strip():
        return first.strip(), after.lstrip("\n")
    return "", body
