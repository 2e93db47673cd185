"""Kashf's index in Elasticsearch beside a plain one: the same documents, the same server, in turns within one run.

    python benchmarks/elastic.py http://127.0.0.1:9200 reports.jsonl --documents 100000

The plain index has one text field with Elasticsearch's own `arabic` analyzer, and the same facets; it is filled by the client's
`parallel_bulk` as it comes. Kashf's has five fields of terms. Its documents are analysed and extracted before the clock starts;
making them ready for the server (in `kashf index` the workers do that) has a clock of its own. Beside the clock stands processor
time, of the server (all of its nodes) and of this process: on a machine that others use, that is what to compare.

Both put `--commit` documents, make them visible, and then the other has its turn. Merges that go on behind a commit are waited for
between the turns, so that neither index pays for the other's; a clock of its own says what they took, and the figures stand with
them and without.

A query is asked of both for all its words, the ten best hits, the total and three facets; Kashf's answer also tells how many values
each facet has and how many documents have none, and scores by three fields.

`reports.jsonl` has a `text` (and perhaps a `title`) a line: short ones are joined until they have `--words` words, and more
documents are made by taking them again under other ids. Prints JSON. Removes both indexes at the end.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import random
import statistics
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk

from engines import open_engine
from engines.base import FacetRequest, IndexedDocument, Query
from engines.dates import date_numbers, date_spans
from engines.values import field_values
from indexer.pipeline import shipped_pipeline
from indexer.values import SourceDocument
from search.planning import plan_query
from search.query_language import parse_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engines.base import Engine

KASHF, PLAIN = "kashf-benchmark", "kashf-benchmark-plain"
COMMIT = 20_000
"""As `kashf index` does."""

LINES = 5_000
FACETS = ("actor", "location", "event_year")
MAPPING = {
    "properties": {
        "text": {"type": "text", "analyzer": "arabic"},
        "actor": {"type": "keyword"},
        "location": {"type": "keyword"},
        "event_year": {"type": "integer"},
    }
}


def texts(path: Path, words: int) -> Iterator[SourceDocument]:
    """The texts of a file, joined until each has so many words."""
    joined: list[str] = []
    length = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            read = json.loads(line)
            text = f"{read.get('title', '')}\n{read.get('text', '')}".strip()
            joined.append(text)
            length += len(text.split())
            if length >= words:
                yield SourceDocument(title="", text="\n".join(joined), date=dt.date(2024, 1, 1))
                joined, length = [], 0


def prepared(path: Path, count: int, words: int) -> list[IndexedDocument]:
    """Documents, analysed and extracted."""
    pipeline = shipped_pipeline()
    return [
        pipeline.index(str(number), source) for number, source in zip(range(min(count, LINES)), texts(path, words), strict=False)
    ]


def documents(made: Sequence[IndexedDocument], start: int, end: int) -> list[IndexedDocument]:
    """Those of one turn, under their own ids."""
    chosen = (made[number % len(made)] for number in range(start, end))
    return [
        IndexedDocument(replace(indexed.document, id=f"report-{number:09d}"), indexed.terms)
        for number, indexed in enumerate(chosen, start=start)
    ]


def plain_action(indexed: IndexedDocument) -> dict[str, Any]:
    """What `parallel_bulk` takes."""
    document = indexed.document
    return {
        "_index": PLAIN,
        "_id": document.id,
        "text": f"{document.title}\n{document.text}",
        "actor": field_values(document, "actor"),
        "location": field_values(document, "location"),
        "event_year": sorted(date_numbers(date_spans(document, "event"), "year")),
    }


class Clock:
    """Seconds that pass, and processor time of server and client, for each name."""

    def __init__(self, client: Elasticsearch) -> None:
        self._client = client
        self.spent: dict[str, list[float]] = {}

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Adds what a block takes."""
        before = self._now()
        yield
        passed = [now - then for now, then in zip(self._now(), before, strict=True)]
        self.spent[name] = [sum(pair) for pair in zip(self.spent.get(name, [0.0] * 3), passed, strict=True)]

    def _now(self) -> list[float]:
        nodes = self._client.nodes.stats(metric="process").body["nodes"].values()
        server = sum(node["process"]["cpu"]["total_in_millis"] for node in nodes) / 1_000
        return [time.perf_counter(), server, time.process_time()]


def wait_for_merges(client: Elasticsearch, index: str) -> None:
    """Until none is under way."""
    while client.indices.stats(index=index, metric="merge")["_all"]["total"]["merges"]["current"]:
        time.sleep(0.02)


