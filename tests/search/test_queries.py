"""Query cases of our own on every engine (data/queries.tsv): what is found, what is not, what is marked, at which level.

A row: the query; the documents of the first group, in order of their ids (`-`: none); those of the second; the marked words of the
first group's hits (titles and snippets, each once, sorted); the level of each hit; the notes. With KASHF_REWRITE_QUERIES=1 what is
found now is written into the file: read the difference.
"""

from __future__ import annotations

import datetime as dt
import os
import uuid
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from elasticsearch import Elasticsearch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzers import kashf_analyzer
from engines import open_engine
from engines.base import Document, Entity, EventDate, Label
from search.searching import Searcher
from search.values import KnownEntity, SearchRequest
from tests.search.conftest import indexed

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parent / "data"
CASES = [line.split("\t") for line in (DATA / "queries.tsv").read_text(encoding="utf-8").splitlines()[1:]]
IRAQ = ("cty:IQ",)
ENTITIES = {
    "kataib": Entity("actor", "kataib", "armed_group", Label("كتائب حزب الله", "Kataib Hezbollah"), ("hashd", "kataib")),
    "hashd": Entity("actor", "hashd", "armed_group", Label("الحشد الشعبي", "Popular Mobilization Forces"), ("hashd",)),
    "anbar": Entity("location", "anbar", "governorate", Label("الأنبار", "Anbar"), (*IRAQ, "anbar")),
    "babil": Entity("location", "babil", "governorate", Label("بابل", "Babil"), (*IRAQ, "babil")),
}
KNOWN = {id_: KnownEntity(one.kind, one.id, one.label, one.path, one.type) for id_, one in ENTITIES.items()} | {
    "cty:IQ": KnownEntity("location", "cty:IQ", Label("العراق", "Iraq"), IRAQ, "country")
}
SIGNS = st.sampled_from(
    (
        '"', "(", ")", "|", " ", "-", "=", "*", "~", "~2", "أو", "و", "title:", "الفاعل:", "المكان: ", "date:", "source:",
        "2024", "..", "قصف", "عين الأسد", "طائرات", "على", "“", "«", "\u200f", "،", "none", "-(", "Kata'ib", "\ud800", "\x00",
    )
)  # fmt: skip


def event(value: object) -> EventDate:
    text = str(value)
    if len(text) == len("2024"):
        return EventDate(dt.date(int(text), 1, 1), dt.date(int(text), 12, 31), "year")
    if len(text) == len("2024-01"):
        first = dt.date.fromisoformat(f"{text}-01")
        return EventDate(first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1), "month")
    return EventDate(dt.date.fromisoformat(text), dt.date.fromisoformat(text), "day")


def documents() -> Iterator[Document]:
    for row in yaml.safe_load((DATA / "query_corpus.yaml").read_text(encoding="utf-8")):
        yield Document(
            row["id"],
            row["title"],
            row["text"],
            report_date=row.get("report"),
            source=row.get("source", ""),
            entities=tuple(ENTITIES[id_] for id_ in (*row.get("actors", ()), *row.get("locations", ()))),
            event_dates=tuple(event(value) for value in row.get("events", ())),
        )


@pytest.fixture(scope="module", params=["embedded", "elastic"])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """The corpus in an index of each engine."""
    cluster = os.environ.get("KASHF_TEST_ELASTICSEARCH", "").rstrip("/")
    if request.param == "elastic" and not cluster:
        pytest.skip("KASHF_TEST_ELASTICSEARCH names no Elasticsearch (http://127.0.0.1:9200)")
    name = f"kashf-test-{uuid.uuid4().hex[:8]}"
    url = f"{cluster}/{name}" if request.param == "elastic" else f"embedded:{tmp_path_factory.mktemp('queries') / 'index'}"
    analyzer = kashf_analyzer()
    with closing(open_engine(url, fingerprint=analyzer.fingerprint, create=True)) as engine:
        with engine.writer() as writer:
            writer.put(indexed(document) for document in documents())
            writer.commit()
        yield Searcher(engine, analyzer, KNOWN.get)
    if request.param == "elastic":
        with Elasticsearch(cluster) as client:
            client.indices.delete(index=list(client.indices.get(index=f"{name}*", features=["aliases"]).body))


