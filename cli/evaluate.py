"""`kashf evaluate`: retrieval quality on a judged corpus, in a throw-away index, asked as a user's search asks."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.opening import engine_at, make_searcher, pipeline_maker
from cli.options import json_option
from cli.output import Bar, print_json
from indexer.pipeline import to_document
from indexer.values import SourceDocument
from search.evaluation import DEPTH, measure, read_judged
from search.values import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engines.base import Engine, IndexedDocument
    from indexer.pipeline import Pipeline
    from search.evaluation import CorpusDocument, JudgedCorpus


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
def evaluate(folder: Path, *, as_json: bool) -> None:
    """Measure retrieval on a folder of judged queries: corpus.jsonl, queries.jsonl and qrels.tsv.

    \b
    Example:
      kashf evaluate judged/ --json
    """
    corpus = read_judged(folder)
    with (
        tempfile.TemporaryDirectory(prefix="kashf-evaluate-") as temporary,
        engine_at(f"embedded:{temporary}/index", create=True) as engine,
    ):
        index_seconds = _index(engine, corpus)
        ranked, milliseconds = _ask(engine, corpus)
    figures: dict[str, object] = {
        "documents": len(corpus.documents),
        "queries": len(corpus.qrels),
        **{name: round(value, 4) for name, value in measure(ranked, corpus.qrels).items()},
        "index_seconds": round(index_seconds, 3),
        "query_ms": {"p50": _percentile(milliseconds, 50), "p95": _percentile(milliseconds, 95)},
    }
    if as_json:
        print_json(figures)
    else:
        for name, value in figures.items():
            click.echo(f"{name}: {value}")


def _index(engine: Engine, corpus: JudgedCorpus) -> float:
    began = time.perf_counter()
    pipeline = pipeline_maker()()
    with engine.writer() as writer:
        writer.put(_indexed(pipeline, document) for document in corpus.documents)
        writer.commit()
    return time.perf_counter() - began


def _indexed(pipeline: Pipeline, document: CorpusDocument) -> IndexedDocument:
    source = SourceDocument(title=document.title, text=document.text)
    return pipeline.analyze(to_document(document.id, source, pipeline.extract(source)))


def _ask(engine: Engine, corpus: JudgedCorpus) -> tuple[Mapping[str, Sequence[str]], list[float]]:
    """The ids found for each judged query, and how long each took."""
    searcher = make_searcher(engine)
    bar = Bar("Asking")
    bar.started(1, len(corpus.qrels))
    ranked: dict[str, Sequence[str]] = {}
    milliseconds: list[float] = []
    for query in corpus.qrels:
        if query in corpus.queries:
            answer = searcher.search(SearchRequest(text=corpus.queries[query], size=DEPTH))
            ranked[query] = [hit.document.id for hit in answer.hits]
            milliseconds.append(answer.took_ms)
        bar.advanced(1)
    bar.finished()
    return ranked, milliseconds


def _percentile(values: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent do not exceed."""
    if not values:
        return 0.0
    return round(sorted(values)[max(-(-len(values) * percent // 100) - 1, 0)], 3)
