"""Who, where and when: actors, locations and dates in a text, each resolved to an entity with an id and labels."""

from extraction.extractor import Extractor, Gazetteer, Known, default_extractor, load_gazetteer
from extraction.gazetteer import GazetteerError
from extraction.values import Actor, DateExpression, Extraction, Label, Location, Mention

__all__ = [
    "Actor",
    "DateExpression",
    "Extraction",
    "Extractor",
    "Gazetteer",
    "GazetteerError",
    "Known",
    "Label",
    "Location",
    "Mention",
    "default_extractor",
    "load_gazetteer",
]
