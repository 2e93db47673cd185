"""What goes where: results to standard output, everything else to standard error; colour and bars only on a terminal."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import time
from typing import TYPE_CHECKING, Final, Protocol

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""All but tab and line feed."""

_PICTURES: Final = {chr(code): chr(0x2400 + code) for code in range(0x20)} | {"\x7f": "\u2421"}


_ESCAPED: Final = {code: f"\\u{code:04x}" for code in range(0x7F, 0xA0)}
"""What JSON may hold as it is, and terminals obey."""


def use_utf_8() -> None:
    """Arabic in and out whatever the locale says; names that are not UTF-8 are shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def print_json(value: Mapping[str, object]) -> None:
    """One object on one line."""
    click.echo(json.dumps(value, ensure_ascii=False).translate(_ESCAPED))


def harmless(text: str) -> str:
    r"""Text that a terminal shows and does not obey: control characters of reports and file names become their pictures.

    >>> harmless("a\x1b]0;b\x07\n")
    'a␛]0;b␇\n'
    """
    return _CONTROL.sub(lambda match: _PICTURES.get(match[0], "\ufffd"), text)


def say(text: str) -> None:
    """A line of results for people, on standard output."""
    click.echo(harmless(text))


def note(message: str) -> None:
    """A line for people, on standard error."""
    click.echo(harmless(message), err=True)


def marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """A text on one line with its spans bold on a terminal, in [brackets] elsewhere."""
    in_bold = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    text = harmless(text)
    parts: list[str] = []
    position = 0
    for start, end in spans:
        word = text[start:end]
        parts += [text[position:start], click.style(word, bold=True) if in_bold else f"[{word}]"]
        position = end
    return " ".join("".join([*parts, text[position:]]).split())


class _Bar(Protocol):
    def update(self, n_steps: int, current_item: str | None = None) -> None: ...

    def render_finish(self) -> None: ...


class Bar:
    """Progress (see `indexer.values`) as a bar on standard error; nothing where that is no terminal.

    With `in_bytes` it says how many of them have been looked at, too; elsewhere its length is in documents.
    """

    def __init__(self, label: str, *, in_bytes: bool = False) -> None:
        self._label = label
        self._in_bytes = in_bytes
        self._bar: _Bar | None = None
        self._began = 0.0
        self._counts = ""
        self._seen = self._size = 0

    def started(self, _files: int, size: int, /) -> None:
        """Show the bar, empty."""
        if sys.stderr.isatty():
            self._size = size
            self._began = time.monotonic()
            self._bar = click.progressbar(length=max(size, 1), label=self._label, file=sys.stderr, item_show_func=lambda text: text)

    def advanced(self, size: int, /) -> None:
        """Move the bar."""
        if self._bar is not None:
            self._seen += size
            self._bar.update(size, self._item())

    def counted(self, done: int, failed: int, /) -> None:
        """Say how many documents, how fast, how many failed."""
        if self._bar is not None:
            rate = done / max(time.monotonic() - self._began, 0.001)
            self._counts = f"{done:,} documents, {rate:,.0f}/s" + (f", {failed:,} failed" if failed else "")
            self._bar.update(0, self._item())

    def finished(self) -> None:
        """End the bar's line."""
        if self._bar is not None:
            self._bar.render_finish()

    def _item(self) -> str:
        if not self._in_bytes:
            return self._counts
        bytes_ = f"{self._seen / 1e6:,.1f} of {self._size / 1e6:,.1f} MB"
        return f"{bytes_}, {self._counts}" if self._counts else bytes_
