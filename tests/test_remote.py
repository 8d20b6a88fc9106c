"""Translating with the model of a server: the same bytes as here, and one line when something is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
from serving import serving

from mtkit import Glossary, Translator, documents
from mtkit.cli import main
from mtkit.engines import Decoding
from mtkit.engines.pseudo import PseudoEngine
from mtkit.engines.remote import RemoteEngine
from mtkit.errors import EngineError, InputError, ModelError

pytestmark = pytest.mark.slow
RELEASES = Path(__file__).parent.parent / "corpora" / "releases"


@pytest.fixture(scope="module")
def url():
    with serving(model="embedded", keys=("secret",), threads=2) as (url, _):
        yield url


def test_the_engine_of_a_server_is_the_engine(url):
    here, there = Translator("ko", "en").engine, RemoteEngine(url, "ko", "en", key="secret")
    assert (there.signature, there.limit, there.styles) == (here.signature, here.limit, here.styles)
    texts = ["광주시는 28일 협약을 체결했다.", "", "⟪광주⇒Gwangju⟫ ⟦0⟧"]
    how = Decoding(beam=2, n_best=2)
    assert [[h.text for h in row] for row in there.translate(texts, "ko", "en", how)] == [
        [h.text for h in row] for row in here.translate(texts, "ko", "en", how)
    ]
    assert there.length("가나다" * 60) == here.length("가나다" * 60)


def test_a_document_comes_out_byte_for_byte_as_here(url):
    data = "# 소식\n\n광주시는 **28일** 협약을 체결했다. 자세한 내용은 [여기](https://a.example)에서 볼 수 있다.\n".encode()
    document = documents.parse(data, format="markdown", name="a.md")
    glossary = Glossary.of({"광주시": "Gwangju City"}, "ko", "en")
    here = Translator("ko", "en", glossary=glossary)
    there = Translator("ko", "en", glossary=glossary, engine=RemoteEngine(url, "ko", "en", key="secret"))
    assert there.translate(document).data == here.translate(document).data
    assert there.signature == here.signature


def test_the_command(url, tmp_path, capfd):
    (tmp_path / "key").write_text("secret\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("안녕하세요.\n", encoding="utf-8")
    words = ["translate", str(tmp_path / "a.txt"), "--from", "ko", "--to", "en", "-q", "--server", url]
    assert main([*words, "--api-key-file", str(tmp_path / "key")]) == 0
    assert capfd.readouterr().out == f"{Translator('ko', 'en')('안녕하세요.')}\n"
    assert main(words) == 2
    assert (
        capfd.readouterr().err
        == f"mtkit: {url}: Invalid API key; send Authorization: Bearer KEY (HTTP 403); say --api-key-file\n"
    )


def test_nobody_there(tmp_path):
    with pytest.raises(ModelError, match="no server answers"):
        RemoteEngine("http://127.0.0.1:9", "ko", "en")
    for address in ("127.0.0.1:5000", "file:///etc/passwd", ""):
        with pytest.raises(InputError, match="no address of a server"):
            RemoteEngine(address, "ko", "en")


def test_another_kind_of_server_and_one_that_goes_away(tmp_path):
    words = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as other:
        port = other.stdout.readline().split(" port ")[1].split()[0]
        with pytest.raises(ModelError, match="not a server of mtkit"):
            RemoteEngine(f"http://127.0.0.1:{port}", "ko", "en")
        other.terminate()
    with serving(engine=PseudoEngine()) as (url, _):
        engine = RemoteEngine(url, "ko", "en")
    with pytest.raises(EngineError, match="no server answers"):
        engine.translate(["가"], "ko", "en")


def test_a_full_server_is_asked_again():
    class Slow(PseudoEngine):
        def translate(self, sentences, *given):
            import time

            time.sleep(0.7)
            return super().translate(sentences, *given)

    import threading

    with serving(engine=Slow(), queue=1, workers=1) as (url, _):
        engines = [RemoteEngine(url, "ko", "en") for _ in range(3)]
        found = []
        threads = [
            threading.Thread(target=lambda e=e, n=n: found.append(e.translate([f"abc{n}"], "ko", "en")))
            for n, e in enumerate(engines)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(row[0][0].text for row in found) == ["0cba", "1cba", "2cba"]
