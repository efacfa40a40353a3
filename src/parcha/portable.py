"""Names of files that every system takes: Windows, memory cards (FAT32) and old phones refuse some.

A leaflet made on one machine is copied to others, so the strictest of them decides everywhere.
"""

from __future__ import annotations

_LONGEST = 255
"""Bytes for Linux and UTF-16 units for Windows; the bytes are never fewer."""
_FORBIDDEN = set('<>:"|?*\\/')
_DEVICES = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{device}{port}" for device in ("com", "lpt") for port in "0123456789¹²³"
}


def unfit(name: str) -> str:
    """Why `name` cannot name a file or folder on every system; "" where it can."""
    if name.partition(".")[0].rstrip(" ").casefold() in _DEVICES:
        return "Windows keeps that name for itself"
    if not name or name != name.rstrip(" .") or name != name.lstrip(" "):
        return "a name has something in it, and neither a space at its ends nor a dot at its end"
    if wrong := sorted(set(name) & _FORBIDDEN):
        return f"it has the sign {wrong[0]}"
    if not name.isprintable():
        return "it has a sign that cannot be seen"
    if len(name.encode("utf-8", "surrogatepass")) > _LONGEST:
        return f"it is longer than {_LONGEST} bytes"
    return ""
