"""The pages over a real index: search, engine and pages together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from analyzers import kashf_analyzer
from engines import open_engine
from webapp import create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient


def get(client: FlaskClient, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, response.text
    return response.text


def ask(client: FlaskClient, url: str) -> Any:
    response = client.get(url)
    assert response.status_code == 200, response.text
    return response.json


def rows(html: str, facet: str) -> list[tuple[str, str, str]]:
    """Depth, label and count of the rows of a facet."""
    section = html.split(f'id="facet-{facet}"', 1)[1].split("</section>", 1)[0]
    found: list[tuple[str, str, str]] = re.findall(
        r'class="depth-(\d)[^"]*">\s*<a class="value"[^>]*><bdi>([^<]+)</bdi> <span class="count">([\d,]+)</span>', section
    )
    return found


def test_a_word_is_found_and_marked_whole_with_its_clitics(real_client: FlaskClient) -> None:
    html = get(real_client, "/ar/search?q=قصف")
    assert "<mark>والقصفُ</mark>" in html
    assert "13 تقريرًا" in html
    assert "<mark>القصف</mark> على جرف النصر" in get(real_client, "/ar/search?q=قصف&location=IQ")


def test_the_document_page_marks_every_form_of_the_word(real_client: FlaskClient) -> None:
    html = get(real_client, "/ar/document/reports%2Fa%201.txt?q=قصف")
    assert len(re.findall(r'<mark id="(?:title-)?hit-\d">القصف</mark>', html)) == 3
    assert "3 مواضع لكلماتك" in html


def test_every_value_leads_to_as_many_reports_as_it_says(real_client: FlaskClient) -> None:
    followed = 0
    for query in ("", "?q=قصف", "?date_of=report", "?location=IQ&date_of=report"):
        answer = ask(real_client, f"/api/v1/search{query}")
        for name, buckets in answer["facets"].items():
            if name == "location" and "location" in query:
                continue  # widens what is selected: the union's total
            for bucket in buckets:
                assert ask(real_client, bucket["toggle_url"])["total"] == bucket["count"], (query, name, bucket)
                followed += 1
    assert followed > 50


def test_reports_without_a_value_can_be_chosen(real_client: FlaskClient) -> None:
    html = get(real_client, "/en/search?actor=none")
    assert "14 reports" in html
    assert "No actor" in html


def test_dates_are_opened_year_by_year(real_client: FlaskClient) -> None:
    years = rows(get(real_client, "/en/search?date_of=report"), "report")
    assert years == [("0", "2022", "12"), ("0", "2023", "1"), ("0", "2024", "1"), ("0", "Undated", "1")]
    opened = rows(get(real_client, "/en/search?date_of=report&date=2022"), "report")
    assert ("1", "March 2022", "1") in opened
    assert [row[1] for row in opened if row[0] == "0"] == ["2022", "2023", "2024", "Undated"]
    days = get(real_client, "/en/search?date_of=report&date=2022-03")
    assert ("2", "3 March 2022", "1") in rows(days, "report")
    assert "<title>3 March 2022: 1</title>" in days


def test_a_selected_place_stays_among_its_neighbours(real_client: FlaskClient) -> None:
    html = get(real_client, "/en/search?location=IQ-BB&q=القصف")
    assert rows(html, "location")[:2] == [("0", "Iraq", "1"), ("1", "Babil", "1")]
    assert 'aria-current="true"><bdi>Babil</bdi>' in html


def test_level_and_sort_are_applied(real_client: FlaskClient) -> None:
    assert "No report was found" in get(real_client, "/en/search?q=قصف&level=exact")
    newest = ask(real_client, "/api/v1/search?sort=report_newest&size=2")
    assert [hit["report_date"] for hit in newest["hits"]] == ["2024-01-25", "2023-05-02"]


def test_a_far_page_is_refused_with_a_reason(real_client: FlaskClient) -> None:
    response = real_client.get("/en/search?page=1000000&size=100")
    assert response.status_code == 400
    assert "Only the first 1,000,000 reports can be paged to." in response.text
    arabic = real_client.get("/ar/search?page=1000000&size=100").text
    assert "1,000,000" in arabic
    assert "paged" not in arabic


@pytest.mark.parametrize("query", ["%00", "%22%22%22", "-", "%E2%80%AE", "a" * 5000, "(((", "و"])
def test_no_query_breaks_the_page(real_client: FlaskClient, query: str) -> None:
    assert real_client.get(f"/ar/search?q={query}").status_code == 200
    assert real_client.get(f"/ar/document/b?q={query}").status_code == 200


def test_an_index_that_comes_later_is_found(tmp_path: Path) -> None:
    url = f"embedded:{tmp_path / 'index'}"
    client = create_app(url, known=lambda _id: None).test_client()
    assert client.get("/en/search").status_code == 503
    assert "kashf index" in client.get("/en/search").text
    analyzer = kashf_analyzer()
    open_engine(url, fingerprint=analyzer.fingerprint, create=True).close()
    assert "There is nothing here yet" in client.get("/en/search").text


def test_the_status_is_the_index_s(real_client: FlaskClient) -> None:
    status = ask(real_client, "/api/v1/status")
    assert status["documents"] == 15
    assert status["fingerprint"] == kashf_analyzer().fingerprint


def test_a_query_with_signs_is_told_in_words_and_can_be_written_anew(real_client: FlaskClient) -> None:
    html = get(real_client, "/en/search?q=قصف+(حلب+|+إدلب)+-بغداد")
    told = html.split('<details class="understood">')[1].split("</details>")[0]
    assert "without “بغداد”" in told
    assert 'class="understood"' not in get(real_client, "/en/search?q=قافلة")
    assert "Also search for other names" in get(real_client, "/en/search?q=قافلة&expand=0")
