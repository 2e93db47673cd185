"""The clock is set back by a day while runs, a watch and a server are on: nothing is lost, hidden, or done twice."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.system.conftest import PATIENCE

if TYPE_CHECKING:
    from tests.system.conftest import Product

DAY = 86_400
SCRIPT = Path(__file__).with_name("moved_clock.py")
WORD = "قافلة"


@dataclass(frozen=True)
class Clock:
    """The product's clock; files are dated by it, as the system would."""

    product: Product
    file: Path

    def set(self, offset: int) -> None:
        self.file.write_text(str(offset), "ascii")

    def write(self, name: str, texts: list[str]) -> None:
        path = self.product.reports / f"{name}.jsonl"
        path.write_text("\n".join(json.dumps({"text": text}) for text in texts), "utf-8")
        now = time.time() + int(self.file.read_text("ascii"))
        os.utime(path, (now, now))


@pytest.fixture
def clock(product: Product, tmp_path: Path) -> Clock:
    """A day ahead."""
    file = tmp_path / "clock"
    moved = replace(product, program=(sys.executable, str(SCRIPT)), environment={"KASHF_TEST_CLOCK": str(file)})
    made = Clock(moved, file)
    made.set(DAY)
    return made


def texts(name: str, numbers: range) -> list[str]:
    return [f"{WORD} رقم {number} من {name}" for number in numbers]


def indexed(product: Product) -> list[str]:
    return sorted(json.loads(line)["text"] for line in product.run("export")[0].splitlines())


def test_runs_before_and_after(clock: Clock) -> None:
    product = clock.product
    clock.write("first", texts("first", range(30)))
    clock.write("second", texts("second", range(10)))
    assert product.json("index", product.reports)["added"] == 40
    ahead = product.json("status")["last_run"]["started"]
    clock.set(0)
    clock.write("second", texts("second", range(5, 20)))
    clock.write("third", texts("third", range(7)))
    report = product.json("index", product.reports, "--prune")
    assert (report["added"] + report["updated"], report["unchanged"]) == (17, 35)
    assert indexed(product) == sorted(texts("first", range(30)) + texts("second", range(5, 20)) + texts("third", range(7)))
    assert product.json("status")["last_run"]["started"] < ahead  # the newest run is the last, not the one that is dated last
    assert product.json("index", product.reports, "--prune")["unchanged"] == 52
    assert product.json("doctor", "--deep")["ok"]


def test_a_server_that_goes_on(clock: Clock) -> None:
    product = clock.product
    clock.write("first", texts("first", range(30)))
    product.run("index", product.reports)
    with product.serving() as server:
        assert server.total(WORD) == 30
        clock.set(0)
        clock.write("first", texts("first", range(40)))
        product.run("index", product.reports)
        assert server.total(WORD) == 40
        assert server.get("/healthz")[0] == 200
        for page in ("/en/", "/en/search", "/en/map"):
            assert server.get(page)[0] == 200


def test_saved_searches_tell_of_what_came_after(clock: Clock) -> None:
    product = clock.product
    clock.write("first", texts("first", range(3)))
    product.run("index", product.reports)
    product.run("alerts", "add", "convoys", WORD)
    clock.set(0)
    clock.write("second", texts("second", range(4)))
    product.run("index", product.reports)
    assert product.json("alerts", "run")["new"] == 4
    assert product.json("alerts", "run")["new"] == 0


def test_a_watch_that_goes_on(clock: Clock) -> None:
    product = clock.product
    clock.write("first", texts("first", range(3)))
    watching = product.start("watch", product.reports, "--settle", "0.1", "--quiet")
    try:
        eventually(product, 3)
        clock.set(0)
        clock.write("second", texts("second", range(4)))
        eventually(product, 7)
        clock.write("first", texts("first", range(5)))
        eventually(product, 9)
        watching.send_signal(signal.SIGINT)
        assert watching.wait(PATIENCE) == 0
    finally:
        watching.kill()
        watching.communicate()
    assert indexed(product) == sorted(texts("first", range(5)) + texts("second", range(4)))


def eventually(product: Product, count: int) -> None:
    """So many documents, some time."""
    deadline = time.monotonic() + PATIENCE
    total = -1
    while total != count:
        assert time.monotonic() < deadline, f"{total} documents, not {count}"
        process = product.start("status", "--json")
        output = process.communicate()[0]
        total = json.loads(output)["documents"] if process.returncode == 0 else -1
