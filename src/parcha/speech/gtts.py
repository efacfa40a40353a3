"""The online voice of Google Translate, by the protocol that the gTTS library speaks.

The library alone would not do: it cuts Hindi in mid-sentence because it does not know the danda,
does not verify TLS, and waits for ever. Here it packs the question; the rest is ours.
"""

from __future__ import annotations

import base64
import binascii
import email.utils
import re
import subprocess
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from parcha.deadline import within
from parcha.errors import EngineError, NetworkError
from parcha.model import Pcm, Voice
from parcha.speech import consent

if TYPE_CHECKING:
    import requests
    from tenacity import RetryCallState

URL = "https://translate.google.com/_/TranslateWebserverUi/data/batchexecute"
LANGUAGE = "hi"
MAX_REQUEST_CHARS = 100

CONNECT_SECONDS, READ_SECONDS, ANSWER_SECONDS = 10, 20, 60
ATTEMPTS = 5
LONGEST_WAIT_SECONDS = 60
MAX_ANSWER_BYTES = 10_000_000

_OK, _TOO_MANY, _SERVER_ERROR = 200, 429, 500

# Where to cut a line that is too long, the best place first: after a stop, a comma, a word.
_CUTS = tuple(re.compile(marks) for marks in (r"[\u0964\u0965.?!]\s*", r"[,;:\u2014]\s*", r"\s+"))

_AUDIO = re.compile(rb'jQ1olc","\[\\"([A-Za-z0-9+/=]*)\\"\]')
_REFUSED = re.compile(rb'jQ1olc",(null|"\[\]")')


