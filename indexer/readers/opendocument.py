"""`.odt`: the text of an OpenDocument file, and what the file says of itself."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import odfdo
from odfdo.security import SecurityError

from indexer.fields import build
from indexer.readers.opened import DAMAGED_PACKAGE, BadFileError, check_package, described
from indexer.readers.plain import titled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.opened import OpenFile
    from indexer.values import SourceDocument

MAX_SPACES: Final = 1_000
"""That one element may stand for: a number of them is written as a number, and two thousand million fill the memory."""

_SPACES: Final = "descendant::text:s"


def read(file: OpenFile) -> Iterator[SourceDocument]:
    """The document of an OpenDocument text."""
    check_package(file)
    try:
        document = odfdo.Document(io.BytesIO(file.stream.read()))
        _limit_spaces(document)
        paragraphs = document.body.get_elements("descendant::text:p|descendant::text:h")
        lines = [paragraph.text_recursive for paragraph in paragraphs]
        said = document.meta
        fields = described(author=said.initial_creator or said.creator, created=said.creation_date, subject=said.subject)
        own_title = said.title
    except SecurityError as error:
        raise BadFileError("unpacks to too many times its size: a bomb, not reports", next_="delete it") from error
    except DAMAGED_PACKAGE as error:
        raise BadFileError("is damaged, or no OpenDocument text", next_="open it in an office program and save it again") from error
    title, text = titled(own_title, "\n".join(lines))
    yield build({"title": title, "text": text, "metadata": fields})


def _limit_spaces(document: odfdo.Document) -> None:
    for element in document.body.get_elements(_SPACES):
        count = str(element.get_attribute("text:c") or "1")
        if not count.isdecimal() or int(count[:10]) > MAX_SPACES:
            element.set_attribute("text:c", "1")
