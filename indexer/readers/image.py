"""Pictures of pages (`.png`, `.jpg`, `.tif`): their text, read by OCR. Without it, a document that says that it was not read."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from indexer.fields import build
from indexer.quality import Fault, flagged
from indexer.readers.ocr import INSTALL, OcrError, can_read_pictures, read_picture
from indexer.readers.opened import BadFileError
from indexer.values import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.opened import OpenFile
    from indexer.values import SourceDocument


def read(file: OpenFile) -> Iterator[SourceDocument | ReadError]:
    """The document of a picture."""
    name = PurePath(file.path).stem
    raw = file.read()
    if not can_read_pictures():
        yield flagged(build({"title": name}), doubted=[Fault.NOT_READ])
        yield ReadError(file.path, "a picture, whose text was not read", next=INSTALL, needs="ocr")
        return
    try:
        text = read_picture(raw)
    except OcrError as error:
        raise BadFileError(str(error), next_="open it, and save it as PNG") from error
    if not text:
        raise BadFileError("a picture in which no text was found")
    yield flagged(build({"title": name, "text": text}), doubted=[Fault.READ_BY_OCR])
