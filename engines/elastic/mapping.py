"""What an index in Elasticsearch holds: its settings and its strict mapping. Nothing in it needs a plugin or a script.

===================  ==========================================================================================
id                   whole: ties come in its order (`_id` itself can not be sorted by)
terms_LEVEL          analysed terms with positions, one field a level, and `terms_title`; indexed, and left out of `_source`
actor, location …    whole values, `none` where there is none: what facets count and filters take
report               the report's own date: its years, months and days are counted by the server
event_year …         the distinct years, months and days that dates in the text count in (`engines.dates`)
event                the first day of each, for Kibana, and to sort by the earliest
event_last           the latest last day, to sort by
event_span           first and last day of each, for from–to
place                points, for maps
document             the stored document (`engines.stored`): title, text, entities with their mentions …
document_bytes       the same, where it holds what no JSON can
===================  ==========================================================================================
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from analyzers.analysis import GAP
from engines.base import FORMAT_VERSION, TERM_FIELDS
from engines.clauses import checked_level
from engines.dates import GRANULARITIES
from engines.values import VALUE_FIELDS

if TYPE_CHECKING:
    from engines.base import Granularity
    from engines.elastic.cluster import Json
    from engines.elastic.settings import ElasticSettings

ID: Final = "id"
DOCUMENT: Final = "document"
DOCUMENT_BYTES: Final = "document_bytes"
PLACE: Final = "place"
EVENT_SPAN: Final = "event_span"
EVENT: Final = "event"
REPORT: Final = "report"
EVENT_LAST: Final = "event_last"

POSITION_GAP: Final = 100
"""Places between two values of a field."""

SHARD_BYTES: Final = 30_000_000_000
"""Of one shard, at most, when an index is built anew: Elasticsearch's own advice is 10 to 50 GB."""

_TERMS = "kashf_terms"
_DAY: Json = {"type": "date", "format": "strict_date"}
_SHOWN: Json = {"type": "keyword", "index": False, "doc_values": False}


def terms_field(level: str) -> str:
    """The field with the terms of a level."""
    return f"terms_{checked_level(level)}"


def event_field(granularity: Granularity) -> str:
    """The field with the years, months or days of dates in the text."""
    return f"event_{granularity}"


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
    # A field that is only sorted by has no index: that is time for each document.
    fields: Json = {
        ID: {"type": "keyword", "index": False},
        PLACE: {"type": "geo_point"},
        REPORT: _DAY,
        EVENT: _DAY,
        EVENT_LAST: _DAY | {"index": False},
        EVENT_SPAN: {"type": "date_range", "format": "strict_date"},
        DOCUMENT_BYTES: {"type": "binary"},
    }
    for level in TERM_FIELDS:
        fields[terms_field(level)] = {"type": "text", "analyzer": _TERMS, "position_increment_gap": POSITION_GAP}
    for field in VALUE_FIELDS:
        fields[field] = {"type": "keyword"}
    for granularity in GRANULARITIES:
        fields[event_field(granularity)] = {"type": "integer"}
    # What of a document has no field here is stored all the same: metadata may have any names.
    shown = dict.fromkeys(("title", "text", "url"), _SHOWN)
    fields[DOCUMENT] = {"type": "object", "dynamic": False, "properties": shown}
    return {
        "dynamic": "strict",
        "_source": {"excludes": [terms_field(level) for level in TERM_FIELDS]},
        "properties": fields,
    }
