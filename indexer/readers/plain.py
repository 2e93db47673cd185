"""`.txt`: one document a file. A short first line with an empty one after it is the title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indexer.encoding import decode
from indexer.fields import build
from indexer.readers.opened import BadFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.opened import OpenFile
    from indexer.values import SourceDocument

MAX_TITLE_LENGTH: Final = 200


def read(file: OpenFile) -> Iterator[SourceDocument]:
    """The document of a plain text file."""
    title, text = split_title(decode(file.read(), told=file.options.encoding))
    if not title and not text.strip():
        raise BadFileError("is empty")
    yield build({"title": title, "text": text})


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


def titled(own_title: str | None, whole: str) -> tuple[str, str]:
    """Title and text of a file that may name its title; else as `split_title` has it. Raises BadFileError where both are empty."""
    title, text = ((own_title or "").strip(), whole.strip("\n")) if own_title and own_title.strip() else split_title(whole)
    if not title and not text.strip():
        raise BadFileError("holds no text")
    return title, text
