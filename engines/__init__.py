"""Search engines behind one protocol: `open_engine(url)`."""

from engines.base import (
    DocumentsRefusedError,
    EngineError,
    EngineUnavailableError,
    IndexBusyError,
    IndexMismatchError,
    IndexNotFoundError,
)
from engines.elastic.settings import ElasticSettings
from engines.opening import damaged_files, open_engine

__all__ = [
    "DocumentsRefusedError",
    "ElasticSettings",
    "EngineError",
    "EngineUnavailableError",
    "IndexBusyError",
    "IndexMismatchError",
    "IndexNotFoundError",
    "damaged_files",
    "open_engine",
]
