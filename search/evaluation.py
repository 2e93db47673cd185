"""Retrieval quality on a judged corpus, in TREC's measures."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

DEPTH: Final = 100
"""Hits that are asked for."""


class CorpusError(Exception):
    """A judged corpus can not be read: which file, which line, and what is wrong."""


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """A document to be found."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class JudgedCorpus:
    """Documents, queries by id, and judgments (query id → document id → grade, 0 left out)."""

    documents: tuple[CorpusDocument, ...]
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]


def read_judged(folder: Path) -> JudgedCorpus:
    """Read `corpus.jsonl`, `queries.jsonl` and `qrels.tsv` of a folder.

    Raises CorpusError where one is missing or malformed.
    """
    documents = tuple(
        CorpusDocument(str(row["_id"]), str(row.get("title") or ""), str(row["text"]))
        for row in _rows(folder / "corpus.jsonl", ("_id", "text"))
    )
    queries = {str(row["_id"]): str(row["text"]) for row in _rows(folder / "queries.jsonl", ("_id", "text"))}
    return JudgedCorpus(documents, queries, _read_qrels(folder / "qrels.tsv"))


def measure(ranked: Mapping[str, Sequence[str]], qrels: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """Means over the judged queries of nDCG@10 (gain = grade), MRR@10, R@10 and R@100 of ranked document ids.

    A judged query without a ranking counts 0.
    """
    judged = [(ranked.get(query, ()), grades) for query, grades in qrels.items() if grades]
    figures = {
        "nDCG@10": [ndcg(ids, grades, 10) for ids, grades in judged],
        "MRR@10": [reciprocal_rank(ids, grades, 10) for ids, grades in judged],
        "R@10": [recall(ids, grades, 10) for ids, grades in judged],
        "R@100": [recall(ids, grades, 100) for ids, grades in judged],
    }
    return {name: sum(values) / len(values) if values else 0.0 for name, values in figures.items()}


def ndcg(ids: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Discounted gain of a ranking over that of the best possible one."""
    ideal = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(document, 0) for document in ids[:depth]]) / ideal


def reciprocal_rank(ids: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """1 / rank of the first relevant document, 0 where there is none."""
    return next((1 / rank for rank, document in enumerate(ids[:depth], 1) if grades.get(document)), 0.0)


def recall(ids: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """The part of the relevant documents that is found."""
    return sum(document in grades for document in ids[:depth]) / len(grades)


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _rows(path: Path, required: tuple[str, ...]) -> Iterator[dict[str, object]]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CorpusError(f"{path}, line {number}: not JSON ({error})") from error
        if not isinstance(row, dict) or any(name not in row for name in required):
            raise CorpusError(f"{path}, line {number}: an object with {', '.join(required)} is needed")
        yield row


def _read_qrels(path: Path) -> dict[str, dict[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        if number == 1:  # the header
            continue
        try:
            query, document, grade = line.split("\t")
            score = int(grade)
        except ValueError as error:
            raise CorpusError(f"{path}, line {number}: query, document and a whole score are needed, tabs between") from error
        if score > 0:
            qrels.setdefault(query, {})[document] = score
    return qrels


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line.rstrip("\n")
    except OSError as error:
        raise CorpusError(
            f"{path} can not be read ({error.strerror}): a judged folder holds corpus.jsonl, queries.jsonl, qrels.tsv"
        ) from error
