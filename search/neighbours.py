"""The reports just before and just after another, by their own dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engines.base import DateFilter, MatchAll, Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engines.base import Document, Engine, Hit

MOST_ON_A_DAY: Final = 50
"""Reports of one day that are looked through; of more, those that come next by id may not be found."""


def neighbours(engine: Engine, document: Document, each: int) -> tuple[tuple[Document, ...], tuple[Document, ...]]:
    """Up to `each` reports before one and after it, the nearest first; of the same day in the order of their ids.

    A report without a date has none.
    """
    day = document.report_date
    if day is None:
        return (), ()
    limit = each + MOST_ON_A_DAY
    earlier = engine.search(Query(MatchAll(), filters=(DateFilter("report", end=day),), sort="report_newest", limit=limit)).hits
    later = engine.search(Query(MatchAll(), filters=(DateFilter("report", start=day),), sort="report_oldest", limit=limit)).hits
    before = [hit.document for hit in earlier if hit.document.report_date != day]
    after = [hit.document for hit in later if hit.document.report_date != day]
    same_before, same_after = _of_the_day(later, document)
    return (*reversed(same_before), *before)[:each], (*same_after, *after)[:each]


def _of_the_day(hits: Sequence[Hit], document: Document) -> tuple[list[Document], list[Document]]:
    """The others of a document's day: those before it by id, and those after it."""
    others = [hit.document for hit in hits if hit.document.report_date == document.report_date and hit.document.id != document.id]
    ordered = sorted(others, key=lambda other: other.id)
    return [other for other in ordered if other.id < document.id], [other for other in ordered if other.id > document.id]
