"""Articles from a web address, against a server of our own on the loop-back."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from parcha.errors import InputError, NetworkError, ParchaError
from parcha.start import read_draft
from parcha.text.readers import web

PAGE = "<h1>मलेरिया</h1><p>यह एक बुखार है।</p>".encode()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kinds = {"/a.docx": "application/pdf", "/note": "text/plain", "/none.md": ""}
        if self.path == "/away":
            self.answer(302, Location="http://10.0.0.1/secret")
        elif self.path == "/file":
            self.answer(302, Location="file:///etc/passwd")
        elif self.path == "/round":
            self.answer(302, Location="/round")
        elif self.path == "/there":
            self.answer(301, Location="/रोग?x=1".encode().decode("latin-1"))
        elif self.path == "/gone":
            self.answer(404)
        elif self.path == "/cut":
            self.answer(200, **{"Content-Type": "text/html", "Content-Length": "9999"})
        elif self.path == "/huge":
            self.answer(200, **{"Content-Type": "text/html"})
            for _ in range(40):
                self.wfile.write(b"x" * 1_000_000)
        else:
            self.answer(200, **{"Content-Type": kinds.get(self.path, "text/html; charset=utf-8")})
            self.wfile.write(PAGE)

    def answer(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def loopback(address: str) -> bool:
    return address == "127.0.0.1"


def test_a_page_is_read_after_redirects(site: str) -> None:
    page = web.fetch(f"{site}/there", loopback)
    assert (page.data, page.suffix) == (PAGE, ".html")
    draft = read_draft(f"{site}/malaria.html", loopback)
    assert (draft.title, draft.file, draft.url) == (
        "मलेरिया",
        "malaria.html",
        f"{site}/malaria.html",
    )


def test_the_kind_is_what_the_server_says_or_the_name(site: str) -> None:
    assert web.fetch(f"{site}/note", loopback).suffix == ".txt"
    assert web.fetch(f"{site}/none.md", loopback).suffix == ".md"


@pytest.mark.parametrize(
    ("path", "kind", "message"),
    [
        ("/away", InputError, "10.0.0.1 is not on the public internet"),
        ("/file", InputError, "only http:// and https://"),
        ("/round", NetworkError, "leads on and on"),
        ("/gone", NetworkError, "status 404"),
        ("/huge", NetworkError, "is larger than 30 MB"),
        ("/cut", NetworkError, "broke off"),
        ("/a.docx", InputError, "application/pdf"),
    ],
)
def test_what_must_not_or_cannot_be_read(
    site: str, path: str, kind: type[ParchaError], message: str
) -> None:
    with pytest.raises(kind) as error:
        web.fetch(site + path, loopback)
    assert message in error.value.message


@pytest.mark.parametrize(
    "address",
    (
        *("127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "100.64.0.1", "0.0.0.0"),
        *("::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "224.0.0.1"),
    ),
)
def test_private_addresses_are_refused(address: str) -> None:
    assert not web.is_public(address)


def test_public_addresses_are_allowed_and_the_loopback_is_not_by_default(site: str) -> None:
    assert web.is_public("93.184.216.34")
    assert web.is_public("2606:2800:220:1::1")
    for url in (site, site.replace("127.0.0.1", "localhost"), "http://0x7f.1/"):
        with pytest.raises(ParchaError):
            web.fetch(url)


@pytest.mark.parametrize("url", ["http://", "http://[::1", "http://a:b/"])
def test_broken_addresses_are_told(url: str) -> None:
    with pytest.raises(ParchaError):
        web.fetch(url, loopback)
