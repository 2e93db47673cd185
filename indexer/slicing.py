"""A slice of the files, so that several runs, on one machine or on many, do all of them and none twice."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slice:
    """The `number`-th of `count` parts, counted from 1. Which part a file is in depends on its whole path alone."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def holds(self, path: str) -> bool:
        """Whether a file is in this part."""
        digest = hashlib.sha256(os.fsencode(path)).digest()
        return int.from_bytes(digest[:8]) % self.count == self.number - 1


def read_slice(text: str) -> Slice:
    """Read `3/16`. Raises ValueError for what is no slice."""
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise ValueError(f"{text!r} is no slice: write 3/16 for the third of sixteen")
    return Slice(int(match[1]), int(match[2]))
