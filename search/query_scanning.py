"""A query's signs, in the order typed: brackets, bars, and pieces (words and quotations with what is said of them)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from analyzers import fold
from analyzers.characters import CONTROLS
from search.query_words import query_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUOTES: Final = (
    "\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02\u301d\u301e\u301f\u275d\u275e\u2e42\u300c\u300d\u300e\u300f\u2039\u203a"
)
_SIGNS: Final = str.maketrans(
    dict.fromkeys(_QUOTES, '"')
    | dict.fromkeys("\u2212\u2013\u2010\u2011\ufe63\uff0d", "-")
    | dict.fromkeys("\uff0a\u066d\u2217\ufe61", "*")
    | dict.fromkeys("\uff5e\u02dc\u223c", "~")
    | {"\uff08": "(", "\uff09": ")", "\uff5c": "|", "\uff1d": "=", "\uff1a": ":", "\u2236": ":", "\ufe55": ":", "\uff0b": "+"}
)
"""One character for one: fullwidth forms, all double quotation marks, all minuses, the Arabic star."""

_INVISIBLE: Final = re.compile(f"[{CONTROLS}]+")

_SIGN: Final = re.compile(r"\s*(?:(?P<sign>[()|])|(?P<minus>-+)?)")
_FIELD: Final = re.compile(r"(?P<name>[^\W\d_]{1,20})[ \t]?:[ \t]?")
_QUOTED: Final = re.compile(r'"(?P<text>[^"]*)"(?:(?P<star>\*)|(?P<tilde>~)(?P<number>\d*))?')
_CHUNK: Final = re.compile(r'[^\s"()|]+')
_SUFFIX: Final = re.compile(r"(?:(?P<star>\*)|(?P<tilde>~)(?P<number>\d*))(?P<rest>[^\w*~]*)$")
_VALUE_END: Final = "\u060c\u061b\u061f,;!?"
_MAX_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or a quotation, or what a field is followed by. `number` is what stands behind `~`, -1 for none."""

    text: str
    quoted: bool
    minus: bool = False
    field: str = ""
    exact: bool = False
    star: bool = False
    tilde: bool = False
    number: int = -1


@dataclass(frozen=True, slots=True)
class Open:
    """An opening bracket."""

    minus: bool
    field: str


@dataclass(frozen=True, slots=True)
class Sign:
    """`)`, `|`, `"` (a quotation mark without a partner), or `:` (a field word, in `text`, with nothing behind it)."""

    sign: str
    text: str = ""


Scanned: TypeAlias = "Piece | Open | Sign"


def scan(text: str) -> Iterator[Scanned]:
    """The signs of a query. Linear in its length; every character is taken once."""
    text = _INVISIBLE.sub("", text).translate(_SIGNS)
    place = 0
    while place < len(text):
        match = _SIGN.match(text, place)
        assert match is not None  # it may be empty
        place = match.end()
        if match["sign"] in {")", "|"}:
            yield Sign(match["sign"])
        elif match["sign"]:
            yield Open(False, "")
        elif place < len(text):
            place, scanned = _piece(text, place, minus=bool(match["minus"]))
            if scanned is not None:
                yield scanned


def _piece(text: str, place: int, *, minus: bool) -> tuple[int, Scanned | None]:
    """What begins at a place, and where it ends."""
    if text[place].isspace():  # a minus alone
        return place, None
    field = ""
    if (named := _FIELD.match(text, place)) and (known := query_words().fields.get(fold(named["name"]))):
        place, field = named.end(), known
    while place < len(text) and text[place] in "=+":
        place += 1
    exact = text[place - 1 : place] == "="
    chunk = _CHUNK.match(text, place)
    if chunk is not None:
        return chunk.end(), _chunk(chunk[0], minus=minus, field=field, exact=exact)
    if text[place : place + 1] == "(":
        return place + 1, Open(minus, field)
    if text[place : place + 1] == '"':
        quoted = _QUOTED.match(text, place)
        if quoted is None:
            return place + 1, Sign('"')
        return quoted.end(), _said(quoted["text"], quoted, quoted=True, minus=minus, field=field, exact=exact)
    return place, Sign(":", named["name"]) if field and named else None


def _chunk(text: str, *, minus: bool, field: str, exact: bool) -> Piece:
    if field and field != "title":
        return Piece(text.rstrip(_VALUE_END), quoted=False, minus=minus, field=field, exact=exact)
    suffix = _SUFFIX.search(text)
    if suffix is None:
        return Piece(text, quoted=False, minus=minus, field=field, exact=exact)
    return _said(text[: suffix.start()], suffix, quoted=False, minus=minus, field=field, exact=exact)


def _said(text: str, suffix: re.Match[str], *, quoted: bool, minus: bool, field: str, exact: bool) -> Piece:
    digits = suffix["number"]
    number = int(digits[:_MAX_DIGITS]) if digits else -1
    return Piece(text, quoted, minus, field, exact, bool(suffix["star"]), bool(suffix["tilde"]), number)
