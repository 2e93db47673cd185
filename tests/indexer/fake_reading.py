"""What a room is given to do, in place of reading: what its libraries may do to it, by the name of the file."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.values import SourceDocument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from indexer.values import ReadOptions

FOREVER = 600


def read(
    path: str, _options: ReadOptions, *, at: Callable[[int], None], alive: Callable[[], None], improving: bool
) -> Iterator[SourceDocument]:
    assert not improving
    name = Path(path).stem
    if name == "part":
        at(7)
        yield SourceDocument("", "أول")
    if name in ("crash", "part"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if name == "stopped":
        os.kill(os.getpid(), signal.SIGTERM)
    if name == "hang":
        child = subprocess.Popen(["sleep", str(FOREVER)])
        Path(path).with_suffix(".child").write_text(str(child.pid), "utf-8")
        time.sleep(FOREVER)
    if name == "slow":
        for _ in range(6):
            time.sleep(0.5)
            alive()
    if name == "fault":
        raise KeyError(name)
    yield SourceDocument("", f"نص {name} {os.getpid()}")
