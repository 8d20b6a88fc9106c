"""The application itself: health, errors in each wire's words, limits, figures, the log, stopping."""

import pytest
from starlette.testclient import TestClient

from mtkit.engines.pseudo import PseudoEngine
from mtkit.server import Settings, create_app


@pytest.fixture
def client():
    with TestClient(create_app(Settings(engine=PseudoEngine()))) as client:
        yield client


def test_health(client):
    assert client.get("/health").json() == {"status": "ok"}


def test_an_unknown_path_is_refused_in_the_words_of_its_wire(client):
    assert client.get("/nowhere").json() == {"error": "Not Found"}
    assert client.get("/v2/nowhere").json() == {"message": "Not Found", "detail": ""}
    assert client.get("/nowhere").status_code == 404
