"""Languages of the pages: which one a request asks for, and how dates, numbers and directions are shown in it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Final, Literal

from babel import Locale
from flask import g, has_request_context, request
from flask_babel import gettext

from engines.base import NONE
from webapp import hijri, preferences

if TYPE_CHECKING:
    from engines.base import EventDate, Label

Language = Literal["ar", "en"]
Direction = Literal["rtl", "ltr"]
LANGUAGES: Final[tuple[Language, ...]] = ("ar", "en")
NAMES: Final[dict[Language, str]] = {"ar": "العربية", "en": "English"}
DIRECTIONS: Final[dict[Language, Direction]] = {"ar": "rtl", "en": "ltr"}

RTL_LANGUAGES: Final = frozenset({"ar", "arc", "azb", "ckb", "dv", "fa", "he", "ku", "lrc", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Kurdish, of either name, is that of Iraq and Iran, in Arabic letters."""

_LANGUAGE_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.ASCII | re.IGNORECASE)


def _months(*locales: str) -> tuple[str, ...]:
    """Month names of several regions, each shown where it differs: كانون الثاني/يناير."""
    named = [Locale.parse(locale).months["format"]["wide"] for locale in locales]
    return tuple("/".join(dict.fromkeys(names[month] for names in named)) for month in range(1, 13))


MONTHS: Final[dict[Language, tuple[str, ...]]] = {"ar": _months("ar_SY", "ar"), "en": _months("en")}
ARABIC_MONTHS: Final = {"both": MONTHS["ar"], "levantine": _months("ar_SY"), "standard": _months("ar")}
"""The names by the reader's choice (`webapp.preferences`)."""


def month_text(number: int) -> str:
    """The name of a month, in the language of the page."""
    if current_language() == "en":
        return MONTHS["en"][number - 1]
    return ARABIC_MONTHS[preferences.chosen(preferences.MONTHS)][number - 1]


def shown(text: str) -> str:
    """A number or a date in the digits of the page."""
    return preferences.in_digits(text) if current_language() == "ar" else text


def current_language() -> Language:
    """The language of the page: what its URL says, else what the browser prefers, else Arabic."""
    if not has_request_context():
        return "ar"
    named = getattr(g, "language", None) or request.path.strip("/").split("/", 1)[0]
    if named in LANGUAGES:
        return "en" if named == "en" else "ar"
    return "en" if request.accept_languages.best_match(LANGUAGES, "ar") == "en" else "ar"


def label_text(label: Label) -> str:
    """A name in the language of the page, or in the other where it has none."""
    chosen, other = (label.ar, label.en) if current_language() == "ar" else (label.en, label.ar)
    return chosen or other


def number_text(number: int) -> str:
    """1,234: Latin digits in both languages, which readers of Arabic reports asked for elsewhere, unless others are chosen."""
    return shown(f"{number:,}")


def number_locale() -> str:
    """The locale by which scripts write numbers as `number_text` does (a tag of BCP 47)."""
    return "ar-EG" if shown("1") != "1" else "en"


def day_text(day: dt.date) -> str:
    """A day: 20 كانون الثاني/يناير 2024."""
    return _with_hijri(f"{day.day} {month_text(day.month)} {day.year}", day, day)


def span_text(first: dt.date, last: dt.date) -> str:
    """A span of days."""
    return f"{day_text(first)} – {day_text(last)}"


def _with_hijri(text: str, first: dt.date, last: dt.date) -> str:
    """A date with its Hijri name behind it, where that is switched on."""
    name = hijri.span_text(first, last, current_language()) if hijri.is_on() else ""
    return shown(f"{text} ({name})" if name else text)


def date_text(value: str) -> str:
    """A date value of a facet: `2024`, `2024-01`, `2024-01-20` or `none`."""
    if value == NONE:
        return str(gettext("Undated"))
    year, month, day = (int(part) for part in f"{value}-0-0".split("-")[:3])
    if day:
        return day_text(dt.date(year, month, day))
    if not month:
        return _with_hijri(value, dt.date(year, 1, 1), dt.date(year, 12, 31))
    last = calendar.monthrange(year, month)[1]
    return _with_hijri(f"{month_text(month)} {year}", dt.date(year, month, 1), dt.date(year, month, last))


def event_date_text(date: EventDate) -> str:
    """A date that a document speaks of, as precise as it is."""
    if date.precision == "year":
        return date_text(date.start.isoformat()[:4])
    if date.precision == "month":
        return date_text(date.start.isoformat()[:7])
    if date.precision == "day" or date.start == date.end:
        return day_text(date.start)
    return span_text(date.start, date.end)


def text_direction(language: str, text: str) -> Direction:
    """The direction of a text: that of most of its letters, or of its language where it has none."""
    directions = Counter(map(unicodedata.bidirectional, text))
    from_right, from_left = directions["AL"] + directions["R"], directions["L"]
    if from_right or from_left:
        return "rtl" if from_right >= from_left else "ltr"
    return "rtl" if not language or language.split("-", maxsplit=1)[0].lower() in RTL_LANGUAGES else "ltr"


def language_tag(language: str) -> str:
    """A document's language as a `lang` attribute; empty for what is no tag of BCP 47, such as a name."""
    return language if _LANGUAGE_TAG.fullmatch(language) else ""
