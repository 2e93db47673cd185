"""The seam between Kashf and a search engine: typed values, and a protocol of a few methods.

No engine's own JSON passes it. `search` and `indexer` speak only these values; `engines/embedded` and `engines/elastic`
translate them. What the values mean is fixed by one contract suite (`tests/engines/`) that runs on every engine.
This file is longer than others because it is read as a whole: whoever writes an engine needs all of it, and nothing else.

Errors (all engines; the command exits with 3 on each)::

    EngineError
    ├── IndexNotFoundError      nothing is there
    ├── IndexBusyError          another process is writing
    ├── IndexMismatchError      made by another analyzer or format: `kashf reindex`
    ├── EngineUnavailableError  not reachable, not readable, damaged
    └── DocumentsRefusedError   some documents of a commit were not taken, the others were
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, Protocol, get_args

from analyzers.analysis import LEVELS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

FORMAT_VERSION: Final = 2
"""Of the stored index. Changes when an index written by an older Kashf can not be read."""

NONE: Final = "none"
"""The value of a facet for documents that have no other: no actor, no location, undated."""

Field = Literal["actor", "location", "source", "language", "type", "quality", "event", "report"]
"""What documents can be narrowed by. `quality`: of the text (QUALITY). `event`: dates in the text; `report`: the report's own."""

DateField = Literal["event", "report"]

FIELDS: Final[tuple[Field, ...]] = ("actor", "location", "source", "language", "type", "quality", "event", "report")
QUALITY: Final = "text_quality"
"""The metadata of a document whose text has, or had, faults: `repaired`, `doubtful`, `unread`."""

DATE_FIELDS: Final[tuple[DateField, ...]] = ("event", "report")

MAX_ID_BYTES: Final = 512
"""The longest id of a document, in UTF-8 (Elasticsearch's limit). An id has at least one character."""

MAX_VALUE_BYTES: Final = 8_000
"""The longest value of a field, in UTF-8: well below what any engine can hold as one term."""

Precision = Literal["day", "month", "year", "range"]
Calendar = Literal["gregorian", "hijri"]
EntityKind = Literal["actor", "location"]


class EngineError(Exception):
    """The index or its engine can not be used. The message says what, where, and what to do next."""


class IndexNotFoundError(EngineError):
    """There is no index at the address."""


class IndexBusyError(EngineError):
    """Another process is writing to the index."""


class IndexMismatchError(EngineError):
    """The index was made by another analyzer or in another format."""


class EngineUnavailableError(EngineError):
    """The engine does not answer, or its files can not be read or written."""


