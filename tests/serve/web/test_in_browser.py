"""The pages in a browser: navigation, filters, corrections, keys, widths, axe, the policy."""

from __future__ import annotations

import shutil
import socket
import threading
import time

import pytest
import uvicorn
from tests.serve.web.conftest import hostile, opened_site

from quoth.serve.web.shown import part

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: no browser to test the pages in"
)
PAGES = {
    "front": "/",
    "none": "/?actor=nobody",
    "search": "/search?q=port",
    "said": "/search?kind=said&by=lindqvist",
    "story": "/stories/courier",
    "single": f"/stories/{part(hostile().id)}",
    "report": "/reports/courier",
    "hostile": f"/reports/{part(hostile().id)}",
    "relations": "/relations?all=1",
    "pair": "/relations/FRA/POL",
    "people": "/actors",
    "person": "/actors/Per%20Lindqvist",
    "outlets": "/outlets",
    "outlet": "/outlets/Northern%20Wire",
    "corrections": "/corrections",
    "correct": "/correct/story?story=courier",
    "actor": "/correct/actor?report=courier&actor=a2",
    "statement": "/correct/statement?report=courier&statement=s0",
    "api": "/api/docs",
    "failure": "/nowhere",
}


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.skip("there is no Chromium to test the pages in")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(template, tmp_path_factory):
    """The address of a server over the archive."""
    folder = tmp_path_factory.mktemp("browser")
    for name, data in template.items():
        (folder / name).write_bytes(data)
    application = opened_site(folder / "news.duckdb").app
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(application, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def opened(browser, address):
    """Return a function that opens a page; whatever the console says is a failure."""
    said, contexts = [], []

    def open_page(path="/", width=1280, height=900, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce",
            base_url=address, **options,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # The page that is not there is told of by the browser itself.
    assert [line for line in said if "404" not in line] == []


def words(page, selector):
    return page.eval_on_selector_all(selector, "all => all.map(e => e.textContent)")


# Dark has the same elements in other colours: it is looked at where most colours are.
DARK = ("front", "story", "report", "relations", "pair")


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious_and_nothing_is_too_wide(opened, name):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(PAGES[name])
    for scheme in ("light", "dark") if name in DARK else ("light",):
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert [
            (one["id"], [node["target"] for node in one["nodes"]][:3])
            for one in found
            if one["impact"] in ("serious", "critical")
        ] == []
    for width in (360, 768, 2560):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_from_the_front_to_the_words(opened):
    page = opened()
    page.click("text=Dockers to strike on Friday")
    assert page.title() == "Dockers to strike on Friday – Quoth"
    page.hover("#c1 .telling[data-r=B]")
    assert "".join(words(page, ".text .on")) == (
        "14 people were held after a march on Monday"
        "Seventeen people were arrested after a march on Tuesday"
        "At least 14 people were held after a march on Monday"
    )
    page.click("#c1 .telling[data-r=B]")
    assert page.is_visible('.report.open :text("Seventeen people were arrested")')
    page.hover("#c1 .difference >> nth=0")
    assert words(page, ".text .differs") == ["14", "Seventeen", "14"]
    page.click('.report.open [data-c="4"]')
    sync_api.expect(page.locator("#c4")).to_be_in_viewport()
    page.click(".report.open >> text=who says what in it")
    assert page.url.endswith("daily%22%3E%3Cb%3E")


def test_a_mark_in_a_report_opens_its_record(opened):
    page = opened("/reports/courier")
    page.click('.text [data-st~="s0"] >> nth=0')
    assert page.locator(".record.at").first.get_attribute("id") == "s0"
    page.hover("#s1")
    assert words(page, ".text .at")
    page.click(".text .tag.event >> nth=0")
    assert page.locator("#e0.at").count() == 1


def test_filters_change_the_list_and_the_address(opened):
    page = opened()
    assert page.locator(".card").count() == 6
    page.select_option("[name=country]", "SWE")
    sync_api.expect(page.locator(".card")).to_have_count(1)
    assert "country=SWE" in page.url
    page.fill("[name=actor]", "nobody")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=No story is like that")
    page.click("text=without actor")
    assert page.locator(".card").count() == 1
    page.go_back()
    page.click("text=Clear")
    assert page.locator(".card").count() == 6


def test_a_correction_and_the_way_back(opened):
    page = opened("/reports/courier")
    page.click('a[aria-label="Correct Per Lindqvist"]')
    page.fill("[name=name]", "Pär Lindqvist")
    page.fill("[name=who]", "Ann")
    page.click("text=Keep it")
    assert page.is_visible("text=Correction 2 is kept")
    assert page.is_visible("#a2 >> text=Pär Lindqvist")
    page.click("text=Take it back")
    assert page.is_visible("#a2 >> text=Per Lindqvist")
    page.goto("/corrections")
    assert page.locator("tr.undone").count() == 1
    assert page.is_visible("td >> text=Ann")


def test_without_javascript_all_can_be_read(opened):
    page = opened("/stories/courier", java_script_enabled=False)
    assert page.is_visible("#rA .text")
    assert page.is_visible("#rC .text")
    page.click("#c1 .telling[data-r=B]")
    assert page.url.endswith("#m1-B")
    page.goto("/")
    page.fill("[name=actor]", "lindqvist")
    page.click("text=Show")
    assert page.locator(".card").count() == 1


def test_the_keyboard_is_enough(opened):
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    page.keyboard.type("crane")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=crane")
    assert page.locator(".hit").count() >= 1


def test_on_paper_all_reports_are_there(opened):
    page = opened("/stories/courier")
    page.emulate_media(media="print")
    assert page.is_visible("#rA .text")
    assert page.is_visible("#rB .text")
    assert not page.is_visible(".site")


def test_scripts_and_styles_that_are_not_of_the_site_do_not_run(opened, browser, address):
    page = browser.new_page(base_url=address)  # what the console says is wanted here
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto("/")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">"
        '<p style="color: red" id=red>.</p>\')'
    )
    page.wait_for_timeout(300)
    assert len([line for line in refused if "Content Security Policy" in line]) >= 2
    assert page.evaluate("window.ran") is None
    colour = page.evaluate("getComputedStyle(document.getElementById('red')).color")
    assert colour != "rgb(255, 0, 0)"
    page.close()
