"""The web application: `create_app(engine_url)`, served by `webapp.serving.serve`."""

from webapp.app import Options, create_app

__all__ = ["Options", "create_app"]
