"""Analysis, measured side by side in one run: retrieval, conflation and speed of Kashf, of its peers, of Lucene.

    python benchmarks/analysis.py --retrieval FOLDER … --conflation TABLE.tsv … [--lucene CACHE] [--markdown docs/analysis.md]

FOLDER has corpus.jsonl, queries.jsonl and qrels.tsv, as for `kashf evaluate`; TABLE has word forms and their lemmas (`;` between)
in its first two columns. Peers come with `pip install '.[bench]'`; Lucene is fetched through Maven into CACHE, where Java is found.

Every stemmer gets the same words (Kashf's tokenizer, stop words and exact forms) and the same scorer (BM25, k1 1.2, b 0.75), so
that only stems differ. Lucene's ArabicAnalyzer is taken whole, with its own tokenizer and stop words. `Kashf, as the product asks`
is `kashf evaluate`. Prints one JSON object; --markdown puts the table between the marks of a page.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from measures import Terms, conflation, read_forms, retrieval, words_per_second
from peers import LUCENE, PEERS, Lucene, LuceneError, Stem

from analyzers import GAP, KashfAnalyzer, Level, kashf_analyzer
from analyzers.kashf import MEMO_SIZE
from analyzers.tokenizer import WORD
from search.evaluation import JudgedCorpus, read_judged
from search.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).parents[1]
UNCACHED_WORDS = 20_000
"""Words on which a stemmer without a cache is timed: enough, and the slowest takes a second or two."""

WARM_SECONDS = 1.0
BEGIN, END = "<!-- table: benchmarks/analysis.py -->", "<!-- end of table -->"

Row = dict[str, object]


def main() -> None:
    """Measure, print, and write the table where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--retrieval", type=Path, nargs="+", default=[])
    parser.add_argument("--conflation", type=Path, nargs="+", default=[])
    parser.add_argument("--lucene", type=Path, help="folder outside the repository where Lucene's jars are kept")
    parser.add_argument("--markdown", type=Path)
    arguments = parser.parse_args()
    corpora = {folder.name: read_judged(folder) for folder in arguments.retrieval}
    tables = {path.stem: read_forms(path) for path in arguments.conflation}
    rows = {**_kashf(corpora, tables, dict(zip(corpora, arguments.retrieval, strict=True))), **_peers(corpora, tables)}
    rows["Lucene ArabicAnalyzer"] = _lucene(corpora, tables, arguments.lucene)
    result = {
        "date": f"{dt.datetime.now(dt.UTC):%Y-%m-%d}",
        "machine": _machine(),
        "commit": _commit(),
        "words": len(_words(corpora)),
        "rows": rows,
    }
    print(json.dumps(result, ensure_ascii=False))
    if arguments.markdown:
        _write_table(arguments.markdown, _table(result, rows, list(corpora), list(tables)))


def _kashf(
    corpora: Mapping[str, JudgedCorpus], tables: Mapping[str, Mapping[str, frozenset[str]]], folders: Mapping[str, Path]
) -> dict[str, Row]:
    speed = _kashf_speed(corpora)
    analyzer = kashf_analyzer()
    stem_only: Row = {name: retrieval(corpus, [(_level("stem"), 1.0)]) for name, corpus in corpora.items()}
    stem_only |= {name: conflation(forms, _stem_of(analyzer)) for name, forms in tables.items()}
    fields = [(_level(level), weight) for level, weight in WEIGHTS.items()]
    return {
        "Kashf, stem": stem_only,
        "Kashf, all levels": {**{name: retrieval(corpus, fields) for name, corpus in corpora.items()}, **speed},
        "Kashf, as the product asks": {name: _product(folder) for name, folder in folders.items()},
    }


def _level(level: Level) -> Terms:
    return lambda text: [term for term in kashf_analyzer().terms(text)[level] if term != GAP]


def _stem_of(analyzer: KashfAnalyzer) -> Stem:
    return lambda word: analyzer.explain(word).forms.stem or word


def _product(folder: Path) -> float:
    command = [sys.executable, "-c", "from cli.main import main; main()", "evaluate", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, timeout=480)
    return float(json.loads(done.stdout)["nDCG@10"])


def _kashf_speed(corpora: Mapping[str, JudgedCorpus]) -> Row:
    """Before anything else: the first pass must find an empty memo."""
    analyzer, texts = kashf_analyzer(), _texts(corpora)
    first = words_per_second(texts, lambda text: len(analyzer.terms(text)["exact"]))
    warm = words_per_second(texts, lambda text: len(analyzer.terms(text)["exact"]), least=WARM_SECONDS)
    tokens = words_per_second(texts, lambda text: len(analyzer.tokens(text)), least=WARM_SECONDS)
    uncached = _without_cache(analyzer._analyse, texts)  # noqa: SLF001 - what the memo hides
    return {"words/s": uncached, "first pass": first, "warm": warm, "tokens/s": tokens}


