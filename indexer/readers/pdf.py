"""`.pdf`: the text layer, page by page; pages that are pictures are read by OCR where the machine can."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

import pypdfium2
import pypdfium2.raw

from indexer.fields import build
from indexer.quality import Fault, flagged, improved
from indexer.readers.ocr import INSTALL, TRY_ANOTHER, OcrError, can_read_pictures, read_picture
from indexer.readers.opened import BadFileError, described
from indexer.readers.pdf_lines import page_text
from indexer.values import ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from indexer.readers.opened import OpenFile
    from indexer.values import SourceDocument

DOTS_PER_INCH: Final = 300
"""What Tesseract reads best."""

POINTS_PER_INCH: Final = 72
MAX_SIDE: Final = 6000
"""Pixels: a page of which a side would have more (a map, a poster) is rendered smaller."""

PAGE_BREAK: Final = "\n\n"

_NO_TITLE: Final = re.compile(
    r"untitled.*|(?:about|file|https?):.*|microsoft word - .*|.*\.(docx?|rtf|odt|html?|indd|pdf|txt)|document\d*", re.IGNORECASE
)
"""Titles that programs make up."""


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's text; `fault` where it is a picture: read by OCR, or not."""

    text: str
    fault: Fault | None = None


def read(file: OpenFile) -> Iterator[SourceDocument | ReadError]:
    """The document of a PDF. `pages` in its metadata says where in the text each page begins."""
    document = _opened(file.read())
    try:
        pages = list(_pages(document, file.alive))
        said = document.get_metadata_dict(skip_empty=True)
    except pypdfium2.PdfiumError as error:
        raise BadFileError(f"is damaged: {error}", next_="open it in a PDF program and save it again") from error
    finally:
        document.close()
    better = [improved(page.text) for page in pages]
    text, starts = _joined([page.text for page in better])
    title = _title(said)
    unread = [number for number, page in enumerate(pages, start=1) if page.fault is Fault.NOT_READ]
    if not text.strip() and not title and not unread:
        raise BadFileError("holds no text")
    fields = {
        "title": title or ("" if text.strip() else PurePath(file.path).stem),
        "text": text,
        "metadata": described(author=said.get("Author"), created=_day(said), subject=said.get("Subject"), pages=starts),
    }
    repaired = {fault for page in better for fault in page.repaired}
    doubted = {fault for page in better for fault in page.doubted} | {page.fault for page in pages if page.fault}
    yield flagged(build(fields), repaired=repaired, doubted=doubted)
    if unread:
        where = f"pages {', '.join(map(str, unread))}"
        if can_read_pictures():
            yield ReadError(file.path, "pages that are pictures, which Tesseract could not read", where, TRY_ANOTHER)
        else:
            yield ReadError(file.path, "pages that are pictures, whose text was not read", where, INSTALL, needs="ocr")


def _opened(raw: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise BadFileError("is locked with a password", next_="save it without one") from error
        raise BadFileError("is damaged, or no PDF", next_="open it in a PDF program and save it again") from error


def _pages(document: pypdfium2.PdfDocument, alive: Callable[[], None]) -> Iterator[_Page]:
    for number in range(len(document)):
        yield _page(document[number])
        alive()


def _page(page: pypdfium2.PdfPage) -> _Page:
    with closing(page), closing(page.get_textpage()) as layer:
        text = page_text(layer)
        if text.strip() or not _has_picture(page):
            return _Page(text)
        if not can_read_pictures():
            return _Page("", Fault.NOT_READ)
        try:
            text = read_picture(_rendered(page))
        except OcrError:
            return _Page("", Fault.NOT_READ)
        return _Page(text, Fault.READ_BY_OCR if text else None)  # a picture without text may be a photo


def _has_picture(page: pypdfium2.PdfPage) -> bool:
    return next(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]), None) is not None


def _rendered(page: pypdfium2.PdfPage) -> bytes:
    """A page as a grey picture, in the plainest format that Tesseract knows."""
    scale = min(DOTS_PER_INCH / POINTS_PER_INCH, MAX_SIDE / max(page.get_size()))
    bitmap = page.render(scale=scale, grayscale=True)
    raw = bytes(bitmap.buffer)
    rows = (raw[row * bitmap.stride : row * bitmap.stride + bitmap.width] for row in range(bitmap.height))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(rows)


def _joined(pages: Sequence[str]) -> tuple[str, str]:
    """The text of all pages, and where in it each begins."""
    starts, length = [], 0
    for page in pages:
        starts.append(str(length))
        length += len(page) + len(PAGE_BREAK)
    return PAGE_BREAK.join(pages), " ".join(starts)


def _title(said: Mapping[str, str]) -> str:
    title = said.get("Title", "").strip()
    return "" if _NO_TITLE.fullmatch(title) else title


def _day(said: Mapping[str, str]) -> str:
    """`D:20240120…` → `2024-01-20`."""
    made = re.match(r"D:(\d{4})(\d{2})(\d{2})", said.get("CreationDate", ""))
    return "-".join(made.groups()) if made else ""
