"""The word tables by which actors are recognized without being listed (`data/actor_rules/`)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from analyzers import fold
from extraction.gazetteer import DATA, GazetteerError, strings, yaml_fields
from extraction.words import key

if TYPE_CHECKING:
    from collections.abc import Collection
    from importlib.resources.abc import Traversable

WORDS: Final = DATA / "actor_rules" / "words.yaml"


@dataclass(frozen=True, slots=True)
class WordTables:
    """Sets of folded words, each a field of `words.yaml` of the same name."""

    ranks: frozenset[str]
    """Titles that a name follows directly (اللواء)."""
    offices: frozenset[str]
    """Titles that a name follows behind what the office is of (قائد فيلق القدس)."""
    leads: frozenset[str]
    """Other words that a full name follows (بقيادة)."""
    bridges: frozenset[str]
    """Words that may stand between an office and the name."""
    speech: frozenset[str]
    """Verbs of speaking."""
    acts: frozenset[str]
    """Verbs of what states do."""
    attacks: frozenset[str]
    """Those of them that a place follows as what is attacked."""
    openers: frozenset[str]
    """Words behind which a sentence begins (إن)."""
    citing: frozenset[str]
    """Words that a source follows (وفق)."""
    backing: frozenset[str]
    """Words that a backing state follows (المدعومة من)."""
    backing_prepositions: frozenset[str]
    heads: frozenset[str]
    """Nouns that begin the name of a group."""
    unit_heads: frozenset[str]
    """Those of them that a place may follow directly (كتيبة جنين)."""
    long_heads: frozenset[str]
    """Nouns that begin the name of a group of three words or more (قوة حماية طرابلس)."""
    naming: frozenset[str]
    """Words that a name in quotation marks follows (تسمي نفسها)."""
    group_nouns: frozenset[str]
    """Nouns that say that such a name is a group's."""
    head_types_organization: frozenset[str]
    """Those of them that name no armed group."""
    local_forces: frozenset[str]
    """Nouns of a place's forces (شرطة)."""
    local_councils: frozenset[str]
    """Nouns of a place's authorities (مجلس)."""
    local_links: frozenset[str]
    """Words between them and the place (قيادة عمليات نينوى)."""
    self_sufficient: frozenset[str]
    """Those that need no link."""
    military: frozenset[str]
    """Adjectives that make a council of a place an armed group's (مجلس منبج العسكري)."""
    tribes: frozenset[str]
    one_tribe: frozenset[str]
    """Those of them in the singular."""
    tribe_pairs: frozenset[str]
    """Those in the dual, which are no part of the names (عشيرتي)."""
    clans: frozenset[str]
    """First words of tribes' names (بني)."""
    organizations: frozenset[str]
    """Nouns that begin the name of an organization."""
    units: frozenset[str]
    """Nouns that an ordinal or a number makes a unit of an army."""
    armed_units: frozenset[str]
    """Those that need the arm as well (المنطقة العسكرية الثالثة)."""
    unit_arms: frozenset[str]
    ordinals: frozenset[str]
    head_traps: frozenset[str]
    """Words that make a head no group (حركة السير)."""
    stops: frozenset[str]
    """Words that are part of no name."""
    namesakes: frozenset[str]
    """Nouns of what is named for persons (مستشفى)."""
    personal: frozenset[str]
    """Those of them behind which a known person is spoken of as well (نظام)."""
    name_words: frozenset[str]
    """Stop words that can be part of a group's name all the same (لواء فجر الأمة)."""
    given_names: frozenset[str]
    weak_given_names: frozenset[str]
    """Given names that are words as well: they begin a name only behind a title."""
    common: frozenset[str]
    """Other words that are no alias by themselves."""

    def not_names(self) -> frozenset[str]:
        """Words that no actor may have as a name by itself: آفاد folds to أفاد."""
        return self.common | self.stops | self.speech | self.acts | self.offices | self.ranks | self.bridges


def by_word(roles: dict[str, Collection[str]]) -> dict[str, str]:
    """The role of each word; of several, the first."""
    return {word: role for role, words in reversed(roles.items()) for word in words}


def read_words(source: Traversable = WORDS) -> WordTables:
    """The word tables of the package."""
    where = source.name
    found = yaml_fields(source.read_text(encoding="utf-8"), where)
    names = {field.name for field in fields(WordTables)}
    if names != found.keys():
        wrong = ", ".join(sorted(names ^ found.keys()))
        raise GazetteerError(f"{where}: fields missing or unknown: {wrong}; correct their names")
    return WordTables(**{name: frozenset(key(fold(word)) for word in strings(found[name], where)) for name in names})
