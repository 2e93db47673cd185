"""Where the time of `kashf index` goes, and how fast the whole is.

    python benchmarks/indexing.py profile 2000 --texts DIR [DIR …]     processor time a document, stage by stage, in one process
    python benchmarks/indexing.py run 20000 --texts DIR [DIR …]        documents a second, peak memory, for one and two jobs
    python benchmarks/indexing.py unchanged 100000 --texts DIR         a second run over so many files of which none has changed

Documents are those of `end_to_end.py`: sentences of the corpora in DIR, drawn at random (seeded), 250 words each. With `--made` in
place of `--texts`, they are made reports, with names and dates in them and a vocabulary that grows as that of news does
(`corpus.NamingReports`), of which there are as many as one likes; sentences of a small corpus have all been seen after some
thousand documents. With every figure comes the machine's load: a busy machine measures itself.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import json
import os
import pickle
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from corpus import NamingReports, Report

from analyzers import kashf_analyzer
from engines import open_engine
from indexer.crossing import pickle_by_fields
from indexer.identity import Registrar, Sighting, content_hash
from indexer.journal import journal_at
from indexer.linking import Linker
from indexer.pipeline import shipped_pipeline, to_document
from indexer.quality import improve
from indexer.readers.registry import read_path
from indexer.similarity import signature
from indexer.values import SourceDocument
from indexer.working import Ready, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

KASHF = (sys.executable, "-c", "from cli.main import main; main()")
CHUNK = 100
WORDS = 250


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("profile", "run", "unchanged"))
    parser.add_argument("documents", type=int)
    texts = parser.add_mutually_exclusive_group(required=True)
    texts.add_argument("--texts", type=Path, nargs="+", default=[])
    texts.add_argument("--made", action="store_true", help="made reports")
    options = parser.parse_args()
    measures = {"profile": profile, "run": run, "unchanged": unchanged}
    with tempfile.TemporaryDirectory() as folder:
        figures = measures[options.what](options.documents, options.texts, Path(folder))
    print(json.dumps({"load": os.getloadavg(), "processors": os.cpu_count(), **figures}, indent=2))


def profile(documents: int, texts: list[Path], folder: Path) -> dict[str, object]:
    """Each stage over all documents, then the next."""
    corpus = folder / "corpus.jsonl"
    write_corpus(corpus, documents, texts)
    pipeline = shipped_pipeline()
    figures: dict[str, object] = {}

    def measured(stage: str, work: Callable[[], T]) -> T:
        began = time.process_time()
        result = work()
        figures[stage] = round((time.process_time() - began) / documents * 1e6)
        return result

    raw = measured("read", lambda: list(read_path(str(corpus), improving=False)))
    sources = measured("improve", lambda: [improve(item) for item in raw if isinstance(item, SourceDocument)])
    hashes = measured("hash", lambda: [content_hash(source) for source in sources])
    tasks = [Task(str(number), source) for number, source in enumerate(sources)]
    pickle_by_fields()  # as the workers do
    measured("task to worker", lambda: crossed(tasks))
    pipeline.index("warm", sources[0])
    gc.freeze()  # as above
    found = measured("extract", lambda: [pipeline.extract(source) for source in sources])
    built = measured(
        "to_document", lambda: [to_document(task.id, task.source, one) for task, one in zip(tasks, found, strict=True)]
    )
    indexed = measured("analyze", lambda: [pipeline.analyze(document) for document in built])
    bins = measured("signature", lambda: [signature(one.terms["stem"]) for one in indexed])
    engine = open_engine(f"embedded:{folder / 'index'}", fingerprint=kashf_analyzer().fingerprint, create=True)
    with engine.writer() as writer, journal_at(folder / "journal.sqlite") as journal:
        prepare = writer.preparer()
        prepared = measured("prepare", lambda: [prepare(one) for one in indexed])
        ready = list(map(Ready, prepared, bins))
        ready = measured("result to parent", lambda: crossed(ready))
        registrar = Registrar(journal, journal.begin_run())
        measured("admit", lambda: [registrar.admit(Sighting("/x", n, one, None)) for n, one in enumerate(hashes)])
        with journal.similar() as table:
            linker = Linker(table)
            measured("link", lambda: [linker.link(ready[start : start + CHUNK]) for start in range(0, documents, CHUNK)])
        measured("put", lambda: writer.put(one.prepared for one in ready))
        measured("commit", writer.commit)
        measured("settle", lambda: journal.settle((task.id, one) for task, one in zip(tasks, hashes, strict=True)))
    engine.close()
    return {"processor microseconds a document": figures}


def run(documents: int, texts: list[Path], folder: Path) -> dict[str, object]:
    """The command as a user has it, its start included."""
    corpus = folder / "corpus.jsonl"
    write_corpus(corpus, documents, texts)
    figures: dict[str, object] = {}
    for name, options in (
        ("jobs 1", ["--jobs", "1"]),
        ("jobs 2", ["--jobs", "2"]),
        ("jobs 1, no extraction", ["--jobs", "1", "--no-extract"]),
        ("jobs 2, no extraction", ["--jobs", "2", "--no-extract"]),
    ):
        before = processor_seconds()
        seconds, peak = command("index", corpus, folder / name.replace(" ", "-"), *options)
        figures[name] = {
            "documents a second": round(documents / seconds),
            "seconds": round(seconds, 1),
            # Says on a busy machine, too, what a quiet one could do.
            "processor microseconds a document": round((processor_seconds() - before) / documents * 1e6),
            "peak MB": peak,
        }
    return figures


def unchanged(documents: int, texts: list[Path], folder: Path) -> dict[str, object]:
    """A file a document, in folders of a thousand."""
    sentences = sentences_of(texts) if texts else [report.title for report in NamingReports().reports(10_000)]
    generator = random.Random(3)
    old = time.time() - 3_600
    for number in range(documents):
        path = folder / "reports" / str(number // 1_000) / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{number} {generator.choice(sentences)}", "utf-8")
        os.utime(path, (old, old))
    first, _ = command("index", folder / "reports", folder / "index", "--jobs", "2", "--no-extract")
    second, peak = command("index", folder / "reports", folder / "index")
    return {"first seconds": round(first, 1), "second seconds": round(second, 1), "peak MB": peak}


def command(verb: str, source: Path, index: Path, *options: str) -> tuple[float, int]:
    """Seconds, and the peak memory of all its processes together, in MB."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [*KASHF, verb, str(source), "--engine", f"embedded:{index}", "--json", *options], stdout=subprocess.DEVNULL
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory(process.pid))
        time.sleep(0.1)
    assert process.returncode == 0
    return time.perf_counter() - began, peak >> 20


