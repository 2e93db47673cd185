"""The catalogs: nothing untranslated, nothing stale, all plural forms."""

from __future__ import annotations

import io
import re
from gettext import GNUTranslations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.checkers import python_format
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

WEBAPP = Path(__file__).resolve().parents[2] / "webapp"
SOURCE = WEBAPP / "translations/ar/LC_MESSAGES/messages.po"


def catalog() -> Catalog:
    with SOURCE.open("rb") as file:
        return read_po(file, locale="ar")


def test_every_text_is_translated_in_all_plural_forms() -> None:
    for message in catalog():
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert len(forms) == (6 if message.pluralizable else 1), message.id
        assert all(forms), message.id
        assert not message.fuzzy, message.id
        if not message.pluralizable:
            python_format(None, message)


def test_the_catalog_holds_the_texts_of_the_pages_and_no_others() -> None:
    found = extract_from_dir(str(WEBAPP), method_map=[("**.py", "python"), ("templates/**.html", "jinja2")], keywords=KEYWORDS)
    used = {message[0] if isinstance(message, tuple) else message for _, _, message, _, _ in found}
    kept = {message.id[0] if isinstance(message.id, tuple) else message.id for message in catalog() if message.id}
    assert kept == used


KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "ngettext": (1, 2)}


def test_the_catalog_compiles_to_the_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    write_mo(first, catalog())
    write_mo(second, catalog())
    assert first.getvalue() == second.getvalue()
    first.seek(0)
    assert read_mo(first).get("Search").string == "بحث"  # type: ignore[union-attr] - it is there, or the test fails


def test_the_build_compiles_every_catalog(build_catalogs: object, tmp_path: Path) -> None:
    folder = tmp_path / "ar/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_bytes(SOURCE.read_bytes())
    compiled = build_catalogs.build_catalogs(tmp_path)  # type: ignore[attr-defined] - a script, loaded by its path
    assert compiled == [folder / "messages.mo"]
    assert compiled[0].read_bytes()[:4] == b"\xde\x12\x04\x95"


def test_placeholders_are_those_of_the_original() -> None:
    for message in catalog():
        if not message.id or message.pluralizable:
            continue
        assert set(re.findall(r"%\(\w+\)s", str(message.string))) == set(re.findall(r"%\(\w+\)s", str(message.id)))


def test_texts_are_safe_in_attributes() -> None:
    """Jinja takes what gettext returns for safe: a quotation mark would end an attribute."""
    for message in catalog():
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert not [text for text in (*originals, *forms) if message.id and re.search(r"[<>&\"]", str(text))], message.id


def test_iso_dates_in_arabic_texts_are_isolated() -> None:
    """In a text from right to left, `2024-01-20` is shown as 20-01-2024 unless it stands apart."""
    dates = 0
    for message in catalog():
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in (str(text) for text in forms if message.id):
            found = re.findall(r"\d{4}-\d{2}(?:-\d{2})?", text)
            assert found == re.findall(r"(?<=\u2066)\d{4}-\d{2}(?:-\d{2})?(?=\u2069)", text), message.id
            dates += len(found)
    assert dates


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "لا تقارير"),
        (1, "تقرير واحد"),
        (2, "تقريران"),
        (3, "3 تقارير"),
        (11, "11 تقريرًا"),
        (100, "100 تقرير"),
        (113, "113 تقريرًا"),
    ],
)
def test_numbers_take_their_plural_form(number: int, shown: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalog())
    compiled.seek(0)
    text = GNUTranslations(compiled).ngettext("%(num)s report", "%(num)s reports", number)
    assert text % {"num": number} == shown
