"""Works out what leads on from an answer, in a bounded number of requests.

Actors and places that a query names are counted among the answer's own hits. Where few were found, a word may have been meant
otherwise, or the keyboard was in the other language. Where nothing was found, each filter and each word is tried without, and what
finds something is told with its count: a click leads to exactly that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from analyzers import fold
from engines.base import Label
from search.bilingual import is_arabic
from search.keyboard import in_arabic, in_latin
from search.leads import Leads, Offer, WayOn
from search.query import ParsedQuery, QueryPart
from search.query_text import unparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from analyzers.analysis import Analyzer
    from engines.base import Engine, Field
    from extraction.extractor import Known
    from search.bilingual import BilingualList
    from search.expanding import QueryExpander
    from search.leads import WayKind
    from search.name_index import Key
    from search.names import NameFinder
    from search.spelling import SpellingCorrector
    from search.understanding import Understood
    from search.values import AnswerFacet, SearchRequest

FEW: Final = 10
"""Documents up to which a query may have been meant otherwise."""

MAX_OFFERS: Final = 3
MAX_WAYS: Final = 12
"""Requests that a search without hits may cost."""

MAX_WORDS_LEFT_OUT: Final = 5
MAX_NAMES: Final = 3
MIN_BEGINNING: Final = 3
"""Letters of a text that names are listed by."""

Count: TypeAlias = "Callable[[SearchRequest], int]"


@dataclass(frozen=True, slots=True)
class _Way:
    """A way on before it was counted."""

    kind: WayKind
    text: str
    request: SearchRequest
    field: Field | None = None


class Guide:
    """Leads on from the answers of one index."""

    def __init__(
        self,
        engine: Engine,
        analyzer: Analyzer,
        *,
        names: NameFinder,
        expander: QueryExpander,
        corrector: SpellingCorrector,
        bilingual: BilingualList,
    ) -> None:
        self._engine = engine
        self._analyzer = analyzer
        self._names = names
        self._expander = expander
        self._corrector = corrector
        self._bilingual = bilingual

    def lead_on(
        self, understood: Understood, request: SearchRequest, found: int, facets: Mapping[Field, AnswerFacet], count: Count
    ) -> Leads:
        """What leads on from `found` documents; `count` tells how many another request finds."""
        if not understood.typed.parts and found:
            return Leads()
        offers = tuple(self._offers(understood, request, facets, count)) if found else ()
        meant = self._meant(understood, request, few=found < FEW)
        did_you_mean = _counted([meant], count) if meant is not None else ()
        ways = _counted([*self._ways(understood, request)][:MAX_WAYS], count) if not found else ()
        return Leads(offers, did_you_mean[0] if did_you_mean else None, ways)

    # ---- offers

    def _offers(
        self, understood: Understood, request: SearchRequest, facets: Mapping[Field, AnswerFacet], count: Count
    ) -> Iterator[Offer]:
        for entity in self._named(understood)[:MAX_OFFERS]:
            narrowed = _narrowed(request, entity)
            if narrowed == request:
                continue
            buckets = facets[entity.kind].buckets if entity.kind in facets else ()
            listed = next((bucket.count for bucket in buckets if bucket.value == entity.id), None)
            documents = count(narrowed) if listed is None or request.any_of.get(entity.kind) else listed
            if documents:
                yield Offer(entity.kind, entity.id, Label(entity.label.ar, entity.label.en), documents, narrowed)

    def _named(self, understood: Understood) -> list[Known]:
        """What the words name as typed, and what they were searched for as: a misspelt name."""
        typed = [entity for _, name in self._expander.named(understood.typed) for entity in name.entities]
        alternatives = [each.tagged for part in understood.meant.wanted for each in part.alternatives]
        meant = [self._names.known((kind, id_)) for kind, id_ in filter(None, alternatives) if kind in ("actor", "location")]
        return list(dict.fromkeys(entity for entity in (*typed, *meant) if entity is not None))

    # ---- did you mean

    def _meant(self, understood: Understood, request: SearchRequest, *, few: bool) -> _Way | None:
        """The query as it may have been meant."""
        meant = self._corrections(understood, few=few)
        if meant:
            text = unparse(understood.typed.with_runs(lambda run: tuple(self._respelt(run, meant))))
            return _Way("spelling", text, replace(request, text=text, page=1))
        other = self._other_layout(understood.typed, request.text) if few else ""
        return _Way("keyboard", other, replace(request, text=other, page=1)) if other else None

    def _corrections(self, understood: Understood, *, few: bool) -> dict[str, str]:
        """Words as typed, and what they are taken for: by what was searched for them already, else by the index."""
        parts = [part for part in understood.meant.parts if part.kind != "phrase" and part.plain and not part.stop]
        spelt = [part for part in parts if any(each.kind == "spelling" for each in part.alternatives[:1])]
        meant = {part.texts[0]: part.alternatives[0].label for part in spelt if part.kind == "word"}
        unknown = [text for part in spelt if part.kind == "name" for text in part.texts]
        if few:
            unknown += [part.texts[0] for part in parts if part.kind == "word" and not part.alternatives]
        found = self._corrector.correct(unknown) if unknown else {}
        return meant | {word: correction.meant for word, correction in found.items()}

    def _respelt(self, run: Iterable[QueryPart], meant: Mapping[str, str]) -> Iterator[QueryPart]:
        for part in run:
            right = meant.get(part.texts[0]) if part.kind == "word" else None
            for token in self._analyzer.tokens(right) if right else ():
                yield QueryPart("word", (token,), (right[token.start : token.end],) if right else ())
            if right is None:
                yield part

    def _other_layout(self, typed: ParsedQuery, text: str) -> str:
        """The text in the other keyboard layout, where that is of words which mean something and this of none."""
        arabic = any(map(is_arabic, text))
        other = in_latin(text) if arabic else in_arabic(text)
        words = [token.forms for token in self._analyzer.tokens(other)]
        stems = [forms.stem for forms in words if forms.stem is not None]
        own = [token.forms.stem for part in typed.parts for token in part.tokens if token.forms.stem is not None]
        if not stems or other == text:
            return ""
        found = self._engine.frequencies("stem", sorted({*stems, *own}))
        if any(found[stem] for stem in own) or (not arabic and any(stem in self._bilingual.english for stem in own)):
            return ""
        means = all(found[stem] or (arabic and stem in self._bilingual.english) for stem in stems)
        return other if means else ""

    # ---- ways out of no hits

    def _ways(self, understood: Understood, request: SearchRequest) -> Iterator[_Way]:
        typed = understood.typed
        yield from _without_filters(request)
        if len(typed.nodes) > 1:
            for node in typed.nodes[:MAX_WORDS_LEFT_OUT]:
                rest = unparse(ParsedQuery(tuple(other for other in typed.nodes if other is not node)))
                yield _Way("without_word", unparse(ParsedQuery((node,))), replace(request, text=rest, page=1))
        yield from self._around(understood, request)
        yield from self._beginning(request)
        if typed.nodes:
            yield _Way("without_words", request.text, replace(request, text="", page=1))

    def _around(self, understood: Understood, request: SearchRequest) -> Iterator[_Way]:
        """What a named place lies in, and a named actor belongs to, the nearest first."""
        for entity in self._named(understood)[:1]:
            above = [
                known for id_ in reversed(entity.path) if id_ != entity.id and (known := self._names.known((entity.kind, id_)))
            ]
            for known in above[:MAX_NAMES]:
                yield _Way("name", known.label.ar, _by_name(request, (known.kind, known.id)))

    def _beginning(self, request: SearchRequest) -> Iterator[_Way]:
        """Names that begin as the text does, or as its last word."""
        text = fold(request.text)
        listed = [name for beginning in (text, text.rpartition(" ")[2]) if len(beginning) >= MIN_BEGINNING
                  for name in self._names.index.beginning(beginning, MAX_NAMES)]  # fmt: skip
        seen: set[Key] = set()
        for name in listed:
            if name.entity not in seen and len(seen) < MAX_NAMES:
                seen.add(name.entity)
                yield _Way("name", name.text, _by_name(request, name.entity))


def _by_name(request: SearchRequest, entity: Key) -> SearchRequest:
    """Only what names an actor or a place, whatever else was asked."""
    kind, id_ = entity
    return replace(request, text="", any_of={kind: (id_,)}, none_of={}, all_of={}, page=1)


def _narrowed(request: SearchRequest, entity: Known) -> SearchRequest:
    selected = request.any_of.get(entity.kind, ())
    if entity.id in selected:
        return request
    return replace(request, any_of={**request.any_of, entity.kind: (entity.id,)}, page=1)


def _without_filters(request: SearchRequest) -> Iterator[_Way]:
    for side in ("any_of", "all_of", "none_of"):
        chosen: Mapping[Field, tuple[str, ...]] = getattr(request, side)
        for field, values in chosen.items():
            for value in values:
                rest = tuple(other for other in values if other != value)
                kept = {**chosen, field: rest} if rest else {other: each for other, each in chosen.items() if other != field}
                yield _Way("without_filter", value, _replaced(request, side, kept), field)
    if request.date_from or request.date_to:
        span = f"{request.date_from or ''}..{request.date_to or ''}"
        yield _Way("without_dates", span, replace(request, date_from=None, date_to=None, page=1), request.date_of)
    if request.level is not None:
        yield _Way("without_level", request.level, replace(request, level=None, page=1))


def _replaced(request: SearchRequest, side: str, values: Mapping[Field, tuple[str, ...]]) -> SearchRequest:
    if side == "any_of":
        return replace(request, any_of=values, page=1)
    if side == "all_of":
        return replace(request, all_of=values, page=1)
    return replace(request, none_of=values, page=1)


def _counted(ways: Iterable[_Way], count: Count) -> tuple[WayOn, ...]:
    """The ways that lead to documents."""
    counted = ((way, count(way.request)) for way in ways)
    return tuple(WayOn(way.kind, way.text, documents, way.request, way.field) for way, documents in counted if documents)
