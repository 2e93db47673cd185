"""How a report is headed wherever it is shown: its title, the direction of its text, its date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from webapp.locales import day_text, text_direction

if TYPE_CHECKING:
    from engines.base import Document
    from webapp.locales import Direction

TITLE_LENGTH: Final = 90
"""Code points of a text that stand for a missing title."""

BEGINNING: Final = 200
"""Code points of a text that tell its direction."""


def title_text(document: Document) -> str:
    """A document's title, else how its text begins, else its id."""
    first = next((line.strip() for line in document.text.splitlines() if line.strip()), "")
    beginning = first if len(first) <= TITLE_LENGTH else first[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
    return document.title or beginning or document.id


def direction_of(document: Document) -> Direction:
    """The direction of a document, whatever that of the page."""
    return text_direction(document.language, document.title + document.text[:BEGINNING])


def report_day_text(document: Document) -> str:
    """The date of the report itself; empty where it has none."""
    return day_text(document.report_date) if document.report_date else ""
