"""Addresses that lead into a private network, by whatever way, and servers that never end."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from parcha.errors import InputError, NetworkError, ParchaError
from parcha.text.readers import web


class Handler(BaseHTTPRequestHandler):
    """Sends the page behind every redirect, a body without an end, or one letter after another."""

    def do_GET(self) -> None:
        end: threading.Event = self.server.until_the_end  # type: ignore[attr-defined]
        while self.path == "/letters" and not end.wait(0.02):
            self.wfile.write(b"H")
            self.wfile.flush()
        if end.is_set():
            return
        status, _, target = self.path[1:].partition("/")
        self.send_response(int(status))
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"x")
        self.wfile.flush()
        end.wait()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.until_the_end = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.until_the_end.set()  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    "host",
    (
        *("localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "[::1]", "[::]"),
        *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]"),
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fe80::1]"),
        *("[fc00::1]", "[fec0::1]", "[2002:7f00:1::]", "[64:ff9b:1::1]", "255.255.255.255"),
        *("①②⑦.⓪.⓪.①", "127。0。0。1", "user@127.0.0.1", "example.org@10.0.0.1"),
    ),
)
def test_no_private_address_is_read_however_it_is_written(host: str) -> None:
    with pytest.raises(InputError):
        web.fetch(f"http://{host}/")


def test_a_redirect_is_judged_like_any_address(site: str) -> None:
    def site_alone(address: str) -> bool:
        return address == "127.0.0.1"

    for target in ("http://10.0.0.1/", "http://[::1]/", "//169.254.169.254/latest", "ftp://a/"):
        with pytest.raises(InputError):
            web.fetch(f"{site}/302/{target}", site_alone)


def test_a_name_is_looked_up_once_and_means_that_machine(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: public when it is judged, private when it is read."""
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])
    asked, reached = [], []

    def look_up(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        reached.append(address[0])
        raise OSError("no network in this test")

    monkeypatch.setattr(web.socket, "getaddrinfo", look_up)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    with pytest.raises(NetworkError):
        web.fetch("http://rebind.example/")
    assert (asked, reached) == (["rebind.example"], ["93.184.216.34"])


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(2, 1, 6, "", (address, 80)) for address in ("93.184.216.34", "192.168.0.1")]
    monkeypatch.setattr(web.socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(InputError, match="not on the public internet"):
        web.fetch("http://both.example/")


def test_a_trickle_ends_with_the_time_for_all_of_it(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "_SECONDS", -1)
    with pytest.raises(NetworkError, match="takes longer than"):
        web.fetch(f"{site}/200/", lambda _: True)


def test_headers_that_come_letter_by_letter_end_too(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "_SECONDS", 0.3)
    with pytest.raises(NetworkError, match="takes longer than"):
        web.fetch(f"{site}/letters", lambda _: True)


def test_silence_ends(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "_SILENCE", 0.2)
    start = time.monotonic()
    with pytest.raises(NetworkError, match="broke off"):
        web.fetch(f"{site}/200/", lambda _: True)
    assert time.monotonic() - start < web._SECONDS


@pytest.mark.parametrize(
    "url",
    [
        *("file:///etc/passwd", "ftp://example.org/", "gopher://a/", "http:///", "http://"),
        *("http://a b/", "http://a\r\nHost: b/", "http://[", "http://" + "a" * 300 + "/"),
        *("http://x:99999/", "http://\u202eelpmaxe/", "http://xn--a/", "http://.."),
    ],
)
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(ParchaError):
        web.fetch(url)


def test_a_password_in_the_address_is_not_published() -> None:
    with pytest.raises(InputError, match="name or password"):
        web.fetch("https://me:secret@example.org/")
