"""A request as it is kept: JSON of what differs from the default, and back.

What belongs to one look at the answer (the page, its size, how long facets are) is no part of a saved search.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from search.values import SearchRequest

NOT_KEPT: Final = frozenset({"page", "size", "facet_size"})
_KEPT: Final = tuple(field.name for field in fields(SearchRequest) if field.name not in NOT_KEPT)
_DATES: Final = frozenset({"date_from", "date_to"})


def write_saved(request: SearchRequest) -> str:
    """A request as JSON.

    >>> write_saved(SearchRequest(text="قصف", date_from=dt.date(2024, 1, 1), page=3))
    '{"text": "قصف", "date_from": "2024-01-01"}'
    """
    usual = SearchRequest()
    kept = {name: getattr(request, name) for name in _KEPT if getattr(request, name) != getattr(usual, name)}
    return json.dumps({name: _plain(value) for name, value in kept.items()}, ensure_ascii=False)


def read_saved(text: str) -> SearchRequest:
    """The request of `write_saved`. Raises ValueError for what a newer Kashf has saved."""
    kept = json.loads(text)
    if unknown := sorted(set(kept) - set(_KEPT)):
        raise ValueError(f"a newer Kashf has saved it, with {', '.join(unknown)}")
    return SearchRequest(**{name: _value(name, value) for name, value in kept.items()})


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: list(values) for name, values in value.items()}
    return value.isoformat() if isinstance(value, dt.date) else value


def _value(name: str, value: object) -> Any:  # noqa: ANN401 - JSON, whose fields have kinds of their own
    if isinstance(value, dict):
        return {field: tuple(values) for field, values in value.items()}
    if name in _DATES and isinstance(value, str):
        return dt.date.fromisoformat(value)
    return value
