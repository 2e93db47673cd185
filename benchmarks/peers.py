"""The stemmers that `analysis.py` measures beside Kashf: each a function from a word without marks to its stem.

A peer that is not installed is named in the result with what installs it; it is never left out silently.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

LUCENE = "9.12.1"
HERE = Path(__file__).parent

Stem = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Peer:
    """A stemmer by the name of its package; `make` raises ImportError where that is missing."""

    name: str
    package: str
    make: Callable[[], Stem]

    def version(self) -> str:
        """Of the installed package."""
        return metadata.version(self.package)


def _pystemmer() -> Stem:
    import Stemmer

    return Stemmer.Stemmer("arabic", 0).stemWord


def _snowballstemmer() -> Stem:
    from snowballstemmer.arabic_stemmer import ArabicStemmer

    return ArabicStemmer().stemWord


def _isri() -> Stem:
    from nltk.stem.isri import ISRIStemmer

    return ISRIStemmer().stem


def _arlstem() -> Stem:
    from nltk.stem.arlstem import ARLSTem

    stem = ARLSTem().stem
    return lambda word: stem(word) or word


def _tashaphyne() -> Stem:
    from tashaphyne.stemming import ArabicLightStemmer

    stemmer = ArabicLightStemmer()

    def stem(word: str) -> str:
        stemmer.light_stem(word)
        return stemmer.get_stem() or word

    return stem


def _pyarabic() -> Stem:
    from pyarabic import araby

    def fold(word: str) -> str:
        word = araby.strip_tatweel(araby.strip_tashkeel(araby.normalize_ligature(word)))
        return araby.normalize_teh(araby.normalize_alef(araby.normalize_hamza(word)))

    return fold


PEERS = (
    Peer("PyStemmer (Snowball, C)", "PyStemmer", _pystemmer),
    Peer("snowballstemmer (Python)", "snowballstemmer", _snowballstemmer),
    Peer("NLTK ISRI", "nltk", _isri),
    Peer("NLTK ARLSTem", "nltk", _arlstem),
    Peer("Tashaphyne", "Tashaphyne", _tashaphyne),
    Peer("pyarabic, folding only", "pyarabic", _pyarabic),
)


class LuceneError(Exception):
    """Lucene can not be asked: what is missing."""


class Lucene:
    """Lucene's ArabicAnalyzer, its own tokenizer and stop words included, in a Java process that is asked once a batch."""

    def __init__(self, cache: Path) -> None:
        """Fetch Lucene from Maven into a folder, where it is not there yet. Raises LuceneError."""
        if not shutil.which("java"):
            raise LuceneError("no java found")
        jars = [cache / f"{name}-{LUCENE}.jar" for name in ("lucene-core", "lucene-analysis-common")]
        for jar in jars:
            if not jar.exists():
                _fetch(jar.name.removesuffix(f"-{LUCENE}.jar"), cache)
        self._classpath = ":".join(map(str, jars))

    def analyze(self, texts: list[str], *, passes: int = 1) -> tuple[list[list[str]], float]:
        """The terms of each text, and words a second in the last of some passes (Java warms up in the first)."""
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder, "texts"), Path(folder, "terms")
            source.write_text("\n".join(" ".join(text.split()) for text in texts), encoding="utf-8")
            command = ["java", "-cp", self._classpath, str(HERE / "LuceneArabic.java"), str(source), str(target), str(passes)]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
            if done.returncode:
                raise LuceneError(done.stderr.strip())
            lines = target.read_text(encoding="utf-8").split("\n")
        return [line.split() for line in lines[: len(texts)]], float(done.stdout)


def _fetch(artifact: str, cache: Path) -> None:
    if not shutil.which("mvn"):
        raise LuceneError(f"no mvn found to fetch {artifact}; put its jar into {cache}")
    command = [
        "mvn", "-q", "-B", "dependency:copy", f"-Dartifact=org.apache.lucene:{artifact}:{LUCENE}", f"-DoutputDirectory={cache}",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise LuceneError(f"Maven could not fetch {artifact}: {done.stdout.strip()[-300:]}")