class _TransientError(Exception):
    """Worth another try, after `wait` seconds if the server named a time."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        super().__init__(message)
        self.wait = wait


class GttsEngine:
    """One female voice, over the internet. Option `url`: another server of the same protocol."""

    option_names = ("url",)
    sample_rate = 24_000
    max_chars = 1_000  # longer than a request, because lines are cut and joined here
    parallel = False  # the server blocks callers who are in a hurry

    def __init__(self, url: str = URL, sleep: Callable[[float], None] = time.sleep) -> None:
        self.fingerprint = f"gtts-1 {url}"
        self.sent_to = "Google (translate.google.com)" if url == URL else _host(url)
        self._url = url
        self._sleep = sleep

    def voices(self) -> tuple[str, ...]:
        """The one voice that the service has for Hindi."""
        return (LANGUAGE,)

    def prepare(self) -> None:
        """Raises `EngineError` where nobody has agreed that the text is sent away."""
        consent.require(self.sent_to)

    def speak(self, text: str, voice: Voice) -> Pcm:
        """Speak `text`. Raises `NetworkError` when the service does not, after some attempts."""
        frames = b"".join(self._speak_piece(piece, voice.speed) for piece in pieces(text))
        return Pcm(frames, self.sample_rate)

    def _speak_piece(self, text: str, speed: float) -> bytes:
        import tenacity

        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_TransientError),
            stop=tenacity.stop_after_attempt(ATTEMPTS),
            wait=_wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return attempts(self._ask, text, speed)
        except _TransientError as error:
            raise _network_error(f"{error} ({ATTEMPTS} attempts)") from error

    def _ask(self, text: str, speed: float) -> bytes:
        body = _body(text)
        try:
            answer = within(ANSWER_SECONDS, lambda: _answer(self._url, body))
        except TimeoutError as error:
            raise _TransientError("the answer took too long") from error
        return _decode_mp3(_mp3_in(answer), speed, self.sample_rate)


def _host(url: str) -> str:
    """The host and port of an address, without a name and password in front."""
    return urlsplit(url).netloc.rpartition("@")[2]


def pieces(text: str, limit: int = MAX_REQUEST_CHARS) -> list[str]:
    """`text` in pieces of at most `limit` characters, cut where a speaker would breathe.

    Raises `EngineError` for a single word that is longer than `limit`.
    """
    found = []
    rest = " ".join(text.split())
    while len(rest) > limit:
        cut = next((place for marks in _CUTS if (place := _last_end(marks, rest, limit))), 0)
        if not cut:
            raise EngineError(f'The word "{rest[:limit]}…" is too long to be spoken.')
        found.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [*found, rest] if rest else found


def _last_end(marks: re.Pattern[str], text: str, limit: int) -> int:
    """Where the last of `marks` ends whose text before it fits in `limit` characters; or 0."""
    ends = [m.end() for m in marks.finditer(text) if len(text[: m.end()].rstrip()) <= limit]
    return ends[-1] if ends else 0


def _body(text: str) -> str:
    """The form that asks for `text`, packed by gTTS without its own cutting and rewriting."""
    from gtts import gTTS

    question = gTTS(
        text,
        lang=LANGUAGE,
        lang_check=False,
        pre_processor_funcs=[],
        tokenizer_func=lambda whole: [whole],
    )
    body: str = question.get_bodies()[0]
    return body


def _answer(url: str, body: str) -> bytes:
    """Send the question and return the answer. TLS is verified; redirects are refused."""
    import requests
    from gtts import gTTS

    try:
        with requests.post(
            url,
            data=body,
            headers=gTTS.GOOGLE_TTS_HEADERS,
            timeout=(CONNECT_SECONDS, READ_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as response:
            _check_status(response)
            answer = bytearray()
            for chunk in response.iter_content(1 << 16):
                answer += chunk
                if len(answer) > MAX_ANSWER_BYTES:
                    raise _network_error("the answer does not end")
            return bytes(answer)
    except requests.exceptions.SSLError as error:
        raise _network_error(f"its certificate is not valid: {error}") from error
    except (
        requests.exceptions.ConnectionError,
        requests.exceptions.Timeout,
        requests.exceptions.ChunkedEncodingError,
        requests.exceptions.ContentDecodingError,
    ) as error:
        raise _TransientError(f"the connection failed: {error}") from error
    except requests.exceptions.RequestException as error:
        raise _network_error(str(error)) from error


def _check_status(response: requests.Response) -> None:
    """Raises unless the answer is there: transient errors are worth another try, others not."""
    status = response.status_code
    if status == _OK:
        return
    if status == _TOO_MANY or status >= _SERVER_ERROR:
        wait = _retry_after(response.headers.get("Retry-After", ""))
        if wait > LONGEST_WAIT_SECONDS:
            raise _network_error(f"it asks to wait {wait:.0f} seconds (status {status})")
        raise _TransientError(f"it is busy (status {status})", wait)
    if response.is_redirect:
        raise _network_error(f"it sends us elsewhere: {response.headers['Location']}")
    raise _network_error(f"it refused the request (status {status})")


def _retry_after(header: str) -> float:
    """The seconds that a Retry-After header asks for, as a number or as a date; else 0."""
    if header.strip().isdigit():
        return float(header)
    date = email.utils.parsedate_tz(header)
    return max(0.0, email.utils.mktime_tz(date) - time.time()) if date else 0.0


def _wait(state: RetryCallState) -> float:
    """1, 2, 4, 8 seconds, or longer where the server asked for it."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, _TransientError) else 0.0
    return max(asked, float(2 ** (state.attempt_number - 1)))


def _mp3_in(answer: bytes) -> bytes:
    """The MP3 inside an answer: base64 in JSON in JSON, whose closing marks prove it complete."""
    if _REFUSED.search(answer):
        raise _network_error("it would not speak this line")
    found = _AUDIO.search(answer)
    if not found:
        raise _TransientError("the answer holds no sound")
    try:
        return base64.b64decode(found.group(1), validate=True)
    except binascii.Error as error:
        raise _TransientError("the answer was cut off") from error


def _decode_mp3(mp3: bytes, speed: float, rate: int) -> bytes:
    """16-bit mono frames at `rate`. The service knows one pace, so ffmpeg changes the speed."""
    import imageio_ffmpeg

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-xerror"]
    command += ["-f", "mp3", "-i", "pipe:0"]
    if speed != 1.0:
        command += ["-filter:a", f"atempo={speed}"]
    command += ["-ac", "1", "-ar", str(rate), "-f", "s16le", "pipe:1"]
    try:
        done = subprocess.run(command, input=mp3, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired as error:
        raise _TransientError("its sound could not be decoded in a minute") from error
    if done.returncode or not done.stdout:
        raise _TransientError("its sound is damaged")
    return done.stdout


def _network_error(reason: str) -> NetworkError:
    return NetworkError(
        f"The online voice failed: {reason}.",
        "Look at the internet connection and run the same command again, which goes on where it "
        "stopped. A voice that works offline: --engine kokoro.",
    )
