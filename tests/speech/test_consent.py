from __future__ import annotations

import io
from pathlib import Path

import pytest

from parcha.cli import run
from parcha.errors import EngineError, StorageError
from parcha.folder import Folder
from parcha.speech import consent
from parcha.speech.gtts import GttsEngine
from tests.speech.gtts_server import Server
from tests.speech.test_gtts import no_proxy, serve, server

__all__ = ["no_proxy", "server"]  # fixtures
GOOGLE = "Google (translate.google.com)"


@pytest.fixture(autouse=True)
def nothing_agreed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(consent, "_for_now", set())
    monkeypatch.setenv("PARCHA_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def online(leaflet: Folder, server: Server) -> Folder:
    """The tiny leaflet, spoken by the online voice of a server on this machine."""
    text = leaflet.leaflet.read_text(encoding="utf-8")
    text = text.replace("{engine: silent, voice: low}", "{engine: gtts}")
    text = text.replace("{engine: silent, voice: high}", "{engine: gtts}")
    text += f'engines: {{gtts: {{url: "{server.url}"}}}}\n'
    leaflet.leaflet.write_text(text, encoding="utf-8")
    return leaflet


class Terminal(io.StringIO):
    """Somebody at the keyboard."""

    def isatty(self) -> bool:
        return True


def build(leaflet: Folder, *flags: str) -> int:
    return run(["-C", str(leaflet.root), "build", "--chapter", "kya", *flags])


def test_where_the_text_goes_is_said() -> None:
    assert GttsEngine().sent_to == GOOGLE
    assert GttsEngine("https://me:secret@voice.example:8443/x").sent_to == "voice.example:8443"
    with pytest.raises(EngineError, match="text would be sent to Google") as error:
        GttsEngine().prepare()
    assert "--yes" in error.value.hint


def test_it_is_remembered_for_each_place(tmp_path: Path) -> None:
    consent.agree(GOOGLE, remember=True)
    consent.agree("voice.example", remember=True)
    consent._for_now.clear()
    consent.require(GOOGLE)
    consent.require("voice.example")
    assert not consent.agreed("other.example")
    text = consent.settings().read_text(encoding="utf-8")
    assert text.splitlines()[1:] == [GOOGLE, "voice.example"]


def test_a_setting_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file", encoding="utf-8")
    with pytest.raises(StorageError):
        consent.agree(GOOGLE, remember=True)


def test_without_a_yes_nothing_is_sent(
    online: Folder, server: Server, capfd: pytest.CaptureFixture[str]
) -> None:
    assert build(online) == EngineError.exit_code
    assert "Nothing was sent" in capfd.readouterr().err
    assert server.texts == []


def test_a_script_says_yes_for_this_time(online: Folder, server: Server) -> None:
    assert build(online, "--yes") == 0
    assert server.texts
    assert not consent.settings().exists()


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 4), ("\n", 4)])
def test_somebody_at_the_keyboard_is_asked_once(
    online: Folder,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    answer: str,
    code: int,
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    assert build(online) == code
    assert f"sent to 127.0.0.1:{server.server_port}" in capfd.readouterr().err
    assert bool(server.texts) == (code == 0)
    if code == 0:
        consent._for_now.clear()
        online.leaflet.write_text(
            online.leaflet.read_text(encoding="utf-8").replace("title: यह", "title: वह"),
            encoding="utf-8",
        )
        assert build(online) == 0


def test_a_leaflet_cannot_agree_for_another_place(online: Folder, server: Server) -> None:
    consent.agree(GOOGLE, remember=True)
    for other in serve(Server()):
        consent.agree(f"127.0.0.1:{other.server_port}", remember=True)
        assert build(online) == EngineError.exit_code
    assert server.texts == []
