"""What is wrong with a text: repaired where that is certain, else said of the document.

A document with a fault names it in its metadata: `text_quality` is `repaired`, `doubtful` or `unread`, `text_faults` says what.
Certain is a repair after which the words exist that did not before it (`indexer.legibility`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from analyzers.arabic.letters import ALEF, ALEF_HAMZA_ABOVE, ALEF_HAMZA_BELOW, ALEF_MADDA, BEH, FEH, KAF, LAM, WAW
from analyzers.characters import ARABIC_LETTERS
from engines.base import QUALITY
from indexer.legibility import exists, legibility
from indexer.mojibake import undone
from indexer.visual_order import logical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indexer.values import SourceDocument

FAULTS: Final = "text_faults"
REPAIRED: Final = "repaired"
DOUBTFUL: Final = "doubtful"
UNREAD: Final = "unread"
_WORST_LAST: Final = ("", REPAIRED, DOUBTFUL, UNREAD)


class Fault(StrEnum):
    """What can be wrong with a text."""

    PRESENTATION_FORMS = "presentation forms"
    REVERSED = "reversed order"
    LETTERS_APART = "letters apart"
    MOJIBAKE = "mojibake"
    LOST_CHARACTERS = "lost characters"
    NOISE = "noise"
    READ_BY_OCR = "read by OCR"
    NOT_READ = "not read"


@dataclass(frozen=True, slots=True)
class Improved:
    """A text after what could be done, what was repaired in it, and what is still wrong or may be."""

    text: str
    repaired: frozenset[Fault] = frozenset()
    doubted: frozenset[Fault] = frozenset()


SAMPLE: Final = 2_000
"""Code points that tell whether a text is worth a closer look: some 300 words."""

GLANCE: Final = 600
PLAINLY_LEGIBLE: Final = 0.8
"""So much of a glance at running Arabic exists, and no more of it need be looked up."""

ENOUGH_LETTERS: Final = 20
"""Fewer say too little about a text as a whole."""

LEGIBLE: Final = 0.5
"""Running Arabic has .8 and more of its letters in words that exist, turned round .15 at most; dialects and Kurdish lie between."""

CERTAIN: Final = 0.6
"""So much must exist after a repair that changes what is read."""

ILLEGIBLE: Final = 0.35
"""And at most so much before it."""

APART_SHARE: Final = 0.5
"""Of the words are single letters: they stand apart."""

ENOUGH_WORDS: Final = 10
NOISE_SHARE: Final = 0.12
"""Of the words are mixed with signs, Latin letters or digits: no one writes so, bad OCR does."""

LOST_SHARE: Final = 0.005
"""Of the characters are the replacement character or question marks in a row."""

ALEFS: Final = f"{ALEF}{ALEF_HAMZA_ABOVE}{ALEF_HAMZA_BELOW}{ALEF_MADDA}"

# Not the words and brackets that people type as one character (ﷺ).
_FORMS: Final = re.compile("[\ufb50-\ufd3d\ufd40-\ufdef\ufe70-\ufefc]+")
_SPACED_MARK: Final = re.compile(" (?=[\u064b-\u0652])")
_TOKEN: Final = re.compile(r"\S+")
_LETTER: Final = re.compile(f"[{ARABIC_LETTERS}]")
_SINGLE: Final = re.compile(f"(?<!\\S)[{ARABIC_LETTERS}](?!\\S)")
_APART: Final = re.compile(f"(?<=[{ARABIC_LETTERS}])[ \u00a0](?=[{ARABIC_LETTERS}.\u060c\u061b\u061f:](?:\\s|$))")
_WIDE: Final = re.compile(r"[ \u00a0]{2,}")
_TORN: Final = re.compile(
    f"[{ARABIC_LETTERS}][^\\s\\w\u064b-\u0652\u0640'’.,:;/()\u060c-]+[{ARABIC_LETTERS}]|[{ARABIC_LETTERS}][A-Za-z0-9]+[{ARABIC_LETTERS}]"
)
_SPACES: Final = " \t\n\r\f\v\u0085\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# Whatever can stand in the middle of what _TORN finds, and more: found fast, and in ordinary text seldom.
_ODD: Final = re.compile(f"[^{_SPACES}{ARABIC_LETTERS}\u064b-\u0652\u0640'’.,:;/()\u060c\\-]+")
_ALEF_PAIRS: Final = tuple(f"{ALEF}{other}{LAM}" for other in ALEFS)
_LAM_ALEF: Final = re.compile(f"(?<![{ARABIC_LETTERS}])([{WAW}{FEH}{BEH}{KAF}]?){ALEF}([{ALEFS}]){LAM}([{ARABIC_LETTERS}]+)")
_LOST: Final = re.compile(r"\ufffd|\?{3,}")
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def improved(text: str) -> Improved:
    """A text with what can be repaired, and what was found."""
    repaired: set[Fault] = set()
    for fault, repair in ((Fault.PRESENTATION_FORMS, _without_forms), (Fault.MOJIBAKE, undone)):
        better = repair(text)
        if better != text:
            repaired.add(fault)
            text = better
    doubted = _beyond_repair(text)
    if not _is_legible(text):
        text, more_repaired, more_doubted = _rearranged(text)
        repaired |= more_repaired
        doubted |= more_doubted
    better = _LAM_ALEF.sub(_lam_first, text) if any(pair in text for pair in _ALEF_PAIRS) else text
    if better != text:
        repaired.add(Fault.REVERSED)
        text = better
    return Improved(text, frozenset(repaired), frozenset(doubted))


def improve(document: SourceDocument) -> SourceDocument:
    """A document with its title and text improved, and what was found in its metadata."""
    title, text = improved(document.title), improved(document.text)
    if title.text != document.title or text.text != document.text:
        document = replace(document, title=title.text, text=text.text)
    return flagged(document, repaired=title.repaired | text.repaired, doubted=title.doubted | text.doubted)


def flagged(document: SourceDocument, *, repaired: Iterable[Fault] = (), doubted: Iterable[Fault] = ()) -> SourceDocument:
    """A document that says what was, or is, wrong with its text, beside what it said before."""
    repaired, doubted = set(repaired), set(doubted)
    if not repaired and not doubted:
        return document
    before = document.metadata.get(FAULTS, "")
    faults = sorted({*(before.split(", ") if before else ()), *repaired, *doubted})
    level = UNREAD if Fault.NOT_READ in doubted else DOUBTFUL if doubted else REPAIRED
    worst = max(level, document.metadata.get(QUALITY, ""), key=lambda name: _WORST_LAST.index(name) if name in _WORST_LAST else 0)
    return replace(document, metadata={**document.metadata, QUALITY: worst, FAULTS: ", ".join(faults)})


def _without_forms(text: str) -> str:
    """Letters for their shapes: what is seen stays the same."""
    return _FORMS.sub(lambda run: _SPACED_MARK.sub("", unicodedata.normalize("NFKC", run[0])), text)


def _beyond_repair(text: str) -> set[Fault]:
    found = set()
    if ("???" in text or "\ufffd" in text) and sum(map(len, _LOST.findall(text))) > LOST_SHARE * len(text):
        found.add(Fault.LOST_CHARACTERS)
    sample = text[:SAMPLE]
    words = len(sample.split())
    most = NOISE_SHARE * words
    if words >= ENOUGH_WORDS and len(_ODD.findall(sample)) > most and len(_TORN.findall(sample)) > most:
        found.add(Fault.NOISE)
    return found


def _is_legible(text: str) -> bool:
    glance = _ends(text, GLANCE)
    found = legibility(glance)
    if found.letters > len(glance) / 2 and found.share >= PLAINLY_LEGIBLE:
        return True
    sample = _ends(text, SAMPLE)
    found = legibility(sample)
    if found.letters < ENOUGH_LETTERS:
        # Single letters count for no word: they may be all that there is.
        return len(_SINGLE.findall(sample)) < ENOUGH_LETTERS
    if found.letters > len(sample) / 2:
        return found.share >= LEGIBLE
    return found.share >= LEGIBLE and len(_SINGLE.findall(sample)) < APART_SHARE * len(sample.split())


def _ends(text: str, length: int) -> str:
    """As much of a text, half from its beginning and half from its end."""
    return text if len(text) <= length else text[: length // 2] + text[-length // 2 :]


def _rearranged(text: str) -> tuple[str, set[Fault], set[Fault]]:
    """A text of words that do not exist: letters apart, turned round, or beyond help."""
    repaired: set[Fault] = set()
    words = _TOKEN.findall(text)
    if len(_SINGLE.findall(text)) >= APART_SHARE * len(words):
        joined = _joined(text)
        straight = max((joined, _turned(joined)), key=lambda candidate: legibility(candidate).share)
        if legibility(straight).share < CERTAIN:
            return text, repaired, {Fault.LETTERS_APART}
        return straight, {Fault.LETTERS_APART} | ({Fault.REVERSED} if straight != joined else set()), set()
    before, turned = legibility(text).share, _turned(text)
    after = legibility(turned).share
    if before <= ILLEGIBLE and after >= CERTAIN:
        return turned, {Fault.REVERSED}, set()
    if after > before + CERTAIN - ILLEGIBLE:
        return text, repaired, {Fault.REVERSED}
    return text, repaired, set()


def _lam_first(word: re.Match[str]) -> str:
    """A word whose ligature of lam and alef was taken apart the wrong way round (االتحاد), put right where it then exists."""
    mended = f"{word[1]}{ALEF}{LAM}{word[2]}{word[3]}"
    return mended if exists(mended) and not exists(word[0]) else word[0]


def _joined(text: str) -> str:
    """Letters apart put together, where wider spaces part the words."""
    lines = (_WIDE.split(line.strip()) for line in text.split("\n"))
    return "\n".join(" ".join(_APART.sub("", f"{word} ").strip() for word in line) for line in lines)


def _turned(text: str) -> str:
    """Each line that has more words that exist when it is turned, turned."""
    # What was turned letter by letter has its numbers turned too: years tell.
    backwards = len(_YEAR.findall(text[::-1])) > len(_YEAR.findall(text))
    return "\n".join(_turned_line(line, letter_by_letter=backwards) for line in text.split("\n"))


def _turned_line(line: str, *, letter_by_letter: bool) -> str:
    if not _LETTER.search(line):
        return line
    turned = line[::-1] if letter_by_letter else logical(list(line))
    return turned if legibility(turned).known >= legibility(line).known else line
