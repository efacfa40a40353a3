"""The report page in Debian's Chromium, opened from its file: what a person would notice.

Run: pytest -m real tests/report/test_report_browser.py   (AXE as there)
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from parcha.folder import Folder
from tests.targets.test_web_browser import chromium, click, wait

pytestmark = pytest.mark.real

NEW = "मलेरिया मच्छर से होता है, छूने से नहीं।"
LINE = "#kya-4"


@pytest.fixture
def page(built: Folder, parcha: Any) -> Path:
    assert parcha("report")[0] == 0
    return built.report("full")


def times(driver: Any) -> tuple[float, float]:
    start, end = driver.execute_script(
        f"return document.querySelector('{LINE}').dataset.t.split(' ')"
    )
    return int(start) / 1000, int(end) / 1000


def open_lines(driver: Any, page: Path) -> None:
    driver.get(page.as_uri())
    driver.execute_script(
        "document.querySelectorAll('.lines').forEach((each) => { each.open = true; })"
    )


HEARD = """
const done = arguments[arguments.length - 1], audio = document.getElementById('audio');
const seen = [];
audio.addEventListener('playing', () => {
  const look = () => {
    seen.push(audio.currentTime);
    if (audio.paused) { done([seen[0], seen[seen.length - 1], audio.src]); }
    else { requestAnimationFrame(look); }
  };
  look();
});
document.querySelector(arguments[0]).click();
"""


def test_a_button_plays_its_line_and_no_more(page: Path) -> None:
    with chromium() as driver:
        open_lines(driver, page)
        start, end = times(driver)
        first, last, source = driver.execute_async_script(HEARD, f"{LINE} .play")
        assert first == pytest.approx(start, abs=0.1)
        # A frame or two behind the end; the pause behind a line is longer.
        assert end <= last < end + 0.3
        assert source.startswith(page.parent.as_uri())
        assert driver.execute_script("return document.querySelectorAll('.playing').length") == 0
        # Pressed again while it plays, it stops.
        click(driver, f"{LINE} .play")
        wait(driver, "!document.getElementById('audio').paused")
        click(driver, f"{LINE} .play")
        wait(driver, "document.getElementById('audio').paused")


def test_a_missing_sound_is_told(page: Path) -> None:
    for sound in (page.parent / "phone").glob("02-*.mp3"):
        sound.unlink()
    with chromium() as driver:
        open_lines(driver, page)
        click(driver, f"{LINE} .play")
        wait(driver, "document.getElementById('status').textContent !== ''")
        # The browser's own words about the missing file are no slip of the page.
        assert all("net::ERR_FILE_NOT_FOUND" in one["message"] for one in driver.get_log("browser"))


def fill(driver: Any, kind: str, **fields: str) -> None:
    from selenium.webdriver.common.by import By

    click(driver, f"{LINE} .flag")
    click(driver, f"{LINE} form [value={kind}]")
    for name, text in fields.items():
        field = driver.find_element(By.CSS_SELECTOR, f"{LINE} form [name={name}]")
        if field.tag_name != "select":
            field.clear()
        field.send_keys(text)
    click(driver, f"{LINE} form [type=submit]")


def test_a_mark_comes_home(page: Path, built: Folder, parcha: Any, tmp_path: Path) -> None:
    with chromium(900, 900) as driver:
        behaviour = {"behavior": "allow", "downloadPath": str(tmp_path), "eventsEnabled": True}
        driver.execute_cdp_cmd("Browser.setDownloadBehavior", behaviour)
        open_lines(driver, page)
        was = driver.execute_script(f"return document.querySelector('{LINE} .say').textContent")
        fill(driver, "text", text=NEW)
        # It is there again after the page was closed.
        open_lines(driver, page)
        wait(driver, f"document.querySelector('{LINE}').classList.contains('marked')")
        click(driver, "#save")
        file = tmp_path / "fixes.json"
        wait_for(driver, file)
    (saved,) = json.loads(file.read_text(encoding="utf-8"))["fixes"]
    assert (saved["was"], saved["should"], saved["kind"]) == (was, NEW, "text")
    assert parcha("fix", str(file))[0] == 0
    assert parcha("scripts")[0] == 0
    code, out, _ = parcha("build", "--json", "--jobs", "1")
    assert (code, json.loads(out)["spoken"]) == (0, 1)
    manifest = json.loads(built.manifest("full").read_text(encoding="utf-8"))
    assert NEW in [line["say"] for line in manifest["chapters"][1]["lines"]]


def wait_for(driver: Any, file: Path) -> None:
    from selenium.webdriver.support.wait import WebDriverWait

    WebDriverWait(driver, 20, 0.05).until(lambda _: file.is_file())


def test_marks_of_every_kind(page: Path) -> None:
    with chromium(900, 900) as driver:
        open_lines(driver, page)
        fill(driver, "sound", word="मच्छर", sound="मच-छर")
        shown = "return document.getElementById('marked').textContent"
        assert "मच्छर → मच-छर" in driver.execute_script(shown)
        fill(driver, "other", note="बहुत तेज़")
        assert "बहुत तेज़" in driver.execute_script(shown)
        assert (
            driver.execute_script("return document.getElementById('how-many').textContent") == "1"
        )
        click(driver, f"{LINE} .flag")
        click(driver, f"{LINE} form [name=drop]")
        assert driver.execute_script("return document.getElementById('bar').hidden")


def test_a_browser_that_keeps_nothing_still_marks(page: Path) -> None:
    refuse = (
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }})"
    )
    with chromium(900, 900) as driver:
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": refuse})
        open_lines(driver, page)
        fill(driver, "other", note="बहुत तेज़")
        assert (
            driver.execute_script("return document.getElementById('how-many').textContent") == "1"
        )


def test_keys_and_links(page: Path) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    with chromium(900, 900) as driver:
        driver.get(f"{page.as_uri()}{LINE}")
        wait(driver, f"document.querySelector('{LINE}').offsetParent !== null")
        focused = "document.activeElement.closest('.line')?.id"
        wait(driver, f"{focused} === '{LINE[1:]}'")
        ActionChains(driver).send_keys("kkj").perform()
        assert driver.execute_script(f"return {focused}") == "kya-3"
        ActionChains(driver).send_keys("p").perform()
        wait(driver, "document.querySelector('#kya-3.playing') !== null")
        ActionChains(driver).send_keys("m").perform()
        wait(driver, "document.querySelector('#kya-3 form') !== null")
        ActionChains(driver).send_keys("\ue00c").perform()  # Escape
        wait(driver, "document.querySelector('#kya-3 form') === null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(360, 740), (1280, 900), (240, 320)])
def test_it_is_accessible_and_nothing_sticks_out(
    page: Path, size: tuple[int, int], scheme: str
) -> None:
    axe = Path(os.environ["AXE"]).read_text(encoding="utf-8")
    with chromium(*size) as driver:
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        screen = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        open_lines(driver, page)
        driver.execute_script(f"document.querySelector('{LINE} .flag').click()")
        driver.execute_script(
            "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
        )
        driver.execute_script(axe)
        result = driver.execute_async_script("axe.run().then(arguments[0])")
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in result["violations"]] == []
        assert result["passes"]
        assert driver.execute_script("return document.documentElement.scrollWidth") <= size[0]
