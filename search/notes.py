"""What is told of a query beside its hits, in English; the pages have their own words in their languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTES: Final[Mapping[str, str]] = {
    "query_cut": "only the first {} characters of the query were read",
    "words_cut": "only the first {} words of the query were read",
    "quote_open": "a quotation mark without a partner was passed over",
    "nothing_read": "there is no word in the query; all reports are listed",
    "bracket_open": "a bracket is not closed; it was taken to close at the end",
    "bracket_close": "a closing bracket without a partner was passed over",
    "brackets_deep": "only {} brackets within each other were read",
    "sign_ignored": "{} means nothing at that place and was passed over",
    "word_short": "{} is too short to look for words that are like it",
    "unwritten_cut": "only the first {} words with * or ~ were read so; the others were searched as words",
    "alternatives_cut": "only {} other ways to say it were searched as well",
    "title_stop": "titles can not be searched for {} alone; it was searched in the whole text",
    "field_empty": "nothing stands behind {}:",
    "date_unread": "{} is no date that can be read; it was searched as words (dates: 2024, 2024-01, 2023..2024-02, January 2024)",
    "actor_unknown": "no actor called {} is known; it was searched as words",
    "location_unknown": "no place called {} is known; it was searched as words",
    "source_unknown": "there is no source called {}",
}


def describe(note: tuple[str, str]) -> str:
    """A note of an answer in words.

    >>> describe(("words_cut", "200"))
    'only the first 200 words of the query were read'
    """
    name, value = note
    return NOTES[name].format(value)
