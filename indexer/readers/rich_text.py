"""`.rtf`: the text of a rich text file. The format is ASCII, and names the encoding of what is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from striprtf.striprtf import rtf_to_text

from indexer.fields import build
from indexer.readers.opened import BadFileError, described
from indexer.readers.plain import titled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.opened import OpenFile
    from indexer.values import SourceDocument

_CODE_PAGE: Final = re.compile(r"\\ansicpg\d+")
_ARABIC_CODE_PAGE: Final = "\\ansicpg1256"


def read(file: OpenFile) -> Iterator[SourceDocument]:
    """The document of a rich text file."""
    raw = file.read()
    if not raw.lstrip().startswith(b"{\\rtf"):
        raise BadFileError("is no rich text", next_="call it by its format's name")
    source = raw.decode("latin-1")
    try:
        whole = _plain(source, file.options.encoding)
        said = {name: _said(name, source, file.options.encoding) for name in ("title", "author", "subject")}
    except (UnicodeError, LookupError, ValueError, TypeError, OverflowError) as error:
        raise BadFileError(f"is damaged: {error}", next_="open it in an office program and save it again") from error
    title, text = titled(said.pop("title"), whole)
    yield build({"title": title, "text": text, "metadata": described(**said)})


def _said(name: str, source: str, encoding: str) -> str:
    """A line of what the file says of itself, read as a file of its own."""
    found = re.search(rf"\{{\\{name}\s+([^{{}}]*)\}}", source)
    code_page = _CODE_PAGE.search(source)
    return (
        _plain(f"{{\\rtf1\\ansi{code_page[0] if code_page else _ARABIC_CODE_PAGE} {found[1]}}}", encoding).strip() if found else ""
    )


def _plain(source: str, encoding: str) -> str:
    text: str = rtf_to_text(source, encoding=encoding or "cp1256")  # type: ignore[no-untyped-call]  # striprtf has no types
    return text
