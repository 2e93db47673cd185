"""The errors of the API: their stable codes and what each means. Programs decide by the code, people read the detail."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from engines.base import IndexBusyError, IndexMismatchError, IndexNotFoundError
from search.values import QueryError
from webapp.access.forms import StrangeRequestError
from webapp.access.guard import NotThroughProxyError
from webapp.hosts import HostNotAllowedError
from webapp.state import ParameterError

if TYPE_CHECKING:
    from collections.abc import Mapping

PROBLEMS: Final[Mapping[str, str]] = {
    "bad_parameter": "Parameters that can not be used; `parameters` names each, with its value and what was expected.",
    "bad_query": "A search that can not be answered as it stands.",
    "bad_request": "The request is not right in itself.",
    "host_not_allowed": "The server does not answer to the name that it was asked by.",
    "not_signed_in": "Send the password along: `Authorization: Bearer …`.",
    "not_through_proxy": "The request did not come through the proxy that says who asks.",
    "strange_request": "A form that no page of this server made. Programs send JSON.",
    "forbidden": "This is not allowed here.",
    "not_found": "There is no such document or address.",
    "method_not_allowed": "The address knows other methods; `Allow` names them.",
    "too_large": "More was sent than is taken.",
    "unsupported_media_type": "What was sent is of no kind that is taken.",
    "too_many_attempts": "Too many wrong passwords from this address; `Retry-After` says when to try again.",
    "index_not_found": "Nothing has been indexed yet.",
    "index_busy": "Another process is writing to the index; try again later.",
    "index_mismatch": "The index was made by another analyzer or format; `kashf reindex` mends it.",
    "index_unavailable": "The index or its engine can not be used just now.",
    "internal": "An error that nobody expected; the server's log has more, under the request's id.",
}

_BY_TYPE: Final[tuple[tuple[type[Exception], str], ...]] = (
    (ParameterError, "bad_parameter"),
    (QueryError, "bad_query"),
    (IndexNotFoundError, "index_not_found"),
    (IndexBusyError, "index_busy"),
    (IndexMismatchError, "index_mismatch"),
    (HostNotAllowedError, "host_not_allowed"),
    (NotThroughProxyError, "not_through_proxy"),
    (StrangeRequestError, "strange_request"),
)

_BY_STATUS: Final[Mapping[int, str]] = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.UNAUTHORIZED: "not_signed_in",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
    HTTPStatus.TOO_MANY_REQUESTS: "too_many_attempts",
    HTTPStatus.SERVICE_UNAVAILABLE: "index_unavailable",
}


def problem_code(error: Exception, status: HTTPStatus) -> str:
    """The code of an error: by what it is, else by its status."""
    named = next((code for kind, code in _BY_TYPE if isinstance(error, kind)), None)
    if named is not None:
        return named
    return _BY_STATUS.get(status, "bad_request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "internal")
