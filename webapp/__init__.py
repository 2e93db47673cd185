"""The web application: `create_app(engine_url)`, served by `webapp.serving.serve`."""

from webapp.app import create_app

__all__ = ["create_app"]
