"""What is told of a query beside its hits, in English; the pages have their own words in their languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTES: Final[Mapping[str, str]] = {
    "query_cut": "only the first {} characters of the query were read",
    "words_cut": "only the first {} words of the query were read",
    "quote_open": "a quotation mark without a partner was passed over",
}


def describe(note: tuple[str, str]) -> str:
    """A note of an answer in words.

    >>> describe(("words_cut", "200"))
    'only the first 200 words of the query were read'
    """
    name, value = note
    return NOTES[name].format(value)
