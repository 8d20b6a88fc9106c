"""The OpenAPI held against the server: schemathesis makes requests of it, good ones and bad ones. No answer is a 5xx."""

import contextlib

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from serving import serving

from mtkit.engines.pseudo import PseudoEngine

pytestmark = pytest.mark.slow
EXAMPLES = 4  # requests for each operation


@pytest.fixture(scope="module")
def schema(tmp_path_factory):
    with serving(engine=PseudoEngine(), data=tmp_path_factory.mktemp("contract"), patience=2.0) as (url, _):
        yield schemathesis.openapi.from_url(f"{url}/spec")


def test_every_route_of_both_wires_is_described(schema):
    found = {f"{operation.ok().method.upper()} {operation.ok().path}" for operation in schema.get_all_operations()}
    wanted = "POST /translate,POST /detect,GET /languages,POST /translate_file,POST /v2/translate,GET /v2/usage"
    wanted += ",POST /v2/document,POST /v2/glossaries,PATCH /v3/glossaries/{glossary_id},GET /health,GET /metrics"
    assert set(wanted.split(",")) <= found


def test_no_request_makes_the_server_fail(schema):
    for operation in schema.get_all_operations():
        once(operation.ok(), GenerationMode.POSITIVE)
        with contextlib.suppress(Unsatisfiable):  # a route that takes nothing cannot be asked wrongly
            once(operation.ok(), GenerationMode.NEGATIVE)


def once(operation, mode):
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case):
        response = case.call(timeout=20)
        assert response.status_code < 500 or response.status_code == 503, (case.as_curl_command(), response.text)
        if response.status_code >= 400:
            assert set(response.json()) in ({"error"}, {"message", "detail"})

    asked()
