"""How many of the matching documents have each value of a column, as tantivy's aggregation gives them."""

from __future__ import annotations

from heapq import nsmallest
from itertools import islice, takewhile
from typing import TYPE_CHECKING, TypeAlias, TypedDict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Value: TypeAlias = "str | int"
"""A column of text, or of the numbers of dates."""


class ValueCount(TypedDict):
    """One bucket of tantivy's `terms`."""

    key: Value
    doc_count: int


class Counts:
    """Every value of a column with its count; exact.

    There are thousands of values, of which an answer shows some twenty: they stay as they came, the largest first, and are read
    no further than an answer needs.
    """

    __slots__ = ("_buckets", "_by_value")

    def __init__(self, buckets: Sequence[ValueCount]) -> None:
        self._buckets = buckets
        self._by_value: dict[Value, int] | None = None

    def __len__(self) -> int:
        return len(self._buckets)

    def __iter__(self) -> Iterator[tuple[Value, int]]:
        return ((bucket["key"], bucket["doc_count"]) for bucket in self._buckets)

    def largest(self, size: int) -> dict[str, int]:
        """So many values of a column of text, by count, ties by value: only those that tie with the last are put in order."""
        head = {str(value): count for value, count in islice(self, size)}
        least = min(head.values(), default=0)
        above = {value: count for value, count in head.items() if count > least}
        tied = takewhile(lambda item: item[1] == least, islice(self, len(above), None))
        return above | dict.fromkeys(nsmallest(len(head) - len(above), (str(value) for value, _ in tied)), least)

    def of(self, values: Sequence[str]) -> dict[str, int]:
        """Those of the values that there are."""
        if len(values) == 1 and self._by_value is None:  # mostly `none`, which is among the first
            count = next((count for value, count in self if value == values[0]), 0)
            return {values[0]: count} if count else {}
        if self._by_value is None:
            self._by_value = dict(self)
        return {value: self._by_value[value] for value in values if value in self._by_value}
