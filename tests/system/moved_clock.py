"""`kashf` with a clock of its own, which the file KASHF_TEST_CLOCK sets: seconds to add to the machine's. Only the time of day
moves; what counts the seconds that pass goes on, as when an administrator sets the clock."""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path
from typing import Any

_file = Path(os.environ["KASHF_TEST_CLOCK"])
_time, _time_ns, _datetime = time.time, time.time_ns, dt.datetime


def offset() -> int:
    return int(_file.read_text("ascii"))


class Moved(dt.datetime):
    """Whose now is that of the clock."""

    @classmethod
    def now(cls, tz: Any = None) -> Any:
        return _datetime.now(tz) + dt.timedelta(seconds=offset())


if __name__ == "__main__":
    time.time = lambda: _time() + offset()
    time.time_ns = lambda: _time_ns() + offset() * 1_000_000_000
    dt.datetime = Moved  # type: ignore[misc]  # that is the point

    from cli.main import main

    main()
