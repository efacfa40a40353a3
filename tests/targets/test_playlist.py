from __future__ import annotations

from parcha.targets.playlist import Entry, m3u, m3u8

ENTRIES = [Entry("01-a.mp3", "पहले\n लक्षण", 61_499), Entry("02-b.mp3", "जाँच", 61_500)]


def test_the_unicode_playlist() -> None:
    assert m3u8("ए एल एस को समझिए", ENTRIES).decode("utf-8") == (
        "#EXTM3U\r\n"
        "#PLAYLIST:ए एल एस को समझिए\r\n"
        "#EXTINF:61,पहले लक्षण\r\n"
        "01-a.mp3\r\n"
        "#EXTINF:62,जाँच\r\n"
        "02-b.mp3\r\n"
    )


def test_the_plain_playlist_is_ascii() -> None:
    assert m3u(ENTRIES) == b"#EXTM3U\r\n01-a.mp3\r\n02-b.mp3\r\n"
