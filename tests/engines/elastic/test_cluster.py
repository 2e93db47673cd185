"""What only an index in a cluster can go through. Needs a server: KASHF_TEST_ELASTICSEARCH."""

from __future__ import annotations

import os
import threading
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from elasticsearch import Elasticsearch

from engines import (
    DocumentsRefusedError,
    ElasticSettings,
    EngineUnavailableError,
    IndexBusyError,
    IndexNotFoundError,
    open_engine,
)
from engines.base import FORMAT_VERSION, FacetRequest, MatchAll, Phrase, Query, Term, ValueFilter
from engines.elastic import facets, rebuilds, searching, writing
from engines.elastic.address import read_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from engines.base import Engine, IndexedDocument
    from tests.engines.conftest import Ids, Make, NewUrl

Elsewhere: TypeAlias = "Callable[[str], AbstractContextManager[None]]"

ALL = MatchAll()


@pytest.fixture
def url(elastic_url: NewUrl) -> str:
    return elastic_url()


@pytest.fixture
def engine(url: str, make: Make) -> Iterator[Engine]:
    with closing(open_engine(url, fingerprint=make.fingerprint, create=True)) as opened:
        yield opened


@pytest.fixture
def client(elastic_url: NewUrl) -> Iterator[Elasticsearch]:
    """Asks the server beside the engine."""
    with Elasticsearch(os.environ["KASHF_TEST_ELASTICSEARCH"]) as opened:
        yield opened


def alias(url: str) -> str:
    return read_address(url).alias


def put(engine: Engine, *documents: IndexedDocument) -> None:
    with engine.writer() as writer:
        writer.put(documents)
        writer.commit()


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Elsewhere:
    """`with elsewhere("name"):` as on another machine, which has locks, and a name, of its own."""

    @contextmanager
    def there(name: str) -> Iterator[None]:
        (tmp_path / name).mkdir(exist_ok=True)
        with monkeypatch.context() as patch:
            patch.setattr("tempfile.tempdir", str(tmp_path / name))
            patch.setattr(rebuilds, "owner", lambda: f"1000@{name}")
            yield

    return there


# ---- layout


def test_the_mapping_is_strict_and_serves_dashboards(engine: Engine, url: str, make: Make, client: Elasticsearch) -> None:
    put(engine, make.document("d1", "base", title="t", dates=[make.month("2024-01")], entities=[make.place("ramadi", "iq")]))
    (found,) = client.indices.get_mapping(index=alias(url)).body.values()
    mappings = found["mappings"]
    assert mappings["dynamic"] == "strict"
    assert mappings["_meta"]["kashf"] == {"format": FORMAT_VERSION, "fingerprint": make.fingerprint}
    types = {name: field.get("type") for name, field in mappings["properties"].items()}
    assert {types[name] for name in ("actor", "location", "source", "language", "type", "id")} == {"keyword"}
    assert {types[name] for name in ("event", "report", "event_last")} == {"date"}
    assert (types["place"], types["event_span"], types["event_month"]) == ("geo_point", "date_range", "integer")
    (hit,) = client.search(index=alias(url)).body["hits"]["hits"]
    assert not any(name.startswith("terms_") for name in hit["_source"])
    assert hit["_source"]["document"]["text"] == "base"
    assert hit["_source"]["event"] == ["2024-01-01"]


def test_places_are_points_but_for_what_no_map_has(engine: Engine, url: str, make: Make, client: Elasticsearch) -> None:
    there, nowhere = (replace(make.place(name), lat=lat, lon=44.0) for name, lat in (("a", 33.5), ("b", 133.5)))
    put(engine, make.document("d1", entities=[there, nowhere]))
    box = {"top_left": {"lat": 34, "lon": 43}, "bottom_right": {"lat": 33, "lon": 45}}
    assert client.search(index=alias(url), query={"geo_bounding_box": {"place": box}}).body["hits"]["total"]["value"] == 1
    assert engine.fetch(["d1"])["d1"].entities == (there, nowhere)


@pytest.mark.parametrize("name", ["", ".", "a.b", "a..b", ".a", "*", "terms_stem", "document", "_id", " "])
def test_metadata_may_have_any_names(engine: Engine, make: Make, name: str) -> None:
    document = make.document("d1", metadata={name: "value"})
    put(engine, document)
    assert engine.fetch(["d1"])["d1"] == document.document


