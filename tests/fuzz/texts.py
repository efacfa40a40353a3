"""Texts as people, programs and enemies write them."""

from __future__ import annotations

from hypothesis import strategies as st

from parcha.yamlfile import UNSEEN

FRAGMENTS = (
    *(
        "<b>",
        "</script><script>alert(1)</script>",
        "]]>",
        "&amp;",
        "&",
        "<!--",
        "{{title}}",
        "{title}",
    ),
    *(
        "\x00",
        "\x07",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x1e",
        "\x7f",
        "\x85",
        "\u2028",
        "\u2029",
        "\r",
        "\r\n",
    ),
    *("\u200b", "\u200c", "\u200d", "\u202e", "\u2066", "\ufeff", "\ufffe", "\uffff", "\U000e0001"),
    *(
        '=HYPERLINK("http://x")',
        "+1",
        "-1",
        "@SUM(A1)",
        "-i",
        "%d",
        "concat:/etc/passwd",
        "$(id)",
        "`id`",
    ),
    *(
        "-->",
        "00:00.000 --> 00:01.000",
        "WEBVTT",
        "NOTE x",
        "#EXTM3U",
        "#EXTINF:1,",
        "http://[::1",
        "\t",
    ),
    *("क़", "क\u093c", "ढ़", "ि", "्", "़़", "र्‍", "ः", "ँं", "।", "॥", "|", "॰", "₹", "५", "½", "²", "°C"),
    *(
        "10-15",
        "1:30",
        "3/4/2020",
        "६वीं",
        "1939",
        "75%",
        "5mg/dl",
        "ALS",
        "Dr.",
        "डॉ. ",
        "e.g.",
        "AIDS",
    ),
    *(
        "😀",
        "👩‍⚕️",
        "ﷺ",
        "ﬁ",
        "㎎",
        "Ａ",
        "𝔸",
        "é",
        "e\u0301" + "\u0301" * 5,
        "नमस्ते",
        "मलेरिया एक बुखार है।",
    ),
    *(
        "- ",
        "# ",
        "1. ",
        "| a | b |\n|---|---|\n",
        "[^1]: ",
        "```",
        "---\n",
        "{{",
        "}}",
        "साँचा:",
        "[[",
        "]]",
    ),
    *(
        "\n",
        "\n\n",
        " ",
        ": ",
        '"',
        "'",
        "“",
        "”",
        "…",
        "(",
        ")",
        "[",
        "]",
        "\\",
        "/",
        "~",
        "*",
        "!",
        "?",
    ),
)
"""Pieces that have a meaning somewhere: in markup, in a format, in Hindi, in Unicode."""

HINDI = st.text(st.characters(min_codepoint=0x0900, max_codepoint=0x097F), max_size=12)
LETTERS = st.text(st.characters(codec="utf-8"), max_size=8)

texts = st.lists(st.one_of(st.sampled_from(FRAGMENTS), HINDI, LETTERS), max_size=14).map("".join)
"""Any text without lone surrogates, which no file can hold."""


def _line(text: str) -> str:
    return " ".join(UNSEEN.sub("", text).split())


said = texts.map(_line).filter(bool)
"""A title or line that `leaflet.yaml` and scripts may hold."""
