"""Rebuilds that are cut off, and the ones after them. They need the cluster of KASHF_TEST_ELASTICSEARCH."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from elasticsearch import Elasticsearch

from engines import ElasticSettings, open_engine
from engines.base import MatchAll, Query
from indexer.reindexing import purpose_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engines.base import Engine, Rebuild
    from tests.engines.conftest import Make, NewUrl

ROOT = Path(__file__).parents[3]
DOCUMENTS = 30


@pytest.fixture
def url(elastic_url: NewUrl) -> str:
    return elastic_url()


@pytest.fixture
def engine(url: str, make: Make) -> Iterator[Engine]:
    with closing(open_engine(url, fingerprint=make.fingerprint, create=True)) as opened:
        with opened.writer() as writer:
            writer.put(make.document(f"d{number:02d}", "old") for number in range(DOCUMENTS))
            writer.commit()
        yield opened


def cut_off(engine: Engine, make: Make, purpose: str = "one") -> None:
    """A rebuild that puts ten documents and ends by an exception."""
    with suppress(ZeroDivisionError), engine.rebuild(purpose) as writer:
        writer.put(make.document(f"d{number:02d}", "half") for number in range(10))
        writer.commit()
        raise ZeroDivisionError


def kept(writer: Rebuild) -> set[str]:
    return set(writer.kept([f"d{number:02d}" for number in range(DOCUMENTS)]))


def texts(engine: Engine) -> dict[str, str]:
    return {document.id: document.text for document in engine.scan()}


def indexes(url: str) -> list[str]:
    cluster, _, alias = url.rpartition("/")
    with Elasticsearch(cluster) as client:
        return sorted(client.indices.get(index=f"{alias}-*").body)


def test_the_next_of_the_same_purpose_goes_on(engine: Engine, url: str, make: Make) -> None:
    cut_off(engine, make)
    assert set(texts(engine).values()) == {"old"}
    with engine.rebuild("one") as writer:
        held = writer.kept(["d00", "d29", "nobody"])
        assert {id_: document.text for id_, document in held.items()} == {"d00": "half"}
        writer.put(make.document(f"d{number:02d}", "rest") for number in range(10, DOCUMENTS))
        writer.commit()
    found = texts(engine)
    assert len(found) == DOCUMENTS
    assert sorted(id_ for id_, text in found.items() if text == "half") == [f"d{number:02d}" for number in range(10)]
    assert len(indexes(url)) == 2


@pytest.mark.parametrize("purpose", ["", "another"])
def test_one_of_another_purpose_begins_anew(engine: Engine, url: str, make: Make, purpose: str) -> None:
    cut_off(engine, make)
    with engine.rebuild(purpose) as writer:
        assert kept(writer) == set()
        assert len(indexes(url)) == 2
        writer.put([make.document("d00", "new")])
        writer.commit()
    assert texts(engine) == {"d00": "new"}


def test_one_without_a_purpose_leaves_nothing(engine: Engine, url: str, make: Make) -> None:
    cut_off(engine, make, "")
    assert len(indexes(url)) == 1


def test_another_layout_begins_anew(engine: Engine, url: str, make: Make) -> None:
    cut_off(engine, make)
    with closing(open_engine(url, fingerprint=make.fingerprint, settings=ElasticSettings(shards=2))) as other:
        with other.rebuild("one") as writer:
            assert kept(writer) == set()
            writer.commit()
        assert texts(engine) == {}


def test_what_is_written_in_between_is_not_lost(engine: Engine, url: str, make: Make) -> None:
    cut_off(engine, make)
    with engine.writer() as writer:
        writer.put([make.document("d00", "changed"), make.document("later", "new")])
        writer.delete(["d01"])
        writer.commit()
    with engine.rebuild("one") as rebuild:
        assert kept(rebuild) == set()
        rebuild.put(make.document(document.id, document.text) for document in engine.scan())
        rebuild.commit()
    found = texts(engine)
    assert (found["d00"], found["later"], "d01" in found, len(found)) == ("changed", "new", False, DOCUMENTS)
    assert len(indexes(url)) == 2


def test_what_is_written_around_kashf_is_seen(engine: Engine, url: str, make: Make) -> None:
    cut_off(engine, make)
    cluster, _, alias = url.rpartition("/")
    with Elasticsearch(cluster) as client:
        client.delete(index=f"{alias}-000001", id="d29")
    with suppress(ZeroDivisionError), engine.rebuild("one") as rebuild:
        assert kept(rebuild) == set()
        raise ZeroDivisionError


KILLED = """
import os, signal, sys
from cli.main import main
from engines.elastic import bulk
from engines.elastic.writing import RebuildWriter

bulk.BATCH_CHANGES = 50
put = RebuildWriter.put

def put_and_die(writer, documents):
    put(writer, documents)
    put_and_die.chunks += 1
    if put_and_die.chunks == 3:
        writer._sender._wait(0)
        os.kill(os.getpid(), signal.SIGKILL)

put_and_die.chunks = 0
if sys.argv.pop(1) == "die":
    RebuildWriter.put = put_and_die
main()
"""


def test_a_reindex_that_is_killed_goes_on(url: str, tmp_path: Path) -> None:
    reports = tmp_path / "reports.jsonl"
    line = '{{"id": "r{0}", "text": "قصف على القاعدة {0}", "actors": ["جماعة {0}"]}}\n'
    reports.write_text("".join(line.format(number) for number in range(700)), encoding="utf-8")

    def run(how: str, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", KILLED, how, *command, "--engine", url, "--json"],
            env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert run("live", "index", str(reports)).returncode == 0
    names = run("live", "status").stdout.partition('"unresolved"')[2].partition('"last_run"')[0]
    assert run("die", "reindex", "--jobs", "1").returncode == -signal.SIGKILL
    assert len(indexes(url)) == 2
    again = run("live", "reindex", "--jobs", "1")
    assert again.returncode == 0, again.stderr
    assert '"documents": 700' in again.stdout
    assert '"kept": 300' in again.stdout
    status = run("live", "status")
    assert '"documents": 700' in status.stdout
    assert status.stdout.partition('"unresolved"')[2].partition('"last_run"')[0] == names
    assert run("live", "index", str(reports)).stdout.count('"unchanged": 700') == 1


def test_a_purpose_follows_the_gazetteer(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("forbid: [grp:badr]\n", encoding="utf-8")
    first = purpose_of(own)
    assert first == purpose_of(own) != purpose_of(None)
    own.write_text("forbid: [grp:other]\n", encoding="utf-8")
    assert purpose_of(own) != first
    assert purpose_of(tmp_path) != first


def test_searches_go_on_while_a_rebuild_is_left(engine: Engine, make: Make) -> None:
    cut_off(engine, make)
    assert engine.search(Query(MatchAll())).total == DOCUMENTS
