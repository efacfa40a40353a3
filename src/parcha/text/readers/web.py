"""An article from a web address, without being led into a private network.

The address is looked up once, judged, and then that very address is connected to, so that a name
cannot mean one machine when it is judged and another when it is read (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from parcha.deadline import within
from parcha.errors import InputError, NetworkError
from parcha.text.read import LARGEST, READERS

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

_SECONDS = 60
_SILENCE = 10
_REDIRECTS = 5
_CHUNK = 65536
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_SAVE_IT = "Open it in a browser, save the page, and give that file to --article."

# All public IPv6 addresses are in the first; the second has an IPv4 address as its last part.
_UNICAST = ipaddress.IPv6Network("2000::/3")
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")

Allow = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: its bytes, the suffix of its kind, and where it was found at last."""

    data: bytes
    suffix: str
    url: str


def is_address(article: str) -> bool:
    """Whether an article is named by a web address and not by a file."""
    return article.lower().startswith(("http://", "https://"))


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, whatever it is wrapped in."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        translated = ipaddress.IPv4Address(ip.packed[12:]) if ip in _TRANSLATED else None
        wrapped = ip.ipv4_mapped or translated
        if wrapped is None and (ip not in _UNICAST or ip.sixtofour or ip.teredo):
            return False
        ip = wrapped or ip
    return ip.is_global and not ip.is_multicast


def fetch(url: str, allow: Allow = is_public) -> Page:
    """Read the article at `url`, following at most five redirects.

    `allow` judges every IP address before it is connected to. Raises `InputError` for an address
    that must not be read, `NetworkError` where nothing came, too much, or not in a minute.
    """
    try:
        return within(_SECONDS, lambda: _fetch(url, allow))
    except TimeoutError:
        raise NetworkError(f"{url} takes longer than {_SECONDS} seconds.", _SAVE_IT) from None


def _fetch(url: str, allow: Allow) -> Page:
    for _ in range(_REDIRECTS + 1):
        response = _request(url, allow)
        try:
            target = response.get_redirect_location()
            if target:
                url = urljoin(url, target)
                continue
            if response.status != 200:
                raise NetworkError(f"{url} answered with status {response.status}.", _SAVE_IT)
            data = _read(response, url)
            return Page(data, _suffix(response.headers.get("Content-Type", ""), url), url)
        finally:
            response.close()
    raise NetworkError(f"{url} leads on and on.", _SAVE_IT)


def _request(url: str, allow: Allow) -> BaseHTTPResponse:
    import urllib3

    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise InputError(f"{url} is not a web address.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise InputError(f"{url}: only http:// and https:// addresses can be read.")
    if parts.username is not None:
        raise InputError(
            "The address holds a name or password, which every package would tell.",
            "Leave out what stands before the @, or save the page and give that file to --article.",
        )
    secure = parts.scheme == "https"
    address = _look_up(host, port or (443 if secure else 80), allow)
    limits = urllib3.Timeout(connect=_SILENCE, read=_SILENCE)
    pool: urllib3.HTTPConnectionPool
    if secure:
        pool = urllib3.HTTPSConnectionPool(
            address, port or 443, timeout=limits, server_hostname=host, assert_hostname=host
        )
    else:
        pool = urllib3.HTTPConnectionPool(address, port or 80, timeout=limits)
    name = parts.netloc.encode("idna").decode()
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=-._~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=-._~?")
    try:
        return pool.request(
            "GET",
            path + (f"?{query}" if query else ""),
            headers={"Host": name, "User-Agent": "parcha", "Accept-Encoding": "identity"},
            redirect=False,
            retries=False,
            preload_content=False,
        )
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise NetworkError(f"{url} could not be read: {error}.", _SAVE_IT) from error


def _look_up(host: str, port: int, allow: Allow) -> str:
    """The first address of a host, if all of its addresses may be read."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NetworkError(f"{host} was not found.", _SAVE_IT) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not all(map(allow, addresses)):
        raise InputError(f"{host} is not on the public internet, so it is not read.", _SAVE_IT)
    return addresses[0]


def _read(response: BaseHTTPResponse, url: str) -> bytes:
    from urllib3.exceptions import HTTPError

    data = bytearray()
    try:
        while chunk := response.read(_CHUNK):
            data += chunk
            if len(data) > LARGEST:
                raise NetworkError(f"{url} is larger than {LARGEST // 1_000_000} MB.", _SAVE_IT)
    except (HTTPError, OSError) as error:
        raise NetworkError(f"{url} broke off: {error}.", _SAVE_IT) from error
    return bytes(data)


def _suffix(content_type: str, url: str) -> str:
    """The suffix for a kind of content; where the server says nothing, that of the address."""
    kind = content_type.partition(";")[0].strip().lower()
    suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
    if kind in ("", "application/octet-stream", "text/plain") and suffix and suffix in READERS:
        return suffix
    if kind not in _SUFFIXES:
        raise InputError(f'{url} is "{kind or "of no known kind"}" and cannot be read.', _SAVE_IT)
    return _SUFFIXES[kind]
