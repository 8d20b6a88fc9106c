"""The page in a real browser, with the embedded model behind it: typing, clicks, keys, languages, colours, paper."""

import contextlib
import re
import shutil
import socket
import threading
import time

import pages
import pytest

from mtkit.documents import bilingual
from mtkit.evaluation import TestSet, evaluate, report
from mtkit.glossary import Glossary
from mtkit.memory import Memory
from mtkit.server import Settings, create_app

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not shutil.which("chromium"), reason="no chromium here")]

TEXT = "광주에서 축제가 열린다.\n서울에도 소식을 전했다."
DOCUMENT = "# 광주 소식\n\n광주에서 축제가 열린다.\n\n서울에 10월 6일 소식을 전했다.\n"
VIEWS = ("text", "releases", "glossaries", "glossaries/city", "reports", "reports/news")
MARKUP = "<img src=x onerror=alert(1)> <script>alert(2)</script>"


@contextlib.contextmanager
def serving(settings):
    """A server on a free port, in a thread of its own."""
    import uvicorn

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(settings), log_config=None, ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    place = pages.folders(tmp_path_factory.mktemp("server"))
    test_set = TestSet("two", "ko", "en", ("안녕", "잘 가"), (("Hello", "Bye"),))
    systems = {"mine": ["Hello", "Bye bye"], MARKUP: ["Hi", "Bye"]}
    report.write([evaluate(systems, test_set, metrics=["chrf"], samples=0)], place / "reports" / "news")
    return place


@pytest.fixture(scope="module")
def server(folders):
    with serving(pages.settings(folders, engine=None)) as url:
        yield url


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()


@contextlib.contextmanager
def opened(browser, url, **more):
    """A page of a fresh browser that shows no error, no alert and asks nobody else for anything."""
    context = browser.new_context(**({"locale": "en-US", "base_url": url} | more))
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
    page.on("request", lambda one: None if one.url.startswith((url, "blob:")) else wrong.append(one.url))
    page.set_default_timeout(20_000)
    yield page
    context.close()
    assert not wrong


@pytest.fixture
def page(browser, server):
    with opened(browser, server) as page:
        yield page


def written(page, text=TEXT):
    """The text view once a text typed into it is translated."""
    page.goto("/#/text")
    page.get_by_role("textbox", name="Text to translate").press_sequentially(text, delay=1)
    page.wait_for_selector(".segment")
    page.wait_for_selector(".output:not([aria-busy])")
    page.wait_for_function("n => document.querySelectorAll('.segment').length === n", arg=text.count("\n") + 1)


