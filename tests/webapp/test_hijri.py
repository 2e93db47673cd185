"""Hijri names of dates: days, and the months and years that a span reaches over."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from webapp.hijri import span_text

if TYPE_CHECKING:
    from webapp.locales import Language


@pytest.mark.parametrize(
    ("first", "last", "language", "name"),
    [
        ("2024-01-20", "2024-01-20", "ar", "8 رجب 1445 هـ"),
        ("2024-01-20", "2024-01-20", "en", "8 Rajab 1445 AH"),
        ("2024-01-01", "2024-01-31", "ar", "جمادى الآخرة–رجب 1445 هـ"),
        ("2023-07-01", "2023-07-31", "en", "Dhu al-Hijjah 1444 – Muharram 1445 AH"),
        ("2024-01-01", "2024-12-31", "en", "1445–1446 AH"),
        ("1900-01-01", "1900-12-31", "en", ""),
        ("1924-01-01", "1924-12-31", "en", ""),
        ("2100-01-01", "2100-01-01", "ar", ""),
    ],
)
def test_names(first: str, last: str, language: Language, name: str) -> None:
    assert span_text(dt.date.fromisoformat(first), dt.date.fromisoformat(last), language) == name
