"""What leads on from an answer, in the words of the page; filters left out are told by `search_page`, with their names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
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


_SIGNS: Final = re.compile(r"[^\w\s]")
"""What makes a query more than a row of words."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A link to another search, and how many reports it finds."""

    title: str
    text: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a query was read: in words, in its plainest writing with a link to it, and a link that lets others stand for its
    words, or lets none.
    """

    text: str
    canonical: str
    canonical_url: str
    expand_url: str


def understanding(answer: SearchAnswer) -> Understanding | None:
    """What is worth telling of how a query was read; None where it is plain words and nothing stands for them."""
    request = answer.request
    stand_ins = any(word.alternatives for word in answer.words)
    if not stand_ins and request.expand and not _SIGNS.search(answer.canonical):
        return None
    return Understanding(
        text=label_text(answer.described),
        canonical=answer.canonical,
        canonical_url=search_url(replace(request, text=answer.canonical, page=1)),
        expand_url=search_url(replace(request, expand=not request.expand, page=1)) if stand_ins or not request.expand else "",
    )


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