def uploaded(page, tmp_path, text=DOCUMENT, name="소식.ko.md"):
    """A document sent by the page, translated."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    page.goto("/#/releases")
    page.get_by_label("Choose a document").set_input_files(tmp_path / name)
    page.wait_for_selector(".row")
    page.wait_for_function("() => document.querySelector('.told').textContent.includes('accepted')")


# Texts


def test_what_is_typed_is_translated_with_its_terms(page):
    written(page)
    assert page.locator(".pane .behind mark").all_inner_texts() == ["광주", "서울"]
    assert {"Gwangju", "Seoul"} <= set(page.locator(".segment mark").all_inner_texts())
    cells = page.get_by_role("table").locator("tbody tr").all_inner_texts()
    assert cells[0].split("\t")[:2] == ["광주", "Gwangju"]
    assert page.get_by_text("Detected: Korean").is_visible()
    assert page.get_by_role("status").filter(has_text="Translated").count() == 1
    box = page.get_by_role("textbox", name="Text to translate")
    assert box.get_attribute("lang") == "ko"
    assert page.locator(".segment .target").first.get_attribute("lang") == "en"


def test_all_six_directions(page):
    page.goto("/#/text")
    texts = {"ko": "안녕하세요.", "ja": "こんにちは。", "en": "Hello."}
    for source, text in texts.items():
        for target in texts.keys() - {source}:
            page.get_by_label("From").select_option(source)
            page.get_by_label("To", exact=True).select_option(target)
            page.get_by_role("textbox", name="Text to translate").fill("")
            page.get_by_role("textbox", name="Text to translate").fill(text)
            page.wait_for_selector(f".segment .target[lang={target}]")


def test_a_text_in_the_target_language_turns_the_direction(page):
    page.goto("/#/text")
    page.get_by_role("textbox", name="Text to translate").fill("The festival opens in October.")
    page.wait_for_selector(".segment .target[lang=ko]")
    assert page.get_by_label("To", exact=True).input_value() == "ko"


def test_the_languages_are_swapped_with_the_texts(page):
    written(page, "광주에서 축제가 열린다.")
    before = page.locator(".segment .target").inner_text()
    page.get_by_role("button", name="Swap the languages").click()
    page.wait_for_selector(".segment .target[lang=ko]")
    assert page.get_by_role("textbox", name="Text to translate").input_value() == before


def test_another_translation_by_click_and_keys(page):
    written(page)
    page.locator(".segment .target").first.click()
    options = page.get_by_role("list", name="Other translations").get_by_role("button")
    options.nth(1).wait_for()
    wanted = options.nth(1).inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".segment .target").first.inner_text() == wanted
    page.keyboard.press("Enter")  # the focus is back on the button that opens them
    options.first.wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("list", name="Other translations").count() == 0
    assert page.evaluate("document.activeElement.ariaLabel || document.activeElement.title") == "Other translations"


def test_a_persons_words_are_kept_and_come_back(page, folders):
    source = "조선대 앞에서 장이 선다."
    written(page, source)
    page.get_by_role("button", name="Edit").click()
    page.get_by_role("textbox", name="Your translation").fill("The market opens before Chosun University.")
    page.get_by_role("button", name="Save to the memory").click()
    page.get_by_text("Saved to the translation memory.").wait_for()
    with Memory.open(folders / "site.memory") as memory:
        assert memory.find(source, "ko", "en").target == "The market opens before Chosun University."
    page.get_by_role("button", name="Clear").click()
    written(page, source)
    assert page.locator(".segment .target").inner_text().startswith("The market opens before Chosun University.")
    assert page.get_by_text("From the memory: the same text").is_visible()


def test_markup_in_a_text_stays_text(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    written(page, MARKUP)
    assert page.locator(".output img, .output script, .behind img").count() == 0
    assert page.get_by_role("textbox", name="Text to translate").input_value() == MARKUP
    assert asked == []


def test_who_types_on_is_not_kept_waiting(browser, tmp_path):
    asked = []

    class Slow(pages.PseudoEngine):
        def translate(self, sentences, *manner):
            time.sleep(0.05 * len(sentences))
            asked.extend(sentences)
            return super().translate(sentences, *manner)

    with serving(Settings(engine=Slow(), data=tmp_path)) as url, opened(browser, url) as page:
        page.goto("/#/text")
        box = page.get_by_role("textbox", name="Text to translate")
        with page.expect_request("**/translate"):
            box.fill("\n".join(f"줄 {number}" for number in range(200)))
        box.fill("마지막")
        page.wait_for_function("() => document.querySelectorAll('.segment').length === 1")
        page.wait_for_timeout(1500)  # the step that was under way ends
        before = len(asked)
        page.wait_for_timeout(1500)
        assert len(asked) == before
        assert len(set(asked)) < 200


def test_the_translation_is_copied(browser, server):
    with opened(browser, server, permissions=["clipboard-read", "clipboard-write"]) as page:
        written(page)
        page.get_by_role("button", name="Copy the translation").click()
        page.get_by_text("Copied.").wait_for()
        lines = page.locator(".segment .target").all_inner_texts()
        assert page.evaluate("navigator.clipboard.readText()") == "\n".join(lines)
        page.evaluate("delete Navigator.prototype.clipboard")  # as where the address is no https
        page.get_by_role("status").get_by_text("Copied.").wait_for(state="detached")
        page.get_by_role("button", name="Copy the translation").click()
        page.get_by_text("Copied.").wait_for()


def test_a_text_lives_through_a_reload_and_no_longer(page):
    written(page, "광주의 봄")
    page.reload()
    page.wait_for_selector(".segment")
    assert page.get_by_role("textbox", name="Text to translate").input_value() == "광주의 봄"
    page.get_by_role("button", name="Clear").click()
    page.reload()
    assert page.get_by_role("textbox", name="Text to translate").input_value() == ""


# Releases


def test_a_release_is_reviewed_with_the_keyboard_and_taken_away(page, tmp_path):
    uploaded(page, tmp_path)
    boxes = page.get_by_role("textbox", name=re.compile("Translation of segment"))
    assert boxes.count() == 3
    boxes.nth(0).fill("Tidings from Gwangju")
    boxes.nth(0).press("Control+Enter")
    assert boxes.nth(1).evaluate("box => box === document.activeElement")
    boxes.nth(1).press("Control+Enter")
    page.get_by_text("2 of 3 accepted").wait_for()
    boxes.nth(2).press("Alt+ArrowUp")
    assert boxes.nth(1).evaluate("box => box === document.activeElement")
    page.get_by_label("Show").select_option("open")
    assert boxes.count() == 1
    page.get_by_label("Show").select_option("edited")
    assert page.locator(".row textarea").input_value() == "Tidings from Gwangju"
    kept = {}
    for name in ("Document", "Gettext catalogue (PO)", "Translation memory (TMX)"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        kept[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(kept[name])
    assert kept["Document"].name == "소식.en.md"
    assert kept["Document"].read_text(encoding="utf-8").startswith("# Tidings from Gwangju\n\n")
    entries = bilingual.read(kept["Gettext catalogue (PO)"])
    assert [e.flags for e in entries] == [(), (), ("fuzzy",)]
    assert (entries[0].source, entries[0].target) == ("광주 소식", "Tidings from Gwangju")
    assert len(bilingual.read(kept["Translation memory (TMX)"], "ko", "en")) == 2
    page.reload()
    page.get_by_text("2 of 3 accepted").wait_for()
    assert page.locator(".row.accepted").count() == 2


def test_a_wrong_number_is_marked_while_it_is_reviewed(page, tmp_path):
    uploaded(page, tmp_path)
    box = page.get_by_role("textbox", name="Translation of segment 3")
    box.fill("The news was told to Seoul on October 8.")
    box.press("Tab")
    issue = page.locator(".row").nth(2).locator(".issues li.serious")
    issue.first.wait_for()
    assert "changed" in issue.first.inner_text()
    assert page.locator(".row").nth(2).locator(".source mark.serious").first.inner_text() == "10월 6일"
    page.get_by_role("button", name="Back to the machine's translation").first.click()
    page.wait_for_function("() => !document.querySelectorAll('.row')[2].querySelector('.issues li.serious')")


def test_accepting_with_the_mouse_and_saving_to_the_memory(page, tmp_path):
    uploaded(page, tmp_path, name="둘째.ko.md")
    page.get_by_role("button", name="Accept segment 2").click()
    page.get_by_text("1 of 3 accepted").wait_for()
    assert page.get_by_role("button", name="Accept segment 2").get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Save to the memory").click()
    page.get_by_text("1 accepted segment is in the translation memory.").wait_for()


def test_another_translation_while_reviewing(page, tmp_path):
    uploaded(page, tmp_path, name="셋째.ko.md")
    page.get_by_role("button", name="Other translations").nth(1).click()
    options = page.get_by_role("list", name="Other translations").get_by_role("button")
    options.nth(1).wait_for()
    wanted = options.nth(1).inner_text()
    options.nth(1).click()
    page.get_by_text("Saved", exact=True).wait_for()
    assert page.get_by_role("textbox", name="Translation of segment 2").input_value() == wanted


def test_a_hostile_document_is_text(page, tmp_path):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    uploaded(page, tmp_path, f"광주에서 열리는 축제의 소식을 시민에게 널리 알린다 {MARKUP}\n", "b&i;<i>.txt")
    assert page.locator("main img, main script, main i").count() == 0
    assert page.get_by_role("heading", level=1).inner_text() == "b&i;<i>.txt"
    assert asked == []


def test_a_release_is_removed_after_a_question(page, tmp_path):
    uploaded(page, tmp_path, name="weg.ko.md")
    page.get_by_role("link", name="All releases").click()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove weg.ko.md").click()
    page.get_by_role("link", name="weg.ko.md").wait_for(state="detached")


def test_a_file_that_is_no_document_is_refused_in_words(browser, server, tmp_path):
    (tmp_path / "bild.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    context = browser.new_context(base_url=server, locale="en-US")
    page = context.new_page()
    page.goto("/#/releases")
    page.get_by_label("Choose a document").set_input_files(tmp_path / "bild.png")
    page.get_by_role("alert").get_by_text("bild.png").wait_for()
    context.close()


# Glossaries and reports


def test_a_glossary_is_checked_while_it_is_edited_and_saved(page, folders):
    page.goto("/#/glossaries")
    page.get_by_role("link", name="city").click()
    cell = page.get_by_label("English, row 2")
    cell.fill("Gwangju")
    page.get_by_text("Also in another row").wait_for()
    cell.fill("Seoul City")
    page.get_by_text("Also in another row").wait_for(state="detached")
    page.get_by_role("button", name="New row").click()
    for name, text in (("Korean", "부산"), ("Japanese", "釜山"), ("English", "Busan")):
        page.get_by_label(f"{name}, row 1").fill(text)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    assert [entry.en for entry in Glossary.load(folders / "glossaries" / "city.tsv")] == [
        "Busan",
        "Gwangju",
        "Seoul City",
    ]


def test_a_new_glossary(page, folders):
    page.goto("/#/glossaries")
    page.on("dialog", lambda dialog: dialog.accept("거리"))
    page.get_by_role("button", name="New glossary").click()
    page.get_by_role("button", name="New row").click()
    for name, text in (("Korean", "금남로"), ("Japanese", "錦南路"), ("English", "Geumnam-ro")):
        page.get_by_label(f"{name}, row 1").fill(text)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    assert (folders / "glossaries" / "거리.tsv").read_text(
        encoding="utf-8"
    ) == "en\tja\tko\nGeumnam-ro\t錦南路\t금남로\n"
    (folders / "glossaries" / "거리.tsv").unlink()


def test_a_row_that_cannot_be_saved_is_pointed_at(browser, server, folders):
    before = (folders / "glossaries" / "city.tsv").read_bytes()
    context = browser.new_context(base_url=server, locale="en-US")
    page = context.new_page()
    page.goto("/#/glossaries/city")
    page.get_by_label("Korean, row 1").fill("")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The row cannot be used").wait_for()
    assert (folders / "glossaries" / "city.tsv").read_bytes() == before
    context.close()


def test_unsaved_changes_are_asked_about(page):
    asked = []
    page.goto("/#/glossaries/city")
    page.get_by_label("English, row 1").fill("Elsewhere")
    page.on(
        "dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss() if len(asked) < 2 else dialog.accept())
    )
    page.get_by_role("link", name="Translate").click()
    page.wait_for_function("() => location.hash === '#/glossaries/city'")
    assert page.get_by_label("English, row 1").input_value() == "Elsewhere"
    page.get_by_role("link", name="Translate").click()
    page.get_by_role("textbox", name="Text to translate").wait_for()
    assert asked == ["Leave without saving the glossary?"] * 2


def test_a_report_is_opened_in_a_sandbox(page):
    page.goto("/#/reports")
    assert MARKUP in page.get_by_role("table").inner_text()
    page.get_by_role("link", name="news").click()
    frame = page.frame_locator("iframe.report")
    frame.get_by_role("heading", level=1).wait_for()
    inner = next(one for one in page.frames if "/page/reports/" in one.url)
    assert inner.evaluate("self.origin") == "null"


# Everybody


def test_the_interface_speaks_three_languages(browser, server):
    with opened(browser, server, locale="ko-KR") as page:
        page.goto("/")
        page.get_by_role("link", name="보도자료").wait_for()
        page.wait_for_selector("h1")
        assert page.evaluate("document.documentElement.lang") == "ko"
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).wordBreak") == "keep-all"
        page.get_by_label("화면 언어").select_option("ja")
        page.get_by_role("link", name="用語集").click()
        page.get_by_role("heading", name="用語集").wait_for()
        page.reload()
        page.get_by_role("heading", name="用語集").wait_for()
        assert page.evaluate("document.documentElement.lang") == "ja"
        assert page.title() == "用語集 · mtkit"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_that_axe_finds(browser, server, tmp_path, scheme):
    from axe_playwright_python.sync_playwright import Axe

    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"], "iframes": False}
    with opened(browser, server, color_scheme=scheme) as page:
        for view in VIEWS:
            page.goto(f"/#/{view}")
            page.wait_for_selector("main h1")
            assert_no_barrier(Axe(), page, rules, view)
        written(page)
        page.locator(".segment .target").first.click()
        page.wait_for_selector(".alternative")
        assert_no_barrier(Axe(), page, rules, "text with a translation")
        uploaded(page, tmp_path)
        page.get_by_role("button", name="Accept segment 1").click()
        page.get_by_text("1 of 3 accepted").wait_for()
        assert_no_barrier(Axe(), page, rules, "release")


def assert_no_barrier(axe, page, rules, view):
    found = axe.run(page, options=rules).response["violations"]
    told = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]
    assert told == [], view


@pytest.mark.parametrize("locale", ["en-US", "ko-KR", "ja-JP"])
def test_a_phone_shows_everything_without_scrolling_sideways(browser, server, locale):
    with opened(browser, server, locale=locale, viewport={"width": 360, "height": 740}) as page:
        for view in VIEWS:
            page.goto(f"/#/{view}")
            page.wait_for_selector("main h1")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, view


def test_the_colours_can_be_chosen(browser, server):
    with opened(browser, server, color_scheme="light") as page:
        page.goto("/#/releases")
        page.get_by_label("Colours").select_option("dark")
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(16, 20, 26)"
        page.reload()
        page.wait_for_selector("h1")
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_the_keyboard_reaches_everything_in_order(page):
    page.goto("/#/releases")
    page.wait_for_selector("main h1")
    page.evaluate("document.activeElement.blur()")
    names = []
    for _ in range(12):
        page.keyboard.press("Tab")
        names.append(page.evaluate("(document.activeElement.labels?.[0] || document.activeElement).textContent.trim()"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none" or names[-1].startswith(
            "Choose"
        )
    assert names[:8] == [
        "Skip to the content", "mtkit", "Translate", "Releases", "Glossaries", "Evaluation", "Interface language", "Colours",
    ]  # fmt: skip
    assert names[8:12] == ["From", "To", "Glossary", "Choose a document"]


def test_paper_has_the_texts_without_the_tools(page):
    written(page)
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.get_by_role("button", name="Edit").first.is_visible()
    assert page.locator(".pane .behind").inner_text().startswith("광주에서")
    assert page.locator(".pane .behind").evaluate("each => getComputedStyle(each).color") == "rgb(26, 33, 44)"
    assert page.locator(".segment .target").first.is_visible()


def test_a_key_is_asked_for_once(browser, folders, tmp_path):
    settings = Settings(engine=pages.PseudoEngine(), keys=("secret",), data=tmp_path)
    with serving(settings) as url:
        context = browser.new_context(base_url=url, locale="en-US")
        page = context.new_page()
        page.goto("/#/text")
        page.get_by_label("API key", exact=True).fill("wrong")
        page.keyboard.press("Enter")
        page.get_by_text("This key is not known here.").wait_for()
        page.get_by_label("API key", exact=True).fill("secret")
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("textbox", name="Text to translate").fill("안녕")
        page.wait_for_selector(".segment")
        page.reload()
        page.wait_for_selector(".segment")
        assert page.evaluate("document.cookie") == ""
        context.close()
