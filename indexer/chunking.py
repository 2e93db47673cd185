"""Streams cut into pieces to work on at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")


def chunks(items: Iterable[T], most: int, *, size: Callable[[T], int] = lambda _: 0, largest: int = 1) -> Iterator[list[T]]:
    """Items in lists, in order; a list ends with its `most`-th item, or as soon as the sizes of its items reach `largest`.

    >>> list(chunks("abcde", 2)), list(chunks(["a", "bcd", "e"], 9, size=len, largest=3))
    ([['a', 'b'], ['c', 'd'], ['e']], [['a', 'bcd'], ['e']])
    """
    chunk: list[T] = []
    together = 0
    for item in items:
        chunk.append(item)
        together += size(item)
        if len(chunk) >= most or together >= largest:
            yield chunk
            chunk, together = [], 0
    if chunk:
        yield chunk
