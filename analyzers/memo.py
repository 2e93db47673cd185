"""What word forms imply, worked out once each: texts repeat their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

V = TypeVar("V")

LONGEST: Final = 64
"""Code points. Longer "words" (a megabyte of one letter) are not remembered: the memo's memory is bounded, not only its size."""


class Memo(dict[str, V]):
    """Word form → what `make` makes of it at the first look-up; never more than `most` of them.

    A dict whose missing values are made, so that looking up all words of a text takes no step of Python. When it is full, the
    half that came last is dropped: the frequent words of a language are met first, and stay.
    """

    __slots__ = ("_make", "_most")

    def __init__(self, make: Callable[[str], V], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, form: str) -> V:
        """The value of a form that is met for the first time."""
        value = self._make(form)
        if len(form) <= LONGEST:
            if len(self) >= self._most:
                for late in list(self)[self._most // 2 :]:
                    self.pop(late, None)  # another thread may have dropped it
            self[form] = value
        return value
