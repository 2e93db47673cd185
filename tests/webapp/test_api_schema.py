"""The API against its own description: requests made up from it are answered as it says, whatever stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from webapp.reference import description, operations

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from schemathesis import Case

PLAIN = {"Accept-Encoding": "identity"}
"""Its transport for WSGI reads no gzip."""

OPERATIONS = tuple((operation.path, operation.method) for operation in operations(description()))


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_answers_are_as_described(real_client: FlaskClient, path: str, method: str) -> None:
    """Status, media type, headers and shape; and no error of the server's own, with good and with bad values."""
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", real_client.application)[path][method]

    # Schemathesis' own plugin of pytest does not run with pytest 9; this is what it does.
    @given(case=described.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE))
    @settings(max_examples=30, database=None, suppress_health_check=list(HealthCheck))
    def good(case: Case) -> None:
        # Values that are right each need not be so together (`from` after `to`), and the 30th of February matches the pattern.
        case.call_and_validate(headers=PLAIN, excluded_checks=[positive_data_acceptance])

    @given(case=described.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE))
    @settings(max_examples=30, database=None, suppress_health_check=list(HealthCheck))
    def bad(case: Case) -> None:
        # Empty and repeated values are passed over rather than refused, and what is too long is cut, and said.
        case.call_and_validate(headers=PLAIN, excluded_checks=[negative_data_rejection])

    good()
    # Shared parameters are those of a search, all of them in the query.
    if any(parameter.get("in", "query") == "query" for parameter in described.definition.raw.get("parameters", ())):
        bad()
