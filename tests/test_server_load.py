"""Many clients at once: nothing is lost or mixed up, the queue says no in time, a stop finishes what is in flight."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import httpx
import pytest
from serving import serving

from mtkit.engines import USUAL
from mtkit.engines.pseudo import PseudoEngine
from mtkit.languages import detect

pytestmark = pytest.mark.slow
CLIENTS, REQUESTS = 64, 640


class Slow(PseudoEngine):
    """Takes as long as a model, and its Korean is good enough to be believed; counts the batches it was given."""

    def __init__(self, seconds):
        super().__init__()
        self.seconds, self.batches = seconds, []

    def translate(self, sentences, source, target, decoding=USUAL):
        self.batches.append(len(sentences))
        time.sleep(self.seconds)
        return super().translate(sentences, source, target, decoding)

    def _change(self, text):
        return text.replace("text", "글")


@dataclass
class Reply:
    status: int
    headers: dict
    body: dict

    @property
    def text(self):
        return self.body["translatedText"]


async def many(url, texts, clients=CLIENTS):
    """Every text through so many connections at once, the replies in order. A plain client, as quick as can be."""
    host, port = url.removeprefix("http://").split(":")
    waiting, replies = iter(enumerate(texts)), [None] * len(texts)

    async def work():
        reader, writer = await asyncio.open_connection(host, int(port))
        for number, text in waiting:
            body = json.dumps({"q": text, "source": "en", "target": "ko"}).encode()
            head = f"POST /translate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().strip().split("\r\n")
            headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
            found = json.loads(await reader.readexactly(int(headers["content-length"])))
            replies[number] = Reply(int(first.split()[1]), headers, found)
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(work() for _ in range(clients)))
    return replies


def ask(url, texts, clients=CLIENTS):
    return asyncio.run(many(url, texts, clients))


def test_no_request_is_lost_or_mixed_up():
    texts = [f"request {n} of {n * 7919}" for n in range(REQUESTS)]
    with serving(engine=PseudoEngine()) as (url, _):
        replies = ask(url, texts)
    assert [reply.text for reply in replies] == [reversed_words(text) for text in texts]


def reversed_words(text):
    return " ".join(word[::-1] for word in text.split())


def test_requests_at_once_share_batches():
    engine = Slow(0.05)
    with serving(engine=engine) as (url, _):
        replies = ask(url, [f"text {n}" for n in range(256)])
    assert all(reply.status == 200 for reply in replies)
    assert len(engine.batches) < 64  # one at a time it would be 256


def test_a_long_text_holds_up_nobody():
    engine = Slow(0.05)
    long = "\n".join(f"text {n}." for n in range(2000))
    with serving(engine=engine) as (url, _):
        other = threading.Thread(target=ask, args=(url, [long], 1))
        other.start()
        time.sleep(0.3)
        replies = ask(url, ["text 1"], 1)
        rounds = len(engine.batches)
        other.join()
    assert replies[0].status == 200
    assert rounds < len(engine.batches)


def test_equal_requests_in_flight_are_done_once():
    engine = Slow(0.3)
    with serving(engine=engine) as (url, app):
        replies = ask(url, ["text 7"] * 32)
        merged = app.state.service.metrics.merged._value.get()
    assert {reply.text for reply in replies} == {"글 7"}
    assert sum(engine.batches) <= 2
    assert merged >= 30


def test_a_full_queue_says_when_to_come_again():
    with serving(engine=Slow(0.5), queue=4, workers=2) as (url, _):
        replies = ask(url, [f"text {n}" for n in range(32)], 32)
        found = [reply for reply in replies if reply.status == 429]
        assert found
        assert all(int(reply.headers["retry-after"]) > 0 for reply in found)
        assert found[0].body["error"].startswith("Slowdown")
        assert any(reply.status == 200 for reply in replies)
        again = httpx.post(f"{url}/v2/translate", json={"text": ["a"], "source_lang": "EN", "target_lang": "KO"})
        assert again.status_code == 200


def test_a_translation_that_takes_too_long_is_given_up_and_a_second_try_finds_it():
    with serving(engine=Slow(1.0), timeout=0.5) as (url, _):
        replies = ask(url, ["text 1"], 1)
        assert (replies[0].status, replies[0].headers["retry-after"]) == (503, "5")
        again = ask(url, ["text 1"], 1)
        assert again[0].status in (200, 503)


def test_a_stop_waits_for_no_document():
    engine = Slow(0.2)
    text = "\n".join(f"text {n}." for n in range(3000)).encode()
    with serving(engine=engine) as (url, _):
        sent = {"files": {"file": ("a.txt", text)}, "data": {"source_lang": "EN", "target_lang": "KO"}}
        assert httpx.post(f"{url}/v2/document", **sent).status_code == 200
        while not engine.batches:
            time.sleep(0.01)
    assert len(engine.batches) < 10


@pytest.fixture
def command(tmp_path):
    """`mtkit serve` as a process on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [
        sys.executable,
        "-m",
        "mtkit",
        "serve",
        "--port",
        str(port),
        "--data",
        str(tmp_path / "data"),
        "--threads",
        "1",
    ]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    line = process.stderr.readline()
    assert f"listening on http://127.0.0.1:{port}" in line, line
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()
    process.stderr.close()


def test_the_embedded_model_is_served_and_a_stop_finishes_what_is_in_flight(command):
    process, url = command
    texts = [f"안녕하세요. {n}번 버스를 타세요." for n in range(4)]
    found = {}

    def ask():
        given = {"q": texts, "source": "ko", "target": "en", "alternatives": 2}
        found["reply"] = httpx.post(f"{url}/translate", json=given, timeout=60)

    client = threading.Thread(target=ask)
    client.start()
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    client.join()
    assert process.wait(30) == 0
    reply = found["reply"].json()
    assert [detect(text) for text in reply["translatedText"]] == ["en"] * 4
    assert all(len(others) >= 1 for others in reply["alternatives"])
    log = process.stderr.read()
    assert '"route": "/translate", "status": 200' in log
    assert "버스" not in log
