"""What `scale.py` puts beside Kashf: tantivy without our layer, SQLite FTS5, Elasticsearch with its `arabic` analyzer."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import tantivy
from corpus import timed
from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk

from engines.base import FacetRequest, Query, Term
from engines.dates import date_numbers, date_spans
from engines.embedded.schema import DOCUMENT, number_field, open_index, terms_field
from engines.values import field_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from corpus import Words

    from engines.base import Document, Engine

PLAIN: Final = "kashf-scale-plain"
COLUMNS: Final = ("actor", "location", number_field("event", "year"))
FACETS: Final = (FacetRequest("actor"), FacetRequest("location"), FacetRequest("event"))
MAPPING: Final = {
    "properties": {
        "text": {"type": "text", "analyzer": "arabic"},
        "actor": {"type": "keyword"},
        "location": {"type": "keyword"},
        "event_year": {"type": "integer"},
    }
}


def own_layer(folder: Path, engine: Engine, stems: Callable[[int], str], runs: int) -> dict[str, Any]:
    """A word with three facets and ten stored documents: ours, and tantivy's own calls for the same, in turns."""
    version = json.loads((folder / "index.json").read_text(encoding="utf-8"))["version"]
    index = open_index(folder / version)
    index.reload()
    searcher = index.searcher()
    # As exact as ours: each segment hands in all its values.
    wanted = {column: {"terms": {"field": column, "size": 20, "segment_size": 60_000}} for column in COLUMNS}

    def raw(number: int) -> None:
        query = tantivy.Query.term_query(index.schema, terms_field("stem"), stems(number))
        for _, address in searcher.search(query, limit=10, count=True).hits:
            searcher.doc(address).get_first(DOCUMENT)
        searcher.aggregate(query, wanted)

    ours = timed(lambda n: engine.search(Query(Term("stem", stems(n)), facets=FACETS)), runs)
    theirs = timed(raw, runs)
    again = timed(lambda n: engine.search(Query(Term("stem", stems(n)), facets=FACETS)), runs)
    best = min(ours["p50"], again["p50"])
    return {"kashf_ms": ours, "tantivy_ms": theirs, "kashf_again_ms": again, "ratio_p50": round(best / theirs["p50"], 2)}


def fts5(documents: Iterator[Document], words: Words, runs: int) -> dict[str, Any]:
    """SQLite's own full text, unicode61, one column of text; facets by SQL over side tables."""
    with tempfile.TemporaryDirectory() as folder, closing(sqlite3.connect(Path(folder) / "fts5.sqlite")) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE VIRTUAL TABLE reports USING fts5(text, tokenize = 'unicode61')")
        db.execute("CREATE TABLE facets (document INTEGER, field TEXT, value TEXT)")
        seconds, count = 0.0, 0
        for count, document in enumerate(documents, 1):  # counted on purpose
            rows = [(count, field, value) for field in ("actor", "location") for value in field_values(document, field)]
            began = time.perf_counter()
            db.execute("INSERT INTO reports (rowid, text) VALUES (?, ?)", (count, document.text))
            db.executemany("INSERT INTO facets VALUES (?, ?, ?)", rows)
            seconds += time.perf_counter() - began
        began = time.perf_counter()
        db.execute("CREATE INDEX by_document ON facets (document, field, value)")
        db.commit()
        seconds += time.perf_counter() - began
        size = (Path(folder) / "fts5.sqlite").stat().st_size
        counted = (
            "SELECT value, count(*) FROM facets WHERE field = ? AND document IN (SELECT rowid FROM reports WHERE reports MATCH ?)"
            " GROUP BY value ORDER BY 2 DESC LIMIT 20"
        )

        def ask(number: int, *, facets: bool) -> None:
            query = f'"{words.middling(number)}"'
            db.execute("SELECT rowid FROM reports WHERE reports MATCH ? ORDER BY rank LIMIT 10", (query,)).fetchall()
            db.execute("SELECT count(*) FROM reports WHERE reports MATCH ?", (query,)).fetchall()
            for field in ("actor", "location") if facets else ():
                db.execute(counted, (field, query)).fetchall()

        return {
            "documents_per_second": round(count / seconds),
            "bytes_per_document": round(size / count),
            "a word": timed(lambda n: ask(n, facets=False), runs),
            "a word, 2 facets": timed(lambda n: ask(n, facets=True), runs),
        }


def elastic(url: str, documents: Iterator[Document], words: Words, runs: int) -> dict[str, Any]:
    """One field with the server's `arabic` analyzer, the same facets; filled by the client's `parallel_bulk`."""
    count = 0
    facets = {name: {"terms": {"field": name, "size": 20}} for name in ("actor", "location", "event_year")}

    def actions() -> Iterator[dict[str, Any]]:
        nonlocal count
        for document in documents:
            count += 1
            yield {
                "_index": PLAIN,
                "_id": document.id,
                "text": f"{document.title}\n{document.text}",
                "actor": field_values(document, "actor"),
                "location": field_values(document, "location"),
                "event_year": sorted(date_numbers(date_spans(document, "event"), "year")),
            }

    with Elasticsearch(url, request_timeout=300) as client:
        client.options(ignore_status=404).indices.delete(index=PLAIN)
        client.indices.create(index=PLAIN, mappings=MAPPING, settings={"number_of_shards": 1, "number_of_replicas": 0})
        try:
            began = time.perf_counter()
            for _ in parallel_bulk(client, actions()):
                pass
            client.indices.refresh(index=PLAIN)
            seconds = time.perf_counter() - began

            def ask(number: int) -> None:
                query = {"match": {"text": words.middling(number)}}
                client.search(index=PLAIN, query=query, aggs=facets, size=10, track_total_hits=True, request_cache=False)

            size = client.indices.stats(index=PLAIN, metric="store")["_all"]["primaries"]["store"]["size_in_bytes"]
            return {
                # Making the reports is in it, unlike in ours.
                "documents_per_second_with_making": round(count / seconds),
                "bytes_per_document": round(size / count),
                "a word, 3 facets": timed(ask, runs),
            }
        finally:
            client.indices.delete(index=PLAIN)
