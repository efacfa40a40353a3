"""The web player in Debian's Chromium, driven by Selenium: what a listener would notice.

Run: pytest -m real tests/targets/test_web_browser.py   (chromium, chromium-driver, selenium and,
for the rules of accessibility, axe-core's axe.min.js in AXE)
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest

from parcha.cli import run
from parcha.folder import Folder
from parcha.model import Programme
from parcha.serve import address, server
from parcha.sound import ffmpeg
from parcha.store import Store
from parcha.targets.sink import FolderSink
from parcha.targets.web import WebTarget

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def page(finished: Programme, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web")
    WebTarget(store).write(finished, FolderSink(folder))
    return folder


@contextmanager
def chromium(width: int = 360, height: int = 740) -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in ("--headless=new", "--no-sandbox", "--mute-audio", "--disable-gpu"):
        options.add_argument(flag)
    options.add_argument(f"--window-size={width},{height}")
    options.add_argument("--autoplay-policy=no-user-gesture-required")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))
    try:
        driver.set_script_timeout(30)
        yield driver
        assert [entry["message"] for entry in driver.get_log("browser")] == []
    finally:
        driver.quit()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with server(folder, 0) as httpd:
        thread = threading.Thread(target=httpd.serve_forever)
        thread.start()
        try:
            yield address(httpd)
        finally:
            httpd.shutdown()
            thread.join()


def wait(driver: Any, condition: str) -> Any:
    from selenium.webdriver.support.wait import WebDriverWait

    return WebDriverWait(driver, 20, 0.05).until(
        lambda d: d.execute_script(f"return {condition}"), condition
    )


def click(driver: Any, selector: str) -> None:
    from selenium.webdriver.common.by import By

    driver.find_element(By.CSS_SELECTOR, selector).click()


def place(driver: Any) -> tuple[str, float]:
    """The title of the open part and the seconds heard of it."""
    title, seconds = driver.execute_script(
        "return [document.getElementById('title').textContent,"
        " document.getElementById('audio').currentTime]"
    )
    return title, seconds


LIGHTS = """
const done = arguments[arguments.length - 1], audio = document.getElementById('audio');
const seen = [];
function look() {
  const lit = document.querySelectorAll('.lit');
  const place = (of) => [...of.parentNode.children].indexOf(of);
  const words = [...lit].map((word) => [place(word.parentNode), place(word)]);
  seen.push([1000 * audio.currentTime, words]);
  if (!audio.ended) { requestAnimationFrame(look); }
}
audio.addEventListener('ended', () => { audio.pause(); done(seen); }, {once: true, capture: true});
audio.addEventListener('playing', () => requestAnimationFrame(look), {once: true});
document.getElementById('play').click();
"""


@pytest.mark.parametrize("kind", ["file", "http"])
def test_in_every_frame_the_word_that_is_heard_is_lit(page: Path, kind: str) -> None:
    data = json.loads(
        re.search(
            r'"application/json">(.*?)</script>', (page / "index.html").read_text("utf-8"), re.S
        )[1]
    )
    with served(page) as http, chromium() as driver:
        driver.get(http if kind == "http" else (page / "index.html").as_uri())
        frames = driver.execute_async_script(LIGHTS)
    starts = sorted(
        (start + 10 * after, [number, place])
        for number, (start, *packed) in enumerate(data["parts"][0]["lines"])
        for place, after in enumerate(accumulate(packed[1::2]))
    )

    def heard(ms: float) -> list[list[int]]:
        return [word for start, word in starts if start <= ms][-1:]

    # A frame shows the time at its start, so it may be up to two frames behind the sound.
    wrong = [(ms, lit) for ms, lit in frames if lit not in (heard(ms), heard(ms - 40))]
    print(len(frames), "frames,", len(wrong), "wrong")
    assert len(frames) > 10
    # 150 ms are what a listener forgives; only a starved machine comes near that.
    assert [frame for frame in wrong if frame[1] != heard(frame[0] - 150)] == []
    assert len(wrong) < len(frames) / 20


def onsets(mp3: Path) -> list[float]:
    """When (ms) sound begins after a fifth of a second of silence, by its energy alone."""
    frames, _ = ffmpeg.run(["-i", mp3, "-ac", "1", "-ar", "16000", "-f", "s16le", "-"])
    sound = np.frombuffer(frames, "<i2").astype(float)
    steps = sound[: len(sound) // 160 * 160].reshape(-1, 160)  # of 10 ms
    loud = np.sqrt(np.square(steps).mean(axis=1)) > 32768 * 10 ** (-45 / 20)
    places = np.flatnonzero(loud)
    before = np.diff(places, prepend=-21)
    return [10.0 * place for place, gap in zip(places, before, strict=True) if gap > 20]


def test_the_neural_voice_is_lit_when_it_is_heard(leaflet: Folder) -> None:
    """Kokoro's own word times, all the way from the network to the screen, against the sound."""
    text = leaflet.leaflet.read_text(encoding="utf-8")
    for old, new in (
        ("engine: silent, voice: low", "engine: kokoro, voice: hm_omega"),
        ("engine: silent, voice: high", "engine: kokoro, voice: hf_beta"),
    ):
        assert old in text
        text = text.replace(old, new)
    leaflet.leaflet.write_text(text, encoding="utf-8")
    built = ["build", "--target", "web", "--chapter", "kya", "--jobs", "1"]
    assert run(["-C", str(leaflet.root), *built]) == 0
    page = leaflet.edition("full") / "web"
    with chromium() as driver:
        open_page(driver, (page / "index.html").as_uri())
        frames = driver.execute_async_script(LIGHTS)
    lit = {}
    for ms, (word,) in ((ms, words) for ms, words in frames if words):
        lit.setdefault(tuple(word), ms)
    (mp3,) = page.glob("*.mp3")
    heard = onsets(mp3)
    starts = [ms for (_, place), ms in lit.items() if place == 0]
    assert len(starts) > 3
    assert len(lit) > 12
    # Every line lights up when its voice begins, and so does the word behind every pause.
    off = [min(abs(start - onset) for onset in heard) for start in starts]
    off += [min(abs(ms - onset) for ms in lit.values()) for onset in heard]
    print(f"{len(lit)} words, {len(off)} beginnings, at most {max(off):.0f} ms off")
    assert max(off) <= 150


