"""The order of hits. Ties always come in the order of their ids, so that pages neither lose nor repeat a hit.

tantivy sorts by one key and breaks ties by where a document lies, which changes with every merge. So the hits that tie
are put in order here, and no more of them than a page needs:

- by date: hits of one day form a class. A page touches a few; the first and the last may go on beyond it, and these
  are asked for once more, narrowed to that day and in the order of ids.
- by id: the same with the first eight bytes of an id as the key, then the next eight …, and by the whole id where 32 bytes do
  not tell: to sort by that takes 40 µs for each hit that a page skips.
- by score: there is no asking for one score, so the page is widened on both sides until the classes at its ends are whole.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from tantivy import FieldType, Occur, Query

from engines.embedded.queries import undated_query
from engines.embedded.schema import ID, ID_PARTS, first_field, last_field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tantivy import DocAddress

    from engines.base import DateField, SortKey
    from engines.embedded.snapshot import Found, Snapshot

_MARGIN: Final = 32
"""Hits looked at beyond each end of a page, at first."""

_SORTS: Final[dict[SortKey, tuple[DateField, bool]]] = {
    "event_newest": ("event", True),
    "event_oldest": ("event", False),
    "report_newest": ("report", True),
    "report_oldest": ("report", False),
}


@dataclass(frozen=True, slots=True)
class Page:
    """How many documents match, and the hits of one page: score and address."""

    total: int
    hits: list[tuple[float, DocAddress]]


@dataclass(frozen=True, slots=True)
class _Key:
    """A number to sort by. `finer` puts the documents of one class in order; `missing` finds those without the number."""

    field: str
    kind: FieldType
    descending: bool
    finer: Callable[[Snapshot, Query, int, int], tuple[int, list[Found]]]
    missing: Callable[[Snapshot], Query]

    def same(self, snapshot: Snapshot, value: int | None) -> Query:
        """Documents of one class."""
        if value is None:
            return self.missing(snapshot)
        return Query.term_query(snapshot.schema, self.field, value)

    def before(self, snapshot: Snapshot, value: int | None) -> list[tuple[Occur, Query]]:
        """What holds of the documents that come before a class, those without the number being last."""
        if value is None:
            return [(Occur.MustNot, self.missing(snapshot))]
        low, high = (value, None) if self.descending else (None, value)
        ahead = Query.range_query(
            snapshot.schema, self.field, self.kind, low, high, include_lower=low is None, include_upper=high is None
        )
        return [(Occur.Must, ahead)]


def page(snapshot: Snapshot, query: Query, *, sort: SortKey, scored: bool, offset: int, limit: int) -> Page:
    """The hits of a query from rank `offset` on."""
    if sort != "relevance":
        field, newest = _SORTS[sort]
        key = _Key(
            field=last_field(field) if newest else first_field(field),
            kind=FieldType.Integer,
            descending=newest,
            finer=_by_id,
            missing=lambda snapshot: undated_query(snapshot, field),
        )
        total, found = _by_key(snapshot, query, key, offset, limit)
    elif scored:
        return _by_score(snapshot, query, offset, limit)
    else:
        total, found = _by_id(snapshot, query, offset, limit)
    return Page(total, [(0.0, address) for _, address in found])


def _by_score(snapshot: Snapshot, query: Query, offset: int, limit: int) -> Page:
    margin = _MARGIN if limit else 0
    while True:
        low = max(0, offset - margin)
        total, window = snapshot.search(query, offset=low, limit=offset + limit + margin - low)
        hits = window[offset - low : offset - low + limit]
        if not hits:
            return Page(total, [])
        first_is_cut = low > 0 and window[0][0] == hits[0][0]
        last_is_cut = low + len(window) < total and window[-1][0] == hits[-1][0]
        if not first_is_cut and not last_is_cut:
            break
        margin *= 8
    above = bisect_left(window, -hits[0][0], key=_falling)
    below = bisect_right(window, -hits[-1][0], key=_falling)
    classes = [(score, [address for _, address in group]) for score, group in groupby(window[above:below], key=itemgetter(0))]
    in_order = _by_ids(snapshot, [members for _, members in classes])
    ordered = [(score, address) for (score, _), members in zip(classes, in_order, strict=True) for address in members]
    start = offset - low - above
    return Page(total, ordered[start : start + limit])


def _falling(found: Found) -> float:
    return -float(found[0])


def _by_key(snapshot: Snapshot, query: Query, key: _Key, offset: int, limit: int) -> tuple[int, list[Found]]:
    total, found = snapshot.search(query, offset=offset, limit=limit, order_by=key.field, descending=key.descending)
    classes = [(value, [address for _, address in group]) for value, group in groupby(found, key=itemgetter(0))]
    ordered: list[Found] = []
    for number, (value, members) in enumerate(classes):
        starts_here = number > 0 or offset == 0
        ends_here = number < len(classes) - 1 or offset + len(found) == total
        if starts_here and ends_here:
            ordered += [(value, address) for address in _by_ids(snapshot, [members])[0]]
            continue
        skipped = 0
        if not starts_here:
            ahead = Query.boolean_query([(Occur.Must, query), *key.before(snapshot, value)])
            skipped = offset - snapshot.count(ahead)
        same = Query.boolean_query([(Occur.Must, query), (Occur.Must, key.same(snapshot, value))])
        ordered += key.finer(snapshot, same, skipped, len(members))[1]
    return total, ordered


def _by_id(snapshot: Snapshot, query: Query, offset: int, limit: int, *, part: int = 0) -> tuple[int, list[Found]]:
    if part == len(ID_PARTS):
        return snapshot.search(query, offset=offset, limit=limit, order_by=ID, descending=False)
    key = _Key(
        field=ID_PARTS[part],
        kind=FieldType.Unsigned,
        descending=False,
        finer=partial(_by_id, part=part + 1),
        missing=lambda _: Query.empty_query(),
    )
    return _by_key(snapshot, query, key, offset, limit)


def _by_ids(snapshot: Snapshot, classes: Sequence[list[DocAddress]]) -> list[list[DocAddress]]:
    """The addresses of each class in the order of their ids; an id is read only where its first bytes do not tell."""
    tied = [address for members in classes if len(members) > 1 for address in members]
    parts = iter(snapshot.id_parts(tied) if tied else ())
    return [
        _in_order(snapshot, zip(islice(parts, len(members)), members, strict=True)) if len(members) > 1 else members
        for members in classes
    ]


def _in_order(snapshot: Snapshot, members: Iterable[tuple[tuple[int, ...], DocAddress]]) -> list[DocAddress]:
    ordered = []
    for _, alike in groupby(sorted(members, key=itemgetter(0)), key=itemgetter(0)):
        same = [address for _, address in alike]
        ordered += same if len(same) == 1 else sorted(same, key=snapshot.id)
    return ordered
