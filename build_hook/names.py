"""The names that the Arabic stemmer must know, made from the shipped gazetteer (places and actors; our own tables).

Folded, without the article, sorted, one a line. Two kinds of single words are taken:

* those that the stemmer would cut, and so take for another word (درعا for درع, طهران for طهر, الحسكة for حسك);
* those that the lexicon does not have, so that a proclitic in front of them is cut (وبصرمين).

Left out are names that the gazetteer itself doubts (`?name`, `ambiguous.txt`), nisbas, countries whose stem is their own nisba on
purpose (سوريا, سوري), and ordinary nouns: the lexicon has them with a pronoun or in the plural (القاعدة: قاعدته).
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from analyzers.arabic.affixes import shipped_affixes
from analyzers.arabic.lexicon import parse_lexicon, read_lexicon_bytes
from analyzers.arabic.normalization import exact_form, fold_word
from analyzers.arabic.stemmer import ARTICLE, LightStemmer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analyzers.arabic.lexicon import Lexicon

DATA: Final = Path(__file__).parents[1] / "extraction" / "data"
_NAME: Final = re.compile("[\u0621-\u063a\u0641-\u064a]{3,}")
_PLACE: Final = re.compile("(?:adm|dis|plc):.+|[A-Z]{2}")
"""What rows of places begin with; the folder has tables of other things too."""

_NOTE: Final = re.compile(r"\s*\(.*")
_NISBAS: Final = ("يون", "يين", "يه")
_OWN_N: Final = ("ان", "ون", "ين")
_TEH_MARBUTA: Final = "ه"
_WITH_TEH: Final = ("ته", "تها", "تهم", "تنا", "ات")
_WITH_PRONOUN: Final = ("ها", "هم", "نا")


def build_names(path: Path) -> None:
    """Write the names; the same bytes on every machine."""
    lexicon = parse_lexicon(read_lexicon_bytes().decode())
    doubtful = {fold_word(exact_form(word)) for word in _doubtful()}
    bases = {_base(name) for name in _names() if fold_word(exact_form(name)) not in doubtful}
    bases = {base for base in bases if not base.startswith(ARTICLE)}  # آلان is folded to الان, which is "now" as well
    names = _cut_wrongly(bases, lexicon) | {base for base in bases if base not in lexicon and ARTICLE + base not in lexicon}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("".join(name + "\n" for name in sorted(names)).encode(), compresslevel=9, mtime=0))


def _base(name: str) -> str:
    """Folded, without the article that is written as one (البصرة, not إلياس)."""
    exact = exact_form(name)
    return fold_word(exact.removeprefix(ARTICLE) if len(exact) > len(ARTICLE) + 2 else exact)


def _cut_wrongly(bases: set[str], lexicon: Lexicon) -> set[str]:
    stemmer = LightStemmer(lexicon, shipped_affixes())
    words: dict[str, list[str]] = defaultdict(list)
    for word in lexicon.ranks:
        words[stemmer(word)].append(word)
    return {
        base
        for base in bases
        if not base.endswith(_NISBAS)
        and not _is_ordinary(base, lexicon)
        and not any(step.rule == "final alef" and step.result.endswith("ي") for step in stemmer.steps(base))
        and len(stem := stemmer(base)) < len(base)
        and any(base not in word for word in words[stem])
    }


def _is_ordinary(base: str, lexicon: Lexicon) -> bool:
    if base.endswith(_OWN_N):
        return False  # with a pronoun a plural would lose its n: جنينها shows that جنين is none
    if base.endswith(_TEH_MARBUTA):
        return any(base[:-1] + ending in lexicon for ending in _WITH_TEH)
    return any(base + ending in lexicon for ending in _WITH_PRONOUN)


def _names() -> Iterator[str]:
    cells = (cell for row in _places() for cell in row)
    names = (_NOTE.sub("", name) for cell in cells for name in cell.split("|") if not name.startswith("?"))
    yield from (name for name in names if _NAME.fullmatch(name))
    for path in sorted((DATA / "actors").rglob("*.yaml")):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        for actor in table["actors"]:
            found = _actor_names(actor, person=actor.get("type", table.get("type")) == "person")
            yield from (name for name in found if _NAME.fullmatch(name))


def _actor_names(actor: dict[str, Any], *, person: bool) -> list[str]:
    """Names of one word; of persons each word."""
    names = [actor["label"]["ar"], *actor.get("aliases", {}).get("ar", [])]
    return [word for name in names for word in name.split()] if person else names


def _doubtful() -> Iterator[str]:
    yield from (name[1:] for row in _places() for cell in row for name in cell.split("|") if name.startswith("?"))
    yield from (row[0] for row in _rows(DATA / "places" / "ambiguous.txt"))


def _places() -> list[list[str]]:
    rows = (row for path in sorted((DATA / "places").glob("*.tsv")) for row in _rows(path))
    return [row for row in rows if _PLACE.fullmatch(row[0])]


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
