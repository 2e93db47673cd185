"""Counts of a column, read no further than an answer needs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engines.base import NONE
from engines.embedded.counts import Counts, ValueCount

columns = st.dictionaries(st.sampled_from([*"abcdefghij", NONE, "محور"]), st.integers(1, 4))


def read(column: dict[str, int]) -> Counts:
    """As tantivy gives them: the largest first, those that tie in no order."""
    buckets = [ValueCount(key=value, doc_count=count) for value, count in column.items()]
    return Counts(sorted(buckets, key=lambda bucket: -bucket["doc_count"]))


@given(columns, st.integers(0, 14))
def test_the_largest_come_by_count_and_then_by_value(column: dict[str, int], size: int) -> None:
    ordered = sorted(column.items(), key=lambda item: (-item[1], item[0]))
    assert read(column).largest(size) == dict(ordered[:size])


@given(columns, st.lists(st.sampled_from([*"ajx", NONE]), unique=True))
def test_values_that_are_there_are_found_before_and_after_others(column: dict[str, int], values: list[str]) -> None:
    counts = read(column)
    expected = {value: column[value] for value in values if value in column}
    assert counts.of(values) == expected
    assert counts.of((NONE, "a")) == {value: column[value] for value in (NONE, "a") if value in column}
    assert counts.of(values) == expected


@given(columns)
def test_all_values_can_be_read(column: dict[str, int]) -> None:
    counts = read(column)
    assert dict(counts) == column
    assert len(counts) == len(column)
