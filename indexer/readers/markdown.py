"""`.md`: one document a file, its fields in YAML front matter between lines of `---`; else the first heading is the title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import yaml

from indexer.encoding import decode
from indexer.fields import FieldError, build
from indexer.readers.opened import BadFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.opened import OpenFile
    from indexer.values import SourceDocument

_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\n(.*?\n)?---[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING: Final = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")


class _TextLoader(yaml.BaseLoader):
    """Every scalar is text as it was written (`country: NO`, `date: 2024-01-20`), and nothing is repeated by reference:

    a few lines of anchors can otherwise stand for gigabytes.
    """

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]  # not in the package's stubs
            raise yaml.MarkedYAMLError(problem="aliases (*) are not read", problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def read(file: OpenFile) -> Iterator[SourceDocument]:
    """The document of a Markdown file."""
    text = decode(file.read(), told=file.options.encoding)
    try:
        yield build(_fields(text))
    except FieldError as error:
        raise BadFileError(str(error), next_="correct the front matter, or write a text below it") from error
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        problem = (isinstance(error, yaml.MarkedYAMLError) and error.problem) or "not YAML"
        # Counted from 0 within the front matter, which begins on the file's second line.
        where = f"line {mark.line + 2}" if mark else ""
        raise BadFileError(f"front matter: {problem}", where=where, next_="put values with : or # in quotes") from error
    except RecursionError as error:
        raise BadFileError("front matter: lists within lists, too deep", next_="write lines of `name: value`") from error


def _fields(text: str) -> dict[str, object]:
    fields: dict[str, object] = {}
    front = _FRONT_MATTER.match(text)
    if front:
        loaded = yaml.load(front[1] or "", Loader=_TextLoader)  # noqa: S506  # it makes nothing but texts, lists and dicts
        if loaded and not isinstance(loaded, dict):
            raise FieldError("front matter: expected lines of `name: value`")
        fields = {str(name).strip().lower(): value for name, value in (loaded or {}).items()}
        text = text[front.end() :]
    heading = _HEADING.match(text)
    if heading and not fields.get("title"):
        fields["title"] = heading[1]
        text = text[heading.end() :]
    fields["text"] = text.strip("\n")
    return fields
