"""What an index in Elasticsearch holds: its settings and its strict mapping. Nothing in it needs a plugin or a script.

===================  ==========================================================================================
id                   whole: ties come in its order (`_id` itself can not be sorted by)
terms_LEVEL          analysed terms with positions, one field a level; indexed, and left out of `_source`
actor, location …    whole values, `none` where there is none: what facets count and filters take
DATE_year …          the distinct years, months and days that a date field counts in (`engines.dates`), 0 if undated
event, report        days for people and Kibana: the first day of each date
event_span …         first and last day of each date, for from–to
DATE_first, _last    the earliest first day and the latest last day, to sort by
place                points, for maps
document             the stored document (`engines.stored`): title, text, entities with their mentions …
document_bytes       the same, where it holds what no JSON can
===================  ==========================================================================================
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from analyzers.analysis import GAP, LEVELS
from engines.base import DATE_FIELDS, FORMAT_VERSION
from engines.dates import GRANULARITIES
from engines.values import VALUE_FIELDS

if TYPE_CHECKING:
    from engines.base import DateField, Field, Granularity
    from engines.elastic.cluster import Json
    from engines.elastic.settings import ElasticSettings

ID: Final = "id"
DOCUMENT: Final = "document"
DOCUMENT_BYTES: Final = "document_bytes"
PLACE: Final = "place"

SHARD_BYTES: Final = 30_000_000_000
"""Of one shard, at most, when an index is built anew: Elasticsearch's own advice is 10 to 50 GB."""

_TERMS = "kashf_terms"
_DAY: Json = {"type": "date", "format": "strict_date"}
_SHOWN: Json = {"type": "keyword", "index": False, "doc_values": False}


def terms_field(level: str) -> str:
    """The field with the terms of a level."""
    if level not in LEVELS:
        raise ValueError(f"{level!r} is no level of analysis: the levels are {', '.join(LEVELS)}")
    return f"terms_{level}"


def number_field(field: Field, granularity: Granularity) -> str:
    """The field with the years, months or days of a date field."""
    return f"{field}_{granularity}"


def span_field(field: DateField) -> str:
    """The field with first and last day of each date."""
    return f"{field}_span"


def first_field(field: DateField) -> str:
    """The field with the earliest day."""
    return f"{field}_first"


def last_field(field: DateField) -> str:
    """The field with the latest day."""
    return f"{field}_last"


def index_body(fingerprint: str, settings: ElasticSettings, *, size: int = 0) -> Json:
    """What a new index is created with, for about `size` bytes of it."""
    return {"settings": _settings(settings, size), "mappings": {"_meta": meta(fingerprint), **_mappings()}}


def meta(fingerprint: str, **more: object) -> Json:
    """What an index says of itself."""
    return {"kashf": {"format": FORMAT_VERSION, "fingerprint": fingerprint, **more}}


def _settings(settings: ElasticSettings, size: int) -> Json:
    replicas: Json = {"auto_expand_replicas": "0-1"}
    if settings.replicas is not None:
        replicas = {"number_of_replicas": settings.replicas}
    return {
        "index": {
            "number_of_shards": settings.shards or max(1, math.ceil(size / SHARD_BYTES)),
            **replicas,
            # What is written becomes visible with `commit` and at no other time.
            "refresh_interval": -1,
            # `kashf status` shows the size of what was just committed.
            "store": {"stats_refresh_interval": "0s"},
        },
        "analysis": {
            # The gap filler keeps the position of a word that a level leaves out; it is no term itself.
            "filter": {"kashf_gaps": {"type": "stop", "stopwords": [GAP]}},
            "analyzer": {_TERMS: {"type": "custom", "tokenizer": "whitespace", "filter": ["kashf_gaps"]}},
        },
    }


def _mappings() -> Json:
    fields: Json = {ID: {"type": "keyword"}, PLACE: {"type": "geo_point"}, DOCUMENT_BYTES: {"type": "binary"}}
    for level in LEVELS:
        fields[terms_field(level)] = {"type": "text", "analyzer": _TERMS}
    for value_field in VALUE_FIELDS:
        fields[value_field] = {"type": "keyword"}
    for field in DATE_FIELDS:
        fields[field] = _DAY
        fields[span_field(field)] = {"type": "date_range", "format": "strict_date"}
        for name in (first_field(field), last_field(field)):
            fields[name] = _DAY
        for granularity in GRANULARITIES:
            fields[number_field(field, granularity)] = {"type": "integer"}
    # What of a document has no field here is stored all the same: metadata may have any names.
    shown = dict.fromkeys(("title", "text", "url"), _SHOWN)
    fields[DOCUMENT] = {"type": "object", "dynamic": False, "properties": shown}
    return {
        "dynamic": "strict",
        "_source": {"excludes": [terms_field(level) for level in LEVELS]},
        "properties": fields,
    }
