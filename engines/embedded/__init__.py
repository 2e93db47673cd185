"""The embedded engine: an index in a folder, on tantivy. `schema` says what is stored, `queries` and `facets` how it is asked."""

from engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
