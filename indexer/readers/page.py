"""`.html`: the main content of a page, without menus, and what the page says of itself."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Final

import trafilatura
from lxml import etree, html

from indexer.encoding import EncodingError, decode
from indexer.fields import build
from indexer.readers.opened import BadFileError, described

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indexer.readers.opened import OpenFile
    from indexer.values import SourceDocument

_DECLARED: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_HEAD: Final = 4096
"""Bytes in which a page may say its encoding."""

_BESIDE: Final = ["//nav", "//footer", "//aside", "//form", "//*[@role='navigation']", "//*[@role='contentinfo']"]
"""What is no content by its very name; of short pages, trafilatura would keep it."""

_NO_TEXT: Final = ("script", "style", "noscript", "template", "nav", "footer", "aside", "form")
_PUBLISHED: Final = {"original_date": True, "extensive_search": False}
"""The date of publication, where the page names one. Dates in its text are no proof of it."""

MAX_ATTRIBUTES: Final = 5_000
"""Of one tag. The parser compares each with all before it."""

_LONG_TAG: Final = re.compile(r"""<[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*'){10000,}+""")
_VALUE: Final = re.compile(r""""[^"]*"|'[^']*'""")
_BETWEEN: Final = re.compile(r"[\s/=]+")

_TITLE: Final = re.compile(r"<title[^<>]*>", re.IGNORECASE)
_TITLE_END: Final = re.compile(r"</title>", re.IGNORECASE)
MAX_TITLE: Final = 10_000

_NO_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")


def read(file: OpenFile) -> Iterator[SourceDocument]:
    """The document of a web page."""
    source = _decoded(file)
    fields, text = _extracted(source)
    title = fields.get("title") or _title(source)
    first, _, rest = text.partition("\n")
    text = rest if first.strip() == title and rest else text
    if not title and not text.strip():
        raise BadFileError("holds no text", next_="a page that is filled by a program has to be saved from a browser")
    yield build(
        {
            "title": title,
            "text": text,
            "date": fields.get("date"),
            "source": fields.get("sitename"),
            "url": fields.get("url"),
            "metadata": described(author=fields.get("author")),
        }
    )


def main_text(source: str) -> str:
    """The main content of a page."""
    return _extracted(source)[1]


def _extracted(source: str) -> tuple[Mapping[str, str | None], str]:
    """What a page says of itself, and its main content."""
    # lxml takes no text that declares an encoding: it is decoded already.
    source = _NO_DECLARATION.sub("", source)
    _refuse_long_tags(source)
    # It warns of each page without a main content; what there is of it is read here.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(
        source,
        with_metadata=True,
        include_comments=False,
        deduplicate=False,
        prune_xpath=_BESIDE,
        date_extraction_params=_PUBLISHED,
    )
    fields = found.as_dict() if found is not None and not isinstance(found, dict) else {}
    return fields, fields.get("text") or _all_text(source)


def _refuse_long_tags(source: str) -> None:
    for tag in _LONG_TAG.finditer(source):
        if len(_BETWEEN.findall(_VALUE.sub("=", tag[0]))) > MAX_ATTRIBUTES:
            raise BadFileError(f"a tag with more than {MAX_ATTRIBUTES:,} attributes: a bomb, not a page", next_="delete it")


def _decoded(file: OpenFile) -> str:
    """By what the user says, by what the bytes tell, by what the page says."""
    raw = file.read()
    try:
        return decode(raw, told=file.options.encoding)
    except EncodingError:
        declared = _DECLARED.search(raw[:_HEAD])
        if declared is None or file.options.encoding:
            raise
        try:
            return decode(raw, told=declared[1].decode().lower())
        except LookupError as unknown:
            raise EncodingError(f"says that it is in {declared[1].decode()}, which is no encoding") from unknown


def _title(source: str) -> str:
    begin = _TITLE.search(source)
    end = _TITLE_END.search(source, begin.end(), begin.end() + MAX_TITLE) if begin else None
    title = source[begin.end() : end.start()] if begin and end else ""
    return " ".join(html.fromstring(f"<p>{title}</p>").text_content().split()) if title.strip() else ""


def _all_text(source: str) -> str:
    """Of a page too short to have a main content: the text of its blocks, a line each."""
    try:
        tree = html.document_fromstring(source)
    except (etree.ParserError, ValueError):
        return ""
    body = tree.find("body")
    if body is None:
        return ""
    etree.strip_elements(body, *_NO_TEXT, with_tail=False)
    lines = (" ".join(part.split()) for part in body.itertext())
    return "\n".join(line for line in lines if line)
