"""What leads on from an answer: actors and places to narrow by, another spelling, and ways out of no hits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engines.base import Field, Label
    from search.values import SearchRequest

WayKind = Literal[
    "without_filter", "without_dates", "without_level", "without_word", "without_words", "spelling", "keyboard", "name"
]
"""What a way does: leave out a filter, the span of days, the level, one word, all words; or ask otherwise: with another spelling,
with the keyboard in the other language, for a name that begins so."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An actor or place that a query names: `request` is the search narrowed to it, which finds `count` documents."""

    field: Field
    id: str
    label: Label
    count: int
    request: SearchRequest


@dataclass(frozen=True, slots=True)
class WayOn:
    """Another request, and how many documents it finds. `text` is what it leaves out, or what it asks for instead.

    Where a filter is left out, `field` and `text` are that filter's.
    """

    kind: WayKind
    text: str
    count: int
    request: SearchRequest
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Leads:
    """All that leads on from one answer. `did_you_mean` is there also where something was found; `ways_on` only where nothing."""

    offers: tuple[Offer, ...] = ()
    did_you_mean: WayOn | None = None
    ways_on: tuple[WayOn, ...] = ()


NO_LEADS = Leads()
