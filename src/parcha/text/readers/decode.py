"""Bytes as text: UTF-8, or UTF-16 and UTF-32 where a byte order mark or the letters show it."""

from __future__ import annotations

import codecs

from parcha.errors import InputError

_MARKS = (
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
# Devanagari is U+0900 to U+097F, so every second byte of it in UTF-16 is this one.
_HIGH_BYTE = 0x09
_SAMPLE = 4000


def decode(data: bytes, name: str) -> str:
    """The text in `data`, lines ending with `\\n`. Raises `InputError` where it is none."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), _guess(data))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not UTF-8 text (byte {error.start + 1}).",
            'Save it again with the encoding "UTF-8". Text in an old Hindi font such as Kruti Dev '
            "must be converted to Unicode first.",
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _guess(data: bytes) -> str:
    """The encoding of text without a mark."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2], sample[1::2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        # A run of tabs has the same byte in both places.
        enough = high.count(_HIGH_BYTE) + high.count(0) > 0.9 * len(high) > 0
        if enough and low.count(_HIGH_BYTE) < 0.5 * len(low):
            return encoding
    return "utf-8"
