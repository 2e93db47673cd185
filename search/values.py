"""What a person asks and what they are told: the values that the web application, the API, the command and `evaluate` share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from engines.base import Label

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from analyzers.analysis import Level
    from engines.base import Document, EntityKind, Field, SortKey
    from search.leads import Offer, WayOn
    from search.query import Alternative, AlternativeKind

MAX_QUERY_LENGTH: Final = 10_000
"""Code points of a query that are read; the rest is cut, and said."""

MAX_PAGE_SIZE: Final = 100

EVERYTHING: Final = Label("كل التقارير", "all reports")
"""What is asked by a request without a query."""


class QueryError(Exception):
    """A request that can not be answered as it stands (a date that is none, an unknown sort …). Says what and how to mend it.

    `reason` names it for those who say it in other words or another language, `values` are what its sentence speaks of.
    """

    def __init__(self, message: str, *, reason: str = "", **values: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.values = values


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked: the URL's parameters and the command's options, one to one.

    `any_of` and `none_of` map a field to its selected and its excluded values; `all_of` to those that a document has to have
    together, whose facet counts what else stands beside them. `date_from` and `date_to` narrow by
    `date_of`. `level` is the weakest level at which words may match; None is the default (two groups of hits). With `expand`
    known names, translations and the like may stand for its words, at the levels stem and root. With `fold` the
    near-duplicates of a page are shown as one hit; totals and pages count documents all the same.
    """

    text: str = ""
    any_of: Mapping[Field, tuple[str, ...]] = field(default_factory=dict)
    none_of: Mapping[Field, tuple[str, ...]] = field(default_factory=dict)
    all_of: Mapping[Field, tuple[str, ...]] = field(default_factory=dict)
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    date_of: Literal["event", "report"] = "event"
    level: Level | None = None
    expand: bool = True
    fold: bool = False
    sort: SortKey = "relevance"
    page: int = 1
    size: int = 10
    facet_size: int = 20


@dataclass(frozen=True, slots=True)
class UnderstoodWord:
    """One word or phrase of the query as it was understood.

    `words` are the words as typed; `kind` says how they were read; `forms` are the terms at each level (None: left out);
    `alternatives` what may stand for it.
    """

    kind: Literal["word", "phrase", "name", "excluded"]
    words: tuple[str, ...]
    forms: tuple[Mapping[Level, str | None], ...]
    stop: bool = False
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Snippet:
    """An excerpt of the original text with the places to mark: code points into `text`, half-open, whole words.

    `how` says of each span at which level it matches, or what stands there for the word of the query.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    how: tuple[Level | AlternativeKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Via:
    """What stands in a document for words of the query that it does not hold: `label` is how a person is told of it.

    `tagged`: it was found as this value of a facet.
    """

    words: tuple[str, ...]
    kind: AlternativeKind
    label: str
    tagged: tuple[Field, str] | None = None


@dataclass(frozen=True, slots=True)
class AnswerHit:
    """A document in the answer. `group` is 1 where every word of the query matches, else 2.

    `level` is the weakest level that any of its words needed; None where it holds none of them (a request without words, or a
    document found as a facet's value alone). `duplicates` are the documents
    of the page that are nearly the same, where the request folds them into one. `via`: by what else than its words it was found.
    """

    document: Document
    score: float
    group: Literal[1, 2]
    level: Level | None
    title: Snippet
    snippet: Snippet
    duplicates: tuple[Document, ...] = ()
    via: tuple[Via, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerBucket:
    """A value of a facet with its label. `path` holds the ids of a place's (or actor's) ancestors and its own id last."""

    value: str
    label: Label
    count: int
    selected: bool = False
    excluded: bool = False
    path: tuple[str, ...] = ()
    type: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFacet:
    """A field to narrow by. `distinct` is the number of its values, also of those not listed; `exact`: see `engines.base.Facet`."""

    field: Field
    buckets: tuple[AnswerBucket, ...]
    distinct: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """The whole answer. `total` counts the first group (or the second where the first is empty), `more` what follows it.

    `notes` say what was not understood or was cut, as (message id, value) pairs that the caller puts in words (`search.notes`).
    `sort` is the order of the hits: without words to be relevant to, the newest report comes first. `canonical` is the query in its
    plainest writing, to be edited; `described` says it in words. `offers`, `did_you_mean` and `ways_on`: see `search.leads`.
    """

    request: SearchRequest
    total: int
    more: int
    group: Literal[1, 2]
    took_ms: float
    words: tuple[UnderstoodWord, ...]
    hits: tuple[AnswerHit, ...]
    facets: Mapping[Field, AnswerFacet]
    notes: tuple[tuple[str, str], ...] = ()
    sort: SortKey = "relevance"
    canonical: str = ""
    described: Label = EVERYTHING
    offers: tuple[Offer, ...] = ()
    did_you_mean: WayOn | None = None
    ways_on: tuple[WayOn, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownEntity:
    """What is known of an id beyond its count: from the gazetteer, or from a document that names it."""

    kind: EntityKind
    id: str
    label: Label
    path: tuple[str, ...]
    type: str
    country: str = ""
    lat: float | None = None
    lon: float | None = None
