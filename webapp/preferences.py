"""How a reader of Arabic wants months and digits: kept in the address, as language and calendar are.

Syria and its neighbours say آب where others say أغسطس, and some want ١٢٣ where most reports write 123.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from flask import has_request_context, request

if TYPE_CHECKING:
    from collections.abc import Mapping

Months = Literal["both", "levantine", "standard"]
Digits = Literal["western", "arabic"]

MONTHS: Final = "months"
DIGITS: Final = "digits"
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {MONTHS: get_args(Months), DIGITS: get_args(Digits)}
"""The parameters with their values; the first of each is meant where none is said."""

_ARABIC: Final = str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬")


def chosen(parameter: str) -> str:
    """What the address of the page says, or the first choice."""
    choices = CHOICES[parameter]
    said = request.args.get(parameter, "") if has_request_context() else ""
    return said if said in choices else choices[0]


def parameters() -> tuple[tuple[str, str], ...]:
    """What goes along to other pages."""
    said = ((parameter, chosen(parameter)) for parameter in CHOICES)
    return tuple((parameter, value) for parameter, value in said if value != CHOICES[parameter][0])


def in_digits(text: str) -> str:
    """A number or a date, for a page in Arabic, in the digits that were chosen.

    >>> in_digits("1,234")
    '1,234'
    """
    return text.translate(_ARABIC) if chosen(DIGITS) == "arabic" else text
