"""How fast an engine indexes and answers, on documents that are made up here.

    python benchmarks/engine.py 100000
    python benchmarks/engine.py 100000 --engine https://host:9200/benchmark

Words, actors, places and dates are drawn from Zipf's law, 50 to 350 words a document. Analysis is not measured: terms are
ready before the clock starts. Prints JSON.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import random
import resource
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import Zipf, made_dates, timed

from analyzers.analysis import GAP, LEVELS
from engines import open_engine
from engines.base import (
    TITLE,
    Bool,
    DateFilter,
    Document,
    Entity,
    FacetRequest,
    IndexedDocument,
    Label,
    MatchAll,
    Phrase,
    Query,
    Span,
    Term,
    ValueFilter,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engines.base import Engine, EntityKind

BATCH = 1_000
ALPHABET = [chr(code) for code in range(0x0627, 0x064B) if not 0x063B <= code <= 0x0640]
FACETS = (FacetRequest("actor"), FacetRequest("location"), FacetRequest("event", granularity="year"))


class Corpus:
    """Documents by number."""

    def __init__(self) -> None:
        generator = random.Random(20240125)
        self._generator = generator
        spelt = {"".join(generator.choices(ALPHABET, k=generator.randrange(2, 8))) for _ in range(60_000)}
        self.words = Zipf(sorted(spelt), generator, offset=2)
        self.actors = Zipf([f"grp:{number}" for number in range(5_000)], generator, offset=2)
        self.places = Zipf([f"place:{number}" for number in range(5_000)], generator, offset=2)
        self.first_day = dt.date(2014, 1, 1).toordinal()

    def batches(self, documents: int) -> Iterator[list[IndexedDocument]]:
        """All documents, `BATCH` at a time."""
        for start in range(0, documents, BATCH):
            yield [self._document(number) for number in range(start, min(start + BATCH, documents))]

    def _document(self, number: int) -> IndexedDocument:
        words = self.words.draw(self._generator.randrange(50, 351))
        text = " ".join(words)
        report = self.first_day + self._generator.randrange(4_000)
        entities = [self._entity("actor", id_, (id_,)) for id_ in set(self.actors.draw(5))]
        for id_ in set(self.places.draw(3)):
            region = int(id_.removeprefix("place:")) % 200
            entities.append(self._entity("location", id_, (f"country:{region % 20}", f"region:{region}", id_)))
        document = Document(
            id=f"report-{number:09d}",
            title=text[:60],
            text=text,
            report_date=dt.date.fromordinal(report),
            source=f"source {number % 50}",
            language="ar",
            type="news",
            entities=tuple(entities),
            event_dates=tuple(made_dates(self._generator, report)),
        )
        # Coarser levels have fewer distinct terms, and leave out the commonest words.
        stop = set(self.words.values[:50])
        coarse = [GAP if word in stop else word[:4] for word in words]
        terms = {"exact": text, "folded": text, "stem": " ".join(coarse), "root": " ".join(word[:3] for word in coarse)}
        return IndexedDocument(document, {level: terms[level] for level in LEVELS} | {TITLE: " ".join(coarse[:12])})

    def _entity(self, kind: EntityKind, id_: str, path: tuple[str, ...]) -> Entity:
        return Entity(kind, id_, "kind", Label(id_, id_), path, (Span(3, 12), Span(40, 52)))


def queries(corpus: Corpus) -> dict[str, Callable[[int], Query]]:
    """A query of each kind, by number."""
    common = [word[:4] for word in corpus.words.values[50:2_050]]

    def term(number: int) -> Term:
        return Term("stem", common[number * 7 % len(common)])

    def two(number: int) -> tuple[Term, Term]:
        return term(number), term(number * 3 + 1)

    actor = ValueFilter("actor", ("grp:3",))
    place = ValueFilter("location", ("country:2",))
    year = ValueFilter("event", ("2018",))
    june = DateFilter("event", dt.date(2018, 6, 1), dt.date(2018, 6, 30))
    decade = DateFilter("event", dt.date(2015, 1, 1), None)
    return {
        "term": lambda n: Query(term(n)),
        "and": lambda n: Query(Bool(must=two(n))),
        "or": lambda n: Query(Bool(should=two(n))),
        "four levels, two words": lambda n: Query(
            Bool(must=tuple(Bool(should=tuple(Term(level, word.term) for level in LEVELS)) for word in two(n)))
        ),
        "phrase": lambda n: Query(Phrase("stem", tuple(enumerate(word.term for word in two(n))))),
        "term, 3 facets": lambda n: Query(term(n), facets=FACETS),
        "term, filter, 3 facets": lambda n: Query(term(n), (actor,), FACETS),
        "term, 3 filters, 3 facets": lambda n: Query(term(n), (actor, place, year), FACETS),
        "everything, 3 facets": lambda _: Query(MatchAll(), facets=FACETS),
        "term in a month": lambda n: Query(term(n), (june,)),
        "term since 2015": lambda n: Query(term(n), (decade,)),
        "term, newest": lambda n: Query(term(n), sort="report_newest"),
        "everything, newest": lambda _: Query(MatchAll(), sort="event_newest"),
        "everything, hits 10,000 on": lambda n: Query(MatchAll(), offset=10_000 + n),
        "term, hits 1,000 on": lambda n: Query(term(n), offset=1_000),
    }


def index(engine: Engine, corpus: Corpus, documents: int) -> dict[str, float]:
    """Fill an empty index; documents are made while the clock stands."""
    seconds = 0.0
    cpu = 0.0
    with engine.writer() as writer:
        for number, batch in enumerate(corpus.batches(documents), start=1):
            start, start_cpu = time.perf_counter(), time.process_time()
            writer.put(batch)
            if number % 10 == 0 or number * BATCH >= documents:
                writer.commit()
            seconds += time.perf_counter() - start
            cpu += time.process_time() - start_cpu
        closing_start = time.perf_counter()
    return {
        "seconds": round(seconds, 2),
        "documents_per_second": round(documents / seconds),
        "documents_per_cpu_second": round(documents / cpu),
        "closing_seconds": round(time.perf_counter() - closing_start, 2),
    }


def measure(url: str, documents: int, runs: int) -> dict[str, Any]:
    """All figures for one engine."""
    corpus = Corpus()
    with closing(open_engine(url, fingerprint="benchmark", create=True)) as engine:
        if engine.info().documents:
            raise SystemExit(f"{url} is not empty: name a place for a new index")
        base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        indexing = index(engine, corpus, documents)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        asked = {
            kind: timed(lambda number, make=make: engine.search(make(number)), runs)  # type: ignore[misc]  # bound now
            for kind, make in queries(corpus).items()
        }
        wanted = [f"report-{number:09d}" for number in range(0, documents, max(1, documents // 10))]
        start = time.perf_counter()
        scanned = sum(1 for _ in engine.scan())
        scan_seconds = time.perf_counter() - start
        size = engine.info().size
        return {
            "documents": documents,
            "indexing": indexing,
            "bytes_per_document": round(size / documents),
            "query_ms": asked,
            "fetch_10_ms": timed(lambda _: engine.fetch(wanted), runs),
            "scan_documents_per_second": round(scanned / scan_seconds),
            # ru_maxrss is in KiB on Linux, in bytes on macOS
            "rss_mb": {"before": _megabytes(base), "indexing": _megabytes(peak)},
        }


def _megabytes(maximum: int) -> int:
    return maximum // (1 << 20 if platform.system() == "Darwin" else 1 << 10)


def _commit() -> str:
    root = Path(__file__).parent
    found = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=root, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=int, help="how many documents to index")
    parser.add_argument("--engine", help="an address without an index (default: a temporary folder)")
    parser.add_argument("--runs", type=int, default=100, help="queries of each kind (default: 100)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = options.engine or f"embedded:{folder}/index"
        figures = measure(url, options.documents, options.runs)
    about = {
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "engine": url.partition(":")[0],
    }
    print(json.dumps(about | figures, indent=2))


if __name__ == "__main__":
    main()
