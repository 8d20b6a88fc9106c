"""The example of a localized site: its catalogues are right, mtkit makes them, a browser shows them."""

import contextlib
import importlib.util
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from mtkit.catalogues import check, count, read
from mtkit.cli import main

pytest.importorskip("flask_babel", reason="the examples' libraries are not installed (pip install -e '.[examples]')")

LIBRARY = Path(__file__).parent.parent / "examples" / "library"
TITLES = {"en": "City Library", "ko": "시립도서관", "ja": "市立図書館"}
LOANS = {
    ("en", 1): "You have 1 book on loan.",
    ("en", 2): "You have 2 books on loan.",
    ("ko", 1): "책 1권을 빌리셨습니다.",
    ("ko", 2): "책 2권을 빌리셨습니다.",
    ("ja", 1): "本を1冊借りています。",
    ("ja", 2): "本を2冊借りています。",
}
OPENED = {"en": "October 6, 2026", "ko": "2026년 10월 6일", "ja": "2026年10月6日"}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A copy of the example, with its catalogues compiled."""
    place = tmp_path_factory.mktemp("site") / "library"
    shutil.copytree(LIBRARY, place, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    assert main(["gettext", "compile", "-d", str(place / "translations")]) == 0
    return place


def extract(place):
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        "babel.cfg",
        "--project",
        "library",
    ]
    command += ["--version", "1.0", "--add-location=file", "-o", "translations/messages.pot", "."]
    subprocess.run(command, cwd=place, check=True)


def site(place):
    spec = importlib.util.spec_from_file_location("library_app", place / "app.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["library_app"] = module  # Flask finds the templates beside it
    spec.loader.exec_module(module)
    return module.create_app()


@pytest.mark.parametrize("language", ["ko", "ja"])
def test_the_catalogues_are_complete_and_right(language, library):
    extract(library)
    catalogue = read(LIBRARY / "translations" / language / "LC_MESSAGES" / "messages.po")
    wanted = read(library / "translations" / "messages.pot")
    assert [entry.key for entry in catalogue.messages] == [entry.key for entry in wanted.messages]
    assert count(catalogue).share == 1.0
    assert not [issue for issue in check(catalogue, "en", language) if issue.serious]


@pytest.mark.parametrize("language", TITLES)
def test_the_page_speaks_each_language(language, library):
    client = site(library).test_client()
    for loans in (1, 2):
        text = client.get(f"/{language}/?loans={loans}").get_data(as_text=True)
        assert f"<h1>{TITLES[language]}</h1>" in text
        assert f'<p id="loans">{LOANS[language, loans]}</p>' in text
        assert f"<b>{OPENED[language]}</b>" in text
    assert client.get("/", headers={"Accept-Language": language}).location.startswith(f"/{language}/")
    assert client.get("/fr/").status_code == 404


@pytest.mark.slow
def test_mtkit_makes_catalogues_that_the_site_shows(library, tmp_path, monkeypatch):
    """From the code alone: extracted, filled by the embedded model, compiled, shown."""
    place = tmp_path / "library"
    shutil.copytree(library, place, ignore=shutil.ignore_patterns("ko", "ja", "*.mo"))
    monkeypatch.chdir(place)
    extract(place)
    words = ["--from", "en", "--to", "ko,ja", "-d", "translations", "-g", "glossary.tsv", "--no-fuzzy", "-q"]
    assert main(["gettext", "fill", "translations/messages.pot", *words]) == 0
    assert main(["gettext", "check", "-d", "translations", "-q"]) == 0
    assert main(["gettext", "compile", "-d", "translations"]) == 0
    client = site(place).test_client()
    for language in ("ko", "ja"):
        text = client.get(f"/{language}/?loans=7").get_data(as_text=True)
        assert f"<h1>{TITLES[language]}</h1>" in text
        assert f"<b>{OPENED[language]}</b>" in text
        assert "7" in text.split('<p id="loans">')[1].split("</p>")[0]


@contextlib.contextmanager
def serving(app):
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium here")
def test_a_reader_switches_the_language_in_a_browser(library, tmp_path):
    from playwright.sync_api import sync_playwright

    with serving(site(library)) as url, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(locale="ko-KR", viewport={"width": 800, "height": 520})
        page.goto(f"{url}/")
        assert page.url.endswith("/ko/")
        for language in ("ja", "en", "ko"):
            for loans in (1, 2):
                page.goto(f"{url}/{page.get_attribute('html', 'lang')}/?loans={loans}")
                page.click(f"nav a[lang={language}]")
                assert page.get_attribute("html", "lang") == language
                assert page.inner_text("h1") == page.title() == TITLES[language]
                assert page.inner_text("#loans") == LOANS[language, loans]
                assert page.inner_text(".notice b") == OPENED[language]
                assert page.get_attribute("nav a[aria-current]", "lang") == language
            picture = tmp_path / f"{language}.png"
            page.screenshot(path=picture)
            assert picture.stat().st_size > 10_000
        browser.close()
