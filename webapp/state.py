"""The URL is the whole state: parameters ↔ SearchRequest.

`read_request(MultiDict(write_request(request)))` gives the request back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from analyzers.analysis import LEVELS
from engines.base import DATE_FIELDS, NONE, SORTS
from engines.dates import parse_date_value
from search.values import MAX_PAGE_SIZE, MAX_QUERY_LENGTH, QueryError, SearchRequest
from webapp.narrowing import filters, without_filters

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from werkzeug.datastructures import MultiDict

    from engines.base import Field, SortKey

VALUE_FIELDS: Final[tuple[Field, ...]] = ("actor", "location", "source", "language", "type", "quality")
"""Fields whose parameter has their own name; `date` stands for `event` or `report`, as `date_of` says."""

SIZES: Final = (10, 20, 50, 100)
MAX_FACET_SIZE: Final = 500
MAX_PAGE: Final = 1_000_000
MAX_VALUES: Final = 50
"""Values of one parameter."""

MAX_FILTERS: Final = 200
"""Values of all parameters together: every link of a page holds them all, so that a page grows with their square."""

MAX_FILTERS_LENGTH: Final = 20_000
"""Characters of all values together, for the same reason. An id has at most 512 bytes."""


Reason = Literal["date", "choice", "number", "order", "many"]
Choice = TypeVar("Choice", bound=str)


@dataclass(frozen=True, slots=True)
class Problem:
    """A parameter that can not be used: `reason` says what was expected instead."""

    parameter: str
    value: str
    reason: Reason


EXPECTED: Final[Mapping[Reason, str]] = {
    "date": "expected a date such as 2024, 2024-01 or 2024-01-20",
    "choice": "not one of the possible values",
    "number": "expected a whole number within the limits",
    "order": "the first day lies after the last",
    "many": "too many values",
}


class ParameterError(QueryError):
    """Parameters that can not be used. `rest` is the request without them, so that a form keeps what was right."""

    def __init__(self, rest: SearchRequest, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.parameter}={p.value}: {EXPECTED[p.reason]}" for p in problems))
        self.rest = rest
        self.problems = problems


# ---- parameters → request


def read_request(args: MultiDict[str, str]) -> SearchRequest:
    """The request that parameters stand for; unknown and empty ones are ignored. Raises ParameterError."""
    reader = _Reader(args)
    date_of = reader.choice("date_of", DATE_FIELDS) or "event"
    request = SearchRequest(
        text=args.get("q", "")[: MAX_QUERY_LENGTH + 1],  # no more is read, and one more tells that there is more
        any_of=reader.values("", date_of),
        none_of=reader.values("not_", date_of),
        all_of=reader.together("all_"),
        date_from=reader.day("from", last=False),
        date_to=reader.day("to", last=True),
        date_of=date_of,
        level=reader.choice("level", LEVELS),
        expand=reader.choice("expand", ("0", "1")) != "0",
        fold=reader.choice("fold", ("0", "1")) == "1",
        sort=reader.choice("sort", SORTS) or "relevance",
        page=reader.number("page", 1, MAX_PAGE),
        size=reader.number("size", 10, MAX_PAGE_SIZE),
        facet_size=reader.number("facet_size", 20, MAX_FACET_SIZE),
    )
    if request.date_from and request.date_to and request.date_from > request.date_to:
        reader.problems.append(Problem("from", request.date_from.isoformat(), "order"))
        request = replace(request, date_from=None, date_to=None)
    chosen = filters(request)
    if len(chosen) > MAX_FILTERS or sum(len(each.value) for each in chosen) > MAX_FILTERS_LENGTH:
        reader.problems.append(Problem("filters", str(len(chosen)), "many"))
        request = without_filters(request)
    if reader.problems:
        raise ParameterError(request, tuple(reader.problems))
    return request


class _Reader:
    """Reads parameters one by one and gathers what is wrong with them."""

    def __init__(self, args: MultiDict[str, str]) -> None:
        self._args = args
        self.problems: list[Problem] = []

    def values(self, prefix: str, date_of: Field) -> dict[Field, tuple[str, ...]]:
        named = [(field, self._all(prefix + field)) for field in VALUE_FIELDS]
        named.append((date_of, self._dates(prefix + "date")))
        return {field: values for field, values in named if values}

    def together(self, prefix: str) -> dict[Field, tuple[str, ...]]:
        """Values that a document has to have together; dates are not among them, nor is a field that has values to choose among."""
        named = ((field, self._all(prefix + field)) for field in VALUE_FIELDS if not any(self._args.getlist(field)))
        return {field: values for field, values in named if values}

    def choice(self, name: str, choices: tuple[Choice, ...]) -> Choice | None:
        value = self._args.get(name, "").strip()
        chosen = next((choice for choice in choices if choice == value), None)
        if value and chosen is None:
            self._reject(name, value, "choice")
        return chosen

    def number(self, name: str, default: int, most: int) -> int:
        value = self._args.get(name, "").strip()
        if not value:
            return default
        if value.isdecimal() and len(value) <= len(str(most)) and 1 <= int(value) <= most:
            return int(value)
        self._reject(name, value, "number")
        return default

    def day(self, name: str, *, last: bool) -> dt.date | None:
        value = self._args.get(name, "").strip()
        span = _date_span(value)
        if value and span is None:
            self._reject(name, value, "date")
        return span[last] if span else None

    def _all(self, name: str) -> tuple[str, ...]:
        values = tuple(dict.fromkeys(value for value in self._args.getlist(name) if value))
        if len(values) <= MAX_VALUES:
            return values
        self._reject(name, str(len(values)), "many")
        return ()

    def _dates(self, name: str) -> tuple[str, ...]:
        kept: list[str] = []
        for value in self._all(name):
            if value == NONE or _date_span(value):
                kept.append(value)
            else:
                self._reject(name, value, "date")
        return tuple(kept)

    def _reject(self, name: str, value: str, reason: Reason) -> None:
        self.problems.append(Problem(name, value, reason))


def _date_span(value: str) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of `2024`, `2024-01` or `2024-01-20`; None for anything else."""
    try:
        date = parse_date_value(value)
    except ValueError:
        return None
    return date.first, date.last


