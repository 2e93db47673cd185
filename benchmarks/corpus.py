"""Made reports of any number: real words with Zipf's frequencies, real actors and places, dates; always the same ones.

Words are those of the shipped lexicon in their order of frequency, half of them behind the proclitics that Arabic writes
together with a word; entities come ready (extraction is measured by `end_to_end.py`), with spans into the text. Nothing here is a
report of anything.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import statistics
import time
from typing import TYPE_CHECKING, Final

from analyzers.arabic.lexicon import shipped_lexicon
from engines.base import Document, Entity, EventDate, Label, Span
from extraction.extractor import load_gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engines.base import EntityKind

_PROCLITICS: Final = (("", 50), ("ال", 25), ("و", 8), ("ب", 4), ("ل", 4), ("وال", 4), ("بال", 3), ("لل", 2))
"""What stands before words, with its share in percent (rounded from what newspapers show)."""

_FIRST_DAY: Final = dt.date(2014, 1, 1).toordinal()
_DAYS: Final = 4_000
_SOURCES: Final = 40


class Zipf:
    """Draws from values, the first most often: of rank r as often as 1 / (r + offset), r from 0 (Zipf–Mandelbrot)."""

    def __init__(self, values: Sequence[str], generator: random.Random, *, offset: float = 2.7) -> None:
        self.values = values
        self._weights = list(itertools.accumulate(1 / (rank + offset) for rank in range(len(values))))
        self._generator = generator

    def draw(self, count: int) -> list[str]:
        """Several values, with repetition."""
        return self._generator.choices(self.values, cum_weights=self._weights, k=count)


class MadeCorpus:
    """Reports by number. `words`: of a report, on average (log-normal, as real ones are)."""

    def __init__(self, *, words: int = 200, seed: int = 20240125) -> None:
        self._generator = random.Random(seed)
        self._mean = words
        lexicon = shipped_lexicon()
        self.lexicon = [word for word, _ in sorted(lexicon.ranks.items(), key=lambda item: item[1]) if len(word) > 1]
        self._words = Zipf(self.lexicon, self._generator)
        proclitics, shares = zip(*_PROCLITICS, strict=True)
        self._proclitics, self._shares = proclitics, list(itertools.accumulate(shares))
        gazetteer = load_gazetteer()
        self._actors, self._paths = gazetteer.actors.actors, gazetteer.actors.paths
        self._places = {place.id: place for place in gazetteer.places}
        self._drawn_actors = Zipf(self._shuffled(self._actors), self._generator)
        self._drawn_places = Zipf(self._shuffled(self._places), self._generator)

    def documents(self, count: int) -> Iterator[Document]:
        """The first `count` reports."""
        return map(self._document, range(count))

    def _shuffled(self, ids: Iterable[str]) -> list[str]:
        found = sorted(ids)
        self._generator.shuffle(found)
        return found

    def _document(self, number: int) -> Document:
        generator = self._generator
        length = max(20, min(2_000, round(generator.lognormvariate(0, 0.5) * self._mean * 0.88)))
        ahead = generator.choices(self._proclitics, cum_weights=self._shares, k=length)
        words = [clitic + word for clitic, word in zip(ahead, self._words.draw(length), strict=True)]
        title = " ".join(words[:8])
        report = _FIRST_DAY + generator.randrange(_DAYS)
        return Document(
            id=f"report-{number:08d}",
            title=title,
            text=" ".join(words),
            report_date=dt.date.fromordinal(report),
            source=f"source {generator.randrange(_SOURCES)}",
            language="ar",
            type="news",
            entities=(*self._entities("actor", 4), *self._entities("location", 3)),
            event_dates=tuple(made_dates(generator, report)),
        )

    def _entities(self, kind: EntityKind, most: int) -> Iterator[Entity]:
        drawn = self._drawn_actors if kind == "actor" else self._drawn_places
        for id_ in sorted(set(drawn.draw(self._generator.randrange(most + 1)))):
            mentions = (Span(3, 12), Span(40, 52))
            if kind == "actor":
                actor = self._actors[id_]
                yield Entity(kind, id_, actor.type, Label(actor.label.ar, actor.label.en), self._paths[id_], mentions)
            else:
                place = self._places[id_]
                label = Label(place.label.ar, place.label.en)
                yield Entity(kind, id_, place.level, label, place.path, mentions, place.country, place.lat, place.lon)


def made_dates(generator: random.Random, report: int) -> Iterator[EventDate]:
    """A day in the month before a report's own (an ordinal), and sometimes a month."""
    first = dt.date.fromordinal(report - generator.randrange(30))
    yield EventDate(first, first, "day", mentions=(Span(5, 14),))
    if generator.random() < 0.3:
        month = dt.date.fromordinal(report - generator.randrange(400)).replace(day=1)
        last = (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        yield EventDate(month, last, "month", mentions=(Span(20, 28),))


class Words:
    """Words to ask for, by number; of the frequent thousand, the middle and the rare end of the lexicon."""

    def __init__(self, corpus: MadeCorpus) -> None:
        self._lexicon = corpus.lexicon

    def common(self, number: int) -> str:
        """Among the commonest that are no stop words."""
        return self._lexicon[300 + number * 37 % 700]

    def middling(self, number: int) -> str:
        """Of the middle."""
        return self._lexicon[2_000 + number * 997 % 18_000]

    def rare(self, number: int) -> str:
        """Of the last third."""
        return self._lexicon[len(self._lexicon) * 2 // 3 + number * 31 % (len(self._lexicon) // 3)]


def timed(call: Callable[[int], object], runs: int) -> dict[str, float]:
    """Milliseconds of a call, after one to warm up."""
    call(runs)
    times = []
    for number in range(runs):
        began = time.perf_counter()
        call(number)
        times.append(1_000 * (time.perf_counter() - began))
    return summary(times)


def summary(times: Sequence[float]) -> dict[str, float]:
    """The median and the 95th percentile."""
    return {"p50": round(statistics.median(times), 2), "p95": round(statistics.quantiles(times, n=20)[-1], 2)}
