from __future__ import annotations

import email.utils
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from parcha.errors import EngineError, NetworkError
from parcha.model import Utterance, Voice
from parcha.speech import consent, gtts
from parcha.speech.cache import Info
from parcha.speech.engine import EngineSpec
from parcha.speech.gtts import ATTEMPTS, GttsEngine, pieces
from parcha.speech.plausible import check
from parcha.speech.speak import speak
from tests.speech.gtts_server import Server

VOICE = Voice("gtts", "hi")
LINE = "यह बीमारी छूने से नहीं फैलती।"
LONG = (
    "रोगी को चलने, बोलने और निगलने में कठिनाई होती है। "
    "यह बीमारी छूने से नहीं फैलती और इससे किसी दूसरे को कोई ख़तरा नहीं होता, "
    "इसलिए मरीज़ के साथ बैठिए और उसके साथ खाना खाइए। हाँ।"
)


def serve(server: Server) -> Iterator[Server]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serve(Server())


@pytest.fixture
def waits() -> list[float]:
    """The pauses that the engine made, which take no time here."""
    return []


@pytest.fixture
def engine(server: Server, waits: list[float]) -> GttsEngine:
    return GttsEngine(server.url, sleep=waits.append)


def test_a_line_is_spoken(engine, server):
    audio = engine.speak(LINE, VOICE)
    check(Utterance(LINE, VOICE), audio)
    assert audio.rate == 24_000
    assert server.texts == [LINE]


def test_a_long_line_is_asked_for_in_pieces(engine, server):
    audio = engine.speak(LONG, VOICE)
    check(Utterance(LONG, VOICE), audio)
    assert server.texts == pieces(LONG)
    assert len(server.texts) == 3
    assert audio.count == sum(engine.speak(piece, VOICE).count for piece in pieces(LONG))


@pytest.mark.parametrize("speed", [0.5, 0.8, 1.5])
def test_speed(engine, speed):
    normal = engine.speak(LINE, VOICE)
    changed = engine.speak(LINE, Voice("gtts", "hi", speed))
    assert changed.count == pytest.approx(normal.count / speed, rel=0.05)


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 10, []),
        ("एक दो।", 10, ["एक दो।"]),
        ("एक दो। तीन चार।", 10, ["एक दो।", "तीन चार।"]),
        ("एक, दो तीन चार", 10, ["एक,", "दो तीन चार"]),
        ("एक दो तीन चार", 10, ["एक दो तीन", "चार"]),
        ("एक दो तीन चार", 9, ["एक दो तीन", "चार"]),
        ("एक दो तीन चार", 8, ["एक दो", "तीन चार"]),
        ("एक  दो\nतीन", 100, ["एक दो तीन"]),
        ("क्या? हाँ! ना", 6, ["क्या?", "हाँ!", "ना"]),
    ],
)
def test_pieces(text, limit, expected):
    assert pieces(text, limit) == expected


def test_pieces_lose_nothing_and_fit():
    found = pieces(LONG * 5)
    assert " ".join(found).replace("। ", "।") == (LONG * 5).replace("। ", "।")
    assert max(map(len, found)) <= 100


def test_a_word_that_is_too_long():
    with pytest.raises(EngineError, match="too long to be spoken"):
        pieces("एक " + "क" * 101)


@pytest.mark.parametrize(
    "trouble",
    [
        "status 429",
        "status 500",
        "status 503",
        "hang-up",
        "half",
        "html",
        "bad-base64",
        "no-mp3",
        "bad-mp3",
        "no-sound",
    ],
)
def test_trouble_that_passes(engine, server, waits, trouble):
    server.script = [trouble, trouble]
    check(Utterance(LINE, VOICE), engine.speak(LINE, VOICE))
    assert server.texts == [LINE] * 3
    assert waits == [1, 2]


def test_a_server_that_does_not_answer(server, waits, monkeypatch):
    def pause(seconds: float) -> None:
        waits.append(seconds)
        monkeypatch.setattr(gtts, "READ_SECONDS", 20)

    monkeypatch.setattr(gtts, "READ_SECONDS", 0.1)
    server.script = ["slow"]
    GttsEngine(server.url, sleep=pause).speak(LINE, VOICE)
    assert waits == [1]


def test_an_answer_that_does_not_end_in_time(engine, server, monkeypatch):
    monkeypatch.setattr(gtts, "ANSWER_SECONDS", -1)
    with pytest.raises(NetworkError, match="took too long"):
        engine.speak(LINE, VOICE)


def test_an_answer_that_trickles_in(engine, server, waits, monkeypatch):
    monkeypatch.setattr(gtts, "ANSWER_SECONDS", 0.2)
    server.script = ["drip"] * ATTEMPTS
    with pytest.raises(NetworkError, match="took too long"):
        engine.speak(LINE, VOICE)
    assert len(waits) == ATTEMPTS - 1