# ---- request → parameters


_DEFAULT: Final = SearchRequest()


def write_request(request: SearchRequest) -> list[tuple[str, str]]:
    """The parameters that stand for a request; what is as it is by default is left out."""
    pairs = [("q", request.text)] if request.text else []
    pairs += _value_pairs("", request.any_of, request.date_of)
    pairs += _value_pairs("all_", request.all_of, request.date_of)
    pairs += _value_pairs("not_", request.none_of, request.date_of)
    scalars: list[tuple[str, object, object]] = [
        ("from", request.date_from, None),
        ("to", request.date_to, None),
        ("date_of", request.date_of, _DEFAULT.date_of),
        ("level", request.level, _DEFAULT.level),
        ("expand", int(request.expand), int(_DEFAULT.expand)),
        ("fold", int(request.fold), int(_DEFAULT.fold)),
        ("sort", request.sort, _DEFAULT.sort),
        ("size", request.size, _DEFAULT.size),
        ("facet_size", request.facet_size, _DEFAULT.facet_size),
        ("page", request.page, _DEFAULT.page),
    ]
    return pairs + [(name, str(value)) for name, value, usual in scalars if value != usual]


def _value_pairs(prefix: str, values: Mapping[Field, tuple[str, ...]], date_of: Field) -> Iterable[tuple[str, str]]:
    for field in (*VALUE_FIELDS, date_of):
        name = "date" if field == date_of else field
        for value in values.get(field, ()):
            yield prefix + name, value


# ---- what a form offers


def sizes(asked: int) -> tuple[int, ...]:
    """The page sizes to choose from, with the one that was asked for."""
    return tuple(sorted({*SIZES, asked}))


def sort_choices(asked: SortKey, used: SortKey) -> tuple[tuple[SortKey, SortKey], ...]:
    """The orders to choose from, each with the value of its parameter.

    Without words there is no best match, and another order is `used` for it. That one keeps the value that was asked for, so that
    a form sent with something else changed does not fix it for the words that come later.
    """
    return tuple((sort, asked if sort == used else sort) for sort in SORTS if sort in {used, *SORTS[1:]})
