"""Why a document is a hit: which clauses of the query it matches and what each scores, and where its text does.

The engine itself is asked for the score of each clause on the one document, so the parts add up to the hit's score on every engine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from engines.base import TITLE, Bool, Dated, Fuzzy, IdFilter, MatchAll, Phrase, Prefix, Query, Tagged, Term, Unscored
from search.groups import filters_of
from search.planning import only_second
from search.reranking import DEPTH
from search.snippets import how

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engines.base import Clause, Document, Engine
    from search.groups import Group
    from search.occurrences import Occurrence
    from search.planning import Plan
    from search.query import QueryPart
    from search.reranking import Reranker
    from search.snippets import How
    from search.values import SearchRequest, UnderstoodWord

MAX_MATCHES: Final = 200
"""Places of a document that are listed."""

ClauseKind = Literal["term", "phrase", "near", "prefix", "fuzzy", "value"]
Leaf = Term | Phrase | Prefix | Fuzzy | Tagged


@dataclass(frozen=True, slots=True)
class ClauseScore:
    """What one clause adds to a score, `weight` counted in: `terms` at a `level` (of analysis, `title`, or for values the field).

    `words` are those of the query that it comes from, if it is not what stands for them.
    """

    kind: ClauseKind
    level: str
    terms: tuple[str, ...]
    words: tuple[str, ...]
    weight: float
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """A place of a document that holds a word of the query (`words`): `text` as it stands there, and how it matches."""

    field: Literal["title", "text"]
    start: int
    end: int
    text: str
    words: tuple[str, ...]
    how: How


@dataclass(frozen=True, slots=True)
class Scoring:
    """What a document scores: `group` is None where the words do not match, `passes` whether the filters let it through.

    `score` is the engine's, the sum of `clauses`; `reranking` is what its letters add among the first hundred hits, None
    beyond them.
    """

    group: Group | None
    passes: bool
    score: float
    reranking: float | None
    clauses: tuple[ClauseScore, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """Why a document is a hit, or is none. `places` is how many places match, of which the first are in `matches`."""

    document: Document
    words: tuple[UnderstoodWord, ...]
    scoring: Scoring
    matches: tuple[Match, ...]
    places: int


def explain_score(engine: Engine, reranker: Reranker, plan: Plan, request: SearchRequest, document_id: str) -> Scoring:
    """In which group a document is, what each clause scores, and what the re-ranking adds."""
    asker = _OneDocument(engine, document_id)
    group: Group
    for group, clause in ((1, plan.first), (2, plan.second)):
        score = asker.score(clause) if clause is not None else None
        if clause is None or score is None:
            continue
        filters = filters_of(request)
        passes = engine.search(Query(MatchAll(), filters=(*filters, IdFilter((document_id,))), limit=0)).total > 0
        additions = _additions(engine, reranker, plan, request, group) if passes and plan.scored else {}
        clauses = tuple(_clause_score(leaf, scored, plan.parts) for leaf, scored in asker.leaves(clause))
        return Scoring(group, passes, score, additions.get(document_id), clauses)
    return Scoring(None, passes=False, score=0.0, reranking=None, clauses=())


@dataclass(frozen=True, slots=True)
class _OneDocument:
    engine: Engine
    id: str

    def score(self, clause: Clause) -> float | None:
        """What a clause scores on the document; None where it does not match."""
        hits = self.engine.search(Query(clause, filters=(IdFilter((self.id,)),), limit=1, texts_only=True)).hits
        return hits[0].score if hits else None

    def leaves(self, clause: Clause) -> Iterator[tuple[Leaf, float]]:
        """The clauses without parts that add to the score of one that matches."""
        match clause:
            case Bool():
                for part in clause.must:
                    yield from self.leaves(part)
                for part in clause.should:
                    # What lies within one that does not match as a whole adds nothing, though it matches by itself.
                    if not isinstance(part, Bool) or self.score(part) is not None:
                        yield from self.leaves(part)
            case MatchAll() | Unscored() | Dated():
                return
            case _:
                if score := self.score(clause):
                    yield clause, score


def _additions(engine: Engine, reranker: Reranker, plan: Plan, request: SearchRequest, group: Group) -> dict[str, float]:
    """What the re-ranking adds to each of the first hundred hits of a group, by id."""
    clause = plan.first
    if group == 2:
        assert plan.second is not None
        alone = engine.search(Query(plan.first, limit=0)).total
        clause = only_second(plan) if alone else plan.second
    hits = engine.search(Query(clause, filters=filters_of(request), limit=DEPTH, texts_only=True)).hits
    return {hit.document.id: addition for hit, addition in zip(hits, reranker.additions(hits, plan), strict=True)}


def _clause_score(leaf: Leaf, score: float, parts: Iterable[QueryPart]) -> ClauseScore:
    kind, level, terms = _described(leaf)
    words = tuple(dict.fromkeys(word for part in parts for word in _words_with(part, level, terms)))
    return ClauseScore(kind, level, terms, words, leaf.weight, score)


def _described(leaf: Leaf) -> tuple[ClauseKind, str, tuple[str, ...]]:
    match leaf:
        case Term():
            return "term", leaf.level, (leaf.term,)
        case Phrase():
            return ("near" if leaf.slop else "phrase"), leaf.level, tuple(term for _, term in leaf.terms)
        case Prefix():
            return "prefix", leaf.level, (leaf.prefix,)
        case Fuzzy():
            return "fuzzy", leaf.level, (leaf.term,)
        case Tagged():
            return "value", leaf.field, leaf.values


def _words_with(part: QueryPart, level: str, terms: tuple[str, ...]) -> Iterator[str]:
    """The words of a part whose forms at a level are among the terms."""
    for token, word in zip(part.tokens, part.texts, strict=True):
        forms = token.forms
        found = {"exact": forms.exact, "folded": forms.folded, "stem": forms.stem, "root": forms.root, TITLE: forms.stem}
        if found.get(level) in terms or (level in found and forms.folded in terms):
            yield word


def list_matches(
    document: Document, in_title: Iterable[Occurrence], in_text: Iterable[Occurrence], parts: tuple[QueryPart, ...]
) -> tuple[Match, ...]:
    """All places of a document that match, title first."""
    fields: tuple[tuple[Literal["title", "text"], str, Iterable[Occurrence]], ...] = (
        ("title", document.title, in_title),
        ("text", document.text, in_text),
    )
    return tuple(
        Match(field, one.start, one.end, text[one.start : one.end], parts[one.part].texts, how(one, parts))
        for field, text, occurrences in fields
        for one in occurrences
    )
