"""Arabic characters by name. The names are pyarabic's where it has one; those below the line it lacks."""

from __future__ import annotations

from typing import Final

from pyarabic import araby

ALEF: Final[str] = araby.ALEF
ALEF_HAMZA_ABOVE: Final[str] = araby.ALEF_HAMZA_ABOVE
ALEF_HAMZA_BELOW: Final[str] = araby.ALEF_HAMZA_BELOW
ALEF_MADDA: Final[str] = araby.ALEF_MADDA
ALEF_MAKSURA: Final[str] = araby.ALEF_MAKSURA
ALEF_WASLA: Final[str] = araby.ALEF_WASLA
BEH: Final[str] = araby.BEH
DAL: Final[str] = araby.DAL
FEH: Final[str] = araby.FEH
HAMZA: Final[str] = araby.HAMZA
HEH: Final[str] = araby.HEH
JEEM: Final[str] = araby.JEEM
KAF: Final[str] = araby.KAF
LAM: Final[str] = araby.LAM
NOON: Final[str] = araby.NOON
QAF: Final[str] = araby.QAF
REH: Final[str] = araby.REH
TATWEEL: Final[str] = araby.TATWEEL
TEH: Final[str] = araby.TEH
TEH_MARBUTA: Final[str] = araby.TEH_MARBUTA
WAW: Final[str] = araby.WAW
WAW_HAMZA: Final[str] = araby.WAW_HAMZA
YEH: Final[str] = araby.YEH
YEH_HAMZA: Final[str] = araby.YEH_HAMZA
ZAIN: Final[str] = araby.ZAIN

# ---- not in pyarabic: letters of Persian, Urdu, Kurdish and Maghrebi writing (names: Unicode)
AE: Final = "\u06d5"
ALEF_HIGH_HAMZA: Final = "\u0675"
ALEF_WAVY_HAMZA_ABOVE: Final = "\u0672"
ALEF_WAVY_HAMZA_BELOW: Final = "\u0673"
DDAL: Final = "\u0688"
FARSI_YEH: Final = "\u06cc"
FEH_DOT_BELOW: Final = "\u06a2"
GAF: Final = "\u06af"
HEH_DOACHASHMEE: Final = "\u06be"
HEH_GOAL: Final = "\u06c1"
HEH_GOAL_HAMZA: Final = "\u06c2"
HEH_YEH: Final = "\u06c0"
JEH: Final = "\u0698"
KAF_THREE_DOTS: Final = "\u0763"
KEHEH: Final = "\u06a9"
KEHEH_DOT: Final = "\u0762"
KIRGHIZ_OE: Final = "\u06c5"
LAM_SMALL_V: Final = "\u06b5"
NG: Final = "\u06ad"
NOON_GHUNNA: Final = "\u06ba"
OE: Final = "\u06c6"
PEH: Final = "\u067e"
QAF_DOT: Final = "\u06a7"
QAF_THREE_DOTS: Final = "\u06a8"
REH_SMALL_V: Final = "\u0695"
RREH: Final = "\u0691"
TCHEH: Final = "\u0686"
TEH_MARBUTA_GOAL: Final = "\u06c3"
TTEH: Final = "\u0679"
U: Final = "\u06c7"
U_HAMZA: Final = "\u0677"
VE: Final = "\u06cb"
VEH: Final = "\u06a4"
WAW_HIGH_HAMZA: Final = "\u0676"
YEH_BARREE: Final = "\u06d2"
YEH_E: Final = "\u06d0"
YEH_HIGH_HAMZA: Final = "\u0678"
YEH_SMALL_V: Final = "\u06ce"
YEH_TAIL: Final = "\u06cd"
YU: Final = "\u06c8"

# ---- separators inside Arabic numbers
ARABIC_DECIMAL: Final = "\u066b"
ARABIC_THOUSANDS: Final = "\u066c"
