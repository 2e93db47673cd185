"""Tests of webapp.leads: what leads on, as links on the search page, with a real index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analyzers import kashf_analyzer
from engines import open_engine
from engines.base import Document, Entity, Label
from extraction.extractor import default_extractor
from indexer.pipeline import Pipeline
from webapp.app import Options, create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

KATAIB_ID = "grp:kataib-hezbollah"
KATAIB = Entity("actor", KATAIB_ID, "armed_group", Label("كتائب حزب الله", "Kata'ib Hezbollah"), (KATAIB_ID,))


@pytest.fixture
def real(tmp_path: Path) -> FlaskClient:
    analyzer = kashf_analyzer()
    url = f"embedded:{tmp_path / 'index'}"
    engine = open_engine(url, fingerprint=analyzer.fingerprint, create=True)
    document = Document("1", "بيان", "قصف المستشفى قرب مقر كتائب حزب الله", language="ar", source="وكالة", entities=(KATAIB,))
    with engine.writer() as writer:
        writer.put([Pipeline(analyzer, None).analyze(document)])
        writer.commit()
    engine.close()
    return create_app(url, known=lambda _: None, options=Options(extractor=default_extractor)).test_client()


@pytest.mark.parametrize(
    ("query", "shown"),
    [("q=المستشغى", "هل تقصد: <a"), ("q=Kataib+Hezbollah", "الجهة: <a"), ("q=سلام&source=وكالة", "من دون أي كلمة")],
)
def test_a_page_leads_on(real: FlaskClient, query: str, shown: str) -> None:
    assert shown in real.get(f"/ar/search?{query}").text


def test_a_page_with_all_that_was_asked_for_leads_nowhere(real: FlaskClient) -> None:
    page = real.get("/en/search?q=قصف").text
    assert "Did you mean" not in page
    assert "The actor" not in page


def test_nothing_found_leads_to_the_words_and_names(real: FlaskClient) -> None:
    assert "By the name" in real.get("/en/search?q=كتائب+حزب+ال&source=none").text
