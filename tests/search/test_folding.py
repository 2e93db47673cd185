"""Near-duplicates as one hit: what is shown, while totals and pages count documents."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeAlias

from engines.base import Document
from search.folding import DUPLICATE_OF, kind_of
from search.values import SearchRequest
from search.wire import answer_to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from search.searching import Searcher

Make: TypeAlias = "Callable[[Sequence[Document]], Searcher]"

DAY = dt.date(2024, 1, 1)
DOCUMENTS = (
    Document("first", "قصف", "قصف على بابل", DAY),
    Document("copy-1", "قصف", "قصف على بابل اليوم", DAY, metadata={DUPLICATE_OF: "first"}),
    Document("copy-2", "قصف", "قصف على بابل أمس", DAY, metadata={DUPLICATE_OF: "first"}),
    Document("other", "قصف", "قصف آخر على حلب البعيدة في الشمال", DAY),
    Document("orphan-1", "قصف", "قصف ثالث على حمص", DAY, metadata={DUPLICATE_OF: "gone"}),
    Document("orphan-2", "قصف", "قصف ثالث على حمص", DAY, metadata={DUPLICATE_OF: "gone"}),
)


def test_those_of_a_kind_are_one_hit(make_on_each: Make) -> None:
    searcher = make_on_each(DOCUMENTS)
    plain, folded = (searcher.search(SearchRequest("قصف", fold=fold)) for fold in (False, True))
    assert (plain.total, folded.total) == (6, 6)
    assert plain.facets == folded.facets
    assert len(plain.hits) == 6
    kinds = {kind_of(hit.document): {document.id for document in (hit.document, *hit.duplicates)} for hit in folded.hits}
    assert kinds == {"first": {"first", "copy-1", "copy-2"}, "other": {"other"}, "gone": {"orphan-1", "orphan-2"}}
    assert folded.hits[0].document.id == plain.hits[0].document.id
    wire = answer_to_json(folded)["hits"]
    assert isinstance(wire, list)
    assert sorted(hit["duplicates"]["count"] for hit in wire if "duplicates" in hit) == [1, 2]


def test_pages_hold_each_document_once(make_on_each: Make) -> None:
    searcher = make_on_each(DOCUMENTS)
    seen: list[str] = []
    for page in range(1, 4):
        for hit in searcher.search(SearchRequest("قصف", fold=True, size=2, page=page)).hits:
            seen += [hit.document.id, *(document.id for document in hit.duplicates)]
    assert sorted(seen) == sorted(document.id for document in DOCUMENTS)
