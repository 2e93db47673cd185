"""Named fields of a source (JSON object, row, front matter) → SourceDocument. Names as `docs/` lists them."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Final

from engines.base import MAX_ID_BYTES, MAX_VALUE_BYTES
from engines.dates import parse_date_value
from indexer.encoding import mended
from indexer.values import SourceDocument

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TEXTS: Final = ("source", "url", "language", "type")
_LISTS: Final = ("actors", "locations", "dates")
_IGNORED: Final = frozenset(("extracted",))
KNOWN: Final = frozenset(("id", "title", "text", "date", "metadata", *_TEXTS, *_LISTS, *_IGNORED))

_DIGITS: Final = {base + value: str(value) for base in (0x0660, 0x06F0) for value in range(10)}
_ISO_DAY: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?", re.DOTALL)
_COMPACT_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_IN_NAME: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_SEPARATOR: Final = re.compile("[;\u061b|\n]")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


class FieldError(ValueError):
    """A field holds what it can not hold. The message names the field."""


def build(fields: Mapping[str, object]) -> SourceDocument:
    """The document that named fields make; unknown names become metadata. Raises FieldError."""
    title, text = _text("title", fields.get("title")).strip(), _text("text", fields.get("text"))
    if not title and not text.strip():
        raise FieldError("neither title nor text")
    date = _date(fields.get("date"))
    texts = {name: _value(name, fields.get(name)) for name in _TEXTS}
    lists = {name: _list(name, fields.get(name)) for name in _LISTS}
    for value in lists["dates"]:
        _check_event_date(value)
    return SourceDocument(
        title=title,
        text=text,
        id=_id(fields.get("id")),
        date=date,
        date_found="field" if date else "",
        source=texts["source"],
        url=texts["url"],
        language=texts["language"],
        type=texts["type"],
        actors=lists["actors"],
        locations=lists["locations"],
        dates=lists["dates"],
        metadata=_metadata(fields),
    )


def read_day(value: str) -> dt.date:
    """A day as people and programs write it: ISO first (with or without a time), else day before month.

    >>> read_day("٢٠٢٤-٠١-٢٠"), read_day("20/1/2024")
    (datetime.date(2024, 1, 20), datetime.date(2024, 1, 20))
    """
    plain = value.strip().translate(_DIGITS)
    year_first = _ISO_DAY.fullmatch(plain) or _COMPACT_DAY.fullmatch(plain)
    day_first = _DAY_FIRST.fullmatch(plain)
    parts = year_first.groups() if year_first else day_first.groups()[::-1] if day_first else None
    try:
        if parts:
            return dt.date(*map(int, parts))
    except ValueError:
        pass  # no such day: said below
    raise FieldError(f"date: {_short(value)} is no day; write 2024-01-20")


def day_in_name(name: str) -> dt.date | None:
    """The day that a file's name holds.

    >>> day_in_name("2024-01-20-ain-al-asad.txt")
    datetime.date(2024, 1, 20)
    """
    for match in _IN_NAME.finditer(name):
        try:
            return dt.date(int(match[1]), int(match[3]), int(match[4]))
        except ValueError:
            continue
    return None


def _text(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return mended(value)
    raise FieldError(f"{name}: expected text, not {_kind(value)}")


def _value(name: str, value: object) -> str:
    text = _text(name, value).strip()
    if name != "url" and len(text.encode()) > MAX_VALUE_BYTES:
        raise FieldError(f"{name}: {_short(text)} is longer than {MAX_VALUE_BYTES:,} bytes")
    return text


def _id(value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise FieldError(f"id: expected text or a number, not {_kind(value)}")
    id_ = mended(str(value)).strip()
    if not id_:
        return None
    if len(id_.encode()) > MAX_ID_BYTES or _CONTROL.search(id_):
        raise FieldError(f"id: {_short(id_)} is longer than {MAX_ID_BYTES} bytes or holds control characters")
    return id_


def _date(value: object) -> dt.date | None:
    text = _text("date", value).strip()
    return read_day(text) if text else None


def _list(name: str, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    parts: Iterable[object] = _SEPARATOR.split(value) if isinstance(value, str) else value if isinstance(value, list) else ()
    if not isinstance(value, str | list) or not all(isinstance(part, str) for part in parts):
        raise FieldError(f"{name}: expected a list of texts, not {_kind(value)}")
    cleaned = (" ".join(mended(str(part)).split()) for part in parts)
    return tuple(dict.fromkeys(part for part in cleaned if part))


def _check_event_date(value: str) -> None:
    try:
        read_event_days(value)
    except ValueError as error:
        raise FieldError(f"dates: {_short(value)} is none; write 2024, 2024-01, 2024-01-20 or 2024-01-20/2024-01-24") from error


def read_event_days(value: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of `2024`, `2024-01`, `2024-01-20` or `2024-01-20/2024-01-24`. Raises ValueError."""
    start, slash, end = value.partition("/")
    first, last = _partial(start), _partial(end if slash else start)
    if first[0] > last[1]:
        raise ValueError(value)
    return first[0], last[1]


def _partial(value: str) -> tuple[dt.date, dt.date]:
    date = parse_date_value(value.strip().translate(_DIGITS))
    return date.first, date.last


def _metadata(fields: Mapping[str, object]) -> dict[str, str]:
    """Everything that has no field of its own: names sorted, so that the same content is the same document."""
    own = fields.get("metadata")
    if own is not None and not isinstance(own, dict):
        if not isinstance(own, str):
            raise FieldError(f"metadata: expected an object, not {_kind(own)}")
        own = {"metadata": own} if own else {}
    others = {name: value for name, value in fields.items() if name not in KNOWN}
    # A name of a field inside `metadata` is not that field, and must not pass for it when the document is stored.
    renamed = {f"metadata.{name}" if name in KNOWN else name: value for name, value in (own or {}).items()}
    gathered = {**renamed, **others}
    return {mended(str(name)): _as_text(gathered[name]) for name in sorted(gathered) if gathered[name] not in (None, "")}


def _as_text(value: object) -> str:
    return mended(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True))


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)


def _short(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:40] + "…")
