"""Made reports of any number: real words with Zipf's frequencies, real actors and places, dates; always the same ones.

Words are those of the shipped lexicon in their order of frequency, half of them behind the proclitics that Arabic writes
together with a word. The reports of `MadeCorpus` have their entities ready, with spans into the text, for what only indexes and
searches; those of `NamingReports` have names and dates in their text, for what extracts. Nothing here is a report of anything.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import re
import statistics
import time
from typing import TYPE_CHECKING, Final, NamedTuple

from analyzers.arabic.lexicon import shipped_lexicon
from engines.base import Document, Entity, EventDate, Label, Span
from extraction.extractor import load_gazetteer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engines.base import EntityKind

_PROCLITICS: Final = (("", 50), ("ال", 25), ("و", 8), ("ب", 4), ("ل", 4), ("وال", 4), ("بال", 3), ("لل", 2))
"""What stands before words, with its share in percent (rounded from what newspapers show)."""

NEWS_EXPONENT: Final = 1.04
_ACTORS, _PLACES = 0.35, 0.45
"""Shares of what is named; the rest are dates."""

_IN: Final = "في"
_TOWN: Final = "بلدة"
_DAY: Final = "يوم"
_YEAR: Final = "عام"
_BEFORE: Final = ("أمس", "أمس الأول", "الأسبوع الماضي", "الشهر الماضي", "قبل ثلاثة أيام")
_WEEKDAYS: Final = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت")
_MONTHS_OF_THE_NILE: Final = (
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
)  # fmt: skip
_MONTHS_OF_THE_LEVANT: Final = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip

_ARTICLE: Final = "ال"
_SHORTEST: Final = 4
"""Letters: shorter words are mostly particles."""

_LATIN: Final = re.compile("[A-Za-z]")

_FIRST_DAY: Final = dt.date(2014, 1, 1).toordinal()
_DAYS: Final = 4_000
_SOURCES: Final = 40


class Zipf:
    """Draws from values, the first most often: of rank r as often as 1 / (r + offset) ** exponent, r from 0 (Zipf–Mandelbrot)."""

    def __init__(self, values: Sequence[str], generator: random.Random, *, offset: float = 2.7, exponent: float = 1.0) -> None:
        self.values = values
        self._weights = list(itertools.accumulate(1 / (rank + offset) ** exponent for rank in range(len(values))))
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


class Report(NamedTuple):
    """A report as a reader of files finds it."""

    title: str
    text: str
    date: dt.date


class NamingReports:
    """Reports whose texts name actors and places of the gazetteer, and dates, for what extracts them.

    As news does: some 16 names and dates in 250 words, and a vocabulary that grows as theirs: 9,500 forms in the first 25,000
    words and 26,900 in 100,000, where ANERcorp has 9,900 and 26,800 (`NEWS_EXPONENT` was chosen for that), 121,000 in a million.
    """

    def __init__(self, *, words: int = 250, seed: int = 20240125) -> None:
        self._generator = random.Random(seed)
        self._mean = words
        lexicon = shipped_lexicon()
        known = [word for word, _ in sorted(lexicon.ranks.items(), key=lambda item: item[1]) if len(word) > 1]
        self._words = Zipf(known, self._generator, exponent=NEWS_EXPONENT)
        proclitics, shares = zip(*_PROCLITICS, strict=True)
        self._proclitics, self._shares = proclitics, list(itertools.accumulate(shares))
        gazetteer = load_gazetteer()
        actors = {name.text for actor in gazetteer.actors.actors.values() for name in actor.names if name.use == "full"}
        places = {f"{_TOWN} {name}" if place.tier > 1 else name for place in gazetteer.places for name in place.names[:1]}
        self._actors, self._places = (self._drawn(names) for names in (actors, places))

    def reports(self, count: int) -> Iterator[Report]:
        """The first `count` reports."""
        return map(self._report, range(count))

    def _drawn(self, names: Iterable[str]) -> Zipf:
        arabic = sorted(name for name in names if not _LATIN.search(name))
        self._generator.shuffle(arabic)
        return Zipf(arabic, self._generator)

    def _report(self, _number: int) -> Report:
        generator = self._generator
        day = dt.date.fromordinal(_FIRST_DAY + generator.randrange(_DAYS))
        length = generator.lognormvariate(0, 0.5) * self._mean * 0.88
        title = " ".join([*self._some_words(5), self._name(day)])
        sentences: list[str] = []
        written = 0
        while written < length:
            sentences.append(f"{' '.join(self._sentence(day))}.")
            written += sentences[-1].count(" ") + 1
        return Report(title, " ".join(sentences), day)

    def _sentence(self, day: dt.date) -> list[str]:
        parts = self._some_words(self._generator.randrange(8, 20))
        parts.insert(self._generator.randrange(1, len(parts)), self._name(day))
        return parts

    def _some_words(self, count: int) -> list[str]:
        ahead = self._generator.choices(self._proclitics, cum_weights=self._shares, k=count)
        return [_behind(clitic, word) for clitic, word in zip(ahead, self._words.draw(count), strict=True)]

    def _name(self, day: dt.date) -> str:
        """An actor, a place or a date, as often as news names each."""
        drawn = self._generator.random()
        if drawn < _ACTORS:
            return self._actors.draw(1)[0]
        if drawn < _ACTORS + _PLACES:
            return f"{_IN} {self._places.draw(1)[0]}"
        return written_date(self._generator, day)


def _behind(clitic: str, word: str) -> str:
    """A word with what stands before it, but for what no word takes: a second article, or anything before a few letters."""
    has_article = word.startswith(_ARTICLE) and clitic.endswith(_ARTICLE[-1])
    return word if has_article or len(word) < _SHORTEST else clitic + word


def written_date(generator: random.Random, report: dt.date) -> str:
    """A day before a report's own, as reports write it: in full, without a year, in digits, or by what it is to the report."""
    day = report - dt.timedelta(days=generator.randrange(400))
    month = generator.choice((_MONTHS_OF_THE_LEVANT, _MONTHS_OF_THE_NILE))[day.month - 1]
    ways = (
        f"{day.day} {month} {day.year}", f"{day.day} {month}", f"{month} {day.year}", f"{day.day}/{day.month}/{day.year}",
        f"{_YEAR} {day.year}", f"{_DAY} {generator.choice(_WEEKDAYS)}", *_BEFORE,
    )  # fmt: skip
    return generator.choice(ways)


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