def test_an_answer_without_end(engine, server, monkeypatch):
    monkeypatch.setattr(gtts, "MAX_ANSWER_BYTES", 1000)
    with pytest.raises(NetworkError, match="does not end"):
        engine.speak(LINE, VOICE)


def test_trouble_that_stays(engine, server, waits):
    server.script = ["status 503"] * 10
    with pytest.raises(NetworkError, match=r"busy \(status 503\) \(5 attempts\)") as error:
        engine.speak(LINE, VOICE)
    assert len(server.texts) == ATTEMPTS
    assert waits == [1, 2, 4, 8]
    assert "--engine kokoro" in error.value.hint


def test_the_server_may_ask_for_patience(engine, server, waits):
    server.script = ["status 429 30", "status 429 0"]
    engine.speak(LINE, VOICE)
    assert waits == [30, 2]


def test_the_server_may_name_a_date(engine, server, waits):
    server.script = [f"status 503 {email.utils.formatdate(time.time() + 40, usegmt=True)}"]
    engine.speak(LINE, VOICE)
    assert 20 < waits[0] <= 40


@pytest.mark.parametrize("header", ["soon", "-5", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_nonsense_as_patience(engine, server, waits, header):
    server.script = [f"status 429 {header}"]
    engine.speak(LINE, VOICE)
    assert waits == [1]


def test_too_much_patience(engine, server, waits):
    server.script = ["status 429 3600"]
    with pytest.raises(NetworkError, match="wait 3600 seconds"):
        engine.speak(LINE, VOICE)
    assert waits == []


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        ("status 400", r"refused the request \(status 400\)"),
        ("status 403", r"refused the request \(status 403\)"),
        ("status 204", r"refused the request \(status 204\)"),
        ("redirect http://127.0.0.1:9/consent", "elsewhere: http://127.0.0.1:9/consent"),
        ("refused", "would not speak this line"),
    ],
)
def test_trouble_that_another_try_does_not_mend(engine, server, waits, trouble, message):
    server.script = [trouble]
    with pytest.raises(NetworkError, match=message):
        engine.speak(LINE, VOICE)
    assert server.texts == [LINE]
    assert waits == []


def test_no_network(waits):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        with pytest.raises(NetworkError, match="connection failed"):
            GttsEngine(url, sleep=waits.append).speak(LINE, VOICE)
    assert len(waits) == ATTEMPTS - 1


def test_an_address_that_is_none(waits):
    with pytest.raises(NetworkError, match="Invalid URL"):
        GttsEngine("translate.example", sleep=waits.append).speak(LINE, VOICE)
    assert waits == []


def test_a_certificate_that_nobody_vouches_for(waits):
    for server in serve(Server(Path(__file__).parent / "data" / "self-signed.pem")):
        with pytest.raises(NetworkError, match="certificate is not valid"):
            GttsEngine(server.url, sleep=waits.append).speak(LINE, VOICE)
        assert server.texts == []
    assert waits == []


def test_a_redirect_is_not_followed(engine, server):
    for elsewhere in serve(Server()):
        server.script = [f"redirect {elsewhere.url}"]
        with pytest.raises(NetworkError, match="sends us elsewhere"):
            engine.speak(LINE, VOICE)
        assert elsewhere.texts == []


@pytest.mark.parametrize(
    "trouble",
    [
        *("status 429", "status 429 1", "status 503", "status 403", "hang-up", "half", "html"),
        *("bad-base64", "no-mp3", "bad-mp3", "no-sound", "refused"),
    ],
)
def test_nothing_wrong_is_kept(server, cache, monkeypatch, trouble):
    monkeypatch.setattr(gtts, "_wait", lambda state: 0.0)
    consent.agree(GttsEngine(server.url).sent_to, remember=False)
    spec = {"gtts": EngineSpec("gtts", (("url", server.url),))}
    server.script = [trouble] * ATTEMPTS
    spoken = speak([Utterance(LINE, VOICE)], spec, cache)
    assert isinstance(spoken.failed[0].error, NetworkError)
    assert cache.info() == Info(0, 0, 0, 0)
    server.script = []
    again = speak([Utterance(LINE, VOICE)], spec, cache)
    assert again.failed == ()


def test_a_leaflet_goes_on_where_the_network_left_it(server, cache):
    consent.agree(GttsEngine(server.url).sent_to, remember=False)
    spec = {"gtts": EngineSpec("gtts", (("url", server.url),))}
    lines = [Utterance(text, VOICE) for text in pieces(LONG)]
    server.script = ["ok", "status 403"]
    first = speak(lines, spec, cache)
    assert len(server.texts) == 2
    assert (len(first.recordings), len(first.failed)) == (1, 2)
    second = speak(lines, spec, cache)
    assert len(server.texts) == 4
    assert set(second.recordings) == set(lines)
