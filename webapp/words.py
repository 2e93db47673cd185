"""Names of the product's fixed values in the language of the page: fields, types, levels, sorts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _

from engines.base import NONE
from webapp.locales import date_text, label_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analyzers.analysis import Level
    from engines.base import Field, Label, SortKey
    from search.query import AlternativeKind
    from search.values import KnownEntity, QueryError
    from webapp.maps import Detail
    from webapp.state import Reason

FIELD_TITLES: Final[Mapping[Field, str]] = {
    "actor": _("Actors"),
    "location": _("Places"),
    "source": _("Sources"),
    "language": _("Languages"),
    "type": _("Report types"),
    "quality": _("Text quality"),
    "event": _("Dates in the text"),
    "report": _("Report dates"),
}

NONE_LABELS: Final[Mapping[Field, str]] = {
    "actor": _("No actor"),
    "location": _("No place"),
    "source": _("No source"),
    "language": _("Unknown language"),
    "type": _("No type"),
    "quality": _("No fault found"),
    "event": _("Undated"),
    "report": _("Undated"),
}

LANGUAGE_NAMES: Final[Mapping[str, str]] = {"ar": _("Arabic"), "en": _("English"), "fa": _("Persian"), "ku": _("Kurdish")}

QUALITY_NAMES: Final[Mapping[str, str]] = {
    "repaired": _("Repaired"),
    "doubtful": _("Doubtful"),
    "unread": _("Partly unread"),
}

SORT_NAMES: Final[Mapping[SortKey, str]] = {
    "relevance": _("Best match"),
    "event_newest": _("Newest event"),
    "event_oldest": _("Oldest event"),
    "report_newest": _("Newest report"),
    "report_oldest": _("Oldest report"),
}

LEVEL_NAMES: Final[Mapping[Level, str]] = {
    "exact": _("Exactly as written"),
    "folded": _("Same spelling, variants folded"),
    "stem": _("Same stem"),
    "root": _("Same root"),
}

LEVEL_BADGES: Final[Mapping[Level, str]] = {
    "exact": _("exact"),
    "folded": _("spelling"),
    "stem": _("stem"),
    "root": _("root"),
}

DATES_FOUND: Final[Mapping[str, str]] = {
    "option": _("given when it was indexed"),
    "file name": _("from the file's name"),
    "dateline": _("from the dateline"),
    "head": _("from the head of the text"),
    "foot": _("from the foot of the text"),
}
"""How a report's date was found, where the source has no field for it."""

ACTOR_TYPES: Final[Mapping[str, str]] = {
    "armed_group": _("Armed groups"),
    "state_force": _("State forces"),
    "government": _("Governments"),
    "person": _("People"),
    "organization": _("Organizations"),
    "coalition": _("Coalitions"),
}

PLACE_LEVELS: Final[Mapping[str, str]] = {
    "country": _("Country"),
    "governorate": _("Governorate"),
    "district": _("District"),
    "city": _("City"),
    "town": _("Town"),
    "village": _("Village"),
    "neighbourhood": _("Neighbourhood"),
    "base": _("Military base"),
    "airport": _("Airport"),
    "camp": _("Camp"),
    "crossing": _("Border crossing"),
    "facility": _("Facility"),
    "region": _("Region"),
    "water": _("Water"),
    "other": _("Place"),
}

REPORT_TYPES: Final[Mapping[str, str]] = {
    "news": _("News"),
    "statement": _("Statement"),
    "digest": _("Digest"),
    "monitoring": _("Monitoring report"),
    "flash": _("Flash report"),
    "field": _("Field report"),
    "sitrep": _("Situation report"),
    "report": _("Report"),
    "article": _("Article"),
    "interview": _("Interview"),
    "post": _("Post"),
}
"""Types that sources often give; another is shown as it is."""

DETAIL_NAMES: Final[Mapping[Detail, str]] = {
    "country": _("Countries"),
    "unit": _("Governorates"),
    "place": _("Single places"),
}

EXPECTED: Final[Mapping[Reason, str]] = {
    "date": _("A date is written as 2024, 2024-01 or 2024-01-20."),
    "choice": _("This is not one of the possible values."),
    "number": _("A whole number within the limits is needed here."),
    "order": _("The first day lies after the last."),
    "many": _("These are more values than one search can have."),
}


NOTES: Final[Mapping[str, str]] = {
    "query_cut": _("The query is very long; only its first %(value)s characters were read."),
    "words_cut": _("The query has very many words; only the first %(value)s were searched."),
    "quote_open": _("A quotation mark is not closed; it was passed over."),
    "nothing_read": _("There is no word in the query; all reports are listed."),
    "bracket_open": _("A bracket is not closed; it was taken to close at the end."),
    "bracket_close": _("A closing bracket has no partner; it was passed over."),
    "brackets_deep": _("Only %(value)s brackets within each other were read."),
    "sign_ignored": _("%(value)s means nothing at that place; it was passed over."),
    "word_short": _("%(value)s is too short to look for words like it."),
    "unwritten_cut": _("Only the first %(value)s words with a star or a tilde were read so; the others were searched as words."),
    "alternatives_cut": _("Only %(value)s other ways to say it were searched as well."),
    "title_stop": _("Titles can not be searched for %(value)s alone; it was searched in the whole text."),
    "field_empty": _("Nothing stands behind %(value)s:"),
    "date_unread": _("%(value)s is no date that can be read; it was searched as words."),
    "actor_unknown": _("No actor called %(value)s is known; it was searched as words."),
    "location_unknown": _("No place called %(value)s is known; it was searched as words."),
    "source_unknown": _("There is no source called %(value)s."),
}

ALTERNATIVES: Final[Mapping[AlternativeKind, str]] = {
    "translation": _("translation"),
    "name": _("other name"),
    "transliteration": _("other script"),
    "spelling": _("likely spelling"),
}
"""By what else than its own words a text was found."""


def value_label(field: Field, value: str, label: Label | None) -> str:
    """What a value of a facet is called."""
    if value == NONE:
        return str(NONE_LABELS[field])
    if field in {"event", "report"}:
        return date_text(value)
    if field == "language" and value in LANGUAGE_NAMES:
        return str(LANGUAGE_NAMES[value])
    if field == "quality" and value in QUALITY_NAMES:
        return str(QUALITY_NAMES[value])
    if field == "type" and value.casefold() in REPORT_TYPES:
        return str(REPORT_TYPES[value.casefold()])
    return (label_text(label) if label else "") or value


def entity_label(known: KnownEntity | None, value: str) -> str:
    """What an actor or a place is called; its id where nothing is known of it."""
    return (label_text(known.label) if known else "") or value


QUERY_ERRORS: Final[Mapping[str, str]] = {
    "too_far": _("Only the first %(most)s reports can be paged to. Narrow the search by words, dates or filters."),
    "too_many_to_export": _(
        "%(found)s reports are found, and a search saves up to %(most)s. Narrow it by dates or filters, and save it in parts."
    ),
}


def query_error_text(error: QueryError) -> str:
    """What is wrong with a query in the language of the page; empty where there are only the words of the error itself."""
    worded = QUERY_ERRORS.get(error.reason)
    return str(worded) % error.values if worded else ""


def note_text(note: str, value: str) -> str:
    """What a note of an answer says; one that has no words here is shown as it is."""
    worded = NOTES.get(note)
    return str(worded) % {"value": value} if worded else f"{note}: {value}"


def found_how(how: str) -> str:
    """How a place of a text matches a word of the query: a level of analysis, or what stands there for it."""
    return next((str(named) for key, named in (*LEVEL_NAMES.items(), *ALTERNATIVES.items()) if key == how), how)