def processor_seconds() -> float:
    """Of all processes that were waited for so far, with theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def memory(process: int) -> int:
    """Bytes that a process and its children hold (Linux; elsewhere the largest child so far)."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text("utf-8").split()
        pages = int(Path(f"/proc/{process}/statm").read_text("utf-8").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
    return pages * resource.getpagesize() + sum(memory(int(child)) for child in children)


def crossed(values: list[T]) -> list[T]:
    """As between processes: pickled and unpickled in chunks."""
    chunks = (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
    return [value for chunk in chunks for value in pickle.loads(pickle.dumps(chunk))]


def sentences_of(texts: list[Path]) -> list[str]:
    return [
        sentence
        for folder in texts
        for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
        for sentence in re.split(r"(?<=[.!?؟])\s+", json.loads(line)["text"])
        if sentence.strip()
    ]


def write_corpus(path: Path, documents: int, texts: list[Path]) -> None:
    reports = drawn_reports(documents, texts) if texts else NamingReports(words=WORDS).reports(documents)
    with path.open("w", encoding="utf-8") as file:
        for report in reports:
            row = {"title": report.title, "text": report.text, "date": report.date.isoformat()}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def drawn_reports(documents: int, texts: list[Path]) -> Iterator[Report]:
    sentences = sentences_of(texts)
    generator = random.Random(1)
    for number in range(documents):
        text: list[str] = []
        length = 0
        while length < WORDS:
            text.append(generator.choice(sentences))
            length += text[-1].count(" ") + 1
        day = dt.date(2014 + number % 10, 1 + number % 12, 1 + number % 28)
        yield Report(text[0][:80], " ".join(text), day)


if __name__ == "__main__":
    main()
