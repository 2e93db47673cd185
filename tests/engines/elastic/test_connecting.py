"""Addresses, who asks, TLS, and what is said when there is no way through. No Elasticsearch is needed."""

from __future__ import annotations

import ssl
import time
from base64 import b64encode
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
import trustme

from engines import ElasticSettings, EngineUnavailableError, IndexNotFoundError, open_engine
from engines.base import MatchAll, Query
from engines.elastic.address import read_address
from engines.elastic.cluster import Cluster
from engines.elastic.searching import search

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.engines.elastic.conftest import Answer, Request, Stub

PASSWORD = "s3cret/"


def refused(kind: str, reason: str, status: int) -> Answer:
    """An error as the server writes it."""
    return status, {"error": {"type": kind, "reason": reason, "root_cause": [{"type": kind, "reason": reason}]}, "status": status}


@pytest.mark.parametrize(
    ("url", "hosts", "alias"),
    [
        ("http://localhost:9200/reports", ["http://localhost:9200"], "reports"),
        ("http://localhost/reports/", ["http://localhost:9200"], "reports"),
        ("https://search.example.org/reports", ["https://search.example.org:443"], "reports"),
        ("https://example.org/search/reports", ["https://example.org:443/search"], "reports"),
        ("https://a:9200,b:9201,c/r.1", ["https://a:9200", "https://b:9201", "https://c:443"], "r.1"),
        ("http://[::1]:9200/reports", ["http://[::1]:9200"], "reports"),
    ],
)
def test_addresses(url: str, hosts: list[str], alias: str) -> None:
    address = read_address(url)
    assert list(address.hosts) == hosts
    assert address.alias == alias
    assert address.number(f"{alias}-000012") == 12
    assert address.number(f"{alias}-000012-old") is None


def test_a_login_in_an_address_is_used_and_not_shown() -> None:
    address = read_address("https://ana:p%40ss@host:9200/reports")
    assert (address.username, address.password) == ("ana", "p@ss")
    assert address.url == "https://host:9200/reports"


@pytest.mark.parametrize(
    "url",
    ["http://host:9200", "http://host:9200/", "http:///reports", "http://host/Reports", "http://host/_all", "http://host/a?b=c"],
)
def test_addresses_that_name_no_index(url: str) -> None:
    with pytest.raises(EngineUnavailableError, match="HOST:PORT/NAME"):
        open_engine(url, fingerprint="f")


def test_settings_do_not_show_secrets() -> None:
    assert PASSWORD not in repr(ElasticSettings(password=PASSWORD, api_key=PASSWORD))


def test_nobody_answers() -> None:
    began = time.monotonic()
    with pytest.raises(EngineUnavailableError, match=r"can not be reached.*start Elasticsearch.*KASHF_ENGINE"):
        open_engine("http://127.0.0.1:9/reports", fingerprint="f", create=True)
    assert time.monotonic() - began < 10


def test_another_product(stub: Stub) -> None:
    stub.headers = {"Content-Type": "application/json"}
    with pytest.raises(EngineUnavailableError, match="is not Elasticsearch"):
        open_engine(f"{stub.url}/reports", fingerprint="f")


def test_a_server_that_is_too_old(stub: Stub) -> None:
    stub.info = (200, {"version": {"number": "7.17.29"}})
    with pytest.raises(EngineUnavailableError, match=r"7\.17\.29: Kashf needs 8\.0 or newer"):
        open_engine(f"{stub.url}/reports", fingerprint="f")


@pytest.mark.parametrize("number", ["8.0.0", "8.19.21", "9.1.0-SNAPSHOT"])
def test_servers_that_are_new_enough(stub: Stub, number: str) -> None:
    stub.info = (200, {"version": {"number": number}})
    with pytest.raises(IndexNotFoundError, match="kashf index"):
        open_engine(f"{stub.url}/reports", fingerprint="f")


