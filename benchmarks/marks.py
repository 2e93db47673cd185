"""Whether what is marked is what was asked: each mark of each hit, analysed by itself, has to give a term of the query.

python benchmarks/marks.py FOLDER     a judged corpus, as `kashf evaluate` takes it
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from analyzers import kashf_analyzer
from engines import open_engine
from engines.base import Document
from indexer.pipeline import analysis_only
from search.evaluation import read_judged
from search.searching import Searcher
from search.values import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.values import AnswerHit


def main(folder: Path) -> None:
    """Print how many marks there are at each level, and how many are no term of their query."""
    analyzer, corpus = kashf_analyzer(), read_judged(folder)
    counts: Counter[str] = Counter()
    pipeline = analysis_only()
    with tempfile.TemporaryDirectory() as place:
        url = f"embedded:{place}/index"
        with closing(open_engine(url, fingerprint=analyzer.fingerprint, create=True)) as engine:
            with engine.writer() as writer:
                writer.put(pipeline.analyze(Document(one.id, one.title, one.text)) for one in corpus.documents)
                writer.commit()
            searcher = Searcher(engine, analyzer, {}.get)
            for query in corpus.queries.values():
                for hit in searcher.search(SearchRequest(query)).hits:
                    counts.update(["hits", *_marks(query, hit)])
    print(dict(counts))


def _marks(query: str, hit: AnswerHit) -> Iterator[str]:
    analyzer = kashf_analyzer()
    asked = [token.forms for token in analyzer.tokens(query)]
    if not hit.title.spans and not hit.snippet.spans:
        yield "hits without a mark"
    for snippet in (hit.title, hit.snippet):
        for (start, end), how in zip(snippet.spans, snippet.how, strict=True):
            yield how
            found = [token.forms for token in analyzer.tokens(snippet.text[start:end])]
            if not any(form.at(how) is not None and form.at(how) == one.at(how) for form in found for one in asked):
                yield "marks that are no term of the query"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
