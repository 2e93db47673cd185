"""The document page as values: the original text with its marks, and what was found in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

from indexer.pipeline import DATE_FOUND, DERIVED, UNRESOLVED
from search.values import SearchRequest
from search.wire import date_value
from webapp.document_beside import citation, document_map, is_twin, near
from webapp.document_head import direction_of, report_day_text, title_text
from webapp.links import entity_page_url, search_url
from webapp.locales import DIRECTIONS, current_language, event_date_text, label_text
from webapp.marking import paragraphs, runs
from webapp.narrowing import Filter, add, narrowed_to
from webapp.reasons import reasons, slice_of
from webapp.timeline import line_of
from webapp.words import ACTOR_TYPES, DATES_FOUND, entity_label, found_how

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engines.base import Document, Entity, EventDate, Span
    from webapp.collection import Collection, Searching
    from webapp.document_beside import Near
    from webapp.locales import Direction
    from webapp.maps import MapView
    from webapp.marking import Bounds, Run
    from webapp.reasons import Reason
    from webapp.timeline import Line

TargetKind = Literal["actor", "location", "date"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a marked stretch of the text stands for, and the search that it leads to."""

    kind: TargetKind
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """An actor, a place or a date of the document, in the panel beside it; `parts` is its name with those above it.

    `url` is its own page (of a date the search), `search_url` the reports that have it.
    """

    parts: tuple[str, ...]
    url: str
    search_url: str
    mentions: int
    inferred: bool = False
    id: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word of the search as the document has it: `how` it matches, and how often."""

    text: str
    how: str
    count: int


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Everything that the document page shows."""

    document: Document
    direction: Direction
    title: tuple[Run, ...]
    title_text: str
    paragraphs: tuple[tuple[Run, ...], ...]
    targets: tuple[Target, ...]
    actors: tuple[tuple[str, tuple[Found, ...]], ...]
    places: tuple[Found, ...]
    dates: tuple[Found, ...]
    map: MapView
    line: Line
    before: tuple[Near, ...]
    after: tuple[Near, ...]
    similar: tuple[Near, ...]
    twins: tuple[Near, ...]
    citation: str
    found: tuple[FoundWord, ...]
    hits: int
    hits_in_title: int
    report_date: str
    date_found: str
    unresolved: tuple[str, ...]
    metadata: tuple[tuple[str, str], ...]
    link: str
    back_url: str


SIMILAR: Final = 5
MOST_FORMS: Final = 12
NEIGHBOURS: Final = 3
"""Reports before it and after it by date, of each."""


def document_page(document: Document, request: SearchRequest, collection: Collection) -> DocumentPage:
    """Lay a document out, with the words of the request it was found by marked."""
    searcher = collection.searcher
    occurrences = searcher.occurrences(document, request)
    marks = [*_entity_marks(document), *_date_marks(document)]
    targets = tuple(target for target, _ in marks)
    before, after = collection.neighbours(document, NEIGHBOURS)
    alike = searcher.similar(document.id, SearchRequest(), duplicates=True) or ()
    return DocumentPage(
        document=document,
        direction=direction_of(document),
        title=runs(document.title, _in_field(marks, "title"), _bounds(occurrences, "title")) or runs(title_text(document)),
        title_text=title_text(document),
        paragraphs=paragraphs(document.text, _in_field(marks, "text"), _bounds(occurrences, "text")),
        targets=targets,
        actors=tuple(_actors(document)),
        places=tuple(_place(entity, document, searcher) for entity in document.entities if entity.kind == "location"),
        dates=tuple(_date(date, document) for date in sorted(document.event_dates, key=lambda date: (date.start, date.end))),
        map=document_map(document),
        line=line_of(document.event_dates, document.report_date, right_to_left=DIRECTIONS[current_language()] == "rtl"),
        before=near(before),
        after=near(after),
        similar=near(hit.document for hit in alike if not is_twin(hit.document, document))[:SIMILAR],
        twins=near(hit.document for hit in alike if is_twin(hit.document, document)),
        citation=citation(document),
        found=tuple(_found_words(occurrences, document)),
        hits=len(occurrences),
        hits_in_title=sum(span.field == "title" for span in occurrences),
        report_date=report_day_text(document),
        date_found=str(DATES_FOUND.get(document.metadata.get(DATE_FOUND, ""), "")),
        unresolved=tuple(line.partition(": ")[2] for line in document.metadata.get(UNRESOLVED, "").splitlines()),
        metadata=tuple(sorted((name, value) for name, value in document.metadata.items() if not name.startswith(DERIVED))),
        link=document.url if urlsplit(document.url).scheme in {"http", "https"} else "",
        back_url=search_url(request),
    )


def _found_words(occurrences: Iterable[Span], document: Document) -> Iterable[FoundWord]:
    """The words that were found, each form once, the most frequent first."""
    forms = Counter((slice_of(span, document), span.rule) for span in occurrences if span.rule)
    for (text, how), count in forms.most_common(MOST_FORMS):
        yield FoundWord(text, found_how(how), count)


def _entity_marks(document: Document) -> Iterable[tuple[Target, Span]]:
    for entity in document.entities:
        target = Target(entity.kind, label_text(entity.label), entity_page_url(entity.kind, entity.id))
        for span in entity.mentions:
            yield target, span


def _date_marks(document: Document) -> Iterable[tuple[Target, Span]]:
    for date in document.event_dates:
        target = Target("date", event_date_text(date), _date_url(date))
        for span in date.mentions:
            yield target, span


def _in_field(marks: Sequence[tuple[Target, Span]], field: str) -> list[Bounds]:
    """The places of all marks, so that a run's index finds its target; those of the other field are empty."""
    return [(span.start, span.end) if span.field == field else (0, 0) for _, span in marks]


def _bounds(spans: Iterable[Span], field: str) -> list[Bounds]:
    return [(span.start, span.end) for span in spans if span.field == field]


def _actors(document: Document) -> Iterable[tuple[str, tuple[Found, ...]]]:
    """Actors by type, in the order of the types' list; unknown types last under their own name."""
    actors = [entity for entity in document.entities if entity.kind == "actor"]
    types = dict.fromkeys([*ACTOR_TYPES, *(entity.type for entity in actors)])
    for kind in types:
        of_type = tuple(_found((label_text(entity.label),), entity, document) for entity in actors if entity.type == kind)
        if of_type:
            yield str(ACTOR_TYPES.get(kind, kind)), of_type


def _place(entity: Entity, document: Document, searcher: Searching) -> Found:
    named = {other.id: label_text(other.label) for other in document.entities}
    above = (named.get(place) or entity_label(searcher.known("location", place), place) for place in entity.path[:-1])
    parts = (*above, label_text(entity.label))
    return _found(parts, entity, document)


def _found(parts: tuple[str, ...], entity: Entity, document: Document) -> Found:
    url, searched = entity_page_url(entity.kind, entity.id), search_url(narrowed_to(SearchRequest(), entity))
    return Found(parts, url, searched, len(entity.mentions), id=entity.id, reasons=reasons(entity.mentions, document))


def _date(date: EventDate, document: Document) -> Found:
    why = reasons(date.mentions, document)
    url = _date_url(date)
    return Found((event_date_text(date),), url, url, len(date.mentions), bool(date.inferred), reasons=why)


def _date_url(date: EventDate) -> str:
    if date.precision == "range":
        return search_url(SearchRequest(date_from=date.start, date_to=date.end))
    return search_url(add(SearchRequest(), Filter("event", date_value(date))))