def open_page(driver: Any, url: str) -> None:
    driver.get(url)
    wait(driver, "document.getElementById('audio').readyState > 0")


@pytest.mark.parametrize("kind", ["file", "http"])
def test_the_place_is_kept_over_a_reload(page: Path, kind: str) -> None:
    with served(page) as http, chromium() as driver:
        url = http if kind == "http" else (page / "index.html").as_uri()
        open_page(driver, url)
        click(driver, '#parts a[data-part="1"]')
        wait(driver, "document.getElementById('audio').currentTime > 1.5")
        click(driver, "#play")
        click(driver, "#speed")
        before = place(driver)
        open_page(driver, url)
        wait(driver, "document.getElementById('audio').currentTime > 1")
        after = place(driver)
        assert after[0] == before[0] == "पहले लक्षण"
        assert after[1] == pytest.approx(before[1], abs=0.05)
        assert driver.execute_script("return document.getElementById('audio').playbackRate") == 0.75
        click(driver, "#play")
        wait(driver, f"document.getElementById('audio').currentTime > {after[1] + 0.1}")


def test_buttons_and_keys(page: Path) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    def press(key: str) -> None:
        ActionChains(driver).send_keys(key).perform()

    with chromium() as driver:
        open_page(driver, (page / "index.html").as_uri())
        click(driver, "#next")
        wait(driver, "!document.getElementById('audio').paused")
        assert place(driver)[0] == "पहले लक्षण"
        assert (
            driver.execute_script("return document.querySelector('[aria-current]').dataset.part")
            == "1"
        )
        press("n")
        wait(driver, "document.getElementById('audio').currentTime > 1")
        press("\ue012")  # arrow left
        assert place(driver)[1] < 0.9
        press("k")
        wait(driver, "document.getElementById('audio').paused")
        # The event that changes the button comes after the state.
        wait(driver, "document.getElementById('play').getAttribute('aria-label') === 'सुनिए'")
        assert driver.execute_script("return document.getElementById('next').disabled")
        # One part after the other, and at the end back to the first.
        click(driver, '#parts a[data-part="1"]')
        driver.execute_script("document.getElementById('audio').playbackRate = 8")
        wait(driver, "document.getElementById('number').textContent === '3'")
        driver.execute_script("document.getElementById('audio').playbackRate = 8")
        wait(driver, "document.getElementById('number').textContent === '1'")
        assert driver.execute_script("return document.getElementById('audio').paused")


