"""Slices of the files."""

from __future__ import annotations

from collections import Counter

import pytest

from indexer.slicing import Slice, read_slice

PATHS = [f"/reports/2024/{number}.txt" for number in range(1_000)] + ["/reports/تقرير.txt", "/reports/\udcff.txt"]


def test_each_file_is_in_one_slice() -> None:
    counts = Counter(number for path in PATHS for number in range(1, 17) if Slice(number, 16).holds(path))
    assert sum(counts.values()) == len(PATHS)
    assert min(counts[number] for number in range(1, 17)) > 30


def test_one_of_one_is_all() -> None:
    assert all(read_slice("1/1").holds(path) for path in PATHS)


def test_slices_are_read_and_shown() -> None:
    assert read_slice("3/16") == Slice(3, 16)
    assert str(Slice(3, 16)) == "3/16"


@pytest.mark.parametrize("text", ["", "3", "0/4", "5/4", "3/0", "a/b", "1/4/2", "-1/4", "٣/٤"])
def test_what_is_no_slice(text: str) -> None:
    with pytest.raises(ValueError, match="3/16"):
        read_slice(text)
