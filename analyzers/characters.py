"""Classes of characters, as the insides of a regular expression's brackets."""

from __future__ import annotations

from typing import Final

MARKS: Final = (
    "\u0300-\u036f"  # combining accents of Latin, Greek and Cyrillic
    "\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Cyrillic titla, Hebrew points
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0897-\u089f\u08ca-\u08e1\u08e3-\u08ff"
    "\ufe70-\ufe72\ufe74\ufe76-\ufe7f"  # harakat as presentation forms of their own
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\ufe00-\ufe0f"
)
"""Harakat, Quranic signs, accents: they belong to the letter before. Unicode calls 06E5 and 06E6 letters; they are small signs."""

CONTROLS: Final = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""Zero-width characters and bidi controls: they may stand anywhere and mean nothing to a search."""

TATWEEL: Final = "\u0640"
"""Stretches a word and has no meaning."""

ARABIC_LETTERS: Final = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufd8f\ufd92-\ufdc7\ufdf0-\ufdfb"
    "\ufe73\ufe75\ufe80-\ufefc"
)
"""Letters of the Arabic script, presentation forms and ligatures among them."""

APOSTROPHES: Final = "'\u2018\u2019\u02bc\u02bb\u02be\u02bf\u00b4`\uff07"
"""What people type between letters for an apostrophe, an ayn or a hamza (Ka'ib, Sana’a)."""
