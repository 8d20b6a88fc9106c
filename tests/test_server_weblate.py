"""Weblate's machinery classes, as Weblate ships them, against a real server.

Weblate brings a hundred packages with versions of its own, and cairo: it lives in an environment beside this one, whose
Python is named by MTKIT_WEBLATE_PYTHON.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest
from serving import serving

from mtkit.engines.pseudo import PseudoEngine

pytestmark = pytest.mark.slow
PYTHON = os.environ.get("MTKIT_WEBLATE_PYTHON", "")


@pytest.mark.skipif(not PYTHON, reason="MTKIT_WEBLATE_PYTHON names no Python that has Weblate")
def test_weblates_own_classes():
    client = Path(__file__).with_name("weblate_client.py")
    with serving(engine=PseudoEngine(), keys=("secret",)) as (url, _):
        done = subprocess.run([PYTHON, str(client), url, "secret"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.strip().rpartition("\n")[2])
    assert found["libretranslate"]["languages"] == ["en", "ja", "ko"]
    assert found["libretranslate"]["texts"] == [f"txeT {str(n)[::-1]} [X{n}X]" for n in range(20)]
    assert found["deepl"]["text"] == 'peeK &lt;b&gt; &amp; <x id="4"></x>'
    assert ["KO", "EN"] in found["deepl"]["languages"]
    assert found["deepl"]["glossary_supported"]
    assert (found["deepl"]["glossaries"], found["deepl"]["left"]) == (["weblate:1:EN:KO:abc"], [])
