"""Elasticsearch slow, flapping and full, seen through the whole product: `kashf index`, the pages and the API.

Needs a real one (KASHF_TEST_ELASTICSEARCH, or KASHF_TEST_ELASTICSEARCH_SERVER to start one); `between` stands before it and does
the harm. Moments are drawn by KASHF_SOAK_SEED.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from elasticsearch import Elasticsearch

from tests.system.between import AWAY, BREAKER, SHARDLESS, SOUND, Between, Fault, between

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.system.conftest import Product, Server

SEED = int(os.environ.get("KASHF_SOAK_SEED", "1"))
ROUNDS = int(os.environ.get("KASHF_SOAK_ROUNDS", "10")) * 3
PORT = 9320
WORD = "قافلة"
PAGES = (
    "/en/",
    "/en/search",
    "/ar/search",
    "/en/map",
    "/en/saved",
    "/api/v1/search",
    "/api/v1/suggest",
    "/api/v1/status",
    "/healthz",
)
FLAPS = (AWAY, SHARDLESS, BREAKER, Fault(unanswered=True), Fault(wait=0.5), Fault(status=502, error="bad_gateway"))


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster; of one that is started for it, where a program that does so is named."""
    found, program = (os.environ.get(name, "") for name in ("KASHF_TEST_ELASTICSEARCH", "KASHF_TEST_ELASTICSEARCH_SERVER"))
    if found:
        yield found.rstrip("/")
        return
    if not program:
        pytest.skip("KASHF_TEST_ELASTICSEARCH names no Elasticsearch (http://127.0.0.1:9200)")
    folder = tempfile.mkdtemp(prefix="kashf-flapping-", dir="/var/tmp")  # the server may run as another user

    def do(*what: str) -> None:
        subprocess.run([sys.executable, program, *what, "--dir", folder], check=True, stdout=subprocess.DEVNULL)

    try:
        do("start", "--port", str(PORT), "--heap", "512m")
        yield f"http://127.0.0.1:{PORT}"
    finally:
        do("stop")
        shutil.rmtree(folder)


@pytest.fixture
def proxy(cluster: str) -> Iterator[Between]:
    with between(cluster) as made:
        yield made


@pytest.fixture
def far(product: Product, cluster: str, proxy: Between) -> Iterator[Product]:
    """The product over an index behind the proxy, which holds fifty reports."""
    name = f"kashf-test-{uuid.uuid4().hex[:8]}"
    made = replace(product, environment={"KASHF_ENGINE": f"{proxy.url}/{name}", "XDG_STATE_HOME": str(product.folder)})
    write(made, "first", 50)
    made.run("index", made.reports)
    yield made
    with Elasticsearch(cluster) as client:
        client.indices.delete(index=list(client.indices.get(index=f"{name}*", features=["aliases"]).body))