def test_what_is_shared_has_the_address(page: Path) -> None:
    with chromium() as driver:
        open_page(driver, (page / "index.html").as_uri())
        driver.execute_script("window.open = (url) => { window.opened = url; }")
        click(driver, "#share")
        assert driver.execute_script("return window.opened") == (
            "https://wa.me/?text=" + quote("ए एल एस को समझिए\nhttps://example.org/als/", safe="")
        )
        driver.execute_script(
            "navigator.share = (what) => { window.shared = what; return Promise.resolve(); }"
        )
        click(driver, "#share")
        assert driver.execute_script("return window.shared.url") == "https://example.org/als/"


def test_a_browser_that_keeps_nothing_still_plays(page: Path) -> None:
    refuse = (
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }})"
    )
    with chromium() as driver:
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": refuse})
        open_page(driver, (page / "index.html").as_uri())
        click(driver, "#play")
        wait(driver, "document.getElementById('audio').currentTime > 0.3")


def test_it_plays_without_a_network_after_the_first_visit(page: Path) -> None:
    kept = """
      const done = arguments[0];
      const look = () => caches.keys()
        .then((names) => names.length ? caches.open(names[0]).then((c) => c.keys()) : [])
        .then((keys) => keys.length >= 7 ? done(keys.length) : setTimeout(look, 50));
      look();
    """
    with chromium() as driver:
        with served(page) as http:
            open_page(driver, http)
            assert driver.execute_async_script(kept) == 4 + 3
        # The server is gone now.
        for url in (http, f"{http}index.html"):
            open_page(driver, url)
            click(driver, '#parts a[data-part="2"]')
            wait(driver, "document.getElementById('audio').currentTime > 0.3")
            driver.execute_script("document.getElementById('audio').currentTime = 2.5")
            wait(driver, "document.getElementById('audio').currentTime > 2.7")


def test_it_can_be_installed(page: Path) -> None:
    with served(page) as http, chromium() as driver:
        open_page(driver, http)
        wait(driver, "navigator.serviceWorker.controller !== null")
        driver.get(http)
        found = driver.execute_cdp_cmd("Page.getAppManifest", {})
        assert found["errors"] == []
        errors = driver.execute_cdp_cmd("Page.getInstallabilityErrors", {})
        assert errors["installabilityErrors"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(360, 740), (1280, 900), (240, 320)])
def test_it_is_accessible_and_nothing_sticks_out(
    page: Path, size: tuple[int, int], scheme: str
) -> None:
    axe = Path(os.environ["AXE"]).read_text(encoding="utf-8")
    with chromium(*size) as driver:
        emulate: Callable[..., Any] = driver.execute_cdp_cmd
        emulate(
            "Emulation.setEmulatedMedia",
            {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
        )
        emulate(
            "Emulation.setDeviceMetricsOverride",
            {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False},
        )
        open_page(driver, (page / "index.html").as_uri())
        driver.execute_script("document.getElementById('audio').currentTime = 1.2")
        wait(driver, "document.querySelector('.lit') !== null")
        driver.execute_script(axe)
        result = driver.execute_async_script("axe.run().then(arguments[0])")
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in result["violations"]] == []
        assert result["passes"]
        assert driver.execute_script("return document.documentElement.scrollWidth") <= size[0]