def test_a_wrong_password(stub: Stub) -> None:
    stub.info = refused("security_exception", "unable to authenticate user [ana]", 401)
    with pytest.raises(EngineUnavailableError, match=r"did not accept.*ana.*--api-key") as caught:
        open_engine(f"{stub.url}/reports", fingerprint="f", settings=ElasticSettings(username="ana", password=PASSWORD))
    assert PASSWORD not in str(caught.value)


def test_a_user_who_may_not(stub: Stub) -> None:
    stub.info = refused("security_exception", "action [x] is unauthorized for user [ana]", 403)
    with pytest.raises(EngineUnavailableError, match=r"not allowed.*docs/elasticsearch\.md"):
        open_engine(f"{stub.url}/reports", fingerprint="f")


@pytest.mark.parametrize(
    ("settings", "login", "expected"),
    [
        (ElasticSettings(api_key="key"), "", "ApiKey key"),
        (ElasticSettings(username="ana", password=PASSWORD), "", "Basic " + b64encode(f"ana:{PASSWORD}".encode()).decode()),
        (ElasticSettings(), "ana:pw@", "Basic " + b64encode(b"ana:pw").decode()),
        (ElasticSettings(password="other"), "ana:pw@", "Basic " + b64encode(b"ana:other").decode()),
        (ElasticSettings(api_key="key"), "ana:pw@", "ApiKey key"),
        (ElasticSettings(), "", None),
    ],
)
def test_who_asks(stub: Stub, settings: ElasticSettings, login: str, expected: str | None) -> None:
    with pytest.raises(IndexNotFoundError):
        open_engine(stub.url.replace("://", f"://{login}") + "/reports", fingerprint="f", settings=settings)
    assert {request.headers.get("authorization") for request in stub.requests} == {expected}


@pytest.mark.parametrize("option", ["ca_cert", "client_cert", "client_key"])
def test_a_file_that_is_not_there(tmp_path: Path, option: str) -> None:
    settings = ElasticSettings(**{option: tmp_path / "none.pem"})
    with pytest.raises(EngineUnavailableError, match=rf"none\.pem, which --{option.replace('_', '-')} names"):
        open_engine("https://127.0.0.1:9/reports", fingerprint="f", settings=settings)


# ---- searches


def searching(stub: Stub, answer: Callable[[Request], Answer | None], *, timeout: float = 5.0) -> int:
    """The total of a search that a stub answers."""
    stub.answer = answer
    address = read_address(f"{stub.url}/reports")
    with closing(Cluster(address, ElasticSettings(timeout=timeout))) as cluster:
        return search(cluster, "reports", Query(MatchAll()), shards=1).total


def found(*, timed_out: bool = False, failed: int = 0) -> Answer:
    shards = {"total": 3, "successful": 3 - failed, "failed": failed}
    return 200, {"timed_out": timed_out, "_shards": shards, "hits": {"total": {"value": 7, "relation": "eq"}, "hits": []}}


@pytest.mark.parametrize("part", [{"timed_out": True}, {"failed": 1}])
def test_a_part_of_an_answer_is_no_answer(stub: Stub, part: dict[str, Any]) -> None:
    with pytest.raises(EngineUnavailableError, match="part of the answer only"):
        searching(stub, lambda _: found(**part))


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_search_is_asked_again_while_a_shard_moves(stub: Stub, status: int) -> None:
    answers = iter([refused("search_phase_execution_exception", "all shards failed", status), found()])
    assert searching(stub, lambda _: next(answers)) == 7


