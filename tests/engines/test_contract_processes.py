"""The contract of every engine: several processes and threads at once, and a writer that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engines import IndexBusyError, open_engine
from engines.base import FacetRequest, MatchAll, Query, Term

if TYPE_CHECKING:
    from tests.engines.conftest import Ids, Make, NewUrl

ROOT = Path(__file__).parents[2]
FINGERPRINT = "contract-1"

PRELUDE = f"""
import sys
from engines import open_engine
from engines.base import Document, FacetRequest, IndexedDocument, MatchAll, Query, Term
def document(id_, text):
    terms = dict.fromkeys(("exact", "folded", "stem", "root", "title"), text)
    return IndexedDocument(Document(id=id_, title="", text=text, source="s"), terms)
def say(word):
    print(word, flush=True)
def wait():
    return sys.stdin.readline().strip()
url = sys.argv[1]
engine = open_engine(url, fingerprint={FINGERPRINT!r}, create=True)
"""

# Commits 100 documents at a time, always a round number of them; replaces the same 1,000 over and over.
WRITER = """
with engine.writer() as writer:
    for batch in range(10_000):
        writer.put(document(f"d{batch % 10 * 100 + number}", f"base batch{batch}") for number in range(100))
        writer.commit()
        say(batch)
"""

# Says what is wrong with an answer: not whole batches, or parts of the answer that do not agree.
READER = """
query = Query(Term("stem", "base"), facets=(FacetRequest("source"),), limit=5)
bad, done, last = 0, 0, -1
say("ready")
wait()
while done < 60:
    result = engine.search(query)
    counts = [bucket.count for bucket in result.facets[0].buckets]
    bad += result.total % 100 != 0 or sum(counts) != result.total or len(result.hits) != min(5, result.total)
    bad += result.total < last
    last = result.total
    done += 1
say(f"{bad} {last}")
"""

# Puts and deletes without committing, and waits to be killed.
DOOMED = """
with engine.writer() as writer:
    writer.put(document(f"kept{number}", "base") for number in range(100))
    writer.commit()
    writer.delete(["kept1"])
    writer.put(document(f"lost{number}", "base") for number in range(2_000))
    say("ready")
    wait()
"""

DOOMED_REBUILD = """
with engine.rebuild() as writer:
    writer.put(document(f"lost{number}", "base") for number in range(500))
    writer.commit()
    say("ready")
    wait()
"""


def start(script: str, url: str) -> subprocess.Popen[str]:
    """A process that runs a script on an index."""
    return subprocess.Popen(
        [sys.executable, "-c", PRELUDE + script, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture
def url(engine_url: NewUrl) -> str:
    address = engine_url()
    open_engine(address, fingerprint=FINGERPRINT, create=True).close()
    return address


def test_two_processes_read_while_one_writes_and_is_killed(url: str, ids: Ids, make: Make) -> None:
    with start(WRITER, url) as writer, start(READER, url) as first, start(READER, url) as second:
        for reader in (first, second):
            assert reader.stdout.readline() == "ready\n"
        assert writer.stdout.readline() == "0\n"
        for reader in (first, second):
            print("go", file=reader.stdin, flush=True)
        for reader in (first, second):
            bad, total = reader.stdout.readline().split()
            assert bad == "0"
            assert int(total) > 0
        committed = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        committed = max([committed, *map(int, writer.stdout.read().split())])
    with closing(open_engine(url, fingerprint=FINGERPRINT)) as engine:
        documents = list(engine.scan())
        # One more commit may have ended just before its writer did.
        batches = {int(document.text.split("batch")[1]) for document in documents}
        assert max(batches) in {committed, committed + 1}
        newest = range(max(0, max(batches) - 9), max(batches) + 1)
        assert batches == set(newest)
        assert len(documents) == len({document.id for document in documents}) == 100 * len(newest)
        with engine.writer() as writer:
            writer.put([make.document("after")])
            writer.commit()
        assert engine.info().documents == len(documents) + 1


def test_a_killed_writer_leaves_the_last_commit_and_no_lock(url: str, make: Make) -> None:
    with closing(open_engine(url, fingerprint=FINGERPRINT)) as engine, start(DOOMED, url) as writer:
        assert writer.stdout.readline() == "ready\n"
        with pytest.raises(IndexBusyError), engine.writer():
            pass
        writer.kill()
        writer.wait()
        assert sorted(document.id for document in engine.scan()) == sorted(f"kept{number}" for number in range(100))
        with engine.writer() as again:
            again.put([make.document("after")])
            again.commit()
        assert engine.search(Query(MatchAll(), limit=0)).total == 101


def test_a_killed_rebuild_changes_nothing(url: str, make: Make, ids: Ids) -> None:
    with closing(open_engine(url, fingerprint=FINGERPRINT)) as engine:
        with engine.writer() as writer:
            writer.put([make.document("old")])
            writer.commit()
        with start(DOOMED_REBUILD, url) as rebuild:
            assert rebuild.stdout.readline() == "ready\n"
            rebuild.kill()
            rebuild.wait()
        assert ids(engine, MatchAll()) == ["old"]
        with engine.rebuild() as writer:
            writer.put([make.document("new")])
            writer.commit()
        assert ids(engine, MatchAll()) == ["new"]


def test_threads_search_while_another_writes(url: str, make: Make) -> None:
    with closing(open_engine(url, fingerprint=FINGERPRINT)) as engine, ThreadPoolExecutor(4) as threads:

        def ask(_: object) -> tuple[int, int]:
            result = engine.search(Query(Term("stem", "base"), facets=(FacetRequest("source"),), limit=20))
            return sum(bucket.count for bucket in result.facets[0].buckets) - result.total, result.total % 10

        with engine.writer() as writer:
            answers = threads.map(ask, range(200))
            for batch in range(10):
                writer.put(make.document(f"d{batch}-{number}", "base") for number in range(10))
                writer.commit()
            assert set(answers) == {(0, 0)}
        assert engine.info().documents == 100
