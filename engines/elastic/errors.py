"""Translates what the client raises into the errors of the seam: what, where, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from elastic_transport import ConnectionError as NoConnectionError
from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, UnsupportedProductError

from engines.base import EngineError, EngineUnavailableError, IndexNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

BUSY_STATUSES: Final = frozenset({429, 502, 503, 504})
"""Worth trying again: too many requests, a shard or a node that is on its way back, a proxy in front of one."""

BLOCKED: Final = "cluster_block_exception"


def is_passing(error: ApiError | TransportError) -> bool:
    """Whether the same request may succeed a little later."""
    if isinstance(error, ApiError):
        return error.status_code in BUSY_STATUSES and error_type(error) != BLOCKED
    return isinstance(error, NoConnectionError | ConnectionTimeout) and not isinstance(error, TlsError)


def translate(url: str, doing: str, error: ApiError | TransportError | UnsupportedProductError) -> EngineError:
    """The error of the seam for one of the client's."""
    if isinstance(error, UnsupportedProductError):
        return EngineUnavailableError(f"{url} is not Elasticsearch: check the address; Kashf needs Elasticsearch 8 or 9")
    if isinstance(error, TransportError):
        return _unreachable(url, doing, error)
    return _refused(url, doing, error)


def _refused(url: str, doing: str, error: ApiError) -> EngineError:
    reason, kind = error_reason(error), error_type(error)
    if kind == BLOCKED:
        return blocked(url, reason)
    if kind == "index_not_found_exception":
        return not_found(url)
    if error.status_code == 401:
        what = (
            f"{url} did not accept who is asking ({reason}): give --api-key, or --username and --password, or set KASHF_API_KEY, "
            "or KASHF_USERNAME and KASHF_PASSWORD"
        )
    elif error.status_code == 403:
        what = f"{doing} {url} is not allowed to this user ({reason}): docs/elasticsearch.md lists the privileges that Kashf needs"
    elif error.status_code in BUSY_STATUSES:
        what = (
            f"{doing} {url} failed: the cluster is overloaded or a part of it is down ({reason}); look at its health "
            "(GET /_cluster/health), and run the same command again: it goes on from where it stopped"
        )
    else:
        what = f"{doing} {url} failed: {reason}; look at the cluster's log and its health"
    return EngineUnavailableError(what)


def blocked(url: str, reason: str) -> EngineUnavailableError:
    """The index takes no writes."""
    return EngineUnavailableError(
        f"{url} is read-only ({reason}): Elasticsearch does that when a disk is full. Free some space, or add a node; where the "
        "block stays, lift it with PUT /INDEX/_settings "
        '{"index.blocks.read_only_allow_delete": null, "index.blocks.write": null}; then run the same command again'
    )


def not_found(url: str) -> IndexNotFoundError:
    """Nothing is there."""
    return IndexNotFoundError(f"there is no index at {url}: make one with `kashf index PATH…`")


def error_type(error: ApiError) -> str:
    """The server's name of an error, the innermost where it names one."""
    inner = _inner(error.body)
    return str(inner.get("type", "")) if inner else ""


def error_reason(error: ApiError) -> str:
    """What the server says of an error."""
    inner = _inner(error.body)
    return str(inner.get("reason") or inner.get("type")) if inner else f"HTTP status {error.status_code}"


def _inner(body: object) -> Mapping[str, Any]:
    """The part of an error's body that tells the cause: of a search that failed on shards, the first shard's."""
    found = body.get("error") if isinstance(body, dict) else None
    if not isinstance(found, dict):
        return {}
    causes = found.get("root_cause") or ()
    return causes[0] if causes and isinstance(causes[0], dict) else found


def _unreachable(url: str, doing: str, error: TransportError) -> EngineUnavailableError:
    if isinstance(error, TlsError):
        return EngineUnavailableError(
            f"no secure connection to {url}: {error.message}; name the authority that signed its certificate with --ca-cert, "
            "and where the server asks for one, your own certificate with --client-cert and --client-key"
        )
    if isinstance(error, ConnectionTimeout):
        return EngineUnavailableError(
            f"{doing} {url} took too long ({error.message}): look at the cluster's health, or wait longer with --timeout"
        )
    return EngineUnavailableError(
        f"{url} can not be reached: {error.message}; start Elasticsearch, or check the address in --engine or KASHF_ENGINE; "
        "the same command goes on from where it stopped"
    )
