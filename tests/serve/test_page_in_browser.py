"""The page in a browser: pointing, pinning, keys, filters, small screens.

Needs Chromium and the Python package playwright, which are no dependencies of the project.
"""

from __future__ import annotations

import shutil

import pytest

from quoth.serve.pageform import comparison_page

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: no browser to test the page in"
)


@pytest.fixture(scope="module")
def browser():
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        pytest.skip("there is no Chromium to test the page in")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, comparison, tmp_path):
    """Return a function that opens the page; whatever the console says is a failure."""
    said = []

    def open_page(width=1440, height=900, **options):
        path = tmp_path / "page.html"
        path.write_text(comparison_page(comparison), "utf-8")
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.goto(path.as_uri())
        return page

    yield open_page
    assert said == []


def words(page, selector):
    return page.eval_on_selector_all(f".text {selector}", "all => all.map(e => e.textContent)")


def rows(page, kind):
    return page.eval_on_selector_all(f".claim.{kind}", "all => all.map(e => e.id)")


def test_pointing_marks_the_words_in_every_report(opened):
    page = opened()
    page.hover("#c1 .gist")
    assert "".join(words(page, ".on")) == (
        "14 people were held after a march on Monday"
        "Seventeen people were arrested after a march on Tuesday"
        "At least 14 people were held after a march on Monday"
    )
    page.hover("#c1 .difference >> nth=0")
    assert words(page, ".differs") == ["14", "Seventeen", "14"]
    page.mouse.move(720, 5)
    assert words(page, ".on") == []


def test_pointing_scrolls_the_words_into_sight(opened):
    page = opened(1440, 420)
    page.hover("#c1 .gist")
    page.wait_for_timeout(300)
    for letter in "ABC":
        place = page.locator(f"#r{letter} .on").first.bounding_box()
        text = page.locator(f"#r{letter} .text").bounding_box()
        assert text["y"] <= place["y"] <= text["y"] + text["height"]


def test_a_click_pins_and_a_second_lets_go(opened):
    page = opened()
    page.click("#c3 .pick")
    page.mouse.move(720, 5)
    assert rows(page, "pinned") == ["c3"]
    assert page.is_visible("#more3")
    assert words(page, ".on")
    page.click("#c3 .pick")
    assert rows(page, "pinned") == []
    assert not page.is_visible("#more3")


def test_keys(opened):
    page = opened()
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    assert rows(page, "at") == ["c2"]
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    assert rows(page, "pinned") == ["c1"]
    page.keyboard.press("Tab")
    assert words(page, ".differs") == ["14", "Seventeen", "14"]
    page.keyboard.press("Escape")
    assert rows(page, "pinned") == rows(page, "at") == []
    page.focus("#rC .text")
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert rows(page, "pinned") == ["c4"]
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")
    assert not page.is_visible("#help")


def test_words_lead_to_their_claims_in_turn(opened):
    page = opened()
    page.click('#rA .text [data-c="4"]')
    assert rows(page, "pinned") == ["c4"]


def test_filters(opened):
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("lindqvist")
    assert page.inner_text("#f-count") == "1 of 5 claims"
    assert words(page, ".c:not(.off)") == [
        "the government would not step in",
        "that the government will not intervene",
        "the government would not step in",
    ]
    page.keyboard.press("Escape")
    assert page.inner_text("#f-count") == "5 claims"
    page.check("#f-diff")
    assert page.inner_text("#f-count") == "2 of 5 claims"
    page.uncheck("#f-diff")
    page.check("#f-support")
    assert page.inner_text("#f-count") == "3 of 5 claims"
    page.fill("#f-sure", "0.95")
    page.click("#f-clear")
    assert page.inner_text("#f-count") == "5 claims"


def test_what_only_one_report_tells_and_which_reports_are_shown(opened):
    page = opened()
    page.click("#rB .alone-button")
    assert page.get_attribute("#rB", "class") == "report shading"
    page.click('.outlet-button[data-letter="A"]')
    assert not page.is_visible("#rA")
    page.check("#narrow")
    page.click("#c5 .pick")
    assert [page.is_visible(f"#r{letter}") for letter in "ABC"] == [False, False, True]


def test_what_is_left_out_leads_to_its_claim_and_follows_the_filters(opened):
    page = opened()
    page.click("#rC .left-out summary")
    page.click("#rC .left-out a")
    assert rows(page, "at") == ["c3"]
    assert page.evaluate("document.activeElement.closest('.claim').id") == "c3"
    assert page.is_visible("#rC")
    page.check("#f-diff")
    assert page.inner_text(".left-out-count") == "0 of 1"
    assert not page.is_visible("#rC .left-out li")
    page.uncheck("#f-diff")
    assert page.inner_text(".left-out-count") == "1"


@pytest.mark.parametrize("width", [360, 800, 900, 1440, 2560])
def test_nothing_is_wider_than_the_window(opened, width):
    page = opened(width)
    page.click("#c1 .pick")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_small_screen_the_pinned_claim_goes_with_the_texts(opened):
    page = opened(380, 800)
    page.click("#c4 .pick")
    page.wait_for_timeout(300)
    assert page.is_visible("#bar")
    assert page.locator("#bar").bounding_box()["y"] <= 1
    page.click("#bar-who button >> nth=2")
    page.wait_for_timeout(300)
    place = page.locator("#rC .on").first.bounding_box()
    assert 60 < place["y"] < 500
    page.click("#bar-next")
    assert rows(page, "pinned") == ["c5"]
    page.click("#bar-close")
    assert not page.is_visible("#bar")


def test_without_scripts_all_can_be_read(opened):
    page = opened(java_script_enabled=False)
    assert page.is_visible("#more4")
    assert not page.is_visible(".filters")
    assert page.is_visible("#rB .text")
    page.click("#rC .left-out summary")
    assert page.is_visible("#rC .left-out a")


def test_on_paper_all_claims_are_open(opened):
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("lindqvist")
    page.emulate_media(media="print")
    assert page.is_visible("#more1")
    assert not page.is_visible(".filters")
