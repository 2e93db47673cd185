"""One word, phrase or name of a query as clauses: what decides that a document has it, and what adds score beside."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from analyzers.analysis import LEVELS
from analyzers.arabic import letters as ar
from engines.base import TITLE, Bool, Fuzzy, Phrase, Prefix, Tagged, Term
from search.weights import ALTERNATIVES, LIKENESS, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analyzers.analysis import Level, Token, WordForms
    from engines.base import Clause
    from search.query import Alternative, QueryPart

NOTHING: Final = Bool(minimum=1)
"""Matches no document."""

MIN_STEM_TO_MISSPELL: Final = 3
"""Letters of a stem that is looked for with other letters, as engines take them."""

_ARTICLE: Final = ar.ALEF + ar.LAM


def matching(part: QueryPart, level: Level) -> Clause:
    """The clause that decides whether a document has a part or what may stand for it."""
    own = _own(part, level)
    others = [clause for alternative in part.alternatives for clause in _alternative(alternative)]
    return Bool(should=(own, *others), minimum=1) if others else own


def closer(part: QueryPart, level: Level) -> tuple[Clause, ...]:
    """What adds score: the part at the levels above the one that decides, closest first."""
    if part.prefix or part.edits:
        clauses = [at_level(part.tokens, step) for step in ("exact", "folded", "stem")]
    elif part.kind == "name" or part.near:
        clauses = [at_level((token,), step) for token in part.tokens for step in _above(part, level)]
    else:
        clauses = [at_level(part.tokens, step) for step in _above(part, level)]
    return tuple(clause for clause in clauses if clause is not None)


def decides(part: QueryPart, level: Level) -> Level:
    """The weakest level at which a part matches, where words in general match at `level`. Phrases never loosen to the root."""
    if part.exact:
        return "exact"
    if part.prefix or part.edits:
        return "exact" if level == "exact" else "folded"
    if level == "root" and (part.kind == "phrase" or part.in_title):
        return "stem"
    return level


def at_level(tokens: Sequence[Token], level: Level) -> Clause | None:
    """Words beside each other as terms of one level, with its weight; None where the level leaves all of them out."""
    return _adjacent(positioned_terms(tokens, level), level, WEIGHTS[level])


def positioned_terms(tokens: Sequence[Token], level: Level) -> tuple[tuple[int, str], ...]:
    """The terms of words at a level with their positions, counted from the first that is there; gaps are stop words."""
    found = [(token.position, term) for token in tokens if (term := token.forms.at(level)) is not None]
    return tuple((position - found[0][0], term) for position, term in found)


def stem_beginning(forms: WordForms) -> str:
    """How stems begin that a word's beginning is meant for: without the article, where that leaves enough."""
    bare = forms.folded.removeprefix(_ARTICLE)
    return bare if len(bare) > 1 else forms.folded


def _own(part: QueryPart, level: Level) -> Clause:
    decisive = decides(part, level)
    if part.prefix:
        return _beginning(part, decisive)
    if part.edits:
        return _misspelt(part)
    if part.near:
        return _near(part, decisive)
    if part.kind == "name":
        return Bool(must=tuple(clause for token in part.tokens if (clause := at_level((token,), decisive)) is not None))
    if part.in_title:
        return _adjacent(positioned_terms(part.tokens, "stem"), TITLE, WEIGHTS["stem"]) or NOTHING
    # A stop word that has to be looked for, beside others that are none.
    return at_level(part.tokens, decisive) or at_level(part.tokens, "folded") or NOTHING


def _above(part: QueryPart, level: Level) -> tuple[Level, ...]:
    """The levels that score beside the one that decides."""
    decisive = decides(part, level)
    if decisive == "exact" and part.exact:  # as relevant as the same word without the sign
        return ("folded", "stem")
    if part.in_title or part.near:
        return LEVELS[: LEVELS.index(decisive) + 1]
    return LEVELS[: LEVELS.index(decisive)]


def _adjacent(terms: Sequence[tuple[int, str]], level: str, weight: float) -> Clause | None:
    if not terms:
        return None
    return Term(level, terms[0][1], weight) if len(terms) == 1 else Phrase(level, tuple(terms), weight)


def _beginning(part: QueryPart, decisive: Level) -> Clause:
    """Words that begin so, as written or, behind a proclitic, by their stem."""
    (token,) = part.tokens
    if part.in_title:
        return Prefix(TITLE, stem_beginning(token.forms), LIKENESS)
    if decisive == "exact":
        return Prefix("exact", token.forms.exact, LIKENESS)
    return Bool(
        should=(Prefix("folded", token.forms.folded, LIKENESS), Prefix("stem", stem_beginning(token.forms), LIKENESS)), minimum=1
    )


def _misspelt(part: QueryPart) -> Clause:
    """The word itself, or one that some letters part from it; behind a proclitic, by the stem and one letter."""
    (token,) = part.tokens
    stem = token.forms.stem
    if part.in_title:
        return Fuzzy(TITLE, stem or token.forms.folded, part.edits, LIKENESS)
    likely: list[Clause] = [Fuzzy("folded", token.forms.folded, part.edits, LIKENESS)]
    if stem is not None:
        long_enough = len(stem) >= MIN_STEM_TO_MISSPELL
        likely.append(Fuzzy("stem", stem, 1, LIKENESS) if long_enough else Term("stem", stem, WEIGHTS["stem"]))
    return Bool(should=tuple(likely), minimum=1)


def _near(part: QueryPart, level: Level) -> Clause:
    """Each two neighbours near each other, in either order: engines agree on two words, and not on more."""
    field, weight = (TITLE, WEIGHTS["stem"]) if part.in_title else (level, WEIGHTS[level])
    terms = [term for _, term in positioned_terms(part.tokens, "stem" if part.in_title else level)]
    if len(terms) < 2:
        return Term(field, terms[0], weight) if terms else NOTHING
    return Bool(must=tuple(_pair(field, *pair, part.near) for pair in pairwise(terms)))


def _pair(field: str, one: str, other: str, near: int) -> Clause:
    if one == other:  # a word is near itself: engines differ
        return Term(field, one, WEIGHTS["stem"])
    orders = ((one, other), (other, one))
    return Bool(should=tuple(Phrase(field, ((0, a), (1, b)), LIKENESS, slop=near) for a, b in orders), minimum=1)


def _alternative(alternative: Alternative) -> Iterator[Clause]:
    weight = ALTERNATIVES[alternative.kind]
    if words := _adjacent(positioned_terms(alternative.tokens, "stem"), "stem", weight * WEIGHTS["stem"]):
        yield words
    if alternative.tagged:
        field, value = alternative.tagged
        yield Tagged(field, (value,), weight)
