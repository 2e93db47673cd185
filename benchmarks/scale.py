"""One size of the embedded engine, from indexing to the page in the browser; beside SQLite FTS5 and Elasticsearch where asked.

    python benchmarks/scale.py 100000 --folder made/100k --json scale-100k.json
    python benchmarks/scale.py 1000000 --folder made/1m --fts5 --elastic http://127.0.0.1:9200 --json scale-1m.json
    python benchmarks/plot.py scale-*.json --svg docs/images/scale.svg

Reports come from `corpus.py`. A folder that already holds the index is asked and not filled again. Times are wall milliseconds
in one process and one thread, after one query of the kind to warm up; rates are wall and processor time of each stage.
`own layer` is our engine beside tantivy asked for the same tree, filters and facets, on the same index. `reading` is a process of
its own, that only answers pages: memory of its own, and with the pages of the index's files that the system keeps in memory for it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import scale_peers
from corpus import MadeCorpus, Words, summary, timed
from memory import own_mb, peak_mb

from analyzers import kashf_analyzer
from cli.opening import known_entities, make_searcher
from engines import open_engine
from engines.base import FacetRequest, MatchAll, Query, Term
from indexer.exporting import json_lines
from indexer.pipeline import analysis_only
from search.values import SearchRequest
from webapp import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engines.base import Document, Engine
    from search.searching import Searcher

BATCH: Final = 1_000
COMMIT: Final = 20_000
FACETS: Final = (FacetRequest("actor"), FacetRequest("location"), FacetRequest("event"))
EXPORTED: Final = 1_000


def fill(engine: Engine, corpus: MadeCorpus, count: int) -> dict[str, Any]:
    """Analyse and index; seconds of each stage, wall and processor. Making the reports is not counted."""
    pipeline = analysis_only()
    wall = dict.fromkeys(("analyse", "put", "commit"), 0.0)
    cpu = dict.fromkeys(wall, 0.0)

    def clocked(stage: str, work: Callable[[], Any]) -> Any:  # noqa: ANN401  # whatever the work gives
        began, began_cpu = time.perf_counter(), time.process_time()
        done = work()
        wall[stage] += time.perf_counter() - began
        cpu[stage] += time.process_time() - began_cpu
        return done

    commits = []
    with engine.writer() as writer:
        for number, batch in enumerate(_batches(corpus.documents(count)), 1):
            analysed = clocked("analyse", lambda batch=batch: [pipeline.analyze(document) for document in batch])
            clocked("put", lambda analysed=analysed: writer.put(analysed))
            if number * BATCH % COMMIT == 0 or number * BATCH >= count:
                before = wall["commit"]
                clocked("commit", writer.commit)
                commits.append(1_000 * (wall["commit"] - before))
    return {
        "documents_per_second": {stage: round(count / max(seconds, 1e-9)) for stage, seconds in wall.items()},
        "documents_per_second_together": round(count / sum(wall.values())),
        "documents_per_cpu_second_together": round(count / sum(cpu.values())),
        "commit_ms": summary(commits) if len(commits) > 1 else round(commits[0], 1),
        "peak_mb": peak_mb(),
    }


def _batches(documents: Iterator[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def ask(searcher: Searcher, corpus: MadeCorpus, runs: int) -> dict[str, dict[str, float]]:
    """The whole answer, as the API and the command give it: hits, snippets, three and more facets, labels."""
    words = Words(corpus)
    requests: dict[str, Callable[[int], SearchRequest]] = {
        "a word": lambda n: SearchRequest(words.middling(n)),
        "a common word": lambda n: SearchRequest(words.common(n)),
        "a rare word": lambda n: SearchRequest(words.rare(n)),
        "two words": lambda n: SearchRequest(f"{words.middling(n)} {words.common(n)}"),
        "a phrase": lambda n: SearchRequest(f'"{words.common(n)} {words.common(n * 3 + 1)}"'),
        "a prefix": lambda n: SearchRequest(f"{words.middling(n)[:4]}*"),
        "a misspelt word": lambda n: SearchRequest(f"{words.middling(n)}ظ"),
        "a word in one year": lambda n: SearchRequest(words.middling(n), any_of={"event": ("2018",)}),
        "a word, two actors, a country": lambda n: SearchRequest(
            words.common(n), any_of={"actor": ("state:sy", "state:iq"), "location": ("country:iq", "country:sy")}
        ),
        "everything": lambda _: SearchRequest(),
        "a word, newest first": lambda n: SearchRequest(words.middling(n), sort="report_newest"),
        "a word, page 100": lambda n: SearchRequest(words.common(n), page=100),
    }
    return {
        kind: timed(lambda n, make=make: searcher.search(make(n)), runs)  # type: ignore[misc]  # bound now
        for kind, make in requests.items()
    }


def ask_engine(engine: Engine, corpus: MadeCorpus, runs: int) -> dict[str, dict[str, float]]:
    """Inside the engine: no re-ranking, no labels."""
    stems = _stems(corpus)
    return {
        "a word": timed(lambda n: engine.search(Query(Term("stem", stems(n)))), runs),
        "a word, 3 facets": timed(lambda n: engine.search(Query(Term("stem", stems(n)), facets=FACETS)), runs),
        "everything, 3 facets": timed(lambda _: engine.search(Query(MatchAll(), facets=FACETS)), min(runs, 20)),
    }


def _stems(corpus: MadeCorpus) -> Callable[[int], str]:
    analyzer, words = kashf_analyzer(), Words(corpus)
    found = [forms.stem for n in range(400) for forms in (next(iter(analyzer.tokens(words.middling(n)))).forms,) if forms.stem]
    return lambda number: found[number % len(found)]


def pages(url: str, corpus: MadeCorpus, runs: int) -> dict[str, dict[str, float]]:
    """What the web application answers, without the network: the search page, a document, the beginning."""
    client = create_app(url, known=known_entities()).test_client()
    words = Words(corpus)

    def get(path: str, **query: str) -> None:
        answer = client.get(path, query_string=query, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status)

    return {
        "search": timed(lambda n: get("/ar/search", q=words.middling(n)), runs),
        "everything": timed(lambda _: get("/ar/search"), min(runs, 20)),
        "beginning": timed(lambda _: get("/ar/"), min(runs, 20)),
        "document": timed(lambda n: get(f"/ar/document/report-{n:08d}"), runs),
    }


def suggest(searcher: Searcher, corpus: MadeCorpus, runs: int) -> dict[str, dict[str, float]]:
    """Suggestions for the beginnings of words, of one to five letters, common words and others in turns."""
    words = Words(corpus)

    def beginning(number: int, letters: int) -> str:
        return (words.common(number) if number % 2 else words.middling(number))[:letters]

    texts: dict[str, Callable[[int], str]] = {
        "1 to 5 letters": lambda n: beginning(n, 1 + n % 5),
        "1 letter": lambda n: beginning(n, 1),
        "2 letters": lambda n: beginning(n, 2),
        "3 letters": lambda n: beginning(n, 3),
        "4 letters": lambda n: beginning(n, 4),
        "5 letters": lambda n: beginning(n, 5),
        "behind وال": lambda n: "وال" + beginning(n, n % 3),
        "a second word": lambda n: f"{words.common(n + 1)} {beginning(n, 3)}",
    }
    searcher.suggest(words.common(0), 8)  # loads the names
    return {kind: timed(lambda n, make=make: searcher.suggest(make(n), 8), runs) for kind, make in texts.items()}  # type: ignore[misc]


def read(url: str, corpus: MadeCorpus, runs: int) -> dict[str, float]:
    """What a process that only answers pages takes: of memory after all kinds of them, and for every document at the first time."""
    client = create_app(url, known=known_entities()).test_client()
    words = Words(corpus)

    def get(path: str, **query: str) -> float:
        began = time.perf_counter()
        answer = client.get(path, query_string=query, follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status)
        return round(1_000 * (time.perf_counter() - began), 1)

    started = own_mb()
    get("/ar/search", q=words.rare(0))  # loads what every first answer loads
    figures = {"everything_first_ms": get("/ar/search"), "everything_again_ms": get("/ar/search")}
    for number in range(runs):
        get("/ar/search", q=words.middling(number))
        get("/ar/search", q=words.common(number))
        get("/api/v1/suggest", q=words.common(number)[: 1 + number % 5])
        get(f"/ar/document/report-{number:08d}")
    get("/ar/")
    return figures | {"started_mb": started, "own_mb": own_mb(), "with_files_mb": peak_mb()}


def reading(options: argparse.Namespace) -> dict[str, float]:
    """The figures of `read`, of a process of its own."""
    again = [sys.executable, __file__, str(options.documents), "--folder", options.folder, "--runs", str(options.runs), "--read"]
    answer = subprocess.run(again, stdout=subprocess.PIPE, text=True, check=True)
    figures: dict[str, float] = json.loads(answer.stdout)
    return figures


def export(engine: Engine) -> dict[str, int]:
    """Documents a second as JSON lines."""
    began = time.perf_counter()
    written = sum(1 for _, _ in zip(range(EXPORTED), json_lines(engine.scan()), strict=False))
    return {"documents_per_second": round(written / (time.perf_counter() - began))}


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one size."""
    url = f"embedded:{options.folder}"
    corpus = MadeCorpus(words=options.words)
    figures: dict[str, Any] = {"documents": options.documents, "words": options.words}
    with closing(open_engine(url, fingerprint=kashf_analyzer().fingerprint, create=True)) as engine:
        there = engine.info().documents
        if not there:
            figures["indexing"] = fill(engine, corpus, options.documents)
        elif there != options.documents:
            raise SystemExit(f"{options.folder} holds {there:,} documents, not {options.documents:,}: name another folder")
        figures["bytes_per_document"] = round(engine.info().size / options.documents)
    with closing(open_engine(url, fingerprint=kashf_analyzer().fingerprint)) as engine:
        figures["engine_ms"] = ask_engine(engine, corpus, options.runs)
        figures["own_layer"] = scale_peers.own_layer(Path(options.folder), engine, _stems(corpus), options.runs)
        searcher = make_searcher(engine)
        figures["answer_ms"] = ask(searcher, corpus, options.runs)
        figures["suggestions_ms"] = suggest(searcher, corpus, options.runs)
        figures["export"] = export(engine)
    figures["page_ms"] = pages(url, corpus, options.runs)
    figures["reading"] = reading(options)
    if options.fts5:
        figures["fts5"] = scale_peers.fts5(
            MadeCorpus(words=options.words).documents(options.documents), Words(corpus), options.runs
        )
    if options.elastic:
        documents = MadeCorpus(words=options.words).documents(options.documents)
        figures["elasticsearch"] = scale_peers.elastic(options.elastic, documents, Words(corpus), options.runs)
    return figures


def _about() -> dict[str, str]:
    root = Path(__file__).parent
    found = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=root, capture_output=True, text=True, check=False)
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load": f"{os.getloadavg()[0]:.1f}",
        "commit": found.stdout.strip() or "unknown",
    }


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=int)
    parser.add_argument("--folder", required=True, help="where the index is or is to be")
    parser.add_argument("--words", type=int, default=200, help="words of a report, on average (default: 200)")
    parser.add_argument("--runs", type=int, default=200, help="queries of each kind (default: 200)")
    parser.add_argument("--fts5", action="store_true", help="also SQLite FTS5")
    parser.add_argument("--elastic", metavar="URL", help="also an Elasticsearch with its `arabic` analyzer")
    parser.add_argument("--read", action="store_true", help="only what a process that reads takes (scale.py starts itself so)")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    if options.read:
        print(json.dumps(read(f"embedded:{options.folder}", MadeCorpus(words=options.words), options.runs)))
        return
    random.seed(1)
    figures = json.dumps(_about() | measure(options), indent=2)
    if options.json:
        options.json.write_text(figures + "\n", encoding="utf-8")
    print(figures)


if __name__ == "__main__":
    main()
