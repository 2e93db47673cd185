"""What `kashf search --explain` tells of each hit: which clauses score how much, and where its text matches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.why import Why

SHOWN: Final = 8
"""Places of a hit that are shown."""


def why_lines(why: Why) -> Iterator[str]:
    """Why a document is a hit, a line each."""
    scoring = why.scoring
    for clause in scoring.clauses:
        words = f" ({' '.join(clause.words)})" if clause.words else ""
        yield f"{clause.score:8.3f}  {clause.kind} {clause.level}={' '.join(clause.terms)}{words}"
    if scoring.reranking is not None:
        yield f"{scoring.reranking:8.3f}  letters, among the first hundred hits"
    for match in why.matches[:SHOWN]:
        yield f"{match.text} in {match.field} {match.start}–{match.end}: {match.how} of {' '.join(match.words)}"
    if why.places > SHOWN:
        yield f"… {why.places - SHOWN:,} more places"
