"""Compiles the catalogs of the web application: each `messages.po` to a `messages.mo` beside it.

Called by the build hook and, in a source tree where it has not run, by the tests; needs babel only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from pathlib import Path


def build_catalogs(translations: Path) -> list[Path]:
    """Write the .mo of every .po in a folder of translations and return their paths. The same .po always gives the same bytes."""
    return [_compile(source) for source in sorted(translations.glob("*/LC_MESSAGES/*.po"))]


def _compile(source: Path) -> Path:
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parent.parent.name)
    target = source.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, catalog)
    return target
