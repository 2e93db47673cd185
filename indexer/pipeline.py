"""Source document → document as it is indexed: analysed terms, and who, where and when. Pure: no IO, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from analyzers import kashf_analyzer
from analyzers.analysis import GAP, LEVELS
from engines.base import EMPTY, Document, Entity, EventDate, IndexedDocument, Label, Span
from extraction.extractor import default_extractor
from extraction.values import DateExpression, Extraction
from indexer.fields import read_event_days
from indexer.language import guess_language
from indexer.values import SourceDocument

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from typing import Protocol

    from analyzers.analysis import Analyzer
    from extraction.values import Actor, Location, Mention, Precision

    class Extractor(Protocol):
        """Finds who, where and when (see `extraction`)."""

        def extract(
            self,
            title: str,
            text: str,
            *,
            report_date: dt.date | None = None,
            country: str = "",
            actors: Sequence[str] = (),
            locations: Sequence[str] = (),
        ) -> Extraction: ...


BORDER: Final = 100
"""Gaps between the terms of title and text: no phrase matches over them."""

GIVEN: Final = ("actors", "locations", "dates")
"""What the source said the report is about, kept in the metadata (a name a line), so that `kashf reindex` needs no sources."""

DUPLICATE_OF: Final = "kashf.duplicate_of"
"""The metadata with the id of the first document that this one is nearly the same as (`indexer.linking`): to fold results by."""

_COUNTRY: Final = re.compile(r"[A-Za-z]{2}")
_NOTHING: Final = Extraction((), (), ())


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The steps between reading and indexing. Without an extractor, only what the source itself names as dates is kept."""

    analyzer: Analyzer
    extractor: Extractor | None

    def index(self, id_: str, source: SourceDocument) -> IndexedDocument:
        """All steps."""
        return self.analyze(to_document(id_, source, self.extract(source)))

    def extract(self, source: SourceDocument) -> Extraction:
        """Who, where and when; dates that the source names come first."""
        found = _NOTHING
        if self.extractor is not None:
            country = source.metadata.get("country", "")
            found = self.extractor.extract(
                source.title,
                source.text,
                report_date=source.date,
                country=country.upper() if _COUNTRY.fullmatch(country) else "",
                actors=source.actors,
                locations=source.locations,
            )
        return replace(found, dates=_with_given(source.dates, found.dates))

    def analyze(self, document: Document) -> IndexedDocument:
        """The terms of title and text at each level."""
        title, text = self.analyzer.terms(document.title), self.analyzer.terms(document.text)
        return IndexedDocument(document, {level: _joined(title[level], text[level]) for level in LEVELS})


def shipped_pipeline(gazetteer: Path | None = None) -> Pipeline:
    """The steps with the analyzer and the gazetteer that come with Kashf, and with the user's own gazetteer at a path."""
    return Pipeline(kashf_analyzer(), default_extractor(gazetteer))


def analysis_only() -> Pipeline:
    """The steps without extraction: `kashf reindex` can do that later."""
    return Pipeline(kashf_analyzer(), None)


def to_document(id_: str, source: SourceDocument, found: Extraction) -> Document:
    """The document that is stored."""
    return Document(
        id=id_,
        title=source.title,
        text=source.text,
        report_date=source.date,
        source=source.source,
        url=source.url,
        language=source.language or guess_language(f"{source.title} {source.text}"),
        type=source.type,
        entities=(*map(_actor, found.actors), *map(_location, found.locations)),
        event_dates=tuple(map(_event_date, found.dates)),
        metadata={**source.metadata, **_given(source)},
    )


def to_source(document: Document) -> SourceDocument:
    """The source that a stored document was made from; what was extracted is left behind."""
    given = {name: tuple(document.metadata.get(name, "").split("\n")) for name in GIVEN if document.metadata.get(name)}
    return SourceDocument(
        title=document.title,
        text=document.text,
        id=document.id,
        date=document.report_date,
        source=document.source,
        url=document.url,
        language=document.language,
        type=document.type,
        actors=given.get("actors", ()),
        locations=given.get("locations", ()),
        dates=given.get("dates", ()),
        metadata={name: value for name, value in document.metadata.items() if name not in {*GIVEN, DUPLICATE_OF}},
    )


def with_head(document: Document, head: str) -> Document:
    """The document, linked to the first that it is nearly the same as."""
    return replace(document, metadata={**document.metadata, DUPLICATE_OF: head})


def _given(source: SourceDocument) -> dict[str, str]:
    lists = {"actors": source.actors, "locations": source.locations, "dates": source.dates}
    return {name: "\n".join(values) for name, values in lists.items() if values}


def _joined(title: Iterable[str], text: Iterable[str]) -> str:
    """Terms of a field, joined; a field in which no term is left holds the sentinel."""
    head, body = list(title), list(text)
    terms = [*head, *[GAP] * BORDER, *body] if head and body else head or body
    return " ".join(terms) if any(term != GAP for term in terms) else EMPTY


def _with_given(given: Sequence[str], found: Sequence[DateExpression]) -> tuple[DateExpression, ...]:
    """Dates that the source names, then those found in the text; one that is both keeps its mentions."""
    explicit: dict[tuple[dt.date, dt.date], DateExpression] = {}
    for value in given:
        start, end = read_event_days(value)
        explicit[start, end] = DateExpression(start, end, _precision(value), "gregorian", (), ())
    rest: list[DateExpression] = []
    for date in found:
        key = (date.start, date.end)
        if key in explicit:
            explicit[key] = replace(explicit[key], mentions=(*explicit[key].mentions, *date.mentions))
        else:
            rest.append(date)
    return (*explicit.values(), *rest)


def _precision(value: str) -> Precision:
    if "/" in value:
        return "range"
    return {4: "year", 7: "month"}.get(len(value.strip()), "day")  # type: ignore[return-value]  # literals all


def _actor(actor: Actor) -> Entity:
    return Entity(
        kind="actor",
        id=actor.id,
        type=actor.type,
        label=Label(actor.label.ar, actor.label.en),
        path=actor.path,
        mentions=_spans(actor.mentions),
        country=actor.country,
    )


def _location(location: Location) -> Entity:
    return Entity(
        kind="location",
        id=location.id,
        type=location.level,
        label=Label(location.label.ar, location.label.en),
        path=location.path,
        mentions=_spans(location.mentions),
        country=location.country,
        lat=location.lat,
        lon=location.lon,
    )


def _event_date(date: DateExpression) -> EventDate:
    return EventDate(date.start, date.end, date.precision, date.calendar, date.inferred, _spans(date.mentions))


def _spans(mentions: Iterable[Mention]) -> tuple[Span, ...]:
    return tuple(Span(mention.start, mention.end, mention.field) for mention in mentions)
