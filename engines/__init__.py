"""Search engines behind one protocol: `open_engine(url)`."""

from engines.base import (
    EngineError,
    EngineUnavailableError,
    IndexBusyError,
    IndexMismatchError,
    IndexNotFoundError,
)
from engines.opening import open_engine

__all__ = [
    "EngineError",
    "EngineUnavailableError",
    "IndexBusyError",
    "IndexMismatchError",
    "IndexNotFoundError",
    "open_engine",
]
