"""Normalization: the spelling of one word folded, first the invisible (`exact_form`), then what people type either way (`fold`).

Order matters. Marks are composed (NFC) before they are dropped, so that a decomposed `أ` (alef and hamza above) stays an alef
with hamza at the exact level; NFC before the fold of alefs would hide them, NFKC leaves ک ی ى ة ٱ as they are.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from analyzers.arabic import letters as ar
from analyzers.characters import APOSTROPHES, CONTROLS, MARKS, TATWEEL

_PLAIN: Final = re.compile("[\u0621-\u063a\u0641-\u064a]+")
_INVISIBLE: Final = re.compile(f"[{MARKS}{CONTROLS}{TATWEEL}]+")
_PRESENTATION: Final = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_SPACE: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")

_SEPARATORS: Final = {ord(ar.ARABIC_DECIMAL): ".", ord(ar.ARABIC_THOUSANDS): None}
_DECIMAL_COMMA: Final = re.compile(r"\d+,(?:\d{1,2}|\d{4,})")
_DIGITS: Final = {zero + value: str(value) for zero in (0x0660, 0x06F0) for value in range(10)}
_APOSTROPHES: Final = dict.fromkeys(map(ord, APOSTROPHES), "'")

_FOLDS: Final = str.maketrans({
    **dict.fromkeys(
        (
            ar.ALEF_HAMZA_ABOVE, ar.ALEF_HAMZA_BELOW, ar.ALEF_MADDA, ar.ALEF_WASLA,
            ar.ALEF_HIGH_HAMZA, ar.ALEF_WAVY_HAMZA_ABOVE, ar.ALEF_WAVY_HAMZA_BELOW,
        ),
        ar.ALEF,
    ),
    **dict.fromkeys(
        (ar.ALEF_MAKSURA, ar.FARSI_YEH, ar.YEH_BARREE, ar.YEH_E, ar.YEH_SMALL_V, ar.YEH_TAIL), ar.YEH
    ),
    **dict.fromkeys(
        (
            ar.TEH_MARBUTA, ar.TEH_MARBUTA_GOAL, ar.HEH_GOAL, ar.HEH_GOAL_HAMZA, ar.HEH_YEH,
            ar.HEH_DOACHASHMEE, ar.AE,
        ),
        ar.HEH,
    ),
    **dict.fromkeys((ar.KEHEH, ar.KEHEH_DOT, ar.GAF, ar.NG, ar.KAF_THREE_DOTS), ar.KAF),
    **dict.fromkeys((ar.OE, ar.KIRGHIZ_OE, ar.U, ar.YU, ar.VE), ar.WAW),
    **dict.fromkeys((ar.WAW_HIGH_HAMZA, ar.U_HAMZA), ar.WAW_HAMZA),
    ar.YEH_HIGH_HAMZA: ar.YEH_HAMZA,
    **dict.fromkeys((ar.QAF_DOT, ar.QAF_THREE_DOTS), ar.QAF),
    **dict.fromkeys((ar.VEH, ar.FEH_DOT_BELOW), ar.FEH),
    **dict.fromkeys((ar.RREH, ar.REH_SMALL_V), ar.REH),
    ar.TTEH: ar.TEH,
    ar.DDAL: ar.DAL,
    ar.NOON_GHUNNA: ar.NOON,
    ar.PEH: ar.BEH,
    ar.TCHEH: ar.JEEM,
    ar.JEH: ar.ZAIN,
    ar.LAM_SMALL_V: ar.LAM,
    "'": None,
})  # fmt: skip
_PLAIN_FOLDS: Final = tuple((chr(letter), folded) for letter, folded in _FOLDS.items() if folded and _PLAIN.fullmatch(chr(letter)))
_POSSESSIVE: Final = "'s"


def exact_form(word: str) -> str:
    """The word without what can not be seen: marks, tatweel, controls, presentation forms, digit sets, case.

    Superscript alef is a mark like the others (هٰذا is هذا); alef wasla is a letter, and folds only at the next level.

    >>> exact_form("مُحَمَّـد"), exact_form("ﻻ"), exact_form("٢٠٢٤"), exact_form("١٬٥٠٠"), exact_form("2,5"), exact_form("Ka’IB")
    ('محمد', 'لا', '2024', '1500', '2.5', "ka'ib")
    """
    if _PLAIN.fullmatch(word):
        return word
    if word.isascii():
        form = word.lower()
        return form if form.isalnum() else _number(form.replace("`", "'"))
    form = _PRESENTATION.sub(lambda match: unicodedata.normalize("NFKC", match[0]), word)
    form = _SPACE.sub("", form)
    # Latin accents are part of the letter here (é), harakat are not: compose, then drop what is left over.
    form = unicodedata.normalize("NFC", form)
    form = _INVISIBLE.sub("", form).translate(_DIGITS).translate(_APOSTROPHES)
    form = unicodedata.normalize("NFC", _INVISIBLE.sub("", form.lower()))
    return _number(form) or word


def _number(form: str) -> str:
    """A number with a point before its decimals and no separators of thousands (a comma is one before three digits)."""
    if not form[:1].isdigit():
        return form
    form = form.translate(_SEPARATORS)
    return form.replace(",", "." if _DECIMAL_COMMA.fullmatch(form) else "")


def fold_word(exact: str) -> str:
    """The exact form with one letter for those that people use for each other.

    >>> [fold_word(word) for word in ("إدارة", "على", "ٱلأسد", "گوگل", "پایگاه", "kata'ib", "iran's", "café")]
    ['اداره', 'علي', 'الاسد', 'كوكل', 'بايكاه', 'kataib', 'iran', 'cafe']
    """
    if _PLAIN.fullmatch(exact):  # by far the most words
        return fold_simple(exact)
    if exact.isascii() and exact.isalnum():
        return exact
    form = exact.removesuffix(_POSSESSIVE).translate(_FOLDS)
    if not form.isascii() and not _ARABIC_ONLY.fullmatch(form):
        form = _without_accents(form)
    return form or exact


def fold_simple(text: str) -> str:
    """The basic letters of Arabic folded, all else as it is; replacing is twice as fast as translating."""
    for letter, folded in _PLAIN_FOLDS:
        text = text.replace(letter, folded)
    return text


_ARABIC_ONLY: Final = re.compile("[\u0621-\u064a]*")


def _without_accents(form: str) -> str:
    """Accents and compatibility forms of letters that are not Arabic (the hamza of ئ is no accent)."""
    folded = "".join(
        character if "\u0600" <= character <= "\u06ff" else unicodedata.normalize("NFKD", character) for character in form
    )
    folded = _SPACE.sub("", _INVISIBLE.sub("", folded)).lower()
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", folded))


def is_plain(word: str) -> bool:
    """Whether a word is basic letters of Arabic alone: by far the most are, and are their own exact form.

    >>> is_plain("قاعدة"), is_plain("قَاعدة"), is_plain("گوگل"), is_plain("")
    (True, False, False, False)
    """
    return _PLAIN.fullmatch(word) is not None


def fold(text: str) -> str:
    """A word or a phrase, folded; runs of spaces become one.

    >>> fold("قَاعِدَة عين  الأسد")
    'قاعده عين الاسد'
    """
    if _PLAIN.fullmatch(text):
        return fold_simple(text)
    return " ".join(fold_word(exact_form(word)) for word in text.split())
