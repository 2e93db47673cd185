"""Static files under names that change with their content, so that a browser may keep them for good."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import url_for

if TYPE_CHECKING:
    from flask import Flask

FONT: Final = "vendor/vazirmatn-arabic-wght-normal.woff2"
"""Put there by the build hook; without it the pages use the fonts of the system."""

OUTLINES: Final = "vendor/outlines.svg"
"""Likewise; without it maps are circles and names alone."""


def init_assets(app: Flask) -> None:
    """Give templates `asset(name)` and `has_font`."""
    folder = Path(app.static_folder or "")
    versions = {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=versions[name])

    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["has_font"] = FONT in versions
    app.jinja_env.globals["has_outlines"] = OUTLINES in versions
