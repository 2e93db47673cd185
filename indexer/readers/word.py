"""`.docx`: the text of a Word document, with its text boxes and notes, and what the file says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from indexer.fields import build
from indexer.readers.opened import DAMAGED_PACKAGE, BadFileError, check_package, described
from indexer.readers.plain import titled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.opened import OpenFile
    from indexer.values import SourceDocument

_PARAGRAPH: Final = qn("w:p")
_TEXT: Final = qn("w:t")
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What older programs show instead: the same text box once more."""

_BREAKS: Final = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_NOTES: Final = ("/word/footnotes.xml", "/word/endnotes.xml")
_DAMAGED: Final = (PackageNotFoundError, *DAMAGED_PACKAGE)

_SAFE: Final = {"resolve_entities": False, "no_network": True}


def read(file: OpenFile) -> Iterator[SourceDocument]:
    """The document of a Word file."""
    check_package(file)
    try:
        document = docx.Document(file.stream)
        roots = [document.element.body]
        parts = {str(part.partname): part.blob for part in document.part.package.iter_parts()}
        roots += [etree.fromstring(parts[name], etree.XMLParser(**_SAFE)) for name in _NOTES if name in parts]
        said = document.core_properties
        fields = described(author=said.author, created=said.created, subject=said.subject)
    except _DAMAGED as error:
        raise BadFileError("is damaged, or no Word document", next_="open it in an office program and save it again") from error
    title, text = titled(said.title, "\n".join(line for root in roots for line in _lines(root)))
    yield build({"title": title, "text": text, "metadata": fields})


def _lines(root: etree._Element) -> Iterator[str]:
    """The paragraphs of a part, those in tables and text boxes too, in the order of the file.

    What stands in a text box is of the box's own paragraphs, not of the one that it is anchored in. The part is walked through
    once: paragraphs in paragraphs must not cost each other's length.
    """
    pieces: dict[etree._Element, list[str]] = {}
    for element in root.iter(_PARAGRAPH, _TEXT, *_BREAKS):
        if element.tag == _PARAGRAPH:
            pieces[element] = []
        elif (paragraph := next(element.iterancestors(_PARAGRAPH), None)) is not None:
            pieces[paragraph].append((element.text or "") if element.tag == _TEXT else _BREAKS[str(element.tag)])
    for paragraph, texts in pieces.items():
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            yield "".join(texts)
