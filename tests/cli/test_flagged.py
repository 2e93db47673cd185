"""cli.flagged: documents whose text is in doubt, in `kashf status` and in searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Kashf


def test_status_lists_documents_whose_text_is_in_doubt(kashf: Kashf, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "turned.txt").write_text("أعلنت القيادة المركزية استهداف القاعدة الجوية"[::-1], "utf-8")
    (folder / "lost.jsonl").write_text('{"id": "lost", "title": "بيان", "text": "أعلنت ?????? القيادة ????"}', "utf-8")
    (folder / "good.txt").write_text("أعلنت القيادة بيانا", "utf-8")
    kashf("index", folder)
    found = kashf.json("status")
    assert found["quality"] == {"doubtful": 1, "repaired": 1}
    assert found["flagged"] == [{"id": "lost", "title": "بيان", "quality": "doubtful", "faults": "lost characters"}]
    assert "doubtful: lost بيان: lost characters" in kashf("status").stdout
    assert [hit["id"] for hit in kashf.json("search", "القيادة", "--quality", "doubtful")["hits"]] == ["lost"]
    assert kashf.json("search", "القيادة", "--not-quality", "doubtful")["total"] == 2
    assert kashf.json("search", "القيادة", "--quality", "none")["total"] == 1
