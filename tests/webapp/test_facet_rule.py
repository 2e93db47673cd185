"""What a facet promises, for every value of the sample collection: alone, a click finds as many reports as it says; beside another
of its field, as many as have either.
"""

from __future__ import annotations

import os
import uuid
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from elasticsearch import Elasticsearch

from analyzers import kashf_analyzer
from cli.main import kashf
from cli.opening import known_entities
from engines import open_engine
from indexer.pipeline import Pipeline
from search.searching import Searcher
from search.values import SearchRequest
from webapp.narrowing import clicked

if TYPE_CHECKING:
    from collections.abc import Iterator


SEEDS = Path(__file__).parents[2] / "seeds"
ALL_VALUES = 5_000


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An index of the sample collection, as the command makes it."""
    url = f"embedded:{tmp_path_factory.mktemp('samples') / 'index'}"
    run = CliRunner().invoke(kashf, ["index", str(SEEDS), "--engine", url, "--quiet", "--jobs", "1"])
    assert run.exit_code == 0, run.output
    return url


@pytest.fixture(scope="module", params=["embedded", "elastic"])
def searcher(request: pytest.FixtureRequest, samples: str) -> Iterator[Searcher]:
    """The sample collection in an index of each engine."""
    analyzer = kashf_analyzer()
    with closing(open_engine(samples, fingerprint=analyzer.fingerprint)) as engine:
        embedded = Searcher(engine, analyzer, known_entities())
        if request.param == "embedded":
            yield embedded
            return
        documents = list(engine.fetch(list(embedded.matching(SearchRequest()))).values())
    cluster = os.environ.get("KASHF_TEST_ELASTICSEARCH", "").rstrip("/")
    if not cluster:
        pytest.skip("KASHF_TEST_ELASTICSEARCH names no Elasticsearch (http://127.0.0.1:9200)")
    name = f"kashf-test-{uuid.uuid4().hex[:8]}"
    with closing(open_engine(f"{cluster}/{name}", fingerprint=analyzer.fingerprint, create=True)) as engine:
        with engine.writer() as writer:
            writer.put(map(Pipeline(analyzer, None).analyze, documents))
            writer.commit()
        yield Searcher(engine, analyzer, known_entities())
    with Elasticsearch(cluster) as client:
        client.indices.delete(index=list(client.indices.get(index=f"{name}*", features=["aliases"]).body))


@pytest.mark.parametrize("text", ["", "قصف"])
@pytest.mark.parametrize("date_of", ["event", "report"])
def test_every_value_leads_to_what_it_says(searcher: Searcher, date_of: str, text: str) -> None:
    asked = SearchRequest(text=text, date_of="event" if date_of == "event" else "report", facet_size=ALL_VALUES, size=1)
    answer = searcher.search(asked)
    assert answer.total > 10
    assert {"actor", "location", "source", "type", "language", "quality", date_of} <= set(answer.facets)
    for facet in answer.facets.values():
        having = {bucket.value: set(searcher.matching(clicked(asked, facet.field, bucket))) for bucket in facet.buckets}
        assert {value: len(ids) for value, ids in having.items()} == {bucket.value: bucket.count for bucket in facet.buckets}
        first = clicked(asked, facet.field, facet.buckets[0])
        beside = {bucket.value: bucket.count for bucket in searcher.search(first).facets[facet.field].buckets}
        for bucket in facet.buckets[1:]:
            both = clicked(first, facet.field, bucket)
            either = set().union(*(having[value] for value in both.any_of[facet.field]))
            assert searcher.search(both).total == len(either), (facet.field, bucket.value)
            # Months and days are listed only under what is chosen.
            finer = facet.field in {"event", "report"} and len(bucket.value) > len("2024")
            assert beside.get(bucket.value, bucket.count if finer else None) == bucket.count, (facet.field, bucket.value)
