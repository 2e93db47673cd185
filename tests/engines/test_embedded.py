"""The embedded engine's own ways: its folder, its pointer, what is damaged or left behind."""

from __future__ import annotations

import json
import os
import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from analyzers.analysis import LEVELS
from engines import (
    EngineUnavailableError,
    IndexBusyError,
    IndexMismatchError,
    IndexNotFoundError,
    open_engine,
)
from engines.base import FORMAT_VERSION, FacetRequest, MatchAll, Phrase, Query, Term
from engines.embedded import documents, folder, ranking, reading, schema, snapshot
from engines.embedded.errors import translated
from engines.embedded.folder import Folder
from engines.embedded.schema import id_parts, open_index

if TYPE_CHECKING:
    from pathlib import Path

    from engines.base import Engine, IndexedDocument
    from tests.engines.conftest import Make

FINGERPRINT = "contract-1"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reports" / "index"


@pytest.fixture
def index(path: Path, make: Make) -> Path:
    """An index of three documents, closed."""
    with closing(opened(path, create=True)) as engine:
        put(engine, *(make.document(f"d{number}", "base", source=f"s{number}") for number in range(3)))
    return path


def opened(path: Path, **options: bool) -> Engine:
    return open_engine(f"embedded:{path}", fingerprint=FINGERPRINT, **options)


def put(engine: Engine, *documents: IndexedDocument) -> None:
    with engine.writer() as writer:
        writer.put(documents)
        writer.commit()


def versions(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.iterdir() if entry.is_dir())


def pointer(path: Path) -> dict[str, Any]:
    return json.loads((path / "index.json").read_bytes())


def test_the_pointer_names_version_format_and_fingerprint(index: Path) -> None:
    assert pointer(index) == {"version": "v000001", "format": FORMAT_VERSION, "fingerprint": FINGERPRINT}


def test_a_rebuild_leaves_one_version(index: Path) -> None:
    with closing(opened(index)) as engine, engine.rebuild():
        assert versions(index) == ["v000001", "v000002"]
        assert pointer(index)["version"] == "v000001"
    assert versions(index) == ["v000002"]
    assert pointer(index)["version"] == "v000002"


def test_a_failed_rebuild_leaves_nothing(index: Path) -> None:
    with closing(opened(index)) as engine, pytest.raises(ZeroDivisionError), engine.rebuild():
        raise ZeroDivisionError
    assert versions(index) == ["v000001"]


@pytest.mark.parametrize("how", ["writer", "rebuild"])
def test_what_interrupted_rebuilds_left_is_removed_by_the_next_writer(index: Path, how: str) -> None:
    (index / "v000007").mkdir()
    (index / "v000007" / "meta.json").write_text("half")
    (index / "journal").mkdir()
    with closing(opened(index)) as engine, getattr(engine, how)():
        assert "v000007" not in versions(index)
    assert "journal" in versions(index)
    assert len(versions(index)) == 2


