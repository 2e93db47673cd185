"""Nodes that die: a cluster of three real ones, started by the program that KASHF_TEST_ELASTICSEARCH_SERVER names.

It takes `start --nodes N --port P --dir DIR --heap SIZE`, `kill NODE`, `restart NODE` and `stop`. `make soak` goes through
ten rounds (KASHF_SOAK_ROUNDS); the moments and the nodes are drawn by KASHF_SOAK_SEED.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from elasticsearch import Elasticsearch

from analyzers import kashf_analyzer
from engines import ElasticSettings, EngineUnavailableError, open_engine
from engines.base import FacetRequest, MatchAll, Query, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.base import Engine
    from tests.engines.conftest import Make

ROOT = Path(__file__).parents[3]
NODES = 3
PORT = 9330
SEED = int(os.environ.get("KASHF_SOAK_SEED", "1"))
BATCHES_AFTER, ANSWERS_AFTER = 5, 20
"""How much is done without the node that was killed."""

ROUNDS = range(int(os.environ.get("KASHF_SOAK_ROUNDS", "1")))


@dataclass(frozen=True)
class Nodes:
    """The cluster, and what is done to it."""

    program: str
    folder: Path

    @property
    def url(self) -> str:
        """Without the name of an index."""
        return "http://" + ",".join(f"127.0.0.1:{PORT + number}" for number in range(NODES))

    def do(self, *what: str) -> None:
        """Start, kill, restart, stop."""
        subprocess.run([sys.executable, self.program, *what, "--dir", str(self.folder)], check=True, stdout=subprocess.DEVNULL)

    def wait_until_whole(self) -> None:
        """All nodes there, all copies in step."""
        with Elasticsearch(f"http://127.0.0.1:{PORT}", request_timeout=100) as client:
            health = client.cluster.health(wait_for_status="green", wait_for_nodes=str(NODES), timeout="90s")
            assert not health["timed_out"]

    @contextmanager
    def killed(self, number: int, *, after: float) -> Iterator[threading.Event]:
        """A node is killed some time after the block has begun (the event tells), and comes back after its end."""
        dead = threading.Event()

        def kill() -> None:
            self.do("kill", str(number))
            dead.set()

        timer = threading.Timer(after, kill)
        timer.start()
        try:
            yield dead
        finally:
            timer.join()
            self.do("restart", str(number))
            self.wait_until_whole()


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    program = os.environ.get("KASHF_TEST_ELASTICSEARCH_SERVER", "")
    if not program:
        pytest.skip("KASHF_TEST_ELASTICSEARCH_SERVER names no program that starts a cluster")
    # The server may run as another user, who can not enter pytest's own folders.
    folder = Path(tempfile.mkdtemp(prefix="kashf-faults-", dir="/var/tmp"))
    made = Nodes(program, folder)
    made.do("start", "--nodes", str(NODES), "--port", str(PORT), "--heap", "320m")
    made.wait_until_whole()
    yield made
    made.do("stop")
    shutil.rmtree(folder)


@pytest.fixture
def engine(nodes: Nodes, make: Make, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Three shards, each with a copy on another node."""
    name = f"{nodes.url}/faults-{abs(hash(request.node.name)):x}"
    settings = ElasticSettings(shards=3, replicas=1, timeout=60)
    with closing(open_engine(name, fingerprint=make.fingerprint, create=True, settings=settings)) as opened:
        nodes.wait_until_whole()
        yield opened


@pytest.mark.parametrize("round_", ROUNDS)
def test_a_node_killed_while_indexing_costs_no_document(nodes: Nodes, engine: Engine, make: Make, round_: int) -> None:
    chance = random.Random(f"{SEED} indexing {round_}")
    expected: dict[str, str] = {}
    batch = after = 0
    with nodes.killed(chance.randrange(NODES), after=chance.uniform(0.2, 2.0)) as dead, engine.writer() as writer:
        while after < BATCHES_AFTER:
            after += dead.is_set()
            changed = {f"d{chance.randrange(3_000)}": f"batch{batch} " + "base " * chance.randrange(1, 40) for _ in range(300)}
            removed = {f"d{chance.randrange(3_000)}" for _ in range(20)} - changed.keys()
            writer.put(make.document(id_, text) for id_, text in changed.items())
            writer.delete(removed)
            writer.commit()
            expected = {id_: text for id_, text in (expected | changed).items() if id_ not in removed}
            batch += 1
    found = [(document.id, document.text) for document in engine.scan()]
    assert len(found) == len(dict(found))
    assert dict(found) == expected


@pytest.mark.parametrize("round_", ROUNDS)
def test_a_node_killed_while_searching_costs_no_answer(nodes: Nodes, engine: Engine, make: Make, round_: int) -> None:
    chance = random.Random(f"{SEED} searching {round_}")
    with engine.writer() as writer:
        writer.put(make.document(f"d{number}", "base " * (1 + number % 5), source=f"s{number % 7}") for number in range(2_000))
        writer.commit()
    nodes.wait_until_whole()
    query = Query(Term("stem", "base"), facets=(FacetRequest("source"),), limit=20)
    after = 0
    with nodes.killed(chance.randrange(NODES), after=chance.uniform(0.2, 2.0)) as dead:
        while after < ANSWERS_AFTER:
            after += dead.is_set()
            result = engine.search(query)
            assert result.total == 2_000
            assert sum(bucket.count for bucket in result.facets[0].buckets) == 2_000
            assert len(result.hits) == 20
    assert sum(1 for _ in engine.scan()) == 2_000


def test_the_whole_cluster_away_and_back(nodes: Nodes, make: Make, tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    reports.write_text(
        "".join(f'{{"id": "r{number}", "text": "قصف على القاعدة {number}"}}\n' for number in range(50)), encoding="utf-8"
    )
    engine = f"{nodes.url}/faults-away"

    def index() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable,
                "-c",
                "from cli.main import main; main()",
                "index",
                str(reports),
                "--engine",
                engine,
                "--timeout",
                "20",
            ],
            env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    first = index()
    assert first.returncode == 0, first.stderr
    with reports.open("a", encoding="utf-8") as file:
        file.write('{"id": "later", "text": "بيان"}\n')
    opened = open_engine(engine, fingerprint=_fingerprint(), settings=ElasticSettings(timeout=3))
    with closing(opened), opened.writer() as writer:
        writer.put([make.document("never")])
        for number in range(NODES):
            nodes.do("kill", str(number))
        with pytest.raises(EngineUnavailableError, match=r"can not be reached.*goes on"):
            writer.commit()
    away = index()
    assert away.returncode == 3
    assert "start Elasticsearch" in away.stderr
    _restart_all(nodes)
    again = index()
    assert again.returncode == 0, again.stderr
    with closing(open_engine(engine, fingerprint=_fingerprint())) as opened:
        assert {hit.document.id for hit in opened.search(Query(MatchAll(), limit=100)).hits} == {
            *(f"r{number}" for number in range(50)),
            "later",
        }


def _fingerprint() -> str:
    return kashf_analyzer().fingerprint


def _restart_all(nodes: Nodes) -> None:
    """Together: one alone waits for the others, without whom it is no cluster."""
    threads = [threading.Thread(target=nodes.do, args=("restart", str(number))) for number in range(NODES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    nodes.wait_until_whole()
