"""`.json`: an object is a document, a list of objects is a document each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from indexer.encoding import decode
from indexer.fields import FieldError, build
from indexer.readers.opened import BadFileError
from indexer.values import ReadError, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.opened import OpenFile


def read(file: OpenFile) -> Iterator[SourceDocument | ReadError]:
    """The documents of a JSON file."""
    text = decode(file.read(), told=file.options.encoding)
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}"
        raise BadFileError(
            f"not JSON: {error.msg} (column {error.colno})", where=where, next_="JSON lines are called .jsonl"
        ) from error
    except (RecursionError, ValueError) as error:
        raise BadFileError(f"JSON that can not be read: {error}") from error
    if isinstance(content, dict):
        yield build(content)
        return
    if not isinstance(content, list):
        raise BadFileError("neither an object nor a list of objects", next_="make each report an object with a text")
    for number, fields in enumerate(content, start=1):
        yield _document(fields, file.path, f"document {number}")


def _document(fields: object, path: str, where: str) -> SourceDocument | ReadError:
    if not isinstance(fields, dict):
        return ReadError(path, "not an object", where, "make each report an object with a text")
    try:
        return build(fields)
    except FieldError as error:
        return ReadError(path, str(error), where)
