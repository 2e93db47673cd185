"""Every command: what it prints, in which shape, and with which exit code."""

from __future__ import annotations

import importlib
import json
import os
import signal
import socket
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cli
from analyzers import kashf_analyzer
from cli.indexing import stoppable
from cli.main import COMMANDS
from engines import open_engine
from extraction.gazetteer import GazetteerError
from extraction.places import PlaceDataError
from indexer.identity import Registrar

if TYPE_CHECKING:
    from indexer.identity import Admission
    from tests.cli.conftest import Kashf

ROOT = Path(cli.__file__).parents[1]


def started(*args: object, **options: object) -> subprocess.Popen[bytes]:
    """The command as a process of its own, under a locale that knows no Arabic."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-c", "from cli.main import main; main()", *map(str, args)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)  # type: ignore[call-overload, no-any-return]  # as given


# ---- all


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(kashf: Kashf, name: str) -> None:
    shown = kashf(name, "--help").output
    assert f"kashf {name}" in shown.split("Example:")[1]
    # What `kashf --help` says of it without loading it is how its own help begins.
    assert COMMANDS[name].rstrip(".").split(",")[0] in " ".join(shown.split())


def test_the_list_of_commands_loads_none_of_them() -> None:
    program = "import sys; from cli.main import kashf; kashf(['--help'], standalone_mode=False); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    for name in ("analyzers", "engines", "extraction", "indexer", "flask", "tantivy", *(f"cli.{name}" for name in COMMANDS)):
        assert f"'{name}'" not in done.stdout
    assert "Search the index." in done.stdout


@pytest.mark.parametrize("error", [GazetteerError, PlaceDataError])
@pytest.mark.parametrize("command", [["index", "reports"], ["extract", "reports"], ["serve", "--port", "8765"]])
def test_a_gazetteer_that_can_not_be_used_is_code_2_and_one_line(
    kashf: Kashf, reports: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception], command: list[str]
) -> None:
    def fail(*_: object) -> None:
        raise error("actors/mine.yaml:3: no id;\nadd one")

    for module in ("indexer.pipeline", "cli.serve"):
        importlib.import_module(module)
        monkeypatch.setattr(f"{module}.default_extractor", fail)
    arguments = [reports if argument == "reports" else argument for argument in command]
    assert kashf(*arguments, code=2).stderr == "kashf: actors/mine.yaml:3: no id; add one\n"


def test_the_commands_are_those_of_the_documentation() -> None:
    assert set(COMMANDS) == {
        "alerts", "analyze", "backup", "delete", "doctor", "evaluate", "export", "extract", "gazetteer", "index", "password",
        "reindex", "restore", "search", "serve", "status", "watch",
    }  # fmt: skip


@pytest.mark.parametrize("command", [["search", "قصف"], ["status"], ["delete", "1"], ["reindex"]])
def test_without_an_index_the_code_is_3_and_the_message_helps(kashf: Kashf, command: list[str]) -> None:
    assert "kashf index" in kashf(*command, code=3).stderr


@pytest.mark.parametrize("engine", ["http://localhost:9200/x", "nonsense", "embedded:"])
def test_an_engine_that_can_not_be_used_is_code_3(kashf: Kashf, engine: str) -> None:
    assert kashf("search", "قصف", "--engine", engine, code=3).stderr.startswith("kashf: ")


def test_an_index_of_another_analyzer_is_code_3_until_it_is_built_anew(kashf: Kashf) -> None:
    open_engine(kashf.engine, fingerprint="another", create=True).close()
    assert "kashf reindex" in kashf("search", "قصف", code=3).stderr
    assert kashf.json("status", code=3)["current"] is False
    assert kashf.json("reindex")["documents"] == 0
    assert kashf.json("status")["current"] is True


def test_an_index_that_is_being_written_is_code_3(filled: Kashf, reports: Path) -> None:
    engine = open_engine(filled.engine, fingerprint=kashf_analyzer().fingerprint)
    with engine.writer():
        filled("index", reports, code=3)
        filled("delete", "aleppo", code=3)
    engine.close()


# ---- index


def test_index_counts_in_its_stable_shape(kashf: Kashf, reports: Path, tmp_path: Path) -> None:
    first = kashf.json("index", reports)
    assert {name: first[name] for name in ("added", "updated", "unchanged", "deleted", "failed")} == {
        "added": 3, "updated": 0, "unchanged": 0, "deleted": 0, "failed": [],
    }  # fmt: skip
    assert isinstance(first["seconds"], float)
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\0")
    second = kashf.json("index", reports, bad, code=1)
    assert second["unchanged"] == 3
    assert second["failed"][0].keys() == {"path", "stage", "error"}
    assert second["failed"][0]["path"] == str(bad)


def test_index_shows_what_was_found(kashf: Kashf, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "x.exe").write_bytes(b"MZ")
    result = kashf("index", tmp_path)
    assert "3 added" in result.stdout
    assert "documents: 3\n" in result.stdout
    assert "كتائب حزب الله" in result.stdout
    assert "\nactors: " in result.stdout
    assert "1 .exe" in result.stderr


def test_index_from_standard_input_with_defaults(kashf: Kashf) -> None:
    kashf("index", "-", "--date", "2024-01-25", "--source", "مراسل", stdin="عنوان\n\nنص".encode())
    kashf("index", "-", stdin="نص آخر".encode())
    assert kashf.json("status")["documents"] == 2
    (hit,) = kashf.json("search", "عنوان")["hits"]
    assert (hit["report_date"], hit["source"]) == ("2024-01-25", "مراسل")


def test_index_dry_run_prune_and_only_failed(filled: Kashf, reports: Path, tmp_path: Path) -> None:
    extra = tmp_path / "extra.txt"
    extra.write_bytes(b"\0")
    assert "Would be done: 0 added" in filled("index", tmp_path, "--dry-run", code=1).stdout
    assert filled.json("status")["failed"] == []
    filled("index", tmp_path, code=1)
    assert filled.json("status")["failed"][0]["path"] == str(extra)
    extra.write_text("نص مصلح", "utf-8")
    assert filled.json("index", "--only-failed")["added"] == 1
    extra.unlink()
    assert filled.json("index", tmp_path, "--prune", "--dry-run")["deleted"] == 1
    assert filled.json("index", tmp_path, "--prune")["deleted"] == 1


def test_a_dry_run_makes_no_index(kashf: Kashf, reports: Path) -> None:
    assert kashf.json("index", reports, "--dry-run")["added"] == 3
    kashf("status", code=3)


def test_a_path_that_is_not_there_makes_no_index(kashf: Kashf) -> None:
    assert "gone.txt is not there" in kashf("index", "gone.txt", code=2).stderr
    kashf("status", code=3)


@pytest.mark.parametrize(
    "command",
    [["index"], ["index", "gone.txt"], ["index", "x", "--date", "soon"], ["index", "x", "--jobs", "0"], ["extract"], ["nonsense"]],
)
def test_wrong_usage_is_code_2(kashf: Kashf, command: list[str]) -> None:
    assert kashf(*command, code=2).stderr


def test_ctrl_c_ends_a_run_in_order(kashf: Kashf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"قصف {number}"}) for number in range(20)), "utf-8")
    admitted = iter(range(1, 100))
    admit = Registrar.admit

    def interrupted(registrar: Registrar, *seen: object) -> Admission:
        if next(admitted) == 5:
            signal.raise_signal(signal.SIGINT)
        return admit(registrar, *seen)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(Registrar, "admit", interrupted)
    result = kashf("index", path, code=1)
    assert "5 added" in result.stdout
    assert "goes on from here" in result.stderr
    assert kashf.json("index", path)["added"] == 15


def test_a_second_ctrl_c_stops_at_once() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stoppable() as asked:
        signal.raise_signal(signal.SIGINT)
        assert asked()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


# ---- search


def test_search_answers_in_its_stable_shape(filled: Kashf) -> None:
    answer = filled.json("search", "القاعده الجوية")
    assert answer.keys() >= {"total", "more", "took_ms", "query", "hits", "facets"}
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    assert hit.keys() >= {"id", "title", "score", "report_date", "level", "snippet", "actors", "locations", "dates"}
    assert (hit["id"], hit["report_date"]) == ("ain-al-asad", "2024-01-21")
    marked = [hit["snippet"]["text"][start:end] for start, end in hit["snippet"]["spans"]]
    assert "الجوية" in marked
    assert "grp:kataib-hezbollah" in hit["actors"]
    assert "2024-01-20" in hit["dates"]
    assert {"actor", "location", "date"} <= answer["facets"].keys()
    for bucket in answer["facets"]["actor"]:
        assert bucket.keys() >= {"value", "label", "count", "selected"}
        assert bucket["label"].keys() == {"ar", "en"}


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        (["--actor", "grp:kataib-hezbollah"], {"ain-al-asad"}),
        (["--not-actor", "grp:kataib-hezbollah"], {"aleppo", "undated"}),
        (["--actor", "grp:kataib-hezbollah", "--actor", "none"], {"ain-al-asad", "undated"}),
        (["--all-actor", "grp:kataib-hezbollah"], {"ain-al-asad"}),
        (["--all-actor", "grp:kataib-hezbollah", "--all-location", "cty:SY"], set()),
        (["--all-location", "cty:IQ"], {"ain-al-asad"}),
        (["--location", "none"], {"undated"}),
        (["--source", "وكالة"], {"ain-al-asad"}),
        (["--not-source", "وكالة"], {"aleppo", "undated"}),
        (["--type", "news"], {"ain-al-asad"}),
        (["--not-type", "news"], {"aleppo", "undated"}),
        (["--from", "2024-02"], {"aleppo"}),
        (["--to", "2024-01"], {"ain-al-asad"}),
        (["--from", "2024", "--to", "2024"], {"ain-al-asad", "aleppo"}),
        (["--from", "2024-01-21", "--to", "2024-01-21", "--date-of", "report"], {"ain-al-asad"}),
    ],
)
def test_search_narrows(filled: Kashf, options: list[str], ids: set[str]) -> None:
    assert {hit["id"] for hit in filled.json("search", "", *options)["hits"]} == ids


def test_values_to_choose_among_and_values_together_are_not_mixed(filled: Kashf) -> None:
    assert "give all of them in one way" in filled("search", "", "--actor", "x", "--all-actor", "y", code=2).output


def test_search_sorts_and_pages(filled: Kashf) -> None:
    ids = [hit["id"] for hit in filled.json("search", "", "--sort", "report_oldest")["hits"]]
    assert ids == ["ain-al-asad", "aleppo", "undated"]
    (second,) = filled.json("search", "", "--sort", "report_oldest", "--size", "1", "--page", "2")["hits"]
    assert second["id"] == "aleppo"


def test_search_for_people(filled: Kashf) -> None:
    shown = filled("search", "معارك حلب", "--explain").stdout
    assert "1. [معارك] في [حلب]" in shown
    assert "aleppo · 2024-11-30 · مراسل" in shown
    assert "score" in shown
    assert "\x1b" not in shown


def test_a_level_narrows_how_words_match(filled: Kashf) -> None:
    assert filled.json("search", "والقصف")["total"] == 1
    assert filled.json("search", "والقصف", "--level", "exact")["total"] == 0


@pytest.mark.parametrize(
    "options", [["--from", "soon"], ["--from", "2025", "--to", "2024"], ["--sort", "x"], ["--size", "101"], ["--page", "0"]]
)
def test_a_bad_query_is_code_2(filled: Kashf, options: list[str]) -> None:
    filled("search", "قصف", *options, code=2)


# ---- analyze, extract, evaluate


def test_analyze_prints_a_line_for_each_text(kashf: Kashf) -> None:
    one, two = kashf.lines("analyze", "والقصف على", "القاعدة")
    assert (one["text"], two["text"]) == ("والقصف على", "القاعدة")
    assert one["tokens"][0].keys() == {"start", "end", "position", "exact", "folded", "stem", "root", "stop"}
    assert [(token["stem"], token["stop"]) for token in one["tokens"]] == [("قصف", False), ("علي", True)]


def test_analyze_explains_what_was_cut_and_what_not(kashf: Kashf) -> None:
    line = kashf.json("analyze", "--explain", "وزيرهم")
    kept, cut = line["tokens"][0]["why"][0], line["tokens"][0]["why"][-1]
    assert kept.pop("text").startswith("proclitic: و stays: الوزير is a word")
    assert kept == {"rule": "proclitic", "affix": "و", "word": "وزيرهم", "refused": "noun", "evidence": "الوزير"}
    assert cut == {"rule": "pronoun", "affix": "هم", "result": "وزير", "text": "pronoun: هم cut, وزير left"}
    shown = kashf("analyze", "--explain", "وزيرهم على قصف").stdout
    assert "proclitic: و stays: الوزير is a word" in shown
    assert "a stop word" in shown
    assert "nothing of it looks like an affix" in shown


def test_analyze_reads_lines_of_standard_input(kashf: Kashf) -> None:
    lines = kashf.lines("analyze", stdin="\ufeffقصف\r\n\nعين الأسد\n".encode())
    assert [line["text"] for line in lines] == ["قصف", "", "عين الأسد"]
    assert "stem قصف" in kashf("analyze", "-", stdin="والقصف".encode()).stdout


def test_analyze_refuses_bytes_that_are_no_text(kashf: Kashf) -> None:
    assert "line 2" in kashf("analyze", stdin=b"a\n\xff\xff\n", code=2).stderr


def test_extract_answers_in_its_stable_shape(kashf: Kashf, reports: Path) -> None:
    first, _, _ = kashf.lines("extract", reports)
    assert first.keys() == {"id", "report_date", "actors", "locations", "dates"}
    assert (first["id"], first["report_date"]) == ("ain-al-asad", "2024-01-21")
    (actor,) = (actor for actor in first["actors"] if actor["id"] == "grp:kataib-hezbollah")
    text = json.loads(reports.read_text("utf-8").splitlines()[0])["text"]
    for mention in actor["mentions"]:
        assert mention.keys() == {"start", "end", "text"}
        assert text[mention["start"] : mention["end"]] == mention["text"]
    base = next(place for place in first["locations"] if place["label"]["ar"] == "قاعدة عين الأسد")
    assert base.keys() >= {"id", "level", "label", "country", "path", "lat", "lon", "mentions"}
    assert base["path"][-1] == base["id"]
    assert {mention.get("field") for mention in base["mentions"]} == {"title", None}
    (day,) = (date for date in first["dates"] if date["precision"] == "day")
    assert (day["start"], day["end"], day["calendar"]) == ("2024-01-20", "2024-01-20", "gregorian")


def test_extract_explains_and_takes_a_report_date(kashf: Kashf) -> None:
    found = kashf.json("extract", "-", "--date", "2024-01-25", "--explain", stdin="قصف في حلب يوم 20 كانون الثاني".encode())
    assert found["report_date"] == "2024-01-25"
    assert [date["start"] for date in found["dates"]] == ["2024-01-20"]
    mentions = [mention for kind in ("locations", "dates") for entity in found[kind] for mention in entity["mentions"]]
    assert mentions
    assert all(mention["rule"] for mention in mentions)


def test_extract_for_people_lists_failures(kashf: Kashf, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\0")
    result = kashf("extract", reports, tmp_path / "bad.txt", code=1)
    assert "grp:kataib-hezbollah" in result.stdout
    assert "bad.txt" in result.stderr


def test_evaluate_measures_what_a_search_finds(kashf: Kashf, tmp_path: Path) -> None:
    documents = [{"_id": "1", "title": "", "text": "قصف على القاعدة"}, {"_id": "2", "title": "معارك", "text": "في حلب"}]
    queries = [{"_id": "q1", "text": "والقصف"}, {"_id": "q2", "text": "حلب"}, {"_id": "unjudged", "text": "شيء"}]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)), "utf-8")
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), "utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\t1\t1\nq2\t2\t2\nq2\t1\t0\n", "utf-8")
    figures = kashf.json("evaluate", tmp_path)
    assert figures.keys() == {
        "documents", "queries", "nDCG@10", "MRR@10", "R@10", "R@100", "index_seconds", "query_ms",
    }  # fmt: skip
    assert (figures["documents"], figures["queries"]) == (2, 2)
    assert figures["nDCG@10"] == figures["MRR@10"] == figures["R@10"] == figures["R@100"] == 1.0
    assert figures["query_ms"].keys() == {"p50", "p95"}
    assert "nDCG@10: 1.0" in kashf("evaluate", tmp_path).stdout


def test_evaluate_without_a_judged_corpus_is_code_2(kashf: Kashf, tmp_path: Path) -> None:
    assert "corpus.jsonl" in kashf("evaluate", tmp_path, code=2).stderr


# ---- status, delete, reindex


def test_status_tells_of_index_and_last_run(filled: Kashf) -> None:
    found = filled.json("status")
    assert found.keys() == {
        "engine", "documents", "bytes", "format", "fingerprint", "current", "files", "waiting", "repeated", "last_run",
        "failures_by_kind", "failed", "quality", "flagged", "unresolved",
    }  # fmt: skip
    assert (found["quality"], found["flagged"]) == ({}, [])
    assert (found["files"], found["waiting"], found["repeated"], found["failures_by_kind"]) == (1, 0, 0, {})
    assert (found["engine"], found["documents"], found["fingerprint"]) == (filled.engine, 3, kashf_analyzer().fingerprint)
    assert found["last_run"]["added"] == 3
    assert "documents: 3," in filled("status").stdout


def test_status_lists_failures_and_says_what_to_do(filled: Kashf, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.md"):
        (tmp_path / name).write_bytes(b"\0")
    filled("index", tmp_path, code=1)
    assert filled.json("status")["failures_by_kind"] == {"read .txt": 2, "read .md": 1}
    shown = filled("status").stdout
    assert f"failed: {tmp_path / 'a.txt'}: " in shown
    assert "failed by kind: 2 read .txt, 1 read .md; `kashf index --only-failed` tries them again" in shown


def test_index_writes_a_report_and_can_be_quiet_or_verbose(kashf: Kashf, reports: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\0")
    result = kashf("index", tmp_path, "--report", tmp_path / "report.out", "--quiet", code=1)
    assert (result.stdout, result.stderr.count("\n")) == ("", 1)
    report = json.loads((tmp_path / "report.out").read_text("utf-8"))
    assert (report["added"], report["failures_by_kind"], report["interrupted"]) == (3, {"read .txt": 1}, False)
    assert "indexer.running: run 2" in kashf("index", reports, "--verbose").stderr
    assert f"reading {bad}" in kashf("index", bad, "-vv", code=1).stderr
    assert "can not be written" in kashf("index", reports, "--report", tmp_path / "gone" / "x", code=2).stderr


def test_index_without_extraction_is_completed_by_reindex(kashf: Kashf, reports: Path) -> None:
    kashf("index", reports, "--no-extract")
    assert kashf.json("search", "قصف")["hits"][0]["actors"] == []
    kashf("reindex")
    assert "grp:kataib-hezbollah" in kashf.json("search", "قصف")["hits"][0]["actors"]


@pytest.mark.parametrize("options", [["--encoding", "none-such"], ["--map", "title"], ["--map", "nothing=x"]])
def test_index_refuses_what_it_does_not_know(kashf: Kashf, reports: Path, options: list[str]) -> None:
    kashf("index", reports, *options, code=2)


def test_index_takes_columns_and_encodings_that_it_is_told(kashf: Kashf, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\nعنوان,قصف على القاعدة\n", "cp864", errors="replace")
    (tmp_path / "b.csv").write_text("a,b\nعنوان,قصف على القاعدة\n", "utf-8")
    assert kashf.json("index", tmp_path / "b.csv", "--map", "title=a", "--map", "text=b")["added"] == 1
    assert kashf.json("search", "قصف")["hits"][0]["title"] == "عنوان"
    kashf("index", tmp_path / "a.csv", "--map", "title=a", "--map", "text=b", "--encoding", "cp864")


def test_deleted_documents_stay_away_until_they_change(filled: Kashf, reports: Path) -> None:
    assert filled.json("delete", "aleppo", "gone", "gone", code=1) == {"deleted": 1, "unknown": ["gone"]}
    assert filled.json("delete", "undated") == {"deleted": 1, "unknown": []}
    reports.touch()
    assert filled.json("index", reports)["added"] == 0
    assert filled.json("status")["documents"] == 1
    reports.write_text(reports.read_text("utf-8").replace("معارك في حلب", "معارك حلب"), "utf-8")
    assert filled.json("index", reports)["added"] == 1
    assert filled.json("status")["documents"] == 2


def test_status_and_delete_look_at_the_journals_of_slices(kashf: Kashf, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(12):
        fields = {"id": f"r{number}", "text": f"بيان رقم {number}", "actors": ["جماعة", f"جماعة {number}"]}
        (folder / f"{number}.jsonl").write_text(json.dumps(fields), "utf-8")
    (folder / "bad.txt").write_bytes(b"\0")
    added = [len(kashf.json("index", folder, "--slice", f"{part}/3", code=None)["failed"]) for part in (1, 2, 3)]
    assert sum(added) == 1
    status = kashf.json("status")
    assert (status["documents"], status["files"], len(status["failed"]), status["waiting"]) == (12, 13, 1, 0)
    assert (status["unresolved"]["count"], status["unresolved"]["first"][0]["documents"]) == (13, 12)
    kashf.json("reindex")
    assert kashf.json("status")["unresolved"] == status["unresolved"]
    kashf("delete", *(f"r{number}" for number in range(12)))
    for part in (1, 2, 3):
        (folder / f"{part}.jsonl").touch()
        kashf.json("index", folder, "--slice", f"{part}/3", code=None)
    assert kashf.json("status")["documents"] == 0


def test_reindex_needs_no_sources(filled: Kashf, reports: Path) -> None:
    before = filled.json("search", "قصف")
    reports.unlink()
    report = filled.json("reindex")
    assert (report["documents"], report["kept"]) == (3, 0)
    after = filled.json("search", "قصف")
    assert [hit["id"] for hit in after["hits"]] == [hit["id"] for hit in before["hits"]]
    assert after["facets"] == before["facets"]


# ---- processes


def test_output_is_utf_8_whatever_the_locale(kashf: Kashf) -> None:
    out, _ = started("analyze", "والقصف").communicate(timeout=60)
    assert "stem قصف" in out.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "lines").write_text("قصف على القاعدة\n" * 5_000, "utf-8")
    with (tmp_path / "lines").open("rb") as lines, started("analyze", "-", stdin=lines) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
    assert (process.returncode, err) == (0, b"")


def test_serve_refuses_a_port_that_is_taken(kashf: Kashf) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"port {port}" in kashf("serve", "--port", port, code=2).stderr


def test_the_version_is_the_packages(kashf: Kashf) -> None:
    try:
        version = metadata.version("kashf")
    except metadata.PackageNotFoundError:
        pytest.skip("kashf is not installed, only on the path")
    assert kashf("--version").stdout == f"kashf, version {version}\n"
