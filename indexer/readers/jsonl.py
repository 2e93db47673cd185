"""`.jsonl`: one JSON object a line, one document an object. A bad line is one failure; the rest is read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from indexer.encoding import broken, open_text
from indexer.fields import FieldError, build
from indexer.values import ReadError, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.opened import OpenFile


def read(file: OpenFile) -> Iterator[SourceDocument | ReadError]:
    """The documents of a file of JSON lines."""
    # Only \n ends a line: texts hold U+2028 and U+0085 of their own.
    with open_text(file.stream, newline="\n", told=file.options.encoding) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _document(line, file.path, f"line {number}")


def _document(line: str, path: str, where: str) -> SourceDocument | ReadError:
    if broken(line):
        return ReadError(path, "bytes that are not in the file's encoding", where, "convert the line to UTF-8")
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        return ReadError(path, f"not JSON: {error.msg} (column {error.colno})", where, "one object a line is expected")
    except (RecursionError, ValueError) as error:
        return ReadError(path, f"JSON that can not be read: {error}", where)
    if not isinstance(fields, dict):
        return ReadError(path, "not an object", where, "one object a line is expected")
    try:
        return build(fields)
    except FieldError as error:
        return ReadError(path, str(error), where)
