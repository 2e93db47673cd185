"""Compiles the catalogs of the web application: each `messages.po` to a `messages.mo` beside it.

Called by the build hook and, in a source tree, by the tests; needs babel only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS: Final = Path(__file__).resolve().parent / "webapp" / "translations"


def build_catalogs(translations: Path = TRANSLATIONS) -> list[Path]:
    """Write the .mo of every .po and return their paths. The same .po always gives the same bytes."""
    return [_compile(source) for source in sorted(translations.glob("*/LC_MESSAGES/*.po"))]


def _compile(source: Path) -> Path:
    with source.open("rb") as file:
        catalog = read_po(file, locale=source.parent.parent.name)
    target = source.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, catalog)
    return target


if __name__ == "__main__":
    build_catalogs()
