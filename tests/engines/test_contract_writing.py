"""The contract of every engine: adding, replacing and removing documents; commits, rebuilds, and who may write."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from engines import IndexBusyError, IndexMismatchError, IndexNotFoundError, open_engine
from engines.base import (
    FORMAT_VERSION,
    MAX_ID_BYTES,
    MAX_VALUE_BYTES,
    FacetRequest,
    IndexedDocument,
    MatchAll,
    Query,
    Term,
)

if TYPE_CHECKING:
    from engines.base import Engine
    from tests.engines.conftest import Ids, Make, NewUrl

ODD_IDS = [
    "a b",
    "a/b",
    "a:b",
    "a#b?c=d",
    'a"b',
    "a'b",
    "a\nb",
    "a\x00b",
    "a\\b",
    "*",
    "(a OR b)",
    "تقرير/١",
    "📰",
    " ",
    "_id",
    "none",
]


def put(engine: Engine, *documents: IndexedDocument) -> None:
    with engine.writer() as writer:
        writer.put(documents)
        writer.commit()


def test_what_is_put_and_committed_is_there(engine: Engine, make: Make, ids: Ids) -> None:
    document = make.document(
        "d1", "base", title="t", report_date=dt.date(2024, 1, 2), source="s", url="u", language="ar", type="news",
        metadata={"k": "v"}, entities=[make.place("ramadi", "iq")], dates=[make.month("2024-01")],
    )  # fmt: skip
    put(engine, document)
    assert engine.fetch(["d1"]) == {"d1": document.document}
    assert [hit.document for hit in engine.search(Query(MatchAll())).hits] == [document.document]
    assert list(engine.scan()) == [document.document]


def test_nothing_is_visible_before_commit(engine: Engine, make: Make, ids: Ids) -> None:
    with engine.writer() as writer:
        writer.put([make.document("d1")])
        assert ids(engine, MatchAll()) == []
        writer.commit()
        assert ids(engine, MatchAll()) == ["d1"]
        writer.put([make.document("d2")])
        writer.delete(["d1"])
        assert ids(engine, MatchAll()) == ["d1"]
        writer.commit()
        assert ids(engine, MatchAll()) == ["d2"]


def test_leaving_without_commit_drops_what_was_not_committed(engine: Engine, make: Make, ids: Ids) -> None:
    with engine.writer() as writer:
        writer.put([make.document("d1")])
        writer.commit()
        writer.put([make.document("d2")])
        writer.delete(["d1"])
    assert ids(engine, MatchAll()) == ["d1"]


def test_an_exception_drops_what_was_not_committed(engine: Engine, make: Make, ids: Ids) -> None:
    with pytest.raises(ZeroDivisionError), engine.writer() as writer:  # noqa: PT012 - what happens before matters
        writer.put([make.document("d1")])
        writer.commit()
        writer.put([make.document("d2")])
        raise ZeroDivisionError
    assert ids(engine, MatchAll()) == ["d1"]
    put(engine, make.document("d3"))
    assert ids(engine, MatchAll()) == ["d1", "d3"]


def test_a_document_is_replaced_as_a_whole(engine: Engine, make: Make, ids: Ids) -> None:
    put(engine, make.document("d1", "old", source="s", entities=[make.actor("a")], dates=[make.day("2024-01-01")]))
    put(engine, make.document("d1", "new"))
    assert ids(engine, Term("exact", "old")) == []
    assert ids(engine, Term("exact", "new")) == ["d1"]
    result = engine.search(Query(MatchAll(), facets=(FacetRequest("actor"), FacetRequest("event"), FacetRequest("source"))))
    assert result.total == 1
    assert [[(bucket.value, bucket.count) for bucket in answer.buckets] for answer in result.facets] == [[("none", 1)]] * 3


def test_of_one_id_put_twice_the_later_wins(engine: Engine, make: Make) -> None:
    put(engine, make.document("d1", "first"), make.document("d2", "x"), make.document("d1", "second"))
    with engine.writer() as writer:
        writer.put([make.document("d2", "y")])
        writer.put([make.document("d2", "z")])
        writer.commit()
    assert {id_: document.text for id_, document in engine.fetch(["d1", "d2"]).items()} == {"d1": "second", "d2": "z"}
    assert engine.info().documents == 2


def test_changes_apply_in_order(engine: Engine, make: Make, ids: Ids) -> None:
    with engine.writer() as writer:
        writer.put([make.document("d1"), make.document("d2")])
        writer.delete(["d1", "unknown", "\ud800"])
        writer.put([make.document("d3")])
        writer.delete(["d3"])
        writer.put([make.document("d3", "again")])
        writer.commit()
    assert ids(engine, MatchAll()) == ["d2", "d3"]


def test_unknown_ids_are_no_error(engine: Engine, make: Make) -> None:
    put(engine, make.document("d1"))
    assert engine.fetch([]) == {}
    assert engine.fetch(["x", "d1", "\ud800", "d1", "x" * 100_000]).keys() == {"d1"}


def test_fetch_keeps_the_order_asked_for(engine: Engine, make: Make) -> None:
    put(engine, *(make.document(f"d{number}") for number in range(2500)))
    wanted = [f"d{number}" for number in range(2499, -1, -2)]
    assert list(engine.fetch(wanted)) == wanted


def test_scan_gives_each_document_once(engine: Engine, make: Make) -> None:
    put(engine, *(make.document(f"d{number}") for number in range(4500)))
    with engine.writer() as writer:
        writer.delete(f"d{number}" for number in range(0, 4500, 3))
        writer.commit()
    expected = sorted(f"d{number}" for number in range(4500) if number % 3)
    assert sorted(document.id for document in engine.scan()) == expected


def test_scan_stays_with_one_commit(engine: Engine, make: Make) -> None:
    put(engine, *(make.document(f"d{number}") for number in range(50)))
    scan = engine.scan()
    first = next(scan)
    with engine.writer() as writer:
        writer.delete(f"d{number}" for number in range(50))
        writer.put([make.document("new")])
        writer.commit()
    assert len({first.id, *(document.id for document in scan)}) == 50


@pytest.mark.parametrize("id_", [*ODD_IDS, "x" * MAX_ID_BYTES])
def test_odd_ids(engine: Engine, make: Make, ids: Ids, id_: str) -> None:
    put(engine, make.document(id_, "base"), make.document("other"))
    assert engine.fetch([id_])[id_].text == "base"
    assert ids(engine, Term("stem", "base")) == [id_]
    put(engine, make.document(id_, "road"))
    assert engine.fetch([id_])[id_].text == "road"
    with engine.writer() as writer:
        writer.delete([id_])
        writer.commit()
    assert ids(engine, MatchAll()) == ["other"]


@pytest.mark.parametrize("value", [*ODD_IDS, "x" * MAX_VALUE_BYTES])
def test_odd_values(engine: Engine, make: Make, value: str) -> None:
    put(engine, make.document("d1", source=value, entities=[make.actor(value)], metadata={value: value}))
    result = engine.search(Query(MatchAll(), facets=(FacetRequest("source"), FacetRequest("actor"))))
    assert [bucket.value for answer in result.facets for bucket in answer.buckets] == [value, value]
    assert result.hits[0].document.metadata == {value: value}


def test_documents_that_no_engine_can_hold_are_refused(engine: Engine, make: Make, ids: Ids) -> None:
    unfit = [
        make.document(""),
        make.document("x" * (MAX_ID_BYTES + 1)),
        make.document("\ud800"),
        make.document("d1", source="x" * (MAX_VALUE_BYTES + 1)),
        make.document("d1", entities=[make.actor("\udfff")]),
        IndexedDocument(make.document("d1").document, {"stem": "base"}),
    ]
    for document in unfit:
        with engine.writer() as writer:
            with pytest.raises(ValueError, match="document"):
                writer.put([make.document("before"), document, make.document("after")])
            writer.commit()
        assert ids(engine, MatchAll()) == ["before"]


def test_text_that_is_no_text_is_kept(engine: Engine, make: Make) -> None:
    document = make.document("d1", "base", url="\ud800", metadata={"k": "\udfff"})
    put(engine, document)
    assert engine.fetch(["d1"])["d1"] == document.document


def test_one_writer_at_a_time(engine: Engine, make: Make, ids: Ids) -> None:
    with engine.writer() as writer:
        for other in (engine.writer, engine.rebuild):
            with pytest.raises(IndexBusyError, match=r"written by another"), other():
                pass
        writer.put([make.document("d1")])
        writer.commit()
    put(engine, make.document("d2"))
    assert ids(engine, MatchAll()) == ["d1", "d2"]


def test_no_writer_beside_a_rebuild(engine: Engine, make: Make) -> None:
    with engine.rebuild(), pytest.raises(IndexBusyError), engine.writer():
        pass
    put(engine, make.document("d1"))


def test_info(engine: Engine, make: Make) -> None:
    empty = engine.info()
    assert (empty.documents, empty.format_version, empty.fingerprint) == (0, FORMAT_VERSION, make.fingerprint)
    put(engine, make.document("d1"), make.document("d2"))
    info = engine.info()
    assert info.documents == 2
    assert info.size > empty.size > 0


def test_the_generation_changes_with_every_commit_and_switch(engine: Engine, make: Make) -> None:
    seen = [engine.info().generation]
    assert engine.info().generation == seen[0]
    put(engine, make.document("d1"))
    seen.append(engine.info().generation)
    put(engine, make.document("d1"))
    seen.append(engine.info().generation)
    with engine.writer() as writer:
        writer.delete(["d1"])
        writer.commit()
    seen.append(engine.info().generation)
    with engine.rebuild() as writer:
        writer.put([make.document("d1")])
        writer.commit()
    seen.append(engine.info().generation)
    assert len(set(seen)) == len(seen)


def test_a_rebuild_switches_in_one_step_and_readers_follow(engine_url: NewUrl, make: Make, ids: Ids) -> None:
    url = engine_url()
    with closing(open_engine(url, fingerprint=make.fingerprint, create=True)) as engine:
        put(engine, make.document("old1"), make.document("old2"))
        with closing(open_engine(url, fingerprint=make.fingerprint)) as reader:
            scan = reader.scan()
            first = next(scan)
            with engine.rebuild() as writer:
                writer.put([make.document("new", "base")])
                writer.commit()
                assert ids(reader, MatchAll()) == ["old1", "old2"]
            assert ids(reader, MatchAll()) == ["new"]
            assert ids(engine, MatchAll()) == ["new"]
            assert reader.info().documents == 1
            assert {first.id, *(document.id for document in scan)} == {"old1", "old2"}
        put(engine, make.document("more"))
        assert ids(engine, MatchAll()) == ["more", "new"]


def test_a_rebuild_can_read_what_it_replaces(engine: Engine, make: Make, ids: Ids) -> None:
    put(engine, *(make.document(f"d{number}", "old") for number in range(50)))
    with engine.rebuild() as writer:
        writer.put(make.document(document.id, "new") for document in engine.scan())
        writer.commit()
    assert engine.search(Query(Term("exact", "new"))).total == 50
    assert engine.search(Query(Term("exact", "old"))).total == 0


def test_a_rebuild_left_by_an_exception_changes_nothing(engine: Engine, make: Make, ids: Ids) -> None:
    put(engine, make.document("old"))
    with pytest.raises(ZeroDivisionError), engine.rebuild() as writer:  # noqa: PT012 - what happens before matters
        writer.put([make.document("new")])
        writer.commit()
        raise ZeroDivisionError
    assert ids(engine, MatchAll()) == ["old"]
    put(engine, make.document("more"))
    assert ids(engine, MatchAll()) == ["more", "old"]


def test_an_index_of_another_analyzer_is_refused_and_rebuilt(engine_url: NewUrl, make: Make, ids: Ids) -> None:
    url = engine_url()
    with closing(open_engine(url, fingerprint="old", create=True)) as engine:
        put(engine, make.document("d1", "base"))
    for create in (False, True):
        with pytest.raises(IndexMismatchError, match="kashf reindex"):
            open_engine(url, fingerprint="new", create=create)
    with closing(open_engine(url, fingerprint="new", stale_ok=True)) as stale:
        assert stale.info().fingerprint == "old"
        assert [document.id for document in stale.scan()] == ["d1"]
        with pytest.raises(IndexMismatchError), stale.writer():
            pass
        with stale.rebuild() as writer:
            writer.put(make.document(document.id, document.text) for document in stale.scan())
            writer.commit()
        assert stale.info().fingerprint == "new"
        put(stale, make.document("d2"))
    with closing(open_engine(url, fingerprint="new")) as engine:
        assert ids(engine, MatchAll()) == ["d1", "d2"]


def test_a_reader_of_the_old_analyzer_does_not_follow_a_rebuild(engine_url: NewUrl, make: Make) -> None:
    url = engine_url()
    with closing(open_engine(url, fingerprint="old", create=True)) as reader:
        with closing(open_engine(url, fingerprint="new", stale_ok=True)) as engine, engine.rebuild():
            pass
        with pytest.raises(IndexMismatchError, match="start this command again"):
            reader.search(Query(MatchAll()))


def test_nothing_there(engine_url: NewUrl, make: Make) -> None:
    url = engine_url()
    with pytest.raises(IndexNotFoundError, match="kashf index"):
        open_engine(url, fingerprint=make.fingerprint)
    with pytest.raises(IndexNotFoundError):
        open_engine(url, fingerprint=make.fingerprint, stale_ok=True)
    open_engine(url, fingerprint=make.fingerprint, create=True).close()
    open_engine(url, fingerprint=make.fingerprint).close()


def test_create_keeps_what_is_there(engine_url: NewUrl, make: Make, ids: Ids) -> None:
    url = engine_url()
    with closing(open_engine(url, fingerprint=make.fingerprint, create=True)) as engine:
        put(engine, make.document("d1"))
    with closing(open_engine(url, fingerprint=make.fingerprint, create=True)) as engine:
        assert ids(engine, MatchAll()) == ["d1"]