def test_shards_and_replicas(elastic_url: NewUrl, make: Make, client: Elasticsearch) -> None:
    url = elastic_url()
    settings = ElasticSettings(shards=2, replicas=0)
    open_engine(url, fingerprint=make.fingerprint, create=True, settings=settings).close()
    (found,) = client.indices.get_settings(index=alias(url)).body.values()
    assert (found["settings"]["index"]["number_of_shards"], found["settings"]["index"]["number_of_replicas"]) == ("2", "0")


def test_an_index_of_somebody_else_is_refused(url: str, make: Make, client: Elasticsearch) -> None:
    client.indices.create(index=alias(url))
    try:
        with pytest.raises(EngineUnavailableError, match="did not make"):
            open_engine(url, fingerprint=make.fingerprint, create=True)
    finally:
        client.indices.delete(index=alias(url))


def test_a_lost_alias_is_no_empty_index(engine: Engine, url: str, make: Make, client: Elasticsearch) -> None:
    put(engine, make.document("d1"))
    client.indices.delete_alias(index=f"{alias(url)}-000001", name=alias(url))
    for create in (False, True):
        with pytest.raises(EngineUnavailableError, match=r"lost its alias.*_aliases"):
            open_engine(url, fingerprint=make.fingerprint, create=create)


def test_an_index_that_is_removed_is_not_made_again_by_a_writer(
    engine: Engine, url: str, make: Make, client: Elasticsearch
) -> None:
    with engine.writer() as writer:
        writer.put([make.document("d1")])
        client.indices.delete(index=f"{alias(url)}-000001")
        with pytest.raises(EngineUnavailableError, match="was removed"):
            writer.commit()
    assert not client.indices.exists(index=f"{alias(url)}*", allow_no_indices=False)
    with pytest.raises(IndexNotFoundError):
        engine.search(Query(ALL))


def test_title_and_text_stand_as_far_apart_as_in_the_terms(engine: Engine, make: Make, ids: Ids) -> None:
    put(engine, make.document("d1", "the north falls", title="road the"), make.document("d2", "road"))
    for places, expected in ((101, []), (102, []), (103, ["d1"]), (104, [])):
        assert ids(engine, Phrase("stem", ((0, "road"), (places, "north")))) == expected


# ---- paging and counting


def test_pages_deeper_than_the_window(engine: Engine, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "WINDOW", 40)
    monkeypatch.setattr(searching, "_HITS_AT_ONCE", 15)
    put(engine, *(make.document(f"d{number:03d}", "base " * (1 + number % 3)) for number in range(200)))
    for clause in (ALL, Term("stem", "base")):
        whole = [hit.document.id for hit in engine.search(Query(clause, limit=1000)).hits]
        assert len(set(whole)) == 200
        for offset, limit in ((0, 10), (35, 10), (100, 10), (160, 39), (195, 10), (200, 10), (0, 40), (7, 190)):
            result = engine.search(Query(clause, offset=offset, limit=limit, facets=(FacetRequest("actor"),)))
            assert [hit.document.id for hit in result.hits] == whole[offset : offset + limit]
            assert result.total == 200
            assert [bucket.count for bucket in result.facets[0].buckets] == [200]


@pytest.fixture
def scattered(elastic_url: NewUrl, make: Make) -> Iterator[Engine]:
    """Three shards, and more values than a shard hands in: `all` in each document, 300 others in two each."""
    settings = ElasticSettings(shards=3)
    with closing(open_engine(elastic_url(), fingerprint=make.fingerprint, create=True, settings=settings)) as engine:
        put(
            engine,
            *(
                make.document(f"d{number}", entities=[make.actor("all"), make.actor(f"a{number % 300:03d}")])
                for number in range(600)
            ),
        )
        yield engine


