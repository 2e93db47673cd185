"""The whole of Kashf on N documents: `kashf index` and `kashf search`, as a user has them.

    python benchmarks/end_to_end.py 10000 --texts DIR [DIR …] [--jobs N] [--elasticsearch http://127.0.0.1:9200]

Each DIR holds a `corpus.jsonl` (`_id`, `title`, `text`); documents are made of its sentences, drawn at random (seeded), some
`--words` a document, with a date of their own. Queries are two to four neighbouring words of the texts. Prints JSON: documents a
second (wall, the whole command with its start), bytes a document, query p50 and p95 in milliseconds (the answer with
facets, snippets and labels; one process, one thread), peak memory of indexing and of searching in MB.

With an Elasticsearch, nothing of this, but `kashf index --no-extract` beside it: the same documents go into a plain index there,
with its own `arabic` analyzer, by the client's `parallel_bulk` from the same file, in turns, twice each. Kashf's time is that of
the whole command, and its index has four fields of terms for the other's one. Processor time, of all processes on each side, says
on a busy machine, too, what a quiet one could do. The plain index is removed at the end.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from elasticsearch import Elasticsearch
from elasticsearch.helpers import parallel_bulk

from analyzers import kashf_analyzer, word_spans
from cli.opening import make_searcher
from engines import open_engine
from search.values import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from search.searching import Searcher

KASHF = (sys.executable, "-c", "from cli.main import main; main()")
QUERIES = 200
TURNS = 2
PLAIN = "kashf-benchmark-plain"
MAPPING = {
    "properties": {
        "title": {"type": "text", "analyzer": "arabic"},
        "text": {"type": "text", "analyzer": "arabic"},
        "date": {"type": "date"},
    }
}


def main() -> None:
    options = _options()
    generator = random.Random(1)
    sentences = [
        sentence
        for folder in options.texts
        for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
        for sentence in re.split(r"(?<=[.!?؟])\s+", json.loads(line)["text"])
        if sentence.strip()
    ]
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus.jsonl", Path(folder) / "index"
        _write(corpus, sentences, generator, options)
        if options.elasticsearch:
            print(json.dumps({**_about(), "load": os.getloadavg(), **_beside(corpus, Path(folder), options)}, indent=2))
            return
        began = time.perf_counter()
        report = _index(corpus, index, "--jobs", str(options.jobs))
        seconds = time.perf_counter() - began
        indexing = {
            "documents": report["added"],
            "jobs": options.jobs,
            "index_seconds": round(seconds, 1),
            "documents_per_second": round(report["added"] / seconds),
            "index_peak_mb_largest_process": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        }
        print(json.dumps({**_about(), **indexing, **_searching(index, report["added"], sentences)}, indent=2))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=int)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--words", type=int, default=250)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--elasticsearch", metavar="URL", help="a server to compare with: it shares this machine")
    return parser.parse_args()


def _write(path: Path, sentences: list[str], generator: random.Random, options: argparse.Namespace) -> None:
    first = dt.date(2014, 1, 1)
    with path.open("w", encoding="utf-8") as file:
        for number in range(options.documents):
            text, length = [], 0
            wanted = generator.randint(options.words // 2, options.words * 3 // 2)
            while length < wanted:
                sentence = generator.choice(sentences)
                text.append(sentence)
                length += sentence.count(" ") + 1
            date = first + dt.timedelta(days=generator.randrange(4_000))
            row = {"id": f"d{number}", "title": text[0][:80], "text": " ".join(text), "date": date.isoformat()}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _beside(corpus: Path, folder: Path, options: argparse.Namespace) -> dict[str, object]:
    """Documents a second without extraction, and those of a plain index in Elasticsearch, in turns."""
    spent = {"kashf": [0.0, 0.0], "elasticsearch": [0.0, 0.0]}  # seconds, and those of processors
    with Elasticsearch(options.elasticsearch, request_timeout=120) as client:
        for turn in range(TURNS):
            indexed = partial(_index, corpus, folder / f"index-{turn}", "--jobs", str(options.jobs), "--no-extract")
            _add_times(spent["kashf"], indexed, _children)
            client.indices.create(index=PLAIN, mappings=MAPPING, settings={"number_of_shards": 1, "number_of_replicas": 0})
            try:
                _add_times(spent["elasticsearch"], partial(_fill, client, corpus), partial(_server, client))
                assert client.count(index=PLAIN)["count"] == options.documents
            finally:
                client.indices.delete(index=PLAIN)
    count = options.documents * TURNS
    (kashf, kashf_cpu), (other, other_cpu) = spent["kashf"], spent["elasticsearch"]
    return {
        "documents": options.documents,
        "jobs": options.jobs,
        "documents_per_second_without_extraction": {name: round(count / times[0]) for name, times in spent.items()},
        "ratio": round(other / kashf, 2),
        "processor_microseconds_per_document": {name: round(times[1] / count * 1e6) for name, times in spent.items()},
        "ratio_by_processor_time": round(other_cpu / kashf_cpu, 2),
    }


def _add_times(times: list[float], work: Callable[[], object], processor_seconds: Callable[[], float]) -> None:
    began, before = time.perf_counter(), processor_seconds()
    work()
    times[0] += time.perf_counter() - began
    times[1] += processor_seconds() - before


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _server(client: Elasticsearch) -> float:
    """Of the server, and of this process, which feeds it."""
    nodes = client.nodes.stats(metric="process")["nodes"].values()
    return time.process_time() + sum(node["process"]["cpu"]["total_in_millis"] for node in nodes) / 1000


def _fill(client: Elasticsearch, corpus: Path) -> None:
    for _ in parallel_bulk(client, _actions(corpus)):
        pass
    client.indices.refresh(index=PLAIN)


def _actions(corpus: Path) -> Iterator[dict[str, object]]:
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield {"_index": PLAIN, "_id": row.pop("id"), "_source": row}


def _index(corpus: Path, index: Path, *options: str) -> dict[str, int]:
    done = subprocess.run(
        [*KASHF, "index", str(corpus), "--engine", f"embedded:{index}", "--json", *options],
        capture_output=True,
        check=True,
    )
    report: dict[str, int] = json.loads(done.stdout)
    return report


def _searching(index: Path, documents: int, sentences: list[str]) -> dict[str, object]:
    engine = open_engine(f"embedded:{index}", fingerprint=kashf_analyzer().fingerprint)
    searcher = make_searcher(engine)
    queries = list(_queries(sentences))
    searcher.search(SearchRequest(text=queries[0]))  # files and tables are read once
    figures: dict[str, object] = {
        "bytes_per_document": round(engine.info().size / documents),
        "query_ms": _times(searcher, queries, lambda text: SearchRequest(text=text)),
        "phrase_ms": _times(searcher, queries, lambda text: SearchRequest(text=f'"{text}"')),
        "filtered_ms": _times(searcher, queries, lambda text: SearchRequest(text=text, any_of={"report": ("2016", "2017")})),
        "match_all_ms": _times(searcher, queries[:20], lambda _: SearchRequest()),
    }
    engine.close()
    figures["search_peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures


def _queries(sentences: list[str]) -> Iterator[str]:
    generator = random.Random(2)
    made = 0
    while made < QUERIES:
        sentence = generator.choice(sentences)
        spans = list(word_spans(sentence))
        length = generator.randint(2, 4)
        if len(spans) > length:
            made += 1
            first = generator.randrange(len(spans) - length)
            yield sentence[spans[first][0] : spans[first + length - 1][1]]


def _times(searcher: Searcher, queries: list[str], request: Callable[[str], SearchRequest]) -> dict[str, float]:
    times = []
    for text in queries:
        began = time.perf_counter()
        searcher.search(request(text))
        times.append((time.perf_counter() - began) * 1000)
    return {"p50": round(statistics.median(times), 1), "p95": round(statistics.quantiles(times, n=20)[-1], 1)}


def _about() -> dict[str, object]:
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False).stdout.strip()
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "commit": commit,
    }


if __name__ == "__main__":
    main()
