"""What every template has at hand: names, filters, the languages, and this page as it would be seen otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import current_app, request, url_for

from webapp import hijri, leads, links, locales, narrowing, preferences, state, words

if TYPE_CHECKING:
    from flask import Flask

    from search.values import SearchRequest


def init_page_context(app: Flask) -> None:
    """Give templates their filters, names and functions."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["number"] = locales.number_text
    app.jinja_env.filters["digits"] = locales.shown
    app.jinja_env.filters["language_tag"] = locales.language_tag
    app.jinja_env.globals.update(state=state, narrowing=narrowing, words=words, leads=leads)
    app.jinja_env.globals.update(search_url=links.search_url, hidden_fields=_hidden_fields)
    app.jinja_env.globals.update(feed_url=links.feed_url, saved_feed_url=links.saved_feed_url)
    app.jinja_env.globals.update(entity_page_url=links.entity_page_url, hijri_is_on=hijri.is_on, day_text=locales.day_text)
    app.jinja_env.globals.update(choices=_choices, plain_url=links.plain_url)
    app.context_processor(_page_context)


def _page_context() -> dict[str, object]:
    language = locales.current_language()
    other: locales.Language = "en" if language == "ar" else "ar"
    return {
        "language": language,
        "direction": locales.DIRECTIONS[language],
        "number_locale": locales.number_locale(),
        "other_language": other,
        "other_name": locales.NAMES[other],
        "other_direction": locales.DIRECTIONS[other],
        "other_url": _other_url(other),
        "calendar_url": _calendar_url(),
    }


def _other_url(other: locales.Language) -> str:
    """This page in the other language, with the whole query string."""
    named = request.endpoint is not None and _takes_language(request.endpoint)
    endpoint, values = (request.endpoint or "", request.view_args or {}) if named else ("pages.search", {})
    path = url_for(endpoint, **{**values, "language": other})
    query = urlencode(list(request.args.items(multi=True)) if named else links.view_parameters())
    return f"{path}?{query}" if query else path


def _choices(parameter: str) -> list[tuple[str, str, bool]]:
    """What can be chosen of months or digits: how it looks, this page with it, and whether it is chosen."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != parameter]
    looks = {value: names[7] for value, names in locales.ARABIC_MONTHS.items()} | {"western": "123", "arabic": "١٢٣"}
    values = preferences.CHOICES[parameter]
    addresses = (urlencode(kept if value == values[0] else [*kept, (parameter, value)]) for value in values)
    chosen = preferences.chosen(parameter)
    return [
        (looks[value], f"{request.path}?{query}" if query else request.path, value == chosen)
        for value, query in zip(values, addresses, strict=True)
    ]


def _calendar_url() -> str:
    """This page with Hijri names of dates, or without where it has them."""
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != hijri.CALENDAR]
    query = urlencode(pairs if hijri.is_on() else [*pairs, (hijri.CALENDAR, hijri.HIJRI)])
    return f"{request.path}?{query}" if query else request.path


def _takes_language(endpoint: str) -> bool:
    return current_app.url_map.is_endpoint_expecting(endpoint, "language")


def _hidden_fields(asked: SearchRequest, *without: str) -> list[tuple[str, str]]:
    """The parameters that a form carries along besides its own fields; the page is never one."""
    kept = [(name, value) for name, value in state.write_request(asked) if name not in {"page", *without}]
    return [*kept, *links.view_parameters()]
