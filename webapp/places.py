"""Places of an answer with what is known of them: from a facet's buckets to what a map or a list draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.base import NONE
from webapp.maps import Counted

if TYPE_CHECKING:
    from search.values import AnswerFacet
    from webapp.collection import Searching


def counted_places(facet: AnswerFacet | None, searcher: Searching) -> list[Counted]:
    """The places of a facet that are known, with their counts; `none` is no place."""
    buckets = facet.buckets if facet else ()
    found = (
        (searcher.known("location", bucket.value), bucket) for bucket in buckets if bucket.value != NONE and not bucket.excluded
    )
    return [Counted(known, bucket.count) for known, bucket in found if known is not None and bucket.count]
