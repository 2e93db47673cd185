"""What the user sets about a cluster: who asks, how to trust it, how long to wait, how a new index is laid out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path  # noqa: TC003  # kept in a dataclass that is inspected
from typing import Final

DEFAULT_TIMEOUT: Final = 60.0


@dataclass(frozen=True, slots=True)
class ElasticSettings:
    """Settings of one cluster. Secrets are left out of its repr, which may reach a log.

    `timeout` is in seconds: how long one request may take, and how long a refused one is tried again. `shards` None: by the
    size of what is there (`engines.elastic.mapping`); `replicas` None: one where there are two nodes or more. Writers of one
    machine that have different names in `slice` may write at the same time.
    """

    api_key: str = field(default="", repr=False)
    username: str = ""
    password: str = field(default="", repr=False)
    ca_cert: Path | None = None
    client_cert: Path | None = None
    client_key: Path | None = None
    timeout: float = DEFAULT_TIMEOUT
    shards: int | None = None
    replicas: int | None = None
    slice: str = ""
