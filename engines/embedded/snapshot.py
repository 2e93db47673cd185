"""One commit of an index, as it is read: the only place that calls tantivy's searcher. Safe in several threads."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import tantivy

from engines import stored
from engines.embedded.counts import Counts
from engines.embedded.errors import translated, unavailable
from engines.embedded.schema import DOCUMENT, ID, ID_PARTS, span_field, terms_field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engines.base import DateField, Document
    from engines.embedded.counts import ValueCount

Found: TypeAlias = "tuple[Any, tantivy.DocAddress]"
"""What a hit was ranked by (a score, a number, a string, or None), and where the document lies."""

DaySpan: TypeAlias = "tuple[int, int, str]"
"""First day, last day (ordinals), and the term that stands for both."""

MAX_BUCKETS: Final = 60_000
"""Of one aggregation request; tantivy refuses more than 65,000."""


class Snapshot:
    """A searcher over one commit. It goes on answering when the index changes, and when its folder is removed."""

    def __init__(self, index: tantivy.Index, url: str) -> None:
        self._url = url
        self.schema = index.schema
        with translated(url, "reading"):
            self._searcher = index.searcher()
        self._spans: dict[DateField, tuple[DaySpan, ...]] = {}
        self._counts: dict[str, Counts] = {}

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return self._searcher.num_docs

    def count(self, query: tantivy.Query) -> int:
        """How many documents match."""
        return self.search(query, offset=0, limit=0)[0]

    def search(
        self, query: tantivy.Query, *, offset: int, limit: int, order_by: str | None = None, descending: bool = True
    ) -> tuple[int, list[Found]]:
        """How many documents match, and those from rank `offset` on, by score or by a field."""
        # tantivy reserves memory for offset + limit hits, and panics at a limit of 0.
        wanted = min(limit, self.documents - offset)
        with translated(self._url, "searching"):
            result = self._searcher.search(
                query,
                limit=max(wanted, 1),
                offset=offset if wanted > 0 else 0,
                # Always counted: without it tantivy may skip documents, and add up scores in another order from
                # page to page, which moves hits that tie.
                count=True,
                order_by_field=order_by,
                order=tantivy.Order.Desc if descending else tantivy.Order.Asc,
            )
        total: int = result.count  # type: ignore[attr-defined]  # left out of tantivy's stubs
        return total, result.hits if wanted > 0 else []

    def counts(self, query: tantivy.Query, columns: Sequence[str]) -> dict[str, Counts]:
        """For each column, every value among the matching documents with how many have it; exact."""
        answers = self._aggregate(query, {column: _terms(column) for column in columns})
        if answers is None:  # together too many for one request: each on its own
            return {column: self._paged_counts(query, column) for column in columns}
        counted = {}
        for column in columns:
            answer = answers[column]
            whole = not answer["sum_other_doc_count"] and not answer["doc_count_error_upper_bound"]
            counted[column] = Counts(answer["buckets"]) if whole else self._paged_counts(query, column)
        return counted

    def all_counts(self, columns: Sequence[str]) -> dict[str, Counts]:
        """As `counts`, among all documents. Kept: every visit begins with them, and nothing takes longer to count."""
        missing = [column for column in columns if column not in self._counts]
        if missing:
            self._counts |= self.counts(tantivy.Query.all_query(), missing)
        return {column: self._counts[column] for column in columns}

    def _aggregate(self, query: tantivy.Query, request: dict[str, Any]) -> dict[str, Any] | None:
        with translated(self._url, "counting in"):
            try:
                return self._searcher.aggregate(query, request)
            except ValueError as error:
                if "bucket limit" in str(error):
                    return None
                raise

    def _paged_counts(self, query: tantivy.Query, column: str) -> Counts:
        """As `counts`, a page after the other; several times slower."""
        found: list[ValueCount] = []
        source = {"size": MAX_BUCKETS, "sources": [{"value": {"terms": {"field": column}}}]}
        while True:
            with translated(self._url, "counting in"):
                page = self._searcher.aggregate(query, {"page": {"composite": source}})["page"]
            found += ({"key": bucket["key"]["value"], "doc_count": bucket["doc_count"]} for bucket in page["buckets"])
            if len(page["buckets"]) < MAX_BUCKETS:
                return Counts(sorted(found, key=itemgetter("doc_count"), reverse=True))
            source["after"] = page["after_key"]

    def document(self, address: tantivy.DocAddress, *, texts_only: bool = False) -> Document:
        """The stored document at an address, or its id, title and text."""
        data = self._stored(address, DOCUMENT)
        try:
            return stored.decode(data, texts_only=texts_only)
        except ValueError as error:
            raise unavailable(self._url, "reading a document of", error) from error

    def id(self, address: tantivy.DocAddress) -> str:
        """The id of the document at an address."""
        return str(self._stored(address, ID))

    def id_parts(self, addresses: Sequence[tantivy.DocAddress]) -> list[tuple[int, ...]]:
        """The numbers of `ID_PARTS` of the documents at addresses, without reading the documents."""
        with translated(self._url, "reading"):
            parts = [self._searcher.fast_field_values(name, list(addresses)) for name in ID_PARTS]
        # Whole numbers, and of every document, as the schema and the writer have it.
        return cast("list[tuple[int, ...]]", list(zip(*parts, strict=True)))

    def spans(self, field: DateField) -> tuple[DaySpan, ...]:
        """The distinct dates of several days. Kept: they are the same for every query on one commit."""
        if field not in self._spans:
            with translated(self._url, "reading"):
                terms = self._searcher.terms_with_prefix(span_field(field), "")
            self._spans[field] = tuple((*_ordinals(term), term) for term, _ in terms)
        return self._spans[field]

    def frequency(self, level: str, term: str) -> int:
        """How many documents hold a term at a level, those not yet merged away among them."""
        field = terms_field(level)
        with translated(self._url, "reading"):
            return self._searcher.doc_freq(field, term)

    def completions(self, level: str, prefix: str, size: int) -> tuple[tuple[str, int], ...]:
        """The most frequent terms of a level that begin with `prefix`."""
        field = terms_field(level)
        with translated(self._url, "reading"):
            return tuple(self._searcher.terms_with_prefix(field, prefix, limit=size))

    def _stored(self, address: tantivy.DocAddress, name: str) -> Any:  # noqa: ANN401 - text or bytes, by the field
        with translated(self._url, "reading a document of"):
            return self._searcher.doc(address).get_first(name)


def _terms(column: str) -> dict[str, object]:
    # Each segment hands in `segment_size` buckets: with fewer, the counts of rare values would be too low.
    return {"terms": {"field": column, "size": MAX_BUCKETS, "segment_size": MAX_BUCKETS, "min_doc_count": 1}}


def _ordinals(term: str) -> tuple[int, int]:
    first, _, last = term.partition("/")
    return int(first), int(last)
