"""A server on this machine that speaks the protocol of Google Translate's voice, and can fail."""

from __future__ import annotations

import base64
import functools
import json
import ssl
import subprocess
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import imageio_ffmpeg

from parcha.model import Voice
from parcha.speech.espeak import EspeakEngine

PATH = "/_/TranslateWebserverUi/data/batchexecute"


@functools.cache
def mp3_of(text: str) -> bytes:
    audio = EspeakEngine().speak(text, Voice("espeak", "hi-female"))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "s16le", "-ac", "1"]
    command += ["-ar", str(audio.rate), "-i", "pipe:0", "-ar", "24000", "-b:a", "32k"]
    command += ["-f", "mp3", "pipe:1"]
    return subprocess.run(command, input=audio.frames, capture_output=True, check=True).stdout


def answer_with(mp3: bytes) -> bytes:
    sound = json.dumps([base64.b64encode(mp3).decode()], separators=(",", ":"))
    rpc = json.dumps([["wrb.fr", "jQ1olc", sound, None, None, None, "generic"]])
    rpc = rpc.replace(", ", ",")
    return f')]}}\'\n\n{len(rpc)}\n{rpc}\n25\n[["e",4,null,null,129]]\n'.encode()


class Server(ThreadingHTTPServer):
    """`script` lists what to do with the next requests; after that each is answered well."""

    daemon_threads = True

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: list[str] = []
        self.texts: list[str] = []
        self.released = threading.Event()
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
            self.scheme = "https"

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}{PATH}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the tests."""


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        text = self._question()
        if text is None:
            return self._send(400, b"not the protocol")
        self.server.texts.append(text)
        mode, _, detail = (self.server.script or ["ok"])[0].partition(" ")
        del self.server.script[:1]
        good = answer_with(mp3_of(text))
        if mode == "status":
            status, _, after = detail.partition(" ")
            headers = {"Retry-After": after} if after else {}
            return self._send(int(status), b"", headers)
        if mode == "redirect":
            return self._send(302, b"", {"Location": detail})
        if mode in {"slow", "drip"}:
            return self._dawdle(good if mode == "drip" else None)
        if mode == "hang-up":
            return self._send(200, good[: len(good) // 2], {"Content-Length": str(len(good))})
        bodies = {
            "ok": good,
            "half": good[: len(good) // 2],
            "html": b"<html><body>Our systems have detected unusual traffic</body></html>",
            "refused": b')]}\'\n\n[["wrb.fr","jQ1olc",null,null,null,[3],"generic"]]',
            "bad-base64": good.replace(b'[\\"', b'[\\"A', 1),
            "no-mp3": answer_with(b"this is no sound at all" * 40),
            "bad-mp3": answer_with(mp3_of(text)[:4000] + bytes(2000) + mp3_of(text)[6000:]),
            "no-sound": answer_with(b""),
        }
        return self._send(200, bodies[mode])

    def _dawdle(self, body: bytes | None) -> None:
        """Nothing, or a byte now and then, so that no timeout between two of them runs out."""
        if body is None:
            self.server.released.wait(30)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for place in range(len(body)):
            if self.server.released.wait(0.01):
                return
            self.wfile.write(body[place : place + 1])

    def _question(self) -> str | None:
        """The text of a well-formed request, or None."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            ((call,),) = json.loads(urllib.parse.parse_qs(body)["f.req"][0])
            text, language, speed, _ = json.loads(call[1])
        except (KeyError, ValueError):
            return None
        fine = call[0] == "jQ1olc" and language == "hi" and speed is None and self.path == PATH
        return text if fine and 0 < len(text) <= 100 else None

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""
