"""Actors, locations and dates, measured on a folder of annotated reports, and how fast they are found. Prints JSON.

    python benchmarks/extract.py REPORTS
    python benchmarks/extract.py REPORTS --system found.jsonl
    python benchmarks/extract.py REPORTS --news texts.jsonl.gz

REPORTS holds `input.jsonl` (id, title, text, date), `gold.jsonl` and the scorer, `score_extract.py`, which is run as it is. What
was found is also written to `--system`, in the form that `kashf extract --json` prints. Speed: the texts of the reports in a
row, cut into documents of 250 words, in processor time, the best of several rounds. These reports are dense: each document names
45 actors, places and dates. `--news` measures the first 25,000 words of other texts in the same way (objects with `text`, a line
each, gzipped).
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from extraction import Extractor, load_gazetteer
from indexer.pipeline import to_document
from indexer.values import SourceDocument
from search.wire import document_to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PROVISIONAL: Final = "^x:"
KEYS: Final = ("id", "actors", "locations", "dates")
WORDS: Final = 250
MOST_WORDS: Final = 25_000
ROUNDS: Final = 7

Row = dict[str, Any]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--system", type=Path, help="write what was found here")
    parser.add_argument("--news", type=Path, help="texts that are measured for speed alone")
    arguments = parser.parse_args()
    started = time.process_time()
    gazetteer = load_gazetteer()
    extractor = Extractor(gazetteer)
    ready = time.process_time() - started
    lines = (arguments.reports / "input.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    listed = [actor for actor in gazetteer.actors.actors.values() if actor.where != "states.yaml"]
    result = {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{platform.machine()} {platform.system()}, Python {platform.python_version()}",
        "commit": _commit(),
        "actors_listed": len(listed),
        "actors_with_states": len(gazetteer.actors.actors),
        "places": len(gazetteer.places),
        "ready_seconds": round(ready, 2),
        "scores": _scores(extractor, rows, arguments.reports, arguments.system),
        "documents_per_second": _speed(extractor, (row["text"] for row in rows)),
        "documents_per_second_of_news": _speed(extractor, _texts(arguments.news)) if arguments.news else None,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(result, ensure_ascii=False, indent=1))


def _scores(extractor: Extractor, rows: list[Row], reports: Path, system: Path | None) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = system or Path(folder) / "system.jsonl"
        path.write_text("".join(_found(extractor, row) + "\n" for row in rows), encoding="utf-8")
        files = (str(reports / "score_extract.py"), str(reports / "gold.jsonl"), str(path))
        command = [sys.executable, *files, "--provisional-re", PROVISIONAL]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    scores: Row = json.loads(done.stdout)
    return scores


def _found(extractor: Extractor, row: Row) -> str:
    date = dt.date.fromisoformat(row["date"]) if row.get("date") else None
    source = SourceDocument(title=row.get("title", ""), text=row["text"], id=row["id"], date=date)
    found = extractor.extract(source.title, source.text, report_date=date)
    wire = document_to_json(to_document(row["id"], source, found))
    return json.dumps({key: wire[key] for key in KEYS}, ensure_ascii=False)


def _texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def _speed(extractor: Extractor, rows: Iterable[str]) -> int:
    words = " ".join(rows).split(" ")[:MOST_WORDS]
    texts = [" ".join(words[start : start + WORDS]) for start in range(0, len(words), WORDS)]
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for text in texts:
            extractor.extract("", text, report_date=dt.date(2024, 1, 25))
        times.append(time.process_time() - started)
    return round(len(words) / WORDS / min(times))


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent).stdout.strip()


if __name__ == "__main__":
    main()
