"""What the tests of the page share: a server with its folders, and a document sent to it."""

import time

from mtkit.engines.pseudo import PseudoEngine
from mtkit.server import Settings

HERE = {"base_url": "http://localhost:5000"}
TABLE = (
    "# Names of a city.\n# Licence: ours.\nen\tja\tko\tkind\nGwangju\t光州\t광주\tplace\nSeoul\tソウル\t서울\tplace\n"
)
RELEASE = "# 光州の発表\n\n光州は28日に発表した。\n\n申請は{url}へ。\n"


def folders(place):
    """The folders of a server, with a glossary in one of them."""
    for name in ("glossaries", "reports", "data"):
        (place / name).mkdir()
    (place / "glossaries" / "city.tsv").write_text(TABLE, encoding="utf-8")
    return place


def settings(place, **more):
    """Settings of a server with those folders and an engine that reverses words."""
    kept = {name: place / name for name in ("glossaries", "reports", "data")}
    return Settings(**({"engine": PseudoEngine(), "memory": place / "site.memory"} | kept | more))


def upload(client, text=RELEASE, name="release.ja.md", **more):
    """The answer to a document sent."""
    data = text.encode() if isinstance(text, str) else text
    return client.post("/page/api/releases", params={"name": name, "target": "en"} | more, content=data)


def finished(client, id):
    """The release once it is translated."""
    for _ in range(300):
        release = client.get(f"/page/api/releases/{id}").json()
        if release["state"] != "translating":
            return release
        time.sleep(0.01)
    raise AssertionError("not translated in time")
