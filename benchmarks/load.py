"""Many users at once on one machine, while the indexer writes: throughput, latency, errors, memory over time.

    pip install -e '.[bench]'
    python benchmarks/scale.py 100000 --folder made/100k         makes the index
    python benchmarks/load.py --folder made/100k --users 32 --minutes 20
    python benchmarks/load.py --folder made/100k --users 1 4 16 64 --minutes 1 --no-indexing --server waitress granian

Starts `kashf serve` (waitress), or the same application in granian, on a free port of the loopback address, `locust` with
`locustfile.py` (each user asks every two seconds), and `kashf index` on made reports, one file after the other. Each number of
users gets its own run. Prints JSON; ends what it started.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpus import MadeCorpus, Words
from memory import own_mb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE: Final = Path(__file__).parent
KASHF: Final = (sys.executable, "-c", "from cli.main import main; main()")
SERVERS: Final = {
    "waitress": (*KASHF, "serve"),
    # One process and as many threads as `kashf serve` has (webapp/serving.py).
    "granian": (
        sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--workers", "1", "--blocking-threads", "4",
        "--no-access-log", "--log-level", "warning", "cli.wsgi:application",
    ),
}  # fmt: skip
SAMPLE_SECONDS: Final = 5.0
REPORTS_A_FILE: Final = 2_000
START_SECONDS: Final = 60.0


def run(options: argparse.Namespace, server_name: str, users: int) -> dict[str, Any]:
    """One number of users."""
    with tempfile.TemporaryDirectory() as name, serving(options, server_name, Path(name)) as (url, server):
        folder = Path(name)
        corpus = MadeCorpus()
        words = folder / "words.txt"
        chosen = [Words(corpus).middling(n) for n in range(400)] + [Words(corpus).common(n) for n in range(100)]
        words.write_text("\n".join(chosen), encoding="utf-8")
        with sampled(server.pid) as memory, indexing(options, folder, corpus) as indexed:
            figures = locust(url, users, options.minutes, words, folder)
        return figures | {
            "server": server_name,
            "users": users,
            "documents_indexed_meanwhile": sum(indexed),
            "server_mb": {"first": memory[0], "half way": memory[len(memory) // 2], "last": memory[-1], "most": max(memory)},
        }


@contextmanager
def serving(options: argparse.Namespace, server_name: str, folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The server, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    log = (folder / "server.log").open("wb")
    environment = {**os.environ, "KASHF_ENGINE": f"embedded:{options.folder}"}
    server = subprocess.Popen([*SERVERS[server_name], "--port", str(port)], stdout=log, stderr=log, env=environment)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(f"{url}/ar/about"):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"{server_name} did not start:\n{(folder / 'server.log').read_text(encoding='utf-8')}")
            time.sleep(0.2)
        yield url, server
    finally:
        server.terminate()
        server.wait(timeout=30)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def sampled(pid: int) -> Iterator[list[int]]:
    """Megabytes of a process's own, a sample every few seconds."""
    samples = [own_mb(pid)]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(SAMPLE_SECONDS):
            samples.append(own_mb(pid))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield samples
    finally:
        done.set()
        watching.join()


@contextmanager
def indexing(options: argparse.Namespace, folder: Path, corpus: MadeCorpus) -> Iterator[list[int]]:
    """`kashf index` on one file of new reports after the other; gives how many each run added."""
    added: list[int] = []
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            file = folder / f"new-{time.time_ns()}.jsonl"
            with file.open("w", encoding="utf-8") as lines:
                for made in corpus.documents(REPORTS_A_FILE):
                    row = {"id": f"{file.stem}-{made.id}", "title": made.title, "text": made.text, "date": str(made.report_date)}
                    lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            command = [*KASHF, "index", str(file), "--engine", f"embedded:{options.folder}", "--jobs", "1", "--json"]
            answer = subprocess.run(command, capture_output=True, check=True)
            added.append(json.loads(answer.stdout)["added"])
            file.unlink()

    writing = threading.Thread(target=write)
    if not options.no_indexing:
        writing.start()
    try:
        yield added
    finally:
        done.set()
        if writing.is_alive():
            writing.join()


def locust(url: str, users: int, minutes: float, words: Path, folder: Path) -> dict[str, Any]:
    """What locust measured."""
    program = shutil.which("locust", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if program is None:
        raise SystemExit("locust is not installed: pip install -e '.[bench]'")
    prefix = folder / "load"
    command = [
        program, "-f", str(HERE / "locustfile.py"), "--headless", "--host", url, "--users", str(users),
        "--spawn-rate", str(max(1, users // 8)), "--run-time", f"{round(minutes * 60)}s", "--csv", str(prefix), "--only-summary",
        "--exit-code-on-error", "0",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "KASHF_LOAD_WORDS": str(words)})
    with Path(f"{prefix}_stats.csv").open(encoding="utf-8") as table:
        rows = {row["Name"]: row for row in csv.DictReader(table)}
    return {
        "minutes": minutes,
        "requests_per_second": round(float(rows["Aggregated"]["Requests/s"]), 1),
        "errors": int(rows["Aggregated"]["Failure Count"]),
        "ms": {name: _percentiles(row) for name, row in rows.items()},
    }


def _percentiles(row: dict[str, str]) -> dict[str, float]:
    return {"requests": int(row["Request Count"])} | {f"p{part}": float(row[f"{part}%"]) for part in (50, 95, 99)}


def _about() -> dict[str, str]:
    found = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=HERE, capture_output=True, text=True, check=False)
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load": f"{os.getloadavg()[0]:.1f}",
        "commit": found.stdout.strip() or "unknown",
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", required=True, help="an embedded index, as scale.py makes it; the indexer adds to it")
    parser.add_argument("--users", type=int, nargs="+", default=[32], help="at most 64")
    parser.add_argument(
        "--server", choices=sorted(SERVERS), nargs="+", default=["waitress"], help="side by side, one after the other"
    )
    parser.add_argument("--minutes", type=float, default=1.0, help="of each run, at most 60")
    parser.add_argument("--no-indexing", action="store_true", help="nobody writes meanwhile")
    options = parser.parse_args(arguments)
    if max(options.users) > 64 or options.minutes > 60:
        parser.error("at most 64 users and 60 minutes: this is for one machine that others use too")
    # For each number of users one server after the other: what else the machine does hits them alike.
    runs = [run(options, server_name, users) for users in options.users for server_name in options.server]
    print(json.dumps(_about() | {"runs": runs}, indent=2))


if __name__ == "__main__":
    main()
