"""The JSON of answers and documents, as `kashf search --json` prints it and the API of the web application sends it.

One file for one format: values go in, dicts that `json.dumps` takes come out. Spans are code points, half-open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engines.base import Document, Entity, EventDate, Field, Label, Span
    from search.leads import Offer, WayOn
    from search.query import Alternative
    from search.saved import SavedSearch
    from search.similar import SimilarHit
    from search.values import AnswerBucket, AnswerFacet, AnswerHit, SearchAnswer, SearchRequest, Snippet, UnderstoodWord, Via
    from search.why import Why

Json = dict[str, object]


def answer_to_json(answer: SearchAnswer) -> Json:
    """The whole answer. `facets.date` holds the dates that the request narrows by (`date_of`)."""
    return {
        "total": answer.total,
        "more": answer.more,
        "took_ms": round(answer.took_ms, 3),
        "query": _query(answer),
        "hits": [hit_to_json(hit) for hit in answer.hits],
        "facets": _facets(answer),
        "offers": [_offer(offer) for offer in answer.offers],
        "did_you_mean": way_to_json(answer.did_you_mean) if answer.did_you_mean else None,
        "ways_on": [way_to_json(way) for way in answer.ways_on],
    }


def _offer(offer: Offer) -> Json:
    label = {"ar": offer.label.ar, "en": offer.label.en}
    return {"field": offer.field, "value": offer.id, "label": label, "count": offer.count}


def way_to_json(way: WayOn) -> Json:
    """Another request that finds something; `field` where it leaves out a filter."""
    return {"kind": way.kind, "text": way.text, "count": way.count, "field": way.field, "query": way.request.text}


def document_to_json(document: Document) -> Json:
    """A stored document with what was found in it; `field` stands only where a mention is not in the text."""
    return {
        "id": document.id,
        "title": document.title,
        "text": document.text,
        "report_date": _day(document),
        "source": document.source,
        "url": document.url,
        "language": document.language,
        "type": document.type,
        "actors": [_actor(entity, document) for entity in _of_kind(document, "actor")],
        "locations": [_location(entity, document) for entity in _of_kind(document, "location")],
        "dates": [_date(date, document) for date in document.event_dates],
        "metadata": dict(document.metadata),
    }


def date_value(date: EventDate) -> str:
    """A date as a value: `2024`, `2024-01`, `2024-01-20`; a range as an ISO 8601 interval, `2024-01-20/2024-01-24`."""
    if date.precision == "year":
        return date.start.isoformat()[:4]
    if date.precision == "month":
        return date.start.isoformat()[:7]
    if date.precision == "day":
        return date.start.isoformat()
    return f"{date.start.isoformat()}/{date.end.isoformat()}"


def saved_to_json(search: SavedSearch) -> Json:
    """A saved search: what it asks, and how many documents are new."""
    return {
        "name": search.name,
        "request": request_to_json(search.request),
        "created": search.created.isoformat(),
        "checked": search.checked.isoformat(),
        "new": search.new,
    }


def request_to_json(request: SearchRequest) -> Json:
    """What is asked: words and all that narrows them."""
    return {
        "text": request.text,
        "filters": {field: list(values) for field, values in sorted(request.any_of.items())},
        "all": {field: list(values) for field, values in sorted(request.all_of.items())},
        "not": {field: list(values) for field, values in sorted(request.none_of.items())},
        "from": request.date_from.isoformat() if request.date_from else None,
        "to": request.date_to.isoformat() if request.date_to else None,
        "date_of": request.date_of,
        "level": request.level,
        "expand": request.expand,
        "fold": request.fold,
        "sort": request.sort,
    }


def _query(answer: SearchAnswer) -> Json:
    request = answer.request
    return {
        **request_to_json(request),
        "words": [_word(word) for word in answer.words],
        "group": answer.group,
        "sort": answer.sort,
        "page": request.page,
        "size": request.size,
        "canonical": answer.canonical,
        "described": _label(answer.described),
        "notes": [{"id": note, "value": value} for note, value in answer.notes],
    }


def _word(word: UnderstoodWord) -> Json:
    return {
        "kind": word.kind,
        "words": list(word.words),
        "forms": [dict(forms) for forms in word.forms],
        "stop": word.stop,
        "alternatives": [_alternative(alternative) for alternative in word.alternatives],
    }


def _alternative(alternative: Alternative) -> Json:
    return {"kind": alternative.kind, "label": alternative.label, "tagged": _tagged(alternative.tagged)}


def _via(via: Via) -> Json:
    return {"words": list(via.words), "kind": via.kind, "label": via.label, "tagged": _tagged(via.tagged)}


def _tagged(tagged: tuple[Field, str] | None) -> Json | None:
    return {"field": tagged[0], "value": tagged[1]} if tagged else None


def hit_to_json(hit: AnswerHit) -> Json:
    """A document in an answer."""
    document = hit.document
    wire: Json = {
        "id": document.id,
        "title": document.title,
        "title_spans": [list(span) for span in hit.title.spans],
        "title_how": list(hit.title.how),
        "score": hit.score,
        "group": hit.group,
        "level": hit.level,
        "report_date": _day(document),
        "source": document.source,
        "language": document.language,
        "type": document.type,
        "snippet": _snippet(hit.snippet),
        "actors": [entity.id for entity in _of_kind(document, "actor")],
        "locations": [entity.id for entity in _of_kind(document, "location")],
        "dates": [date_value(date) for date in document.event_dates],
    }
    if hit.via:
        wire["via"] = [_via(via) for via in hit.via]
    if hit.duplicates:
        wire["duplicates"] = {"count": len(hit.duplicates), "ids": [document.id for document in hit.duplicates]}
    return wire


def similar_to_json(hit: SimilarHit) -> Json:
    """A report like another, with the actors, places and days that both name."""
    document = hit.document
    return {
        "id": document.id,
        "title": document.title,
        "score": hit.score,
        "report_date": _day(document),
        "source": document.source,
        "language": document.language,
        "type": document.type,
        "snippet": _snippet(hit.snippet),
        "shared": {
            "actors": [entity.id for entity in hit.entities if entity.kind == "actor"],
            "locations": [entity.id for entity in hit.entities if entity.kind == "location"],
            "dates": [date_value(date) for date in hit.days],
        },
    }


def why_to_json(why: Why) -> Json:
    """Why a document is a hit. The scores of `clauses` add up to `score`; `reranking` decides among the first hundred hits."""
    scoring = why.scoring
    return {
        "id": why.document.id,
        "group": scoring.group,
        "passes_filters": scoring.passes,
        "score": scoring.score,
        "reranking": scoring.reranking,
        "words": [_word(word) for word in why.words],
        "clauses": [
            {
                "kind": clause.kind,
                "level": clause.level,
                "terms": list(clause.terms),
                "words": list(clause.words),
                "weight": clause.weight,
                "score": clause.score,
            }
            for clause in scoring.clauses
        ],
        "matches": [
            {
                "field": match.field,
                "start": match.start,
                "end": match.end,
                "text": match.text,
                "words": list(match.words),
                "how": match.how,
            }
            for match in why.matches
        ],
        "places": why.places,
    }


def _snippet(snippet: Snippet) -> Json:
    return {"text": snippet.text, "spans": [list(span) for span in snippet.spans], "how": list(snippet.how)}


def _facets(answer: SearchAnswer) -> Json:
    date_field = answer.request.date_of
    named: list[tuple[str, AnswerFacet | None]] = [
        ("actor", answer.facets.get("actor")),
        ("location", answer.facets.get("location")),
        ("date", answer.facets.get(date_field)),
        ("source", answer.facets.get("source")),
        ("language", answer.facets.get("language")),
        ("type", answer.facets.get("type")),
        ("quality", answer.facets.get("quality")),
    ]
    return {name: [_bucket(bucket) for bucket in facet.buckets] for name, facet in named if facet is not None}


def _bucket(bucket: AnswerBucket) -> Json:
    wire: Json = {
        "value": bucket.value,
        "label": _label(bucket.label),
        "count": bucket.count,
        "selected": bucket.selected,
    }
    if bucket.excluded:
        wire["excluded"] = True
    if bucket.path:
        wire["path"] = list(bucket.path)
    if bucket.type:
        wire["type"] = bucket.type
    return wire


def _actor(entity: Entity, document: Document) -> Json:
    return {
        "id": entity.id,
        "type": entity.type,
        "label": _label(entity.label),
        "path": list(entity.path),
        "mentions": _mentions(entity.mentions, document),
    }


def _location(entity: Entity, document: Document) -> Json:
    return {
        "id": entity.id,
        "level": entity.type,
        "label": _label(entity.label),
        "country": entity.country,
        "path": list(entity.path),
        "lat": entity.lat,
        "lon": entity.lon,
        "mentions": _mentions(entity.mentions, document),
    }


def _date(date: EventDate, document: Document) -> Json:
    return {
        "value": date_value(date),
        "start": date.start.isoformat(),
        "end": date.end.isoformat(),
        "precision": date.precision,
        "calendar": date.calendar,
        "inferred": list(date.inferred),
        "mentions": _mentions(date.mentions, document),
    }


def _mentions(spans: Iterable[Span], document: Document) -> list[Json]:
    return [_mention(span, document) for span in spans]


def _mention(span: Span, document: Document) -> Json:
    field = document.title if span.field == "title" else document.text
    wire: Json = {"start": span.start, "end": span.end, "text": field[span.start : span.end]}
    if span.field == "title":
        wire["field"] = "title"
    return wire


def _of_kind(document: Document, kind: str) -> Sequence[Entity]:
    return [entity for entity in document.entities if entity.kind == kind]


def _label(label: Label) -> Json:
    return {"ar": label.ar, "en": label.en}


def _day(document: Document) -> str | None:
    return document.report_date.isoformat() if document.report_date else None
