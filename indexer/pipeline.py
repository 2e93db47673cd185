"""Source document → document as it is indexed: analysed terms, and who, where and when. Pure: no IO, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, get_args

from analyzers import kashf_analyzer
from analyzers.analysis import GAP, LEVELS
from engines.base import EMPTY, TITLE, Document, Entity, EventDate, IndexedDocument, Label, Span
from extraction.extractor import default_extractor
from extraction.values import DateExpression, Extraction
from indexer.fields import read_event_days
from indexer.language import guess_language
from indexer.values import FOUND_IN_TEXT, DateFound, SourceDocument
from search.folding import DUPLICATE_OF

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Protocol

    from analyzers.analysis import Analyzer
    from extraction.origin import OriginFinder
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

DATE_FOUND: Final = "kashf.date_found"
"""The metadata that says how the report's date was found, where no field gives it."""

UNRESOLVED: Final = "kashf.unresolved"
"""The metadata with the names of the source that no gazetteer has, a `kind: name` a line."""

DERIVED: Final = "kashf."
"""How the names of metadata begin that Kashf makes: no source gives them, and they are made anew with each indexing."""

_COUNTRY: Final = re.compile(r"[A-Za-z]{2}")
_NOTHING: Final = Extraction((), (), ())


@dataclass(frozen=True, slots=True)
class Pipeline:
    """The steps between reading and indexing. Without an extractor, only what the source itself names as dates is kept."""

    analyzer: Analyzer
    extractor: Extractor | None
    origins: OriginFinder | None = None
    """Finds the dates of reports that come without one."""

    def index(self, id_: str, source: SourceDocument) -> IndexedDocument:
        """All steps."""
        dated = self.dated(source)
        return self.analyze(to_document(id_, dated, self.extract(dated)))

    def dated(self, source: SourceDocument) -> SourceDocument:
        """The source with the date that its text says it is of, where it has no other."""
        if source.date is not None or self.origins is None:
            return source
        origin = self.origins.find(source.title, source.text)
        return replace(source, date=origin.day, date_found=origin.day_found) if origin.day is not None else source

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
        """The terms of title and text at each level, and the stems of the title."""
        title, text = self.analyzer.terms(document.title), self.analyzer.terms(document.text)
        terms: dict[str, str] = {level: _joined(title[level], text[level]) for level in LEVELS}
        return IndexedDocument(document, terms | {TITLE: _joined(title["stem"], [])})


def shipped_pipeline(gazetteer: Path | None = None) -> Pipeline:
    """The steps with the analyzer and the gazetteer that come with Kashf, and with the user's own gazetteer at a path."""
    extractor = default_extractor(gazetteer)
    return Pipeline(kashf_analyzer(), extractor, extractor.origins)


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
        metadata={**_own(source.metadata), **_given(source), **_derived(source, found)},
    )


def to_source(document: Document) -> SourceDocument:
    """The source that a stored document was made from; what was extracted is left behind."""
    date, date_found = document.report_date, _date_found(document)
    if date_found in FOUND_IN_TEXT:  # to be found there again, by the rules as they now are
        date, date_found = None, ""
    given = {name: tuple(document.metadata.get(name, "").split("\n")) for name in GIVEN if document.metadata.get(name)}
    return SourceDocument(
        title=document.title,
        text=document.text,
        id=document.id,
        date=date,
        date_found=date_found,
        source=document.source,
        url=document.url,
        language=document.language,
        type=document.type,
        actors=given.get("actors", ()),
        locations=given.get("locations", ()),
        dates=given.get("dates", ()),
        metadata={name: value for name, value in _own(document.metadata).items() if name not in GIVEN},
    )


def with_head(document: Document, head: str) -> Document:
    """The document, linked to the first that it is nearly the same as."""
    return replace(document, metadata={**document.metadata, DUPLICATE_OF: head})


def _own(metadata: Mapping[str, str]) -> dict[str, str]:
    """The metadata that the source gave."""
    return {name: value for name, value in metadata.items() if not name.startswith(DERIVED)}


def _derived(source: SourceDocument, found: Extraction) -> dict[str, str]:
    made = {
        DATE_FOUND: source.date_found if source.date_found != "field" else "",
        UNRESOLVED: "\n".join(f"{kind}: {name}" for kind, name in found.unresolved),
    }
    return {name: value for name, value in made.items() if value}


def _date_found(document: Document) -> DateFound:
    if document.report_date is None:
        return ""
    kept = document.metadata.get(DATE_FOUND)
    return next((found for found in get_args(DateFound) if found == kept), "field")


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


_label: Final = lru_cache(maxsize=1 << 13)(Label)
"""The same few thousand names come again and again."""


def _actor(actor: Actor) -> Entity:
    return Entity(
        kind="actor",
        id=actor.id,
        type=actor.type,
        label=_label(actor.label.ar, actor.label.en),
        path=actor.path,
        mentions=_spans(actor.mentions, of=actor.id),
        country=actor.country,
    )


def _location(location: Location) -> Entity:
    return Entity(
        kind="location",
        id=location.id,
        type=location.level,
        label=_label(location.label.ar, location.label.en),
        path=location.path,
        mentions=_spans(location.mentions, of=location.id),
        country=location.country,
        lat=location.lat,
        lon=location.lon,
    )


def _event_date(date: DateExpression) -> EventDate:
    return EventDate(date.start, date.end, date.precision, date.calendar, date.inferred, _spans(date.mentions))


def _spans(mentions: Iterable[Mention], *, of: str = "") -> tuple[Span, ...]:
    """Mentions as they are stored; a rule that ends in the id of what it found says so without it."""
    suffix = f":{of}"
    return tuple([Span(mention.start, mention.end, mention.field, mention.rule.removesuffix(suffix)) for mention in mentions])