def test_a_reader_whose_version_is_removed_while_it_opens_takes_the_next(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pointer is read, then the version is gone: as between the two steps of a switch elsewhere."""
    with closing(opened(index)) as reader, closing(opened(index)) as engine:
        old = Folder.pointer(Folder(index, ""))
        with engine.rebuild():
            pass
        answers = [old]
        current = Folder.pointer
        monkeypatch.setattr(Folder, "pointer", lambda folder: answers.pop() if answers else current(folder))
        assert reader.search(Query(MatchAll())).total == 0


def test_many_may_make_the_same_index_at_once(path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        engines = list(threads.map(lambda _: opened(path, create=True), range(8)))
    assert versions(path) == ["v000001"]
    for engine in engines:
        engine.close()


def test_create_while_another_writes(index: Path) -> None:
    with closing(opened(index)) as engine, engine.writer():
        opened(index, create=True).close()


def test_making_gives_up_when_another_does_not_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path.mkdir(parents=True)
    monkeypatch.setattr("engines.embedded.folder._CREATE_SECONDS", 0.05)
    with Folder(path, "embedded:x").lock(), pytest.raises(IndexBusyError):
        opened(path, create=True)


def test_a_lock_of_tantivy_alone_is_heeded(index: Path) -> None:
    """As left by processes that a killed writer had forked."""
    writer = open_index(index / "v000001").writer(15_000_000, 1)
    with closing(opened(index)) as engine:
        with pytest.raises(IndexBusyError), engine.writer():
            pass
        writer.wait_merging_threads()
        with engine.writer():
            pass


def test_no_folder_and_an_empty_folder(path: Path) -> None:
    with pytest.raises(IndexNotFoundError, match="kashf index"):
        opened(path)
    path.mkdir(parents=True)
    with pytest.raises(IndexNotFoundError):
        opened(path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    for where in (file, file / "below"):
        for create in (False, True):
            with pytest.raises(EngineUnavailableError):
                opened(where, create=create)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe", b'{"version": "v000001", "format": "x", "fingerprint": ""}',
        b'{"version": "../elsewhere", "format": 1, "fingerprint": "contract-1"}',
    ],
)  # fmt: skip
def test_a_damaged_pointer(index: Path, content: bytes) -> None:
    (index / "index.json").write_bytes(content)
    with pytest.raises(EngineUnavailableError, match=r"index\.json is damaged"):
        opened(index)


def test_a_lost_pointer_is_not_taken_for_an_empty_folder(index: Path) -> None:
    (index / "index.json").unlink()
    for create in (False, True):
        with pytest.raises(EngineUnavailableError, match=r"no index\.json"):
            opened(index, create=create)
    assert versions(index) == ["v000001"]


def test_an_index_whose_making_was_interrupted_is_made_again(path: Path) -> None:
    opened(path, create=True).close()
    (path / "index.json").unlink()
    opened(path, create=True).close()
    assert versions(path) == ["v000001"]


def test_a_version_that_is_gone(index: Path) -> None:
    (index / "index.json").write_text(json.dumps({**pointer(index), "version": "v000009"}))
    with pytest.raises(EngineUnavailableError, match=r"embedded:.*failed"):
        opened(index)


def test_a_damaged_meta_file(index: Path) -> None:
    (index / "v000001" / "meta.json").write_text("{")
    with pytest.raises(EngineUnavailableError):
        opened(index)


@pytest.mark.parametrize("kind", ["store", "term", "fast", "idx", "pos"])
def test_damaged_segment_files_are_errors_and_not_the_end(index: Path, kind: str) -> None:
    for file in (index / "v000001").glob(f"*.{kind}"):
        file.write_bytes(random.Random(kind).randbytes(file.stat().st_size))
    query = Query(Phrase("stem", ((0, "base"), (1, "base"))), facets=(FacetRequest("source"),), sort="report_newest")

    def use() -> None:
        with closing(opened(index)) as engine:
            engine.search(query)
            engine.search(Query(Term("stem", "base")))
            engine.fetch(["d1"])
            list(engine.scan())

    with pytest.raises(EngineUnavailableError):
        use()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_without_the_right_to_read(index: Path) -> None:
    index.chmod(0)
    try:
        with pytest.raises(EngineUnavailableError, match="right to read"):
            opened(index)
    finally:
        index.chmod(0o700)


def test_a_denied_pointer_says_what_to_do(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", denied)
    with pytest.raises(EngineUnavailableError, match="right to read and write"):
        opened(index)


def test_another_format_is_refused(index: Path) -> None:
    (index / "index.json").write_text(json.dumps({**pointer(index), "format": 99}))
    with pytest.raises(IndexMismatchError, match="kashf reindex"):
        opened(index)
    with closing(opened(index, stale_ok=True)) as engine:
        assert engine.info().format_version == 99
        with engine.rebuild():
            pass
    opened(index).close()


def test_an_index_of_format_1_is_built_anew(tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:  # title terms came with format 2
        for module in (schema, documents):
            before.setattr(module, "TERM_FIELDS", LEVELS)
        for module in (folder, reading):
            before.setattr(module, "FORMAT_VERSION", 1)
        with closing(opened(tmp_path, create=True)) as engine, engine.writer() as writer:
            writer.put([make.document("d1", "road", title="Base")])
            writer.commit()
    with pytest.raises(IndexMismatchError, match=r"format 1.*kashf reindex"):
        opened(tmp_path)
    with closing(opened(tmp_path, stale_ok=True)) as engine, engine.rebuild() as writer:
        writer.put(make.document(old.id, old.text, title=old.title) for old in list(engine.scan()))
        writer.commit()
    with closing(opened(tmp_path)) as engine:
        assert engine.info().format_version == 2
        assert [hit.document.id for hit in engine.search(Query(Term("title", "base"))).hits] == ["d1"]


def test_a_closed_engine_reads_again_when_asked(index: Path) -> None:
    engine = opened(index)
    engine.close()
    assert engine.search(Query(MatchAll())).total == 3
    engine.close()


def test_panics_become_errors_of_the_engine(index: Path) -> None:
    searcher = open_index(index / "v000001").searcher()
    query = snapshot.tantivy.Query.all_query()
    with pytest.raises(EngineUnavailableError), translated("embedded:x", "searching"):
        searcher.search(query, limit=0)


def test_other_interrupts_pass_through() -> None:
    for kind in (KeyboardInterrupt, SystemExit, ZeroDivisionError):
        with pytest.raises(kind), translated("embedded:x", "searching"):
            raise kind


def test_facets_with_more_values_than_one_request_holds(path: Path, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """tantivy gives at most 65,000 buckets a request: here 10."""
    monkeypatch.setattr(snapshot, "MAX_BUCKETS", 10)
    with closing(opened(path, create=True)) as engine:
        put(
            engine,
            *(
                make.document(f"d{number}", entities=[make.actor(f"a{number % 37}")], dates=[make.year(1900 + number)])
                for number in range(100)
            ),
        )
        actors, years = engine.search(Query(MatchAll(), facets=(FacetRequest("actor"), FacetRequest("event")))).facets
    assert actors.distinct == 37
    assert {bucket.count for bucket in actors.buckets} == {3}
    assert [bucket.value for bucket in actors.buckets][:3] == ["a0", "a1", "a10"]
    assert [(bucket.value, bucket.count) for bucket in years.buckets] == [(f"{1900 + n}", 1) for n in range(100)]


def test_facets_that_are_too_many_only_together(path: Path, make: Make) -> None:
    with closing(opened(path, create=True)) as engine:
        put(
            engine,
            *(
                make.document(
                    f"d{number}",
                    entities=[make.actor(f"a{number}-{part}") for part in range(35)]
                    + [make.place(f"p{number}-{part}") for part in range(35)],
                )
                for number in range(1000)
            ),
        )
        answers = engine.search(Query(MatchAll(), facets=(FacetRequest("actor"), FacetRequest("location")))).facets
    assert [answer.distinct for answer in answers] == [35_000, 35_000]


def test_counts_of_all_documents_are_those_of_the_newest_commit(index: Path, make: Make) -> None:
    query = Query(MatchAll(), facets=(FacetRequest("source"),))
    with closing(opened(index)) as engine:
        for number in range(3, 6):
            assert engine.search(query).facets == engine.search(query).facets
            put(engine, make.document(f"d{number}", source="s0"))
            assert {bucket.value: bucket.count for bucket in engine.search(query).facets[0].buckets} == {
                "s0": number - 1, "s1": 1, "s2": 1,
            }  # fmt: skip


def test_info_follows_a_switch(index: Path) -> None:
    with closing(opened(index)) as reader, closing(opened(index)) as engine:
        before = reader.info()
        with engine.rebuild():
            pass
        after = reader.info()
    assert (before.documents, after.documents) == (3, 0)
    assert before.generation != after.generation


def test_an_index_made_anew_has_another_generation(tmp_path: Path, make: Make) -> None:
    seen = set()
    for name in ("a", "b"):
        with closing(opened(tmp_path / name, create=True)) as engine:
            put(engine, make.document("d", name))
            seen.add(engine.info().generation)
    assert len(seen) == 2


def test_id_parts_order_as_ids_do() -> None:
    names = ["", "a", "a\x00", "ab", "b", "تقرير", "\U0001f4f0", "\uffff", "aaaaaaaa", "aaaaaaaab", "a" * 32, "a" * 33]
    for first in names:
        for second in names:
            if first < second:
                assert id_parts(first) <= id_parts(second)


def test_pages_start_with_a_narrow_margin() -> None:
    """The tests of ties hold 100 hits a class: more than the margin, or they would test nothing."""
    assert ranking._MARGIN < 100


def test_deletions_that_no_commit_confirmed_stop_no_later_one(index: Path, make: Make, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(index, before)
    changed = make.document("d0", "new")
    with closing(opened(index)) as engine:
        put(engine, changed)
    (deletions,) = index.rglob("*.del")
    unconfirmed = before / deletions.relative_to(index)
    shutil.copy(deletions, unconfirmed)  # as a commit leaves it that was killed before its end
    with closing(opened(before)) as engine:
        with engine.writer():
            assert not unconfirmed.exists()
        put(engine, changed)
        assert unconfirmed.exists(), "the file of the same name would have been in the way"
        assert engine.search(Query(Term("stem", "new"))).total == 1
        assert engine.search(Query(MatchAll())).total == 3
