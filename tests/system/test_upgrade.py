"""An index that an older Kashf made (`data/index-format-1.zip`): refused with the command that helps, and nothing in it is lost."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.system.conftest import Product

ARCHIVE = Path(__file__).with_name("data") / "index-format-1.zip"
IDS = {"one", "two", "7c08fc3b2984c273"}


@pytest.fixture
def old(product: Product) -> Product:
    with zipfile.ZipFile(ARCHIVE) as archive:
        archive.extractall(product.folder)
    return product


def ids(product: Product, text: str) -> set[str]:
    return {hit["id"] for hit in product.json("search", text)["hits"]}


def test_it_is_refused_with_the_command_that_helps(old: Product) -> None:
    _, errors = old.run("search", "قصف", code=3)
    assert "kashf reindex" in errors


def test_reindexing_keeps_every_document_and_what_the_journal_knows(old: Product) -> None:
    assert old.json("reindex")["documents"] == 3
    assert ids(old, "قصف") == {"one"}
    assert ids(old, "title:هدنة") == {"two"}
    assert ids(old, "") == IDS
    status = old.json("status")
    assert status["documents"] == 3
    assert old.json("doctor", "--deep")["ok"]


def test_a_file_that_was_indexed_before_is_known_again(old: Product) -> None:
    old.run("reindex")
    (old.reports / "again.jsonl").write_text(json.dumps({"id": "one", "text": "نص جديد"}), "utf-8")
    assert old.json("index", old.reports)["updated"] == 1
    assert old.json("status")["documents"] == 3


def test_its_backup_needs_no_reindexing(old: Product, tmp_path: Path) -> None:
    old.run("backup", tmp_path / "old.kashf")
    new = type(old)(tmp_path / "new", old.reports)
    assert new.json("restore", tmp_path / "old.kashf")["documents"] == 3
    assert ids(new, "") == IDS


def test_a_server_says_so_and_goes_on_when_it_is_repaired(old: Product) -> None:
    with old.serving() as server:
        status, body = server.get("/api/v1/search", q="قصف")
        assert status == 503
        assert "kashf reindex" in body
        old.run("reindex")
        assert server.total("قصف") == 1
