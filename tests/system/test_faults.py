"""What goes wrong around a running server: killed processes, a vanished folder, damaged files, a clock set back, a full disk."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.system.conftest import Product, Server

SEED = int(os.environ.get("KASHF_SOAK_SEED", "1"))
ROUNDS = int(os.environ.get("KASHF_SOAK_ROUNDS", "10")) * 20
WORD = "قافلة"


def write(product: Product, name: str, count: int) -> None:
    lines = [{"id": f"{name}-{number}", "text": f"{WORD} رقم {number} من {name}"} for number in range(count)]
    (product.reports / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")


@pytest.fixture
def filled(product: Product) -> Product:
    write(product, "first", 50)
    product.run("index", product.reports)
    return product


def kill_in_turns(product: Product, rounds: int) -> None:
    """Server and indexer, killed at moments of chance; the next indexer carries on, the next server answers."""
    chance = random.Random(f"{SEED} turns")
    expected = 50
    with ExitStack() as servers:
        server: Server = servers.enter_context(product.serving())
        for number in range(rounds):
            write(product, f"round{number % 7}", 40 + number)
            expected = 50 + sum(40 + max(range(last, number + 1, 7)) for last in range(min(7, number + 1)))
            indexer = product.start("index", product.reports, "--jobs", "1")
            if chance.random() < 0.5:
                try:
                    indexer.communicate(timeout=chance.uniform(0.2, 1.5))
                except subprocess.TimeoutExpired:
                    indexer.kill()
                    indexer.communicate()
            else:
                server.kill()
                server = servers.enter_context(product.serving())
                indexer.communicate()
            before = server.total(WORD)
            assert 50 <= before <= expected
            product.run("index", product.reports, "--jobs", "1", "--prune")
            assert server.total(WORD) == expected, number
    assert product.json("doctor", "--deep")["ok"]


def test_server_and_indexer_killed_in_turns(filled: Product) -> None:
    kill_in_turns(filled, 4)


@pytest.mark.soak
def test_server_and_indexer_killed_in_two_hundred_turns(filled: Product, record_property: Callable[[str, object], None]) -> None:
    kill_in_turns(filled, ROUNDS)
    record_property("rounds", ROUNDS)


def test_the_folder_vanishes_under_the_server_and_comes_back(filled: Product) -> None:
    with filled.serving() as server:
        assert server.total(WORD) == 50
        shutil.rmtree(filled.folder)
        status, body = server.get("/api/v1/search", q=WORD)
        assert status == 503
        assert "kashf index" in body
        assert server.get("/en/search", q=WORD)[0] == 503
        filled.run("index", filled.reports)
        assert server.total(WORD) == 50


def test_a_damaged_file_is_an_error_that_names_the_index_and_not_the_end(filled: Product) -> None:
    with filled.serving() as server:
        for file in filled.folder.glob("v*/*.store"):
            file.write_bytes(random.Random(3).randbytes(file.stat().st_size))
        write(filled, "second", 10)
        status, body = server.get("/en/search", q=WORD)
        assert status in {200, 503}  # what is in memory may still be whole
        assert "Traceback" not in body
        shutil.rmtree(filled.folder)
        filled.run("index", filled.reports)
        assert server.total(WORD) == 60


def test_a_clock_that_is_set_back_hides_no_commit_and_no_file(filled: Product) -> None:
    with filled.serving() as server:
        assert server.total(WORD) == 50
        write(filled, "second", 10)
        write(filled, "first", 60)
        for file in filled.reports.iterdir():
            os.utime(file, (1_000_000_000, 1_000_000_000))
        filled.run("index", filled.reports)
        for file in filled.folder.rglob("*.json"):
            os.utime(file, (1_000_000_000, 1_000_000_000))
        assert server.total(WORD) == 70


def test_two_writers(filled: Product) -> None:
    """The second is told, and loses nothing of the first's."""
    write(filled, "second", 4_000)
    first = filled.start("index", filled.reports, "--jobs", "1")
    codes = []
    while first.poll() is None:
        other = filled.start("index", filled.reports, "--jobs", "1")
        _, errors = other.communicate()
        codes.append(other.returncode)
        assert other.returncode in {0, 3}, errors
    first.communicate()
    codes.append(first.returncode)
    assert 0 in codes
    assert filled.json("status")["documents"] == 4_050


def test_a_disk_that_is_full_and_one_that_is_read_only(filled: Product, small_disk: Path) -> None:
    small = type(filled)(small_disk / "index", filled.reports)
    small.run("index", filled.reports)
    with small.serving() as server:
        (small_disk / "ballast").write_bytes(b"\0" * (1 << 20))
        chance = random.Random(5)
        lines = [{"id": f"big-{n}", "text": WORD + " " + chance.randbytes(1_000).hex()} for n in range(2_000)]
        (filled.reports / "big.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
        _, errors = small.run("index", filled.reports, "--no-extract", code=3)
        assert "space" in errors
        assert server.total(WORD) >= 50
        subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
        small.run("index", filled.reports, "--no-extract")
        assert server.total(WORD) == 2_050
        subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
        assert server.total(WORD) == 2_050
        write(filled, "second", 10)
        _, errors = small.run("index", filled.reports, code=3)
        assert "read-only" in errors.lower()
        assert server.total(WORD) == 2_050
        subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    assert small.json("index", filled.reports)["added"] == 10


def test_a_server_that_is_told_to_stop_ends_well(filled: Product) -> None:
    with filled.serving() as server:
        assert server.total(WORD) == 50
        assert server.stop() in {0, -signal.SIGTERM}
