"""What leads on from an answer, in the words of the page; filters left out are told by `search_page`, with their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _

from webapp.links import search_url
from webapp.locales import label_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from search.leads import WayKind
    from search.values import SearchAnswer

_TITLES: Final[Mapping[WayKind, str]] = {
    "without_word": _("Without the word"),
    "without_words": _("Without any words"),
    "name": _("By the name"),
}
"""Of the ways that a page tells itself."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A link to another search, and how many reports it finds."""

    title: str
    text: str
    count: int
    url: str


def meant(answer: SearchAnswer) -> Lead | None:
    """The query as it may have been meant."""
    way = answer.did_you_mean
    return Lead(str(_("Did you mean")), way.text, way.count, search_url(way.request)) if way else None


def offers(answer: SearchAnswer) -> tuple[Lead, ...]:
    """The actors and places that the query names."""
    titles = {"actor": str(_("The actor")), "location": str(_("The place"))}
    return tuple(Lead(titles[each.field], label_text(each.label), each.count, search_url(each.request)) for each in answer.offers)


def ways_on(answer: SearchAnswer) -> tuple[Lead, ...]:
    """Searches that find something where this one found nothing."""
    return tuple(
        Lead(str(_TITLES[way.kind]), "" if way.kind == "without_words" else way.text, way.count, search_url(way.request))
        for way in answer.ways_on
        if way.kind in _TITLES
    )
