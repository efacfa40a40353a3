"""A small web server for one folder on this machine alone, to listen to what was built.

The standard library's handler sends whole files only; a player that may not ask for a stretch
of a sound cannot jump in it, so byte ranges (RFC 9110, section 14) are answered here.
"""

from __future__ import annotations

import io
import re
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

from parcha.errors import InputError

LOOPBACK = "127.0.0.1"
_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_KINDS = {
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".webmanifest": "application/manifest+json",
}


class Handler(SimpleHTTPRequestHandler):
    """Files of one folder, whole or in part, without a log line for each."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | _KINDS

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        """Answer GET or HEAD: the part that a Range header asks for, else the whole file."""
        asked = _ONE_RANGE.fullmatch(self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if asked is None or asked.groups() == ("", "") or not path.is_file():
            return super().send_head()
        data = path.read_bytes()
        first, last = _borders(asked[1], asked[2], len(data))
        if first > last:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{len(data)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        self.send_response(HTTPStatus.PARTIAL_CONTENT)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        return io.BytesIO(data[first : last + 1])

    def end_headers(self) -> None:
        """Say that ranges are answered, and that the browser must ask for changes."""
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the listener is the only visitor."""


def _borders(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and last byte that are asked for: `-5` are the last five."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server for `folder`, bound to loopback but not yet serving; port 0 takes a free one.

    Raises `InputError` where there is no page or the port is taken.
    """
    if not (folder / "index.html").is_file():
        raise InputError(
            f"There is no web player in {folder} yet.",
            "Make it, then run the same command: parcha build --target web",
        )
    try:
        return ThreadingHTTPServer((LOOPBACK, port), partial(Handler, directory=str(folder)))
    except OSError as error:
        raise InputError(
            f"Port {port} cannot be used: {error.strerror or error}.", "Try another: --port 8124"
        ) from error


def address(httpd: ThreadingHTTPServer) -> str:
    """Where a browser finds it."""
    return f"http://{LOOPBACK}:{httpd.server_address[1]}/"
