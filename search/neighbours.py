"""The reports just before and just after another, by their own dates."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from engines.base import DateFilter, MatchAll, Query

if TYPE_CHECKING:
    from engines.base import Document, Engine

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
    until, since = DateFilter("report", end=day), DateFilter("report", start=day)
    earlier = engine.search(Query(MatchAll(), filters=(until,), sort="report_newest", limit=limit)).hits
    later = engine.search(Query(MatchAll(), filters=(since,), sort="report_oldest", limit=limit)).hits
    place = (day, document.id)
    before = sorted((hit.document for hit in earlier if _place(hit.document) < place), key=_place, reverse=True)
    after = sorted((hit.document for hit in later if _place(hit.document) > place), key=_place)
    return tuple(before[:each]), tuple(after[:each])


def _place(document: Document) -> tuple[dt.date, str]:
    return document.report_date or dt.date.min, document.id
