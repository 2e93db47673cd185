"""What `kashf status` tells of documents whose text is in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cli.output import say
from engines.base import NONE, QUALITY, FacetRequest, MatchAll, Query, ValueFilter
from indexer.quality import DOUBTFUL, FAULTS, UNREAD

if TYPE_CHECKING:
    from engines.base import Document, Engine, SearchResult

MOST: Final = 100
"""Documents that are listed; a search lists the rest."""

_FLAGGED: Final = Query(MatchAll(), (ValueFilter("quality", (DOUBTFUL, UNREAD)),), (FacetRequest("quality"),), limit=MOST)


def flagged(engine: Engine) -> SearchResult:
    """Documents whose text may be wrong or is not all there; those that were repaired are only counted, by the facet."""
    return engine.search(_FLAGGED)


def flagged_to_json(found: SearchResult) -> dict[str, object]:
    """Counts by quality, and the documents."""
    buckets = [bucket for facet in found.facets for bucket in facet.buckets]
    return {
        "quality": {bucket.value: bucket.count for bucket in buckets if bucket.value != NONE},
        "flagged": [_described(hit.document) for hit in found.hits],
    }


def show_flagged(found: SearchResult) -> None:
    """A line each."""
    for hit in found.hits:
        say("{quality}: {id} {title}: {faults}".format_map(_described(hit.document)))
    if found.total > len(found.hits):
        say(f"and {found.total - len(found.hits):,} more: kashf search '' --quality doubtful --quality unread")


def _described(document: Document) -> dict[str, str]:
    return {
        "id": document.id,
        "title": document.title,
        "quality": document.metadata.get(QUALITY, ""),
        "faults": document.metadata.get(FAULTS, ""),
    }
