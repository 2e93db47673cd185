"""Style and script: one file for both directions, and small."""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "webapp/static"
STYLE = (STATIC / "kashf.css").read_text(encoding="utf-8")

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|(?:min-|max-)?(?:width|height)|left|right|top|bottom)\s*:"
    r"|(?:float|clear|text-align)\s*:\s*(?:left|right)"
)


def test_properties_are_logical() -> None:
    rules = re.sub(r"@media[^{]*", "", re.sub(r"/\*.*?\*/", "", STYLE, flags=re.DOTALL))
    assert PHYSICAL.findall(rules) == []


def test_the_lint_can_fail() -> None:
    for bad in ("margin-left: 0", "text-align: right", "width: 1px", "{left:0", "max-width: 3rem"):
        assert PHYSICAL.search(bad), bad
    assert not PHYSICAL.search("border-inline-start: 0; inline-size: 1px; max-inline-size: 2px")


def test_arabic_is_not_slanted_or_spaced() -> None:
    assert "letter-spacing" not in STYLE
    assert "italic" not in STYLE


def test_files_are_small() -> None:
    assert (STATIC / "kashf.css").stat().st_size <= 24 * 1024  # a quarter of that on the way
    assert (STATIC / "kashf.js").stat().st_size <= 3 * 1024


def test_nothing_is_loaded_from_elsewhere() -> None:
    for file in (*STATIC.glob("*.css"), *STATIC.glob("*.js")):
        assert not re.search(r"https?:|//[\w.]+/|@import", file.read_text(encoding="utf-8"))
