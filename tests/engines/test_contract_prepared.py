"""The contract of every engine: documents made ready for it, in this process or another, are those it makes itself."""

from __future__ import annotations

import datetime as dt
import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from engines import stored
from engines.base import FacetRequest, MatchAll, Prepared, Query, Term

if TYPE_CHECKING:
    from engines.base import Engine
    from tests.engines.conftest import Ids, Make

LONE = "half \ud83d of a pair"


def test_a_prepared_document_is_the_document(engine: Engine, make: Make, ids: Ids) -> None:
    document = make.document(
        "d1", "base", title="t", report_date=dt.date(2024, 1, 2), source="s", url="u", language="ar", type="news",
        metadata={"k": "v"}, entities=[make.place("ramadi", "iq")], dates=[make.month("2024-01")],
    )  # fmt: skip
    with engine.writer() as writer:
        prepare = pickle.loads(pickle.dumps(writer.preparer()))
        writer.put([pickle.loads(pickle.dumps(prepare(document)))])
        writer.commit()
    assert engine.fetch(["d1"]) == {"d1": document.document}
    assert ids(engine, Term("exact", "base")) == ["d1"]
    facet = engine.search(Query(MatchAll(), facets=(FacetRequest("event"),))).facets[0]
    assert [(bucket.value, bucket.count) for bucket in facet.buckets] == [("2024", 1)]


def test_what_is_stored_may_be_replaced(engine: Engine, make: Make) -> None:
    document = make.document("d1", "base", metadata={"k": LONE})
    other = replace(document.document, metadata={"k": LONE, "more": "m"})
    with engine.writer() as writer:
        writer.put([replace(writer.preparer()(document), stored=stored.encode(other))])
        writer.commit()
    assert engine.fetch(["d1"]) == {"d1": other}


def test_a_document_that_no_engine_can_hold_is_not_prepared(engine: Engine, make: Make) -> None:
    with engine.writer() as writer, pytest.raises(ValueError, match="600 bytes"):
        writer.preparer()(make.document("x" * 600, "base"))


def test_what_was_prepared_for_another_engine_is_refused(engine: Engine) -> None:
    with engine.writer() as writer, pytest.raises(TypeError, match="another engine"):
        writer.put([Prepared("d1", b"{}")])