def test_counts_that_several_shards_may_get_wrong_are_asked_again(scattered: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SHARD_SIZE", 5)
    (facet,) = scattered.search(Query(ALL, facets=(FacetRequest("actor", size=5),))).facets
    assert facet.exact
    assert [(bucket.value, bucket.count) for bucket in facet.buckets] == [("all", 600), *((f"a00{n}", 2) for n in range(4))]
    assert facet.distinct == 301


def test_counts_that_stay_uncertain_say_so(scattered: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SHARD_SIZE", 5)
    monkeypatch.setattr(searching, "MOST_VALUES", 6)
    certain, uncertain = scattered.search(Query(ALL, facets=(FacetRequest("actor", size=1), FacetRequest("actor", size=5)))).facets
    assert (certain.exact, uncertain.exact) == (True, False)


def test_a_list_that_is_cut_is_completed(engine: Engine, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [make.actor(f"a{number}") for number in range(4)]
    put(engine, *(make.document(f"d{number}", entities=people[number % 5 :], source=f"s{number % 2}") for number in range(20)))
    asked = (FacetRequest("actor", size=1), FacetRequest("source"), FacetRequest("actor", size=5), FacetRequest("event"))
    chosen = (ValueFilter("source", ("s1",)), ValueFilter("actor", ("a3", "none")))
    for filters in ((), chosen[:1], chosen):
        query = Query(ALL, filters, asked)
        monkeypatch.setattr(facets, "LISTED", 1_000)
        whole = engine.search(query)
        monkeypatch.setattr(facets, "LISTED", 1)
        assert engine.search(query) == whole
    assert [(bucket.value, bucket.count) for bucket in whole.facets[0].buckets] == [("a3", 8), ("none", 2)]
    assert [facet.distinct for facet in whole.facets] == [4, 2, 4, 0]


# ---- rebuilds


def test_a_rebuild_keeps_the_version_before(engine: Engine, url: str, make: Make, client: Elasticsearch) -> None:
    for text in ("one", "two", "three"):
        with engine.rebuild() as writer:
            writer.put([make.document("d1", text)])
            writer.commit()
    left = sorted(client.indices.get(index=f"{alias(url)}-*").body)
    assert left == [f"{alias(url)}-000003", f"{alias(url)}-000004"]
    assert engine.fetch(["d1"])["d1"].text == "three"


def test_a_rebuild_left_without_a_commit_changes_nothing(engine: Engine, make: Make, ids: Ids) -> None:
    put(engine, make.document("old"))
    with pytest.raises(EngineUnavailableError, match="without a commit"), engine.rebuild() as writer:
        writer.put([make.document("new")])
    assert ids(engine, ALL) == ["old"]


def test_what_others_write_during_a_rebuild_is_refused_and_not_lost(
    engine: Engine, url: str, make: Make, ids: Ids, elsewhere: Elsewhere
) -> None:
    put(engine, make.document("old"))
    with closing(open_engine(url, fingerprint=make.fingerprint)) as other, ExitStack() as held:
        with elsewhere("second"):
            early = held.enter_context(other.writer())
        early.put([make.document("early")])
        with engine.rebuild() as rebuild:
            with pytest.raises(EngineUnavailableError, match="read-only"):
                early.commit()
            with elsewhere("third"), pytest.raises(IndexBusyError, match=r"kashf reindex.*of \d+@.* fills"), other.writer():
                pass
            rebuild.put(make.document(document.id, "again") for document in engine.scan())
            rebuild.commit()
        early.commit()
    assert ids(engine, ALL) == ["early", "old"]
    assert ids(engine, Term("stem", "again")) == ["old"]


def test_what_was_acknowledged_before_a_rebuild_is_in_it(engine: Engine, url: str, make: Make, client: Elasticsearch) -> None:
    """Also where its writer died between the last request and the commit."""
    put(engine, make.document("d1"))
    source = client.search(index=alias(url)).body["hits"]["hits"][0]["_source"]
    client.index(index=alias(url), id="late", document=source | {"id": "late", "document": {"id": "late"}})
    with engine.rebuild() as rebuild:
        rebuild.put(make.document(document.id) for document in engine.scan())
        rebuild.commit()
    assert engine.fetch(["late", "d1"]).keys() == {"late", "d1"}


def test_a_rebuild_that_died_elsewhere_is_cleared_away_after_a_while(
    engine: Engine, url: str, make: Make, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(engine, make.document("old"))
    monkeypatch.setattr(rebuilds.Rebuilds, "leave", lambda *_: None)  # as if it was killed
    with closing(open_engine(url, fingerprint=make.fingerprint)) as other, elsewhere("second"):  # noqa: SIM117  # as it reads
        with pytest.raises(ZeroDivisionError), other.rebuild():
            raise ZeroDivisionError
    with pytest.raises(IndexBusyError, match="15 minutes"), engine.writer():
        pass
    assert [document.id for document in engine.scan()] == ["old"]
    monkeypatch.setattr(rebuilds, "DEAD_SECONDS", 0)
    put(engine, make.document("more"))
    assert {document.id for document in engine.scan()} == {"more", "old"}
    with engine.rebuild():  # whose name would be taken by what was left
        pass


def test_a_rebuild_says_that_it_is_alive(engine: Engine, url: str, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engines.elastic.writing.BEAT_SECONDS", 0.0)
    beats: list[Any] = []
    monkeypatch.setattr(rebuilds.Rebuilds, "beat", lambda _, filling: beats.append(filling.index))
    with engine.rebuild() as writer:
        writer.put([make.document("d1")])
        writer.commit()
    assert beats == [f"{alias(url)}-000002"]


# ---- writers


def test_writers_of_slices_work_side_by_side(url: str, engine: Engine, make: Make, ids: Ids) -> None:
    settings = [ElasticSettings(slice=f"{number}/2") for number in (1, 2)]
    first, second = (open_engine(url, fingerprint=make.fingerprint, settings=chosen) for chosen in settings)
    with closing(first), closing(second), first.writer() as one, second.writer() as two:
        for blocked in (first.writer, engine.writer, engine.rebuild):
            with pytest.raises(IndexBusyError), blocked():
                pass
        one.put([make.document("a")])
        two.put([make.document("b")])
        two.commit()
        one.commit()
    assert ids(engine, ALL) == ["a", "b"]


def test_a_read_only_index_is_refused_before_and_within(engine: Engine, url: str, make: Make, client: Elasticsearch) -> None:
    block = {"index.blocks.read_only_allow_delete": True}
    with engine.writer() as writer:
        writer.put([make.document("d1")])
        client.indices.put_settings(index=alias(url), settings=block)
        with pytest.raises(EngineUnavailableError, match=r"read-only.*disk is full"):
            writer.commit()
    for opened in (engine.writer, engine.rebuild):
        with (
            pytest.raises(EngineUnavailableError, match=r"read-only.*read_only_allow_delete.*run the same command again"),
            opened(),
        ):
            pass
    client.indices.put_settings(index=alias(url), settings=dict.fromkeys(block))
    put(engine, make.document("d1"))
    assert engine.info().documents == 1


def test_documents_that_the_server_refuses_are_named_and_the_others_kept(
    engine: Engine, make: Make, ids: Ids, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = {"bad": b'{"id": "bad", "place": "nowhere"}', "stray": b'{"id": "stray", "unknown": 1}'}
    real = writing.source_line
    monkeypatch.setattr("engines.elastic.writing.source_line", lambda document: lines.get(document.id) or real(document))
    with engine.writer() as writer:
        writer.put([make.document("good"), make.document("bad"), make.document("stray"), make.document("well")])
        with pytest.raises(DocumentsRefusedError, match="refused 2 documents") as caught:
            writer.commit()
    assert caught.value.reasons.keys() == {"bad", "stray"}
    assert "strict" in caught.value.reasons["stray"]
    assert ids(engine, ALL) == ["good", "well"]


def test_a_large_commit_goes_through_a_file(engine: Engine, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engines.elastic.writing.MEMORY_BYTES", 10_000)
    put(engine, *(make.document(f"d{number}", f"base word{number}") for number in range(3_000)))
    assert engine.info().documents == 3_000
    assert engine.search(Query(Term("stem", "word2999"))).total == 1


def test_two_threads_create_one_index(url: str, make: Make) -> None:
    opened: list[Engine] = []
    threads = [
        threading.Thread(target=lambda: opened.append(open_engine(url, fingerprint=make.fingerprint, create=True)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({engine.info().generation for engine in opened}) == 1
    for engine in opened:
        engine.close()
