"""The power fails, and what was not synced is gone. What was acknowledged is there; the next run ends as an undisturbed one.

The index lies on a file system of its own (ext4 in a file, mounted with the options that promise least). The file holds what the
"disk" was given so far; what only the system's memory holds is not in it. A copy of it is the disk after a power cut.
"""

from __future__ import annotations

import filecmp
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from engines import damaged_files
from engines.base import IndexNotFoundError
from indexer.backing_up import backup_at
from indexer.journal import journal_at
from indexer.values import JournalError
from tests.indexer.conftest import Index
from tests.indexer.test_killing import ROOT, SCRIPT, texts_by_origin, write_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SEED = int(os.environ.get("KASHF_SOAK_SEED", "1"))
ROUNDS = int(os.environ.get("KASHF_SOAK_ROUNDS", "10")) * 5
SIZE = 48 << 20
OPTIONS = "loop,data=writeback,noauto_da_alloc,commit=300"
"""Contents may come after names, a rename syncs nothing, and the system's own commit, each five seconds, does not help."""


@dataclass(frozen=True)
class Disk:
    image: Path
    mounted: Path

    def cut(self, to: Path) -> None:
        """What the disk holds at one moment. A copy takes a while: it counts when nothing was written meanwhile."""
        while True:
            shutil.copyfile(self.image, to)
            if filecmp.cmp(self.image, to, shallow=False):
                return


@contextmanager
def mounted(image: Path, folder: Path) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-t", "ext4", "-o", OPTIONS, image, folder], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no file system can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    program = shutil.which("mkfs.ext4", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/sbin")
    if program is None:
        pytest.skip("there is no mkfs.ext4 to make a file system with")
    image = tmp_path / "disk.img"
    with image.open("wb") as file:
        file.truncate(SIZE)
    subprocess.run([program, "-q", "-F", "-b", "1024", image], check=True)
    with mounted(image, tmp_path / "disk") as folder:
        yield Disk(image, folder)


def after_cut(disk: Disk, to: Path) -> Path:
    """The folder `to` gets what is on the disk after a power cut now."""
    image = to.with_suffix(".img")
    disk.cut(image)
    with mounted(image, to.with_suffix(".mnt")) as folder:
        shutil.copytree(folder, to, ignore=shutil.ignore_patterns("lost+found"))
    image.unlink()
    return to


def acknowledged(index: Index) -> set[str]:
    """Ids that the journal says are in the index; none where it is not there, or somebody is held while making it."""
    if not index.journal_path.exists():
        return set()
    try:
        with journal_at(index.journal_path) as journal:
            return set(journal.indexed_ids())
    except JournalError:
        return set()


def test_what_is_not_synced_is_lost_here_and_what_is_synced_is_not(disk: Disk, tmp_path: Path) -> None:
    """That the disk of these tests is as bad as it should be."""
    for name, synced in (("kept", True), ("lost", False)):
        with (disk.mounted / name).open("wb") as file:
            file.write(b"x" * 5_000)
            file.flush()
            if synced:
                os.fsync(file.fileno())
    left = after_cut(disk, tmp_path / "left")
    assert (left / "kept").read_bytes() == b"x" * 5_000
    assert not (left / "lost").exists() or (left / "lost").stat().st_size == 0


def cut_runs(disk: Disk, reports: Path, tmp_path: Path, chance: random.Random, *, versions: int, cuts: int) -> int:
    """Runs over reports that change, with cuts at moments of chance; gives after how many something was acknowledged."""
    index = Index(disk.mounted / "index")
    undisturbed = Index(tmp_path / "undisturbed")
    fruitful = 0
    for version in range(versions):
        write_version(reports, version % 3, chance)
        undisturbed.run(reports, prune=True)
        command = [sys.executable, SCRIPT, index.folder, reports, "1", "0"]
        with subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}) as process:
            for number in range(cuts):
                wait_a_while(process, chance)
                with held(process):
                    sure = acknowledged(index)
                    left = after_cut(disk, tmp_path / f"left-{version}-{number}")
                fruitful += bool(sure)
                check(Index(left / "index"), sure, undisturbed, reports)
                shutil.rmtree(left)
        assert process.returncode == 0
    return fruitful


@contextmanager
def held(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """A process that does nothing meanwhile; a signal to one that has ended is none."""
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def wait_a_while(process: subprocess.Popen[bytes], chance: random.Random) -> None:
    """Until somewhere within the run, which begins with loading what it needs; not beyond its end."""
    end = time.monotonic() + chance.uniform(0.1, 0.8)
    while process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)


def check(index: Index, sure: set[str], undisturbed: Index, reports: Path) -> None:
    """Nothing that was acknowledged is lost, nothing is damaged, and the next run makes up for the rest."""
    known = acknowledged(index)
    assert sure <= known, "a journal that was said to be on the disk is not"
    try:
        there = index.documents().keys() if index.folder.exists() else set()
        assert damaged_files(f"embedded:{index.folder}") == ()
    except IndexNotFoundError:
        there = set()
    assert known <= there
    index.run(reports, prune=True)
    assert texts_by_origin(index) == texts_by_origin(undisturbed)
    assert index.failures() == []
    assert acknowledged(index) == index.documents().keys()
    assert index.run(reports, prune=True).added == 0


def test_power_cuts_while_indexing(disk: Disk, reports: Path, tmp_path: Path) -> None:
    assert cut_runs(disk, reports, tmp_path, random.Random(f"{SEED} power"), versions=2, cuts=4) > 2


@pytest.mark.soak
def test_many_power_cuts_while_indexing(
    disk: Disk, reports: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    record_property("cuts", 5 * ROUNDS)
    assert cut_runs(disk, reports, tmp_path, random.Random(f"{SEED} powers"), versions=ROUNDS, cuts=5) > ROUNDS


def run_command(*args: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from cli.main import main; main()", *map(str, args)]
    return subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL)


def test_power_cuts_while_rebuilding(disk: Disk, reports: Path, tmp_path: Path) -> None:
    chance = random.Random(f"{SEED} rebuilding")
    index = Index(disk.mounted / "index")
    write_version(reports, 0, chance)
    index.run(reports)
    whole = texts_by_origin(index)
    with run_command("reindex", "--engine", f"embedded:{index.folder}") as process:
        while process.poll() is None:
            time.sleep(chance.uniform(0.1, 0.6))
            left = Index(after_cut(disk, tmp_path / "left") / "index")
            assert damaged_files(f"embedded:{left.folder}") == ()
            assert texts_by_origin(left) == whole
            assert left.run(reports).added == 0
            shutil.rmtree(left.folder.parent)
    assert process.returncode == 0


def test_a_backup_that_was_told_of_is_there_after_a_power_cut(disk: Disk, reports: Path, tmp_path: Path) -> None:
    (reports / "a.txt").write_text("قصف", "utf-8")
    index = Index(tmp_path / "index")
    index.run(reports)
    with run_command("backup", disk.mounted / "whole.kashf", "--engine", f"embedded:{index.folder}") as process:
        process.wait()
    assert process.returncode == 0
    with backup_at(after_cut(disk, tmp_path / "left") / "whole.kashf") as backup:
        backup.verify()
        assert [document.text for document in backup.documents()] == ["قصف"]
