"""The notices of those whose data and work are shipped: the NOTICE file of the source tree or of the installed package."""

from __future__ import annotations

from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

_NAME: Final = "NOTICE"


class NoticeMissingError(Exception):
    """The package was built without its NOTICE file, which its licences ask for."""


@cache
def notice_text() -> str:
    """The text of NOTICE: beside the packages in a source tree, else among the installed licence files."""
    beside = Path(__file__).resolve().parent.parent / _NAME
    if beside.is_file():
        return beside.read_text(encoding="utf-8")
    try:
        files = metadata.files("kashf") or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        if file.name == _NAME:
            return file.read_text(encoding="utf-8")
    raise NoticeMissingError(f"no {_NAME} in {beside.parent} nor in the installed package kashf: install Kashf anew")
