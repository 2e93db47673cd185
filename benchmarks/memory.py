"""What a process takes of memory."""

from __future__ import annotations

import platform
import resource
from pathlib import Path


def own_mb(pid: int | str = "self") -> int:
    """Megabytes of a process's own (Linux), without pages of the index's files: the system takes these back when it likes."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("RssAnon:"))
    return int(kilobytes) >> 10


def peak_mb() -> int:
    """The most that this process had in memory, pages of files among them."""
    # ru_maxrss is in KiB on Linux, in bytes on macOS
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if platform.system() == "Darwin" else 1 << 10)
