from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from parcha.errors import InputError
from parcha.serve import address, server

SOUND = bytes(range(100))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (tmp_path / "01.mp3").write_bytes(SOUND)
    return tmp_path


@pytest.fixture
def connection(folder: Path) -> Iterator[http.client.HTTPConnection]:
    with server(folder, 0) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        host, port = httpd.server_address[:2]
        assert host == "127.0.0.1"
        client = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
        yield client
        client.close()
        httpd.shutdown()
        thread.join()


def get(
    connection: http.client.HTTPConnection, path: str, asked: str = "", method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    connection.request(method, path, headers={"Range": asked} if asked else {})
    answer = connection.getresponse()
    return (
        answer.status,
        {name.lower(): value for name, value in answer.getheaders()},
        answer.read(),
    )


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-", 0, 99), ("bytes=10-19", 10, 19), ("bytes=90-200", 90, 99), ("bytes=-5", 95, 99)],
)
def test_a_stretch_of_a_sound(
    connection: http.client.HTTPConnection, asked: str, first: int, last: int
) -> None:
    status, headers, body = get(connection, "/01.mp3", asked)
    assert (status, body) == (206, SOUND[first : last + 1])
    assert headers["content-range"] == f"bytes {first}-{last}/100"
    assert headers["content-type"] == "audio/mpeg"
    assert headers["content-length"] == str(len(body))


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=-0", "bytes=9-3"])
def test_a_stretch_that_is_not_there(connection: http.client.HTTPConnection, asked: str) -> None:
    status, headers, _ = get(connection, "/01.mp3", asked)
    assert (status, headers["content-range"]) == (416, "bytes */100")


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=1-2,5-6", "lines=1-2"])
def test_what_is_not_understood_gets_the_whole(
    connection: http.client.HTTPConnection, asked: str
) -> None:
    status, headers, body = get(connection, "/01.mp3", asked)
    assert (status, body, headers["accept-ranges"]) == (200, SOUND, "bytes")


def test_the_page_heads_and_paths(connection: http.client.HTTPConnection) -> None:
    assert get(connection, "/")[0] == 200
    status, headers, body = get(connection, "/01.mp3", "bytes=0-9", method="HEAD")
    assert (status, headers["content-length"], body) == (206, "10", b"")
    assert get(connection, "/../test_serve.py", "bytes=0-")[0] == 404
    assert get(connection, "/gone.mp3", "bytes=0-")[0] == 404


def test_a_port_that_is_taken_is_told(folder: Path) -> None:
    with server(folder, 0) as httpd:
        port = int(address(httpd).rsplit(":", 1)[1].strip("/"))
        with pytest.raises(InputError, match=f"Port {port} cannot be used"):
            server(folder, port)


def test_without_a_page_the_next_step_is_told(parcha) -> None:  # type: ignore[no-untyped-def]
    code, _, err = parcha("serve", "--no-open")
    assert code == 3
    assert "parcha build --target web" in err
