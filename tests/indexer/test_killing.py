"""A run killed at any moment: the next one ends with the index of an undisturbed run, with nothing lost or twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import indexer
from indexer.pipeline import shipped_pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.indexer.conftest import Index

ROOT = Path(indexer.__file__).parents[1]
SEED = int(os.environ.get("KASHF_SOAK_SEED", "1"))
SCRIPT = Path(__file__).with_name("killed_run.py")


def kill_at(step: int, index: Index, reports: Path, jobs: int) -> bool:
    """Whether the run got as far as that step."""
    with run_apart(step, index, reports, jobs) as process:
        process.wait()
    assert process.returncode in {0, -signal.SIGKILL}
    return process.returncode != 0


def kill_after(seconds: float, index: Index, reports: Path, jobs: int) -> bool:
    """Whether the run took longer than that. It dies wherever it is: inside the engine, inside SQLite."""
    with run_apart(0, index, reports, jobs) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    assert process.returncode in {0, -signal.SIGKILL}
    return process.returncode != 0


def run_apart(step: int, index: Index, reports: Path, jobs: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, SCRIPT, index.folder, reports, str(jobs), str(step)]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)})


def write_version(reports: Path, version: int, chance: random.Random) -> None:
    """Files that grow, change, vanish, move and repeat one another."""
    lines = [{"text": f"سطر {number} {version if number % 3 == 0 else ''}"} for number in range(80 + 10 * version)]
    chance.shuffle(lines)
    (reports / "lines.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    owned = [{"id": f"own-{number}", "text": f"نص {number} {version * (number % 2)}"} for number in range(60)]
    (reports / "owned.jsonl").write_text("\n".join(map(json.dumps, owned[version:])), "utf-8")
    for number in range(40):
        path = reports / f"{number:02}.txt"
        if chance.random() < 0.2:
            path.unlink(missing_ok=True)
        elif chance.random() < 0.5:
            path.write_text(f"تقرير {chance.randrange(50)}", "utf-8")
    (reports / "00.txt").write_text(f"تقرير باق {version}", "utf-8")


@pytest.mark.parametrize(("seed", "jobs"), [(1, 1), (2, 1), (3, 2)])
def test_a_killed_run_is_carried_on(index: Index, reports: Path, tmp_path: Path, seed: int, jobs: int) -> None:
    chance = random.Random(seed)
    undisturbed = type(index)(tmp_path / "undisturbed")
    kills = 0
    for version in range(2):
        write_version(reports, version, chance)
        for _ in range(2):
            kills += kill_at(chance.randrange(1, 30), index, reports, jobs)
        # What processes run has to be importable by them: that is the shipped pipeline.
        make = {"make": shipped_pipeline} if jobs > 1 else {}
        index.run(reports, prune=True, **make)
        undisturbed.run(reports, prune=True, **make)
        assert index.documents() == undisturbed.documents()
        assert index.failures() == []
    assert kills >= 3
    before = index.documents()
    assert index.run(reports, prune=True).added == 0
    assert index.documents() == before


@pytest.mark.soak
def test_a_hundred_kills(index: Index, reports: Path, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    chance = random.Random(f"{SEED} kills")
    undisturbed = type(index)(tmp_path / "undisturbed")
    kills = version = 0
    while kills < 100:
        write_version(reports, version % 3, chance)
        version += 1
        for _ in range(4):
            jobs = chance.choice((1, 1, 1, 2))
            if chance.random() < 0.5:
                kills += kill_at(chance.randrange(1, 30), index, reports, jobs)
            else:
                kills += kill_after(chance.uniform(0.5, 2.5), index, reports, jobs)
        index.run(reports, prune=True)
        undisturbed.run(reports, prune=True)
        assert texts_by_origin(index) == texts_by_origin(undisturbed), f"after {kills} kills, version {version}"
        assert index.failures() == []
    record_property("kills", kills)


def texts_by_origin(index: Index) -> list[tuple[str, str]]:
    """Documents without what was extracted: runs of one process make none, those of two do."""
    return sorted((document.id, document.text) for document in index.documents().values())