def fill(client: Elasticsearch, engine: Engine, made: Sequence[IndexedDocument], count: int, commit: int) -> dict[str, list[float]]:
    """Seconds and processor time that each took."""
    clock = Clock(client)
    for start in range(0, count, commit):
        turn = documents(made, start, min(start + commit, count))
        actions = [plain_action(indexed) for indexed in turn]
        with engine.writer() as writer:
            with clock.of("making_ready"):
                ready = [writer.preparer()(indexed) for indexed in turn]
            with clock.of("kashf"):
                writer.put(ready)
                writer.commit()
            with clock.of("kashf_merging"):
                wait_for_merges(client, KASHF)
        with clock.of("plain"):
            for _ in parallel_bulk(client, actions):
                pass
            client.indices.refresh(index=PLAIN)
        with clock.of("plain_merging"):
            wait_for_merges(client, PLAIN)
    return clock.spent


def questions(made: Sequence[IndexedDocument], runs: int) -> Iterator[str]:
    """Two words that stand beside each other in a text."""
    chance = random.Random(7)
    while runs:
        words = chance.choice(made).document.text.split()
        if len(words) < 3:
            continue
        at = chance.randrange(len(words) - 2)
        yield " ".join(words[at : at + 2])
        runs -= 1


def ask(client: Elasticsearch, engine: Engine, made: Sequence[IndexedDocument], runs: int) -> dict[str, Any]:
    """Milliseconds of a faceted query, in turns: all words, the ten best, three facets, the total."""
    aggregations = {name: {"terms": {"field": name, "size": 20}} for name in FACETS}
    asked = (FacetRequest("actor"), FacetRequest("location"), FacetRequest("event"))
    analyzer = shipped_pipeline().analyzer
    times: dict[str, list[float]] = {"kashf": [], "plain": []}
    for text in questions(made, runs):
        clause = plan_query(parse_query(text, analyzer)).first
        began = time.perf_counter()
        engine.search(Query(clause, facets=asked))
        between = time.perf_counter()
        query = {"match": {"text": {"query": text, "operator": "and"}}}
        client.search(index=PLAIN, query=query, aggs=aggregations, size=10, track_total_hits=True, request_cache=False)
        times["kashf"].append(1_000 * (between - began))
        times["plain"].append(1_000 * (time.perf_counter() - between))
    return {
        name: {"p50": round(statistics.median(found), 2), "p95": round(statistics.quantiles(found, n=20)[-1], 2)}
        for name, found in times.items()
    }


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """All figures."""
    url: str = options.url
    count: int = options.documents
    made = prepared(options.texts, count, options.words)
    fingerprint = shipped_pipeline().analyzer.fingerprint
    with (
        Elasticsearch(url, request_timeout=120) as client,
        closing(open_engine(f"{url}/{KASHF}", fingerprint=fingerprint, create=True)) as engine,
    ):
        client.indices.create(index=PLAIN, mappings=MAPPING, settings={"number_of_shards": 1, "number_of_replicas": 0})
        try:
            spent = fill(client, engine, made, count, options.commit)
            answered = ask(client, engine, made, options.runs)
            plain_size = client.indices.stats(index=PLAIN, metric="store")["_all"]["primaries"]["store"]["size_in_bytes"]
            size = engine.info().size
        finally:
            client.indices.delete(index=[PLAIN, f"{KASHF}-000001"])
    ready, kashf, plain = (spent[name][0] for name in ("making_ready", "kashf", "plain"))
    merged = {name: spent[name][0] + spent[f"{name}_merging"][0] for name in ("kashf", "plain")}
    return {
        "documents": count,
        "documents_per_commit": options.commit,
        "words_per_document": round(statistics.mean(len(indexed.document.text.split()) for indexed in made)),
        "documents_per_second": {name: round(count / spent[name][0]) for name in ("making_ready", "kashf", "plain")},
        "documents_per_second_with_all_merges": {name: round(count / seconds) for name, seconds in merged.items()},
        "ratio": round(plain / kashf, 2),
        "ratio_with_all_merges": round(merged["plain"] / merged["kashf"], 2),
        "ratio_with_making_ready_in_this_process": round(plain / (kashf + ready), 2),
        "processor_ms_per_document": {
            name: {"server": round(1_000 * server / count, 3), "client": round(1_000 * client / count, 3)}
            for name, (_, server, client) in spent.items()
        },
        "bytes_per_document": {"kashf": round(size / count), "plain": round(plain_size / count)},
        "faceted_query_ms": answered,
        "faceted_query_ratio": round(answered["kashf"]["p50"] / answered["plain"]["p50"], 2),
        "load_at_the_end": round(os.getloadavg()[0], 1),
    }


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="an Elasticsearch, as http://127.0.0.1:9200")
    parser.add_argument("texts", type=Path, help="texts, a JSON object a line")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=200, help="words of a document, at least (default: 200)")
    parser.add_argument("--runs", type=int, default=200, help="queries")
    parser.add_argument("--commit", type=int, default=COMMIT, help="documents of a commit (default: 20,000, as `kashf index`)")
    options = parser.parse_args()
    about = {
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(about | measure(options), indent=2))


if __name__ == "__main__":
    main()