class DocumentsRefusedError(EngineError):
    """The engine did not take some documents of a commit; `reasons` says why, by id. All others are committed."""

    def __init__(self, url: str, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(reasons)
        first = next(iter(self.reasons.items()))
        super().__init__(f"{url} refused {len(self.reasons)} documents; the first, {first[0]!r}: {first[1]}")


# ---- documents


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a document: code points into its `text` or its `title`, half-open. `rule`: what found something there."""

    start: int
    end: int
    field: Literal["text", "title"] = "text"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A name to show, in both languages of the product."""

    ar: str
    en: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor or a location that a document names.

    `path` holds the ids of its ancestors, outermost first, and its own id last: a document is found under each of them.
    `type` is an actor's type or a location's level. `lat` and `lon` are degrees (WGS 84).
    """

    kind: EntityKind
    id: str
    type: str
    label: Label
    path: tuple[str, ...]
    mentions: tuple[Span, ...] = ()
    country: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date that a document speaks of: the days from `start` to `end`, both counted in.

    `inferred` names what the text did not say and the report's date supplied (`year`, `month`, `day`).
    """

    start: dt.date
    end: dt.date
    precision: Precision
    calendar: Calendar = "gregorian"
    inferred: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it is kept: the original text and what was found in it."""

    id: str
    title: str
    text: str
    report_date: dt.date | None = None
    source: str = ""
    url: str = ""
    language: str = ""
    type: str = ""
    entities: tuple[Entity, ...] = ()
    event_dates: tuple[EventDate, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document with its analysed terms: for each of `TERM_FIELDS` one string, terms joined by U+0020, gaps filled.

    At a level title and text are one string, with 100 gaps between them, so that no phrase matches over the border. `TITLE`
    holds the stems of the title alone. An empty field holds one sentinel term (`EMPTY`): without it the two engines count field
    lengths differently.
    """

    document: Document
    terms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as one engine takes it, made by its writer's `preparer`: most of the work of `put`, in any process.

    `stored` is the document as every engine keeps it (`engines.stored`); each engine adds fields of its own.
    """

    id: str
    stored: bytes


EMPTY: Final = "\u0002"
"""The sentinel term of an empty text field."""

TITLE: Final = "title"
"""Beside the levels: the stems of the title alone. A clause names it as it names a level."""

TERM_FIELDS: Final[tuple[str, ...]] = (*LEVELS, TITLE)
"""What a clause's `level` may be."""


# ---- queries


@dataclass(frozen=True, slots=True)
class Term:
    """Documents that hold a term at a level, scored by BM25 (k1 1.2, b 0.75) times `weight`."""

    level: str
    term: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents that hold terms at the given relative positions (ascending, from 0), scored as one.

    With `slop` the second of exactly two terms may stand up to that many places behind its own, or before it (to exchange two
    neighbours costs two), and the score is `weight`, whatever the document: engines agree on no more than that. More or fewer
    terms with a `slop` are a ValueError.
    """

    level: str
    terms: tuple[tuple[int, str], ...]
    weight: float = 1.0
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Prefix:
    """Documents that hold any term of a level that begins with `prefix`; the score is `weight`, whatever the document.

    Every such term of the index counts: an engine joins their lists of documents, and makes no clauses of them. So the time
    grows with the documents that match, as for a common word. An empty prefix matches nothing.
    """

    level: str
    prefix: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Documents that hold a term within `distance` (1 or 2) edits of `term`; the score is `weight`, whatever the document.

    An edit puts in, takes out or changes a code point, or exchanges two neighbours. All such terms of the index count, as for
    Prefix. A term shorter than 2 * distance + 1 stands for itself alone: most short words are two edits from each other.
    """

    level: str
    term: str
    distance: int = 1
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Tagged:
    """Documents with any of `values` in a field, as a ValueFilter names them; the score is `weight`, whatever the document."""

    field: Field
    values: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Dated:
    """Documents that a DateFilter of the same values keeps, with score 0."""

    field: DateField
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Bool:
    """All of `must`, none of `must_not`, at least `minimum` of `should`; scores of must and should add up.

    With nothing in `must` and `minimum` 0, at least one of `should` has to match; an empty Bool, or one with `must_not`
    alone, starts from every document (score 0).
    """

    must: tuple[Clause, ...] = ()
    should: tuple[Clause, ...] = ()
    must_not: tuple[Clause, ...] = ()
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class MatchAll:
    """Every document, score 0."""


@dataclass(frozen=True, slots=True)
class Unscored:
    """What a clause matches, with score 0."""

    clause: Clause


Clause = Term | Phrase | Prefix | Fuzzy | Tagged | Dated | Bool | MatchAll | Unscored


@dataclass(frozen=True, slots=True)
class ValueFilter:
    """Documents with any of `values` in a field (OR); with `exclude`, those with none of them.

    With `fixed` the field's own facet is counted among what is left, too: its values are those that stand together with these.

    Values of `event` and `report` are `2024`, `2024-01` or `2024-01-20`: a day counts in its month and year, a month in its
    year, a year only in years; a range counts in every day, month and year that it touches (in days only where it is at most
    `MAX_RANGE_DAYS` long). `none` stands for documents without a value. What is no date there is a ValueError.
    """

    field: Field
    values: tuple[str, ...]
    exclude: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class DateFilter:
    """Documents with a date whose whole span lies from `start` to `end`, both counted in; None leaves a side open."""

    field: DateField
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class IdFilter:
    """The documents with any of these ids, at most a thousand of them."""

    ids: tuple[str, ...]


MAX_RANGE_DAYS: Final = 366

Filter = ValueFilter | DateFilter | IdFilter
Granularity = Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class FacetRequest:
    """Ask for the values of a field with their counts.

    Counts leave out the filter of `values` (not `exclude` or `fixed`, not DateFilter) on the same field. `size` is the most
    buckets to return, by count, largest first, ties by value; dates come in date order and ignore `size`.
    `granularity` goes with dates, and `within` (`2024` or `2024-01`) narrows them to the parts of one year or month. Values in
    `include` are always returned, beyond `size` and if only with 0; dates among them may be of another granularity. `none` counts
    as a value and is returned, beyond `size` too, where its count is not 0; among dates it comes last, and it is no part of a
    `within`.
    """

    field: Field
    size: int = 20
    granularity: Granularity = "year"
    within: str = ""
    include: tuple[str, ...] = ()


SortKey = Literal["relevance", "event_newest", "event_oldest", "report_newest", "report_oldest"]
"""Ties, and documents without the date (always last), come in the order of their ids. By event: a document's latest day for
newest, its earliest for oldest."""

SORTS: Final[tuple[SortKey, ...]] = get_args(SortKey)


@dataclass(frozen=True, slots=True)
class Query:
    """What an engine is asked: hits `offset` to `offset + limit` of those that match clause and filters, and facets.

    With `texts_only` the documents of the hits carry id, title and text and nothing else: to rank a hundred hits, of which ten
    are shown, their entities need not be read.
    """

    clause: Clause
    filters: tuple[Filter, ...] = ()
    facets: tuple[FacetRequest, ...] = ()
    sort: SortKey = "relevance"
    offset: int = 0
    limit: int = 10
    texts_only: bool = False


# ---- results


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that matches; `score` is 0.0 for clauses that are not scored, and for a sort other than by relevance."""

    document: Document
    score: float


@dataclass(frozen=True, slots=True)
class Bucket:
    """One value of a facet: how many of the matching documents have it."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """The answer to one FacetRequest. `distinct` is the number of values before `size` cut them (`none` not counted).

    Where `exact` is false, some counts may be too low: an index on several shards has more values than one request holds.
    """

    request: FacetRequest
    buckets: tuple[Bucket, ...]
    distinct: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The whole answer: `total` matching documents, the hits asked for, facets in the order of their requests."""

    total: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """What an index says of itself. `size` is in bytes; `generation` changes with every commit."""

    url: str
    documents: int
    size: int
    format_version: int
    fingerprint: str
    generation: str


# ---- engines


class Writer(Protocol):
    """Changes to an index, in order. Nothing is visible, or safe, before `commit` returns."""

    def put(self, documents: Iterable[IndexedDocument | Prepared], /) -> None:
        """Add documents, or replace those with the same ids; of one id put twice, the later wins.

        Raises ValueError at a document that no engine can hold (`engines.values.check`); those before it are taken.
        """
        ...

    def preparer(self) -> Callable[[IndexedDocument], Prepared]:
        """What makes documents ready for `put` of this engine: a function of a module, that other processes can be sent.

        It raises ValueError as `put` does.
        """
        ...

    def delete(self, ids: Iterable[str], /) -> None:
        """Remove documents; unknown ids are no error."""
        ...

    def commit(self) -> None:
        """Make what was put and deleted visible and durable, in one step.

        Raises DocumentsRefusedError, after all others are committed, for documents that the engine does not take.
        """
        ...


class Rebuild(Writer, Protocol):
    """Changes to an index that is not yet seen."""

    def kept(self, ids: Sequence[str], /) -> dict[str, Document]:
        """Of these documents, those that are in already, put by a rebuild of the same purpose that was cut off.

        They need not be put again. An engine that can not go on with such a rebuild has none.
        """
        ...


class Engine(Protocol):
    """A stored index. Any number of processes may read it, one may write."""

    def info(self) -> IndexInfo:
        """What the index says of itself."""
        ...

    def search(self, query: Query, /) -> SearchResult:
        """Answer a query on the newest commit."""
        ...

    def fetch(self, ids: Sequence[str], /) -> dict[str, Document]:
        """Stored documents by id; unknown ids are left out."""
        ...

    def frequencies(self, level: str, terms: Sequence[str], /) -> dict[str, int]:
        """How many documents hold each of the terms at a level; one request for a few hundred.

        0 says that a term is in no document. Documents that were removed or replaced lately may still be counted.
        """
        ...

    def completions(self, level: str, prefix: str, size: int, /) -> tuple[tuple[str, int], ...] | None:
        """The terms of a level that begin with `prefix` and how many documents hold each, the most frequent first, at most `size`.

        None where the engine keeps no list of its terms that can be read by their beginning. An empty prefix has none.
        """
        ...

    def scan(self) -> Iterator[Document]:
        """Every stored document of one commit, each once, in no particular order, in bounded memory."""
        ...

    def writer(self) -> AbstractContextManager[Writer]:
        """Write to the index. Leaving without `commit`, or by an exception, drops what was not committed.

        Raises IndexBusyError when another writer is open.
        """
        ...

    def rebuild(self, purpose: str = "") -> AbstractContextManager[Rebuild]:
        """Write a new, empty index beside this one, which goes on answering; on leaving, switch to it in one step.

        Leaving by an exception drops the new one. The new index carries the fingerprint and format of this Kashf.

        With a `purpose`, which names all that decides what the new documents are beside the old ones, an engine may keep the part
        of it that is there, and the next rebuild of the same purpose goes on with it (`Rebuild.kept`), where nothing was written
        to the old index in between.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
