"""The page in a real browser: by keyboard alone, at both widths, and without a word to any other host."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING, Any

import pytest

from msqqa.corpus import Corpus
from msqqa.encode import Encoder
from msqqa.index.build import build
from tests.pdfs import of_markdown
from tests.support import RESPONSES, SURVEY_FORM, Place, response, write_survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selenium.webdriver import Chrome

    from tests.serve.conftest import Served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="looked for by its name on Unix"),
]
QUESTION = "which countries have a regulatory sandbox"
CONTACT = "Contact information of the respondent\n\nName: Maria Quispe\n\nE-mail: maria@gob.example.pe\n\n"


@pytest.fixture(scope="module")
def browser() -> Iterator[Chrome]:
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("no Chromium with its driver on this machine")
    options = selenium.ChromeOptions()
    options.binary_location = chromium
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync"):
        options.add_argument(f"--{argument}")
    options.add_argument("--disable-background-networking")
    options.add_argument("--disable-component-update")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = selenium.Chrome(options=options, service=selenium.ChromeService(driver))
    yield opened
    opened.quit()


@pytest.fixture(scope="module")
def mixed(start: Callable[..., Served], tmp_path_factory: pytest.TempPathFactory) -> Served:
    """A response in Markdown, and one in a PDF with contact details."""
    folder = tmp_path_factory.mktemp("mixed")
    corpus = write_survey(folder / "survey", {"kenya.md": RESPONSES["kenya.md"]})
    contact = (
        'id = "contact"\ntext = "Contact information of the respondent"\nkind = "contact"\n\n[[section.question]]\n'
    )
    form = SURVEY_FORM.replace('[[section.question]]\nid = "1"', f'[[section.question]]\n{contact}id = "1"', 1)
    (corpus / "form.toml").write_text(form, encoding="utf-8")
    peru = CONTACT + response("☐ Yes ☒ No", "", "☒ Yes ☐ No", "The central bank runs a sandbox for payments.")
    (corpus / "peru.pdf").write_bytes(of_markdown(peru))
    build(Corpus.at(corpus), folder / "index", Encoder.named())
    return start(Place(corpus, folder / "index"))


def _sent(browser: Chrome) -> list[str]:
    """Return the addresses that the browser asked for since it was last looked."""
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


def _sized(browser: Chrome, width: int, scheme: str = "light") -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)


def test_by_keyboard_alone(browser: Chrome, mixed: Served) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import WebDriverWait

    def active() -> Any:
        return browser.switch_to.active_element

    def tab_to(fits: Callable[[Any], bool]) -> Any:
        for _ in range(40):
            active().send_keys(Keys.TAB)
            if fits(active()):
                return active()
        raise AssertionError("no tab leads there")

    _sized(browser, 1600)
    browser.get(mixed.address)
    assert active().get_attribute("name") == "question", "who comes can type at once"
    active().send_keys(QUESTION, Keys.ENTER)
    assert "1 of 2 say yes" in browser.find_element(By.ID, "answer").text
    # A number opens the source, Escape closes it, and the focus is back where it was.
    link = tab_to(lambda one: "cite" in (one.get_attribute("class") or ""))
    link.send_keys(Keys.ENTER)
    dialog = browser.find_element(By.ID, "source")
    WebDriverWait(browser, 20).until(lambda _: dialog.is_displayed())
    assert dialog.find_element(By.TAG_NAME, "mark").text == "The central bank runs a sandbox for payments."
    # It is a PDF: its page is there as a picture.
    picture = dialog.find_element(By.TAG_NAME, "img")
    WebDriverWait(browser, 20).until(lambda _: int(str(picture.get_property("naturalWidth"))) > 1000)
    assert "quote marked" in (picture.get_attribute("alt") or "")
    active().send_keys(Keys.ESCAPE)
    assert not dialog.is_displayed()
    assert active() == link
    # What is folded in opens by keyboard.
    tab_to(lambda one: one.tag_name == "summary" and "read" in one.text).send_keys(Keys.ENTER)
    assert "plan: which" in browser.find_element(By.ID, "explain").text
    # "/" goes to the box.
    active().send_keys("/")
    assert active().get_attribute("name") == "question"
    assert browser.get_log("browser") == []


def test_without_its_script_it_works_too(browser: Chrome, mixed: Served) -> None:
    from selenium.webdriver.common.by import By

    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get(f"{mixed.address}?question=does+Kenya+have+a+data+protection+law")
        browser.find_element(By.CSS_SELECTOR, "#answer a.cite").click()
        assert "/source?" in browser.current_url
        assert "Data Protection Act" in browser.find_element(By.ID, "quote").text
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_the_matrix_leads_to_sources(browser: Chrome, mixed: Served) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    _sized(browser, 1600)
    browser.get(f"{mixed.address}matrix")
    browser.find_element(By.CSS_SELECTOR, "[aria-label='Kenya, 1: yes']").send_keys(Keys.ENTER)
    assert browser.find_element(By.TAG_NAME, "dialog").is_displayed()
    browser.find_element(By.CSS_SELECTOR, "#citation a").send_keys(Keys.ENTER)
    assert browser.find_element(By.ID, "quote").text
    assert browser.get_log("browser") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1600])
def test_it_fits_and_can_be_read(browser: Chrome, mixed: Served, width: int, scheme: str) -> None:
    from selenium.webdriver.common.by import By

    _sized(browser, width, scheme)
    for path in (
        f"?question={QUESTION.replace(' ', '+')}",
        "?question=sandbox&do=search",
        "matrix",
        "source?citation=x",
    ):
        browser.get(mixed.address + path)
        across = browser.execute_script("return document.documentElement.scrollWidth - window.innerWidth")
        assert across <= 0, path
        colours = browser.execute_script(
            "const of = getComputedStyle(document.documentElement); return [of.color, of.backgroundColor]"
        )
        ink, paper = (sum(map(int, c[4:-1].split(","))) for c in colours)
        assert (ink < paper) == (scheme == "light")
        assert abs(ink - paper) > 400
    browser.get(f"{mixed.address}?question={QUESTION.replace(' ', '+')}")
    browser.find_element(By.CSS_SELECTOR, "#full summary").click()
    assert browser.execute_script("return document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_no_page_speaks_to_another_host(browser: Chrome, mixed: Served) -> None:
    _sent(browser)
    for path in ("", f"?question={QUESTION.replace(' ', '+')}", "matrix", "nowhere"):
        browser.get(mixed.address + path)
        # Nothing that runs in the page could, either.
        tried = browser.execute_async_script(
            "const done = arguments[0]; fetch('http://192.0.2.1/').then(() => done('sent'), error => done(error.name));"
        )
        assert tried == "TypeError"
    sent = [url for url in _sent(browser) if not url.startswith(("data:", "chrome"))]
    own = [url for url in sent if url.startswith(mixed.address)]
    assert len(own) >= 8
    assert {url for url in sent if url not in own} <= {"http://192.0.2.1/"}
    refused = [entry["message"] for entry in browser.get_log("browser") if "192.0.2.1" in entry["message"]]
    assert len(refused) >= 4
    assert all("Content Security Policy" in line for line in refused)