def outcome(searcher: Searcher, query: str) -> list[str]:
    """What a row of the table says of a query."""
    answer = searcher.search(SearchRequest(text=query, size=50))
    groups = {
        number: sorted((hit for hit in answer.hits if hit.group == number), key=lambda hit: hit.document.id) for number in (1, 2)
    }
    marks = {
        " ".join(snippet.text[start:end].split())
        for hit in groups[1]
        for snippet in (hit.title, hit.snippet)
        for start, end in snippet.spans
    }
    return [
        " ".join(hit.document.id for hit in groups[1]) or "-",
        " ".join(hit.document.id for hit in groups[2]),
        " / ".join(sorted(marks)),
        " ".join(f"{hit.document.id}:{hit.level}" for hit in groups[1] if hit.level),
        " ".join(name for name, _ in answer.notes),
    ]


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_a_query_finds_and_marks(asked: Searcher, case: list[str]) -> None:
    assert outcome(asked, case[0]) == case[1:]


def test_there_are_enough_cases() -> None:
    assert len({case[0] for case in CASES}) >= 120


@given(st.text(max_size=60) | st.lists(SIGNS, max_size=20).map("".join))
@settings(max_examples=100, deadline=10_000, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_text_is_answered_within_a_limit(asked: Searcher, text: str) -> None:
    answer = asked.search(SearchRequest(text=text))
    assert answer.total >= len([hit for hit in answer.hits if hit.group == answer.group])
    # What is shown to be edited means the same.
    again = asked.search(SearchRequest(text=answer.canonical))
    assert (again.total, again.more, again.canonical) == (answer.total, answer.more, answer.canonical)


@pytest.mark.parametrize(
    "unit", ["قصف ", "(", "a:", "~1 ق", "قصف* ", "قصفت~ ", "(قصف|", 'title:"قصف عين" ', "-قصف ", '"قصف الأسد"~9 ', "ق"]
)
def test_long_queries_are_cut_and_answered(asked: Searcher, unit: str) -> None:
    answer = asked.search(SearchRequest(text=unit * (12_000 // len(unit))))
    assert "query_cut" in dict(answer.notes)


def test_levels_narrow_to_what_is_written(asked: Searcher) -> None:
    def found(text: str, level: str) -> set[str]:
        return {hit.document.id for hit in asked.search(SearchRequest(text=text, level=level)).hits}  # type: ignore[arg-type]

    assert found("القصف", "exact") == set()
    assert found("والقصف", "exact") == {"babil"}
    assert found("مدرسه", "exact") == set()
    assert found("مدرسه", "folded") == {"mosul"}
    assert found("مدرس*", "exact") == {"mosul"}


def test_dates_in_a_query_are_those_that_the_request_speaks_of(asked: Searcher) -> None:
    def found(date_of: str) -> set[str]:
        request = SearchRequest(text="date:2024-03", date_of=date_of)  # type: ignore[arg-type]
        return {hit.document.id for hit in asked.search(request).hits}

    assert found("event") == set()
    assert found("report") == {"hudna", "talks"}


def _rewrite(searcher: Searcher) -> None:
    rows = ["query\tfirst\tsecond\tmarks\tlevels\tnotes"]
    rows += ["\t".join([case[0], *outcome(searcher, case[0])]) for case in CASES]
    (DATA / "queries.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def test_the_table_is_as_found(asked: Searcher, request: pytest.FixtureRequest) -> None:
    if os.environ.get("KASHF_REWRITE_QUERIES") and request.node.callspec.params["asked"] == "embedded":
        _rewrite(asked)
