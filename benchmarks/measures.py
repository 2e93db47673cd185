"""What `analysis.py` measures of any analyzer: retrieval (BM25), conflation, speed."""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from search.evaluation import JudgedCorpus, measure

if TYPE_CHECKING:
    from pathlib import Path

K1, B = 1.2, 0.75
DEPTH = 100

Terms = Callable[[str], Sequence[str]]


class Field:
    """An inverted index of one field, scored by BM25 as Lucene does (its idf; lengths not rounded)."""

    def __init__(self, documents: Iterable[Sequence[str]]) -> None:
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = []
        for number, terms in enumerate(documents):
            lengths.append(len(terms))
            for term, tf in Counter(terms).items():
                self._postings[term].append((number, tf))
        average = sum(lengths) / max(1, len(lengths)) or 1.0
        self._norms = [K1 * (1 - B + B * length / average) for length in lengths]

    def scores(self, terms: Sequence[str], weight: float, into: dict[int, float]) -> None:
        """Add a query's scores to those of each document that has one of its terms."""
        for term, times in Counter(terms).items():
            postings = self._postings.get(term, ())
            idf = math.log(1 + (len(self._norms) - len(postings) + 0.5) / (len(postings) + 0.5))
            for number, tf in postings:
                into[number] = into.get(number, 0.0) + weight * times * idf * tf * (K1 + 1) / (tf + self._norms[number])


def retrieval(corpus: JudgedCorpus, fields: Sequence[tuple[Terms, float]]) -> float:
    """nDCG@10 of an analyzer whose fields' scores are added, each with its weight."""
    texts = [f"{document.title} {document.text}" for document in corpus.documents]
    indexes = [(Field(map(terms, texts)), terms, weight) for terms, weight in fields]
    ranked = {}
    for query in corpus.qrels:
        scores: dict[int, float] = {}
        for index, terms, weight in indexes:
            index.scores(terms(corpus.queries[query]), weight, scores)
        best = sorted(scores, key=lambda number: (-scores[number], number))[:DEPTH]
        ranked[query] = [corpus.documents[number].id for number in best]
    return round(measure(ranked, corpus.qrels)["nDCG@10"], 4)


def read_forms(path: Path) -> dict[str, frozenset[str]]:
    """Word form → its lemmas, from a table of forms and lemmas (`;` between)."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {row[0]: frozenset(row[1].split(";")) for row in rows}


def conflation(forms: Mapping[str, frozenset[str]], stem: Callable[[str], str]) -> dict[str, float]:
    """Over pairs of forms: how many that share a stem share a lemma (P), how many that share a lemma share a stem (R)."""
    stems = {form: stem(form) for form in forms}
    merged = _pairs(_grouped((value, form) for form, value in stems.items()))
    related = _pairs(_grouped((lemma, form) for form, lemmas in forms.items() for lemma in lemmas))
    right = len(merged & related)
    precision, recall = right / max(1, len(merged)), right / max(1, len(related))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"P": round(precision, 3), "R": round(recall, 3), "F1": round(f1, 3)}


def _grouped(keyed: Iterable[tuple[str, str]]) -> Iterable[list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for key, form in keyed:
        groups[key].append(form)
    return groups.values()


def _pairs(groups: Iterable[list[str]]) -> set[tuple[str, str]]:
    return {
        (min(one, other), max(one, other)) for group in groups for index, one in enumerate(group) for other in group[index + 1 :]
    }


def words_per_second(texts: Sequence[str], run: Callable[[str], int], *, least: float = 0.0) -> float:
    """Words of texts that `run` says it did, over processor time; again until so many seconds have passed."""
    words, began = 0, time.process_time()
    while True:
        for text in texts:
            words += run(text)
        seconds = time.process_time() - began
        if seconds >= least:
            return words / max(seconds, 1e-9)
