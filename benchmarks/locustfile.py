"""What one analyst does, for locust: searches, narrows by a facet, reads. Words come from a file, KASHF_LOAD_WORDS."""

from __future__ import annotations

import html
import os
import random
import re
from pathlib import Path

from locust import HttpUser, constant_pacing, task

WORDS = Path(os.environ["KASHF_LOAD_WORDS"]).read_text(encoding="utf-8").split()
PACE = float(os.environ.get("KASHF_LOAD_PACE", "2"))
_LINK = re.compile(r'href="(/ar/[^"]+)"')


class Analyst(HttpUser):
    """Asks every two seconds (sooner never: a slow answer delays the next)."""

    wait_time = constant_pacing(PACE)

    def on_start(self) -> None:
        """Nothing has been seen yet."""
        self.seen: list[str] = []

    def ask(self, path: str, name: str, **query: str) -> str:
        """A page; what links it has is remembered. Anything but 200 is a failure."""
        with self.client.get(path, params=query, name=name, catch_response=True) as answer:
            if answer.status_code != 200:
                answer.failure(f"{name}: status {answer.status_code}")
                return ""
            answer.success()
            text: str = answer.text
        self.seen = [html.unescape(link) for link in _LINK.findall(text)]
        return text

    def follow(self, wanted: str, name: str) -> None:
        """One of the links of the last page."""
        links = [link for link in self.seen if wanted in link]
        if links:
            self.ask(random.choice(links), name)
        else:
            self.search()

    @task(40)
    def search(self) -> None:
        """A word or two."""
        self.ask("/ar/search", "search", q=" ".join(random.sample(WORDS, random.choice((1, 1, 2)))))

    @task(8)
    def phrase(self) -> None:
        """Two words side by side."""
        self.ask("/ar/search", "phrase", q=f'"{" ".join(random.sample(WORDS, 2))}"')

    @task(15)
    def narrow(self) -> None:
        """By an actor, a place or a date of the page."""
        self.follow("/ar/search?", "narrow")

    @task(20)
    def read(self) -> None:
        """A hit."""
        self.follow("/ar/document/", "document")

    @task(5)
    def begin(self) -> None:
        """The first page."""
        self.ask("/ar/", "beginning")

    @task(6)
    def api(self) -> None:
        """A program."""
        self.ask("/api/v1/search", "api", q=random.choice(WORDS))
