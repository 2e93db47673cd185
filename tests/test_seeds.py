"""The sample reports are what seeds/README.md says. Files are parsed here by hand: no reader of ours judges itself."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hijridate import Gregorian

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = Path(__file__).parents[1] / "seeds"

FIELDS = {
    "id", "title", "text", "date", "source", "url", "language", "type", "actors", "locations", "dates", "metadata",
}  # fmt: skip

# A country is covered where one of these is named in a report.
COUNTRIES = {
    "Iraq": ("العراق", "بغداد"),
    "Syria": ("سوريا", "سورية", "دمشق", "حلب"),
    "Yemen": ("اليمن", "صنعاء", "عدن"),
    "Lebanon": ("لبنان", "بيروت"),
    "Palestine": ("غزة", "جنين", "فلسطين"),
    "Libya": ("ليبيا", "طرابلس"),
    "Sudan": ("السودان", "الخرطوم"),
}

WEEKDAYS = {
    "الاثنين": 0, "الثلاثاء": 1, "الاربعاء": 2, "الخميس": 3, "الجمعة": 4, "السبت": 5, "الاحد": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip

MONTHS = {
    "يناير": 1, "كانون الثاني": 1, "جانفي": 1, "فبراير": 2, "شباط": 2, "فيفري": 2, "مارس": 3, "اذار": 3,
    "ابريل": 4, "نيسان": 4, "افريل": 4, "مايو": 5, "ايار": 5, "ماي": 5, "يونيو": 6, "حزيران": 6, "جوان": 6,
    "يوليو": 7, "تموز": 7, "جويلية": 7, "اغسطس": 8, "اب": 8, "اوت": 8, "غشت": 8, "سبتمبر": 9, "ايلول": 9,
    "اكتوبر": 10, "تشرين الاول": 10, "نوفمبر": 11, "تشرين الثاني": 11, "ديسمبر": 12, "كانون الاول": 12, "دجنبر": 12,
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip

RELATIVE_DAYS = {"اليوم": 0, "امس": -1, "غدا": 1, "غد": 1}

_WEEKDAY = "(" + "|".join(WEEKDAYS) + ")"
_MONTH = "(" + "|".join(sorted(MONTHS, key=len, reverse=True)) + ")"
WEEKDAY_BESIDE_DATE = re.compile(rf"\b{_WEEKDAY}[,،]? (\d{{1,2}}) {_MONTH}\b(?:/\w+(?: الثاني| الاول)?)?(?: (\d{{4}})\b)?")
WEEKDAY_BESIDE_RELATIVE = re.compile(rf"\b({'|'.join(RELATIVE_DAYS)}) {_WEEKDAY}\b(?! \d)")
_SPELLING = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ـ": None} | {chr(mark): None for mark in range(0x64B, 0x653)})


@dataclass(frozen=True, slots=True)
class Report:
    """A sample report as a person reads it."""

    path: str
    id: str
    title: str
    text: str
    date: str
    language: str

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.date)

    @property
    def words(self) -> list[str]:
        return re.findall(r"\w+", simplify(f"{self.title} {self.text}"))


def simplify(text: str) -> str:
    """Spelling differences that matter to no test here: hamzas, marks, digit sets, الجمعه, الإثنين."""
    digits = re.sub(r"[٠-٩]", lambda digit: str(int(digit[0])), text)
    return digits.translate(_SPELLING).replace("الجمعه", "الجمعة").casefold()


def read_jsonl(path: Path) -> Iterator[Report]:
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = json.loads(line)
        assert set(fields) <= FIELDS, path
        yield Report(
            path=path.name,
            id=fields["id"],
            title=fields["title"],
            text=fields.get("text", ""),
            date=fields["date"],
            language=fields["language"],
        )


def read_markdown(path: Path) -> Report:
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    fields = yaml.safe_load(front)
    heading = re.search(r"^# (.+)$", body, re.MULTILINE)
    title = fields.get("title") or (heading[1] if heading else "")
    return Report(path.name, path.stem, title, body.strip(), str(fields["date"]), fields["language"])


def read_text(path: Path) -> Report:
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    has_title = rest.startswith("\n") and len(first) <= 200
    text = rest.strip() if has_title else f"{first}\n{rest}".strip()
    language = "ar" if re.search("[ء-ي]", text) else "en"
    return Report(path.name, path.stem, first if has_title else "", text, path.name[:10], language)


def read_reports() -> Iterator[Report]:
    for path in sorted(SEEDS.rglob("*.*")):
        if path.suffix == ".jsonl":
            yield from read_jsonl(path)
        elif path.suffix == ".md" and path.name != "README.md":
            yield read_markdown(path)
        elif path.suffix == ".txt":
            yield read_text(path)


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return list(read_reports())


def similarity(one: Report, other: Report) -> float:
    """Jaccard index of the two sets of words."""
    first, second = set(one.words), set(other.words)
    return len(first & second) / len(first | second)


def test_there_are_enough_reports_in_every_format(reports: list[Report]) -> None:
    assert len(reports) >= 40
    assert {Path(report.path).suffix for report in reports} == {".jsonl", ".md", ".txt"}


def test_ids_are_unique(reports: list[Report]) -> None:
    assert len({report.id for report in reports}) == len(reports)


def test_every_report_has_a_date_and_every_year_is_covered(reports: list[Report]) -> None:
    assert {report.day.year for report in reports} == set(range(2014, 2026))


def test_a_date_in_a_file_name_is_the_report_s(reports: list[Report]) -> None:
    for report in reports:
        if not report.path.endswith(".jsonl"):
            assert report.path.startswith(report.date), report.path


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_is_covered(country: str, reports: list[Report]) -> None:
    named = [report for report in reports if any(name in report.title + report.text for name in COUNTRIES[country])]
    assert len(named) >= 5


def test_four_reports_are_in_english(reports: list[Report]) -> None:
    english = [report for report in reports if report.language == "en"]
    assert len(english) == 4
    assert not any(re.search("[ء-ي]", report.text) for report in english)
    assert {report.language for report in reports} == {"ar", "en"}


def test_only_the_digests_are_near_duplicates(reports: list[Report]) -> None:
    near = [{one.id, other.id} for one, other in combinations(reports, 2) if similarity(one, other) >= 0.6]
    assert near == [{"digests-2019-03-24", "syria-2019-03-24"}, {"digests-2024-02-03", "iraq-2024-02-03"}]


def test_one_report_has_five_thousand_words(reports: list[Report]) -> None:
    long = [report for report in reports if sum(bool(re.search("[ء-ي]", word)) for word in report.text.split()) >= 5_000]
    assert [report.id for report in long] == ["2017-02-26-weekly-iraq"]


def test_the_long_report_does_not_repeat_itself(reports: list[Report]) -> None:
    (long,) = (report for report in reports if report.id == "2017-02-26-weekly-iraq")
    sentences = [sentence.strip() for sentence in re.split(r"[.\n]", long.text) if len(sentence.split()) > 4]
    assert len(sentences) == len(set(sentences))


def test_one_report_is_a_title_alone_and_one_has_none(reports: list[Report]) -> None:
    assert [report.id for report in reports if not report.text] == ["flashes-2019-11-20"]
    assert [report.id for report in reports if not report.title] == ["2020-05-22-tripoli-note"]


def test_spelling_varies_as_in_real_reports(reports: list[Report]) -> None:
    everything = "\n".join(report.text for report in reports)
    for sample in ("ـ", "َ", "الجمعه", "الانبار", "الأنبار", "٢٠١٩", "2019", "شباط", "أغسطس", "غشت", "أفريل", "فيفري"):
        assert sample in everything, sample
    assert re.search(r"[ء-ي]\.[ء-ي]", everything)


def test_the_hijri_date_is_the_day_named_beside_it(reports: list[Report]) -> None:
    (report,) = (report for report in reports if "١ رمضان ١٤٤٣هـ" in report.text)
    assert "السبت 2 أبريل الموافق ١ رمضان" in report.text
    assert Gregorian(2022, 4, 2).to_hijri().datetuple() == (1443, 9, 1)


def year_of(month: int, report: Report) -> int:
    """A date without a year is the latest that is not after the month of the report."""
    return report.day.year if month <= report.day.month else report.day.year - 1


def test_weekdays_beside_dates_are_right(reports: list[Report]) -> None:
    checked = 0
    for report in reports:
        for match in WEEKDAY_BESIDE_DATE.finditer(simplify(f"{report.title}\n{report.text}")):
            weekday, day, month_name, year = match.groups()
            month = MONTHS[month_name]
            date = dt.date(int(year) if year else year_of(month, report), month, int(day))
            assert date.weekday() == WEEKDAYS[weekday], (report.id, match[0], date)
            checked += 1
    assert checked >= 60


def test_weekdays_beside_relative_days_are_right(reports: list[Report]) -> None:
    checked = 0
    for report in reports:
        for match in WEEKDAY_BESIDE_RELATIVE.finditer(simplify(f"{report.title}\n{report.text}")):
            day = report.day + dt.timedelta(days=RELATIVE_DAYS[match[1]])
            assert day.weekday() == WEEKDAYS[match[2]], (report.id, match[0], day)
            checked += 1
    assert checked >= 30