def _peers(corpora: Mapping[str, JudgedCorpus], tables: Mapping[str, Mapping[str, frozenset[str]]]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for peer in PEERS:
        try:
            stem = peer.make()
        except ImportError as error:
            rows[peer.name] = {"missing": f"{error}; pip install {peer.package}"}
            continue
        row: Row = _stemmer_speed(stem, _texts(corpora))
        terms = _terms_by(_Cache(stem))
        row |= {name: retrieval(corpus, [(terms, 1.0)]) for name, corpus in corpora.items()}
        row |= {name: conflation(forms, stem) for name, forms in tables.items()}
        rows[f"{peer.name} {peer.version()}"] = row
    return rows


class _Cache(dict[str, str]):
    """Stems by word, as much of them as Kashf's memo keeps."""

    def __init__(self, stem: Stem) -> None:
        super().__init__()
        self._stem = stem

    def __missing__(self, word: str) -> str:
        if len(self) >= MEMO_SIZE:
            self.clear()
        stem = self[word] = self._stem(word)
        return stem


def _terms_by(cache: Mapping[str, str]) -> Terms:
    analyzer = kashf_analyzer()

    def terms(text: str) -> list[str]:
        return [cache[exact] for exact, stem in zip(*map(analyzer.terms(text).get, ("exact", "stem")), strict=True) if stem != GAP]

    return terms


def _stemmer_speed(stem: Stem, texts: Sequence[str]) -> Row:
    """With a cache, words are found by Kashf's tokenizer too, so that both count the same."""
    cache = _Cache(stem)

    def cached(text: str) -> int:
        return len([cache[word] for word in WORD.findall(text)])

    first = words_per_second(texts, cached)
    return {
        "words/s": _without_cache(stem, texts),
        "first pass": first,
        "warm": words_per_second(texts, cached, least=WARM_SECONDS),
    }


def _without_cache(analyse: Callable[[str], object], texts: Sequence[str]) -> float:
    words = [word for text in texts for word in WORD.findall(text)][:UNCACHED_WORDS]

    def run(word: str) -> int:
        analyse(word)
        return 1

    return words_per_second(words, run)


def _lucene(corpora: Mapping[str, JudgedCorpus], tables: Mapping[str, Mapping[str, frozenset[str]]], cache: Path | None) -> Row:
    if cache is None:
        return {"missing": "--lucene was not given"}
    try:
        lucene = Lucene(cache)
        _, rate = lucene.analyze(_texts(corpora), passes=20)
        row: Row = {"words/s": rate, "version": LUCENE}
        for name, corpus in corpora.items():
            texts = [f"{document.title} {document.text}" for document in corpus.documents] + list(corpus.queries.values())
            row[name] = retrieval(corpus, [(_remembered(texts, lucene.analyze(texts)[0]), 1.0)])
        for name, forms in tables.items():
            stems = dict(zip(forms, lucene.analyze(list(forms))[0], strict=True))
            row[name] = conflation(forms, lambda form, stems=stems: (stems[form] or [form])[0])
    except LuceneError as error:
        return {"missing": str(error)}
    return row


def _remembered(texts: Sequence[str], terms: Sequence[list[str]]) -> Terms:
    known = dict(zip(texts, terms, strict=True))
    return lambda text: known[text]


def _texts(corpora: Mapping[str, JudgedCorpus]) -> list[str]:
    return [f"{document.title} {document.text}" for corpus in corpora.values() for document in corpus.documents]


def _words(corpora: Mapping[str, JudgedCorpus]) -> list[str]:
    return [word for text in _texts(corpora) for word in WORD.findall(text)]


def _machine() -> str:
    models = [line.partition(":")[2].strip() for line in _cpu_lines() if line.startswith("model name")]
    return f"{models[0] if models else platform.machine()}, Python {platform.python_version()}"


def _cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.strip()


def _table(result: Row, rows: Mapping[str, Row], corpora: list[str], tables: list[str]) -> str:
    speeds = ["words/s", "first pass", "warm", "tokens/s"]
    lines = [
        f"{result['date']}, {result['machine']}, commit {result['commit']}, {result['words']} words of running text.",
        "",
        "| | " + " | ".join([*corpora, *(f"{table} P R F1" for table in tables), *speeds]) + " |",
        "|---" * (1 + len(corpora) + len(tables) + len(speeds)) + "|",
    ]
    for name, row in rows.items():
        if "missing" in row:
            lines.append(f"| {name} | not measured: {row['missing']} |")
            continue
        cells = [_cell(row.get(column)) for column in [*corpora, *tables, *speeds]]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return " ".join(f"{figure:.3f}".removeprefix("0") for figure in value.values())
    if isinstance(value, float):
        return f"{value:.4f}".removeprefix("0") if value <= 1 else f"{value:,.0f}"
    return ""


def _write_table(page: Path, table: str) -> None:
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    page.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
