"""Shows what leads on from an answer: another spelling, actors and places to narrow by, ways out of no hits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cli.output import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.leads import WayKind
    from search.values import SearchAnswer

_WAYS: Final[Mapping[WayKind, str]] = {
    "without_filter": "without --{field} {text}",
    "without_dates": "without the dates {text}",
    "without_level": "without --level {text}",
    "without_word": "without the word {text}",
    "without_words": "without any words",
    "spelling": "search for {text}",
    "keyboard": "search for {text}",
    "name": "by the name {text}",
}


def show_leads(answer: SearchAnswer) -> None:
    """Print them, one a line, with how many documents each finds."""
    if answer.did_you_mean:
        say(f"\ndid you mean: {answer.did_you_mean.text} ({answer.did_you_mean.count:,})")
    for offer in answer.offers:
        say(f"\nthe {offer.field} {offer.label.ar} ({offer.label.en}): {offer.count:,} found with --{offer.field} {offer.id}")
    for way in answer.ways_on:
        say(f"  {_WAYS[way.kind].format(field=way.field, text=way.text)}: {way.count:,} found")
