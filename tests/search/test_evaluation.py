import math
from pathlib import Path

import pytest

from search.evaluation import CorpusError, measure, read_judged


def test_measures_on_a_ranking_computed_by_hand() -> None:
    figures = measure({"q": ["a", "b", "c"]}, {"q": {"b": 2, "c": 1, "z": 1}})
    ideal = 2 + 1 / math.log2(3) + 1 / 2
    assert figures["nDCG@10"] == pytest.approx((2 / math.log2(3) + 1 / 2) / ideal)
    assert figures["MRR@10"] == pytest.approx(1 / 2)
    assert figures["R@10"] == pytest.approx(2 / 3)


def test_a_query_without_hits_counts() -> None:
    assert measure({"q": ["a"]}, {"q": {"a": 1}, "r": {"b": 1}})["MRR@10"] == 0.5


def write(folder: Path, corpus: str, queries: str, qrels: str) -> None:
    (folder / "corpus.jsonl").write_text(corpus, encoding="utf-8")
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "qrels.tsv").write_text(qrels, encoding="utf-8")


def test_a_folder_is_read(tmp_path: Path) -> None:
    write(tmp_path, '{"_id": 1, "text": "قصف"}\n\n', '{"_id": "q", "text": "القصف"}\n', "query\tdoc\tscore\nq\t1\t2\nq\t9\t0\n")
    judged = read_judged(tmp_path)
    assert [(document.id, document.title, document.text) for document in judged.documents] == [("1", "", "قصف")]
    assert judged.queries == {"q": "القصف"}
    assert judged.qrels == {"q": {"1": 2}}


@pytest.mark.parametrize(
    ("corpus", "queries", "qrels", "message"),
    [
        ("{", "", "h\n", "corpus.jsonl, line 1"),
        ('{"_id": 1}\n', "", "h\n", "text"),
        ("", "[]", "h\n", "queries.jsonl, line 1"),
        ("", "", "h\nq\t1\n", "qrels.tsv, line 2"),
        ("", "", "h\nq\t1\tx\n", "whole score"),
    ],
)
def test_faults_are_named(tmp_path: Path, corpus: str, queries: str, qrels: str, message: str) -> None:
    write(tmp_path, corpus, queries, qrels)
    with pytest.raises(CorpusError, match=message):
        read_judged(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"corpus\.jsonl"):
        read_judged(tmp_path / "nothing")
