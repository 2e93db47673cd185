"""Standard input: one file without a name, which tells by its content what it is, or of which the user says so."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from indexer.isolation import read_path
from indexer.readers.recognizing import recognized
from indexer.values import DEFAULT_READING, STANDARD_INPUT, SourceDocument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indexer.readers.registry import Item
    from indexer.values import ReadOptions

NAME: Final = "standard-input"
"""The name of the file that it becomes: for scanned pages, their title too."""


def read_stream(stream: BinaryIO, options: ReadOptions = DEFAULT_READING) -> Iterator[Item]:
    """The documents of standard input. It goes to a temporary file: readers look at the beginning twice."""
    with tempfile.TemporaryDirectory(prefix="kashf-") as folder:
        spool = Path(folder) / NAME
        with spool.open("w+b") as file:
            shutil.copyfileobj(stream, file)
            file.seek(0)
            extension = f".{options.format}" if options.format else recognized(file, options)
        for item in read_path(str(spool.rename(spool.with_name(f"{NAME}{extension}"))), options):
            yield item if isinstance(item, SourceDocument) else replace(item, path=STANDARD_INPUT)
