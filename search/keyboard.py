"""Words typed with the keyboard in the other language: `hgsghl` is السلام, `شهقسفقهنث` is airstrike.

The layouts are the usual ones of a PC, Arabic (101) and English (US), key by key.
"""

from __future__ import annotations

from typing import Final

_LATIN: Final = "qwertyuiop[]asdfghjkl;'zxcvnm,./`"
_ARABIC: Final = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ"
_LAM_ALEF_KEY: Final = "b"
_LAM_ALEF: Final = "لا"
_SHIFTED: Final = {"H": "أ", "Y": "إ", "N": "آ", "G": "لأ", "T": "لإ", "B": "لآ"}

_TO_ARABIC: Final = str.maketrans({
    **dict(zip(_LATIN, _ARABIC, strict=True)), **{key.upper(): letter for key, letter in zip(_LATIN, _ARABIC, strict=True)},
    _LAM_ALEF_KEY: _LAM_ALEF, **_SHIFTED,
})  # fmt: skip
_TO_LATIN: Final = str.maketrans({
    **dict(zip(_ARABIC, _LATIN, strict=True)), **{letter: key.lower() for key, letter in _SHIFTED.items() if len(letter) == 1},
})  # fmt: skip


def in_arabic(text: str) -> str:
    """What the keys of a text in Latin letters write in the Arabic layout.

    >>> in_arabic("hgsghl")
    'السلام'
    """
    return text.translate(_TO_ARABIC)


def in_latin(text: str) -> str:
    """What the keys of a text in Arabic letters write in the English layout.

    >>> in_latin("شهقسفقهنث")
    'airstrike'
    """
    return text.replace(_LAM_ALEF, _LAM_ALEF_KEY).translate(_TO_LATIN)
