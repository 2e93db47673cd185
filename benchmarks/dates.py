"""Dates, measured: `python benchmarks/dates.py DATA` prints one JSON object.

DATA is a folder with `dates/probes_ar.jsonl`, `dates/recognizers_ar.jsonl` (Microsoft Recognizers-Text, `DateParser`, judged by
the `past` value) and `reports/gold.jsonl`. `--verbose` lists every miss on stderr. What no report would say, or says with another
meaning there, is left out of the second figure: `dates_skipped.yaml` beside this file has each with its reason.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from extraction.dates import DateExtractor

if TYPE_CHECKING:
    from extraction.values import DateExpression

Row = dict[str, Any]
Log = Callable[..., None]

_NO_DATE = "0001-01-01"
"""What Recognizers gives for a day that does not exist."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    extractor = DateExtractor()
    log = _print if arguments.verbose else _ignore
    print(
        json.dumps(
            {
                "probes": probes(extractor, _rows(arguments.data / "dates" / "probes_ar.jsonl"), log),
                "recognizers": recognizers(extractor, _rows(arguments.data / "dates" / "recognizers_ar.jsonl"), log),
                "reports": reports(extractor, _rows(arguments.data / "reports" / "gold.jsonl"), log),
                "speed": speed(extractor, _rows(arguments.data / "reports" / "gold.jsonl")),
            }
        )
    )


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _print(*values: object) -> None:
    print(*values, sep="\t", file=sys.stderr)


def _ignore(*_values: object) -> None:
    pass


def _extract(extractor: DateExtractor, row: Row, reference: str) -> list[DateExpression]:
    return extractor.extract(row["text"], report_date=dt.date.fromisoformat(reference[:10]))


def _value(expression: DateExpression) -> set[str]:
    """The value, in the form of the probes; a range has two."""
    if expression.precision == "range":
        return {expression.start.isoformat(), expression.end.isoformat()}
    return {expression.start.isoformat()[: {"day": 10, "month": 7, "year": 4}[expression.precision]]}


def probes(extractor: DateExtractor, rows: list[Row], log: Log) -> Row:
    """Sentences of news: exactly the values, and nothing else."""
    right = 0
    for row in rows:
        found = set().union(*(_value(expression) for expression in _extract(extractor, row, row["ref"])))
        right += found == set(row["values"])
        if found != set(row["values"]):
            log("PROBE", row["id"], row["text"], sorted(found), row["values"])
    return {"right": right, "all": len(rows)}


def recognizers(extractor: DateExtractor, rows: list[Row], log: Log) -> Row:
    """`DateParser` of Recognizers-Text: the day of the `past` value, and no other."""
    skipped = yaml.safe_load(Path(__file__).with_name("dates_skipped.yaml").read_text(encoding="utf-8"))
    reasons = {number: reason for reason, numbers in skipped.items() for number in numbers}
    rows = [row for row in rows if row["spec"] == "DateParser"]
    right = asked = 0
    for row in rows:
        found = {expression.start.isoformat() for expression in _extract(extractor, row, row["ref"])}
        expected = {item["past"]["date"] for item in row["expected"]} - {_NO_DATE}
        number = int(row["id"].removeprefix("DateParser-"))
        if number in reasons:
            log("SKIPPED", number, row["text"], "right" if found == expected else "wrong", reasons[number])
            continue
        asked += 1
        right += found == expected
        if found != expected:
            log("RECOGNIZERS", number, row["text"], row["ref"][:10], sorted(found), sorted(expected))
    return {"right": right, "asked": asked, "skipped": len(rows) - asked, "all": len(rows), "share": right / asked}


def reports(extractor: DateExtractor, rows: list[Row], log: Log) -> Row:
    """Reports with gold dates: precision, recall and F1 over documents' distinct dates, by the policy of their README."""
    right = wrong = missed = 0
    for row in rows:
        found = _extract(extractor, row, row["report_date"])
        gold = {(date["start"], date["end"]): date for date in row["dates"]}
        hit: set[tuple[str, str]] = set()
        for expression in found:
            key = expression.start.isoformat(), expression.end.isoformat()
            match = next((name for name, date in gold.items() if name not in hit and _means(key, name, date)), None)
            if match is not None:
                hit.add(match)
            elif not _ignored(expression, row):
                wrong += 1
                log("FALSE", row["id"], *key, [mention.text for mention in expression.mentions])
        for name in gold.keys() - hit:
            log("MISSED", row["id"], *name, gold[name]["mentions"])
        right += len(hit)
        missed += len(gold) - len(hit)
        _spans(row, found, log)
    precision, recall = right / (right + wrong or 1), right / (right + missed or 1)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall or 1), 4),
        "right": right,
        "wrong": wrong,
        "missed": missed,
    }


def _means(key: tuple[str, str], name: tuple[str, str], date: Row) -> bool:
    return key == name or list(key) in [list(other) for other in date.get("alt", [])]


def _ignored(expression: DateExpression, row: Row) -> bool:
    spans = [span for item in (row.get("ignore") or {}).get("dates", []) for span in item["spans"]]
    return all(any(mention.start < end and start < mention.end for start, end in spans) for mention in expression.mentions)


def _spans(row: Row, found: list[DateExpression], log: Log) -> None:
    mentions = {(mention.start, mention.end) for expression in found for mention in expression.mentions}
    gold = {tuple(span) for date in row["dates"] for span in date["spans"]}
    for start, end in sorted(gold - mentions):
        log("SPAN", row["id"], row["text"][start:end], [row["text"][a:b] for a, b in mentions if a < end and start < b])


def speed(extractor: DateExtractor, rows: list[Row]) -> Row:
    """Documents of a second of processor time, as they are and made a hundred times as long."""
    texts = [row["text"] for row in rows]
    day = dt.date(2024, 1, 25)
    result: Row = {"words": round(sum(len(text.split()) for text in texts) / len(texts))}
    for name, sample in (("documents", texts * 5), ("long", [" ".join(texts) * 20])):
        begun = time.process_time()
        for text in sample:
            extractor.extract(text, report_date=day)
        seconds = time.process_time() - begun
        result[f"{name}_a_second"] = round(len(sample) / seconds, 2)
        result[f"{name}_characters_a_second"] = round(sum(map(len, sample)) / seconds)
    return result


if __name__ == "__main__":
    main()