def test_after_one_that_was_asked_in_vain_others_do_not_wait(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engines.elastic.cluster._LATER_PATIENCE", 0.0)
    stub.answer = lambda _: refused("no_shard_available_action_exception", "no shards", 503)

    def asked(patience: float) -> int:
        before = len(stub.requests)
        with pytest.raises(EngineUnavailableError, match="overloaded"):
            cluster.ask("searching", lambda client: client.search(index="reports").body, patience=patience)
        return len(stub.requests) - before

    with closing(Cluster(read_address(f"{stub.url}/reports"), ElasticSettings())) as cluster:
        assert asked(0.0) == 1
        assert asked(0.3) > 1
        assert asked(0.3) == 1
        stub.answer = lambda _: found()
        cluster.ask("searching", lambda client: client.search(index="reports").body)
        stub.answer = lambda _: refused("no_shard_available_action_exception", "no shards", 503)
        assert asked(0.3) > 1


def test_a_bad_request_is_not_asked_again(stub: Stub) -> None:
    with pytest.raises(EngineUnavailableError, match=r"searching .* failed: no mapping"):
        searching(stub, lambda _: refused("query_shard_exception", "no mapping", 400))
    assert len(stub.requests) == 1


def test_an_answer_that_takes_too_long(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engines.elastic.cluster.READING_PATIENCE", 0.0)
    stub.answer = lambda _: time.sleep(0.5)
    address = read_address(f"{stub.url}/reports")
    with (
        closing(Cluster(address, ElasticSettings(timeout=0.1))) as cluster,
        pytest.raises(EngineUnavailableError, match=r"took too long.*--timeout"),
    ):
        cluster.ask("searching", lambda client: client.info(), patience=0.0)


def test_a_node_that_is_away_is_passed_over(stub: Stub) -> None:
    with pytest.raises(IndexNotFoundError):
        open_engine(f"http://127.0.0.1:9,{stub.url.removeprefix('http://')}/reports", fingerprint="f")


# ---- TLS


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


@pytest.fixture
def own(authority: trustme.CA, tmp_path: Path) -> tuple[Path, Path]:
    """A client's certificate and its key."""
    made = authority.issue_cert("kashf@example.org")
    certificate, key = tmp_path / "own.pem", tmp_path / "own.key"
    made.cert_chain_pems[0].write_to_path(str(certificate))
    made.private_key_pem.write_to_path(str(key))
    return certificate, key


@pytest.fixture
def asking_context(authority: trustme.CA, server_context: ssl.SSLContext) -> ssl.SSLContext:
    """A server's that asks for the client's certificate too."""
    server_context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(server_context)
    return server_context


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def test_tls_with_the_authority_named(
    stub: Stub, tls_proxy: Callable[..., Any], server_context: ssl.SSLContext, trusted: Path
) -> None:
    with tls_proxy(stub.url, server_context) as url, pytest.raises(IndexNotFoundError):
        open_engine(f"{url}/reports", fingerprint="f", settings=ElasticSettings(ca_cert=trusted))
    assert stub.requests


def test_tls_of_an_unknown_authority(stub: Stub, tls_proxy: Callable[..., Any], server_context: ssl.SSLContext) -> None:
    with (
        tls_proxy(stub.url, server_context) as url,
        pytest.raises(EngineUnavailableError, match=r"no secure connection.*--ca-cert"),
    ):
        open_engine(f"{url}/reports", fingerprint="f")
    assert not stub.requests


def test_tls_with_a_certificate_for_another_host(
    stub: Stub, tls_proxy: Callable[..., Any], authority: trustme.CA, trusted: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("elsewhere.example.org").configure_cert(context)
    with tls_proxy(stub.url, context) as url, pytest.raises(EngineUnavailableError, match="no secure connection"):
        open_engine(f"{url}/reports", fingerprint="f", settings=ElasticSettings(ca_cert=trusted))


def test_a_client_certificate(
    stub: Stub, tls_proxy: Callable[..., Any], asking_context: ssl.SSLContext, trusted: Path, own: tuple[Path, Path]
) -> None:
    settings = ElasticSettings(ca_cert=trusted, client_cert=own[0], client_key=own[1])
    with tls_proxy(stub.url, asking_context) as url:
        with pytest.raises(IndexNotFoundError):
            open_engine(f"{url}/reports", fingerprint="f", settings=settings)
        seen = len(stub.requests)
        # Which of the two the client sees depends on how far the handshake came.
        with pytest.raises(EngineUnavailableError, match=r"--client-cert|can not be reached"):
            open_engine(f"{url}/reports", fingerprint="f", settings=ElasticSettings(ca_cert=trusted))
        assert len(stub.requests) == seen