def write(product: Product, name: str, count: int, *, version: int = 0) -> None:
    """Reports without ids of their own, of which a third changes with the version: what was lost or came twice would show."""
    lines = [{"text": f"{WORD} رقم {number} من {name} {version * (number % 3 == 0)}"} for number in range(count)]
    (product.reports / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")


def expected(product: Product) -> Counter[str]:
    files = sorted(product.reports.glob("*.jsonl"))
    return Counter(json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines())


def indexed(product: Product) -> Counter[str]:
    return Counter(json.loads(line)["text"] for line in product.run("export")[0].splitlines())


def answers(server: Server) -> dict[str, int]:
    """The status of each page. None of them fails in a way that nobody foresaw."""
    statuses = {}
    for page in PAGES:
        statuses[page], body = server.get(page, q=WORD) if page.startswith("/api/v1/s") or "search" in page else server.get(page)
        assert statuses[page] in {200, 503}, (page, body)
        assert "Traceback" not in body
    return statuses


def test_a_slow_one_is_waited_for(far: Product, proxy: Between) -> None:
    proxy.fault = lambda _method, _path: Fault(wait=0.1)
    write(far, "second", 300)
    assert far.json("index", far.reports)["added"] == 300
    with far.serving() as server:
        assert server.total(WORD) == 350
        assert set(answers(server).values()) == {200}


def test_one_that_is_slower_than_the_timeout_is_named_and_the_next_run_goes_on(far: Product, proxy: Between) -> None:
    write(far, "second", 300)
    with far.serving("--timeout", "1") as server:
        assert server.total(WORD) == 50
        proxy.fault = lambda _method, path: Fault(wait=30.0) if "_bulk" in path else SOUND
        _, errors = far.run("index", far.reports, "--timeout", "1", code=3)
        assert "took too long" in errors
        assert "--timeout" in errors
        proxy.fault = lambda _method, path: Fault(wait=30.0) if "_search" in path else SOUND
        status, body = server.get("/en/search", q=WORD)
        assert status == 503
        assert "took too long" in body
        proxy.fault = lambda _method, _path: SOUND
        assert server.total(WORD) == 50
        far.run("index", far.reports)
        assert server.total(WORD) == 350
    assert indexed(far) == expected(far)


def flap(far: Product, proxy: Between, rounds: int) -> None:
    """Some requests fail while reports come, change and go; searches go on beside it, and give whole answers or none."""
    chance = random.Random(f"{SEED} flapping")
    guard = threading.Lock()
    share = 0.0

    def drawn(_method: str, _path: str) -> Fault:
        with guard:
            return chance.choice(FLAPS) if chance.random() < share else SOUND

    proxy.fault = drawn
    seen: list[int] = []
    codes: Counter[int] = Counter()
    with far.serving("--timeout", "5") as server:
        for number in range(rounds):
            write(far, f"round{number % 4}", 30 + 5 * number, version=number)
            share = chance.uniform(0.05, 0.6)
            indexer = far.start("index", far.reports, "--jobs", "1", "--prune", "--timeout", "2")
            while indexer.poll() is None:
                seen += answers(server).values()
            _, errors = indexer.communicate()
            codes[indexer.returncode] += 1
            assert indexer.returncode in {0, 3}, errors.decode()
            assert "Traceback" not in errors.decode()
            share = 0.0
            far.run("index", far.reports, "--jobs", "1", "--prune")
            assert indexed(far) == expected(far), number
            assert server.total(WORD) == expected(far).total()
    assert far.json("doctor", "--deep")["ok"]
    assert 200 in seen
    assert codes[0] + codes[3] == rounds


def test_one_that_flaps_costs_no_document(far: Product, proxy: Between) -> None:
    flap(far, proxy, 2)


@pytest.mark.soak
def test_one_that_flaps_for_long_costs_no_document(
    far: Product, proxy: Between, record_property: Callable[[str, object], None]
) -> None:
    flap(far, proxy, ROUNDS)
    record_property("rounds", ROUNDS)


def test_an_index_that_is_made_while_replies_are_lost(product: Product, cluster: str, proxy: Between) -> None:
    """Each request of a kind is done once without an answer, and asked again."""
    lost: set[str] = set()

    def first_reply_lost(method: str, path: str) -> Fault:
        kind = f"{method} {path.partition('?')[0].rpartition('/')[2]}"
        if kind in lost or path == "/":  # the very first look is not repeated: nobody waits for an address that is wrong
            return SOUND
        lost.add(kind)
        return Fault(unanswered=True)

    name = f"kashf-test-{uuid.uuid4().hex[:8]}"
    made = replace(product, environment={"KASHF_ENGINE": f"{proxy.url}/{name}", "XDG_STATE_HOME": str(product.folder)})
    write(made, "first", 50)
    proxy.fault = first_reply_lost
    try:
        made.run("index", made.reports)
        assert len(lost) > 3
        assert indexed(made) == expected(made)
        write(made, "first", 40)
        lost.clear()
        assert made.json("reindex")["documents"] == 50
        lost.clear()
        made.run("index", made.reports, "--prune")
        assert indexed(made) == expected(made)
    finally:
        with Elasticsearch(cluster) as client, suppress(KeyError):
            client.indices.delete(index=list(client.indices.get(index=f"{name}*", features=["aliases"]).body))


def test_one_whose_disk_is_full_says_how_to_go_on(far: Product, proxy: Between, cluster: str) -> None:
    name = far.environment["KASHF_ENGINE"].rpartition("/")[2]
    block = "index.blocks.read_only_allow_delete"
    write(far, "second", 100)
    with far.serving() as server, Elasticsearch(cluster) as client:
        client.indices.put_settings(index=name, settings={block: True})  # as the server does at its flood stage
        _, errors = far.run("index", far.reports, code=3)
        assert "disk is full" in errors
        assert block in errors
        assert server.total(WORD) == 50
        assert set(answers(server).values()) == {200}
        client.indices.put_settings(index=name, settings={block: None})
        far.run("index", far.reports)
        assert server.total(WORD) == 150
    assert indexed(far) == expected(far)


def test_one_whose_memory_is_full_for_a_moment_and_for_long(far: Product, proxy: Between) -> None:
    write(far, "second", 100)
    left = 4

    def for_a_moment(_method: str, path: str) -> Fault:
        nonlocal left
        hit = left > 0 and ("_bulk" in path or "_search" in path)
        left -= hit
        return BREAKER if hit else SOUND

    with far.serving() as server:
        proxy.fault = for_a_moment
        far.run("index", far.reports)
        assert left == 0
        left = 2
        assert server.total(WORD) == 150
        assert left == 0
        write(far, "third", 10)
        proxy.fault = lambda _method, path: BREAKER if "_bulk" in path else SOUND
        _, errors = far.run("index", far.reports, "--timeout", "1", code=3)
        assert "overloaded" in errors
        assert "same command" in errors
        proxy.fault = lambda _method, path: BREAKER if "_search" in path else SOUND
        status, body = server.get("/api/v1/search", q=WORD)
        assert status == 503
        assert "overloaded" in body
        proxy.fault = lambda _method, _path: SOUND
        far.run("index", far.reports)
        assert server.total(WORD) == 160
    assert indexed(far) == expected(far)


def test_a_server_that_begins_before_its_cluster(far: Product, proxy: Between) -> None:
    proxy.fault = lambda _method, _path: AWAY
    with far.serving() as server:
        assert {page for page, status in answers(server).items() if status == 200} == {"/en/saved"}
        _, body = server.get("/en/search", q=WORD)
        assert "start Elasticsearch" in body
        proxy.fault = lambda _method, _path: SOUND
        assert server.total(WORD) == 50
    assert Path(far.folder).is_dir()
