"""What a process takes of memory."""

from __future__ import annotations

import platform
import resource
from pathlib import Path


def own_mb(pid: int | str = "self") -> int:
    """Megabytes of a process's own (Linux), and of those that it started: granian serves in one.

    Pages of the index's files, which the system takes back when it likes, are not counted.
    """
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("RssAnon:"))
    children = [child for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text("ascii").split()]
    return (int(kilobytes) >> 10) + sum(map(own_mb, children))


def peak_mb() -> int:
    """The most that this process had in memory, pages of files among them."""
    # ru_maxrss is in KiB on Linux, in bytes on macOS
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if platform.system() == "Darwin" else 1 << 10)
