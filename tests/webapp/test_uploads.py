"""Reports added in the browser: indexed as by the command, under names that lead nowhere."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.base import IndexBusyError
from indexer.values import Failure, IndexingError, Notice, Report
from webapp.app import Options, create_app_over
from webapp.uploads import LONGEST_NAME, MOST_FILES, Uploads, safe_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

    from indexer.defaults import Defaults
    from webapp.collection import OpenIndex

LARGEST = 100_000


class Indexing:
    """What the server would index with: remembers what it was given."""

    def __init__(self) -> None:
        self.given: list[tuple[list[str], Defaults]] = []
        self.answer: Report | Exception = Report(added=1)

    def __call__(self, folder: Path, defaults: Defaults) -> Report:
        self.given.append((sorted(path.name for path in folder.iterdir()), defaults))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def indexing() -> Indexing:
    return Indexing()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "uploads"


@pytest.fixture
def uploader(opener: Callable[[], OpenIndex], indexing: Indexing, folder: Path) -> FlaskClient:
    return create_app_over(opener, Options(uploads=Uploads(folder, LARGEST, indexing))).test_client()


def send(client: FlaskClient, *files: tuple[str, bytes], language: str = "en", token: str | None = None, **fields: str) -> Any:
    html = client.get(f"/{language}/upload").text
    found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', html)
    assert found is not None
    form = {"csrf_token": found[1] if token is None else token, **fields}
    data = {**form, "files": [(io.BytesIO(content), name) for name, content in files]}
    return client.post(f"/{language}/upload", data=data, content_type="multipart/form-data")


def test_nobody_adds_reports_unless_that_is_turned_on(client: FlaskClient) -> None:
    assert client.get("/en/upload").status_code == 404
    assert "/upload" not in client.get("/en/about").text


def test_files_are_kept_and_indexed(uploader: FlaskClient, indexing: Indexing, folder: Path) -> None:
    response = send(uploader, ("تقرير.txt", b"x"), ("b.txt", b"y"), source="وكالة", date="2024-01-20")
    assert response.status_code == 200
    ((names, defaults),) = indexing.given
    assert names == ["b.txt", "تقرير.txt"]
    assert (defaults.source, str(defaults.date)) == ("وكالة", "2024-01-20")
    assert sorted(path.name for path in folder.rglob("*.txt")) == ["b.txt", "تقرير.txt"]
    assert 'href="/en/upload"' in uploader.get("/en/about").text


def test_files_of_one_name_are_all_kept(uploader: FlaskClient, indexing: Indexing) -> None:
    send(uploader, ("a.txt", b"x"), ("a.txt", b"y"))
    send(uploader, ("a.txt", b"z"))
    assert [names for names, _ in indexing.given] == [["2-a.txt", "a.txt"], ["a.txt"]]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_became_of_them_is_told(uploader: FlaskClient, indexing: Indexing, language: str) -> None:
    failure = Failure("/srv/kashf-uploads/x/<b>.pdf", "read", "no text in it; run OCR")
    notice = Notice("/srv/kashf-uploads/x/t.csv", "column 2 is the date")
    indexing.answer = Report(added=2, unchanged=1, failed=(failure,), notices=(notice,), skipped={".exe": 1})
    html = send(uploader, ("a.txt", b"x"), language=language).text
    assert "&lt;b&gt;.pdf" in html
    assert "no text in it; run OCR" in html
    assert "column 2 is the date" in html
    assert ".exe" in html
    assert "/srv/" not in html
    assert "<b>.pdf" not in html


@pytest.mark.parametrize(
    ("files", "fields", "told"),
    [
        ((), {}, "No file was chosen."),
        ((("a.txt", b"x"),), {"date": "tomorrow"}, "A date is written as 2024-01-20."),
        (tuple((f"{number}.txt", b"") for number in range(MOST_FILES + 1)), {}, "too many files"),
    ],
)
def test_what_can_not_be_taken_is_told(
    uploader: FlaskClient, indexing: Indexing, files: tuple[tuple[str, bytes], ...], fields: dict[str, str], told: str
) -> None:
    response = send(uploader, *files, **fields)
    assert response.status_code == 400
    assert told in response.text
    assert indexing.given == []


def test_too_much_is_refused(uploader: FlaskClient, indexing: Indexing, folder: Path) -> None:
    response = send(uploader, ("a.txt", b"x" * (LARGEST + 1)))
    assert response.status_code == 413
    assert "More was sent than is taken." in response.text
    assert indexing.given == []
    assert not folder.exists()


def test_another_site_can_not_add_reports(uploader: FlaskClient, indexing: Indexing) -> None:
    assert send(uploader, ("a.txt", b"x"), token="0" * 64).status_code == 403
    assert indexing.given == []


@pytest.mark.parametrize("error", [IndexBusyError("another process writes"), IndexingError("the journal is gone")])
def test_what_could_not_be_indexed_is_not_kept(uploader: FlaskClient, indexing: Indexing, folder: Path, error: Exception) -> None:
    indexing.answer = error
    response = send(uploader, ("a.txt", b"x"))
    assert response.status_code == 503
    assert str(error) in response.text
    assert list(folder.iterdir()) == []


def test_files_that_no_reader_takes_are_not_kept(uploader: FlaskClient, indexing: Indexing, folder: Path) -> None:
    indexing.answer = Report(skipped={".exe": 1})
    assert send(uploader, ("a.exe", b"x")).status_code == 200
    assert list(folder.iterdir()) == []


def test_one_upload_at_a_time(opener: Callable[[], OpenIndex], folder: Path) -> None:
    statuses: list[int] = []

    def index(_folder: Path, _defaults: Defaults) -> Report:
        if not statuses:
            statuses.append(0)
            statuses.append(send(client, ("b.txt", b"y")).status_code)
        return Report(added=1)

    client = create_app_over(opener, Options(uploads=Uploads(folder, LARGEST, index))).test_client()
    assert send(client, ("a.txt", b"x")).status_code == 200
    assert statuses == [0, 503]
    assert send(client, ("a.txt", b"x")).status_code == 200


def test_a_folder_that_can_not_be_written_is_told(opener: Callable[[], OpenIndex], tmp_path: Path, indexing: Indexing) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    client = create_app_over(opener, Options(uploads=Uploads(tmp_path / "file/x", LARGEST, indexing))).test_client()
    response = send(client, ("a.txt", b"x"))
    assert response.status_code == 400
    assert "The server can not keep files" in response.text


@given(st.text(max_size=400))
def test_names_lead_nowhere(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert safe not in {".", ".."}
    assert not safe.startswith((".", " "))
    assert not re.search(r"[/\\\x00-\x1f\u202a-\u202e\u2066-\u2069]", safe)
    assert len(safe.encode()) <= LONGEST_NAME
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..", "report.txt"),
        ("", "report.txt"),
        ("a/../../b.txt", "b.txt"),
        ("C:\\reports\\x.pdf", "x.pdf"),
        ("report\u202etxt.exe", "reporttxt.exe"),
        ("x\x00.txt", "x.txt"),
        ("تقرير ميداني.docx", "تقرير ميداني.docx"),
        ("=cmd|calc.txt", "=cmdcalc.txt"),
    ],
)
def test_known_tricks(name: str, safe: str) -> None:
    assert safe_name(name) == safe
