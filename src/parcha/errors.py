"""Every error that a user can cause or mend: what went wrong, where, and the next step.

One base class, one place that prints it (`cli.py`), one exit code a kind. Workers hand errors
back to the parent, so each of them survives pickling.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Self

_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_IN_THE_WAY = {errno.EEXIST, errno.ENOTDIR, errno.EISDIR}
_NO_ACCESS = {errno.EACCES, errno.EPERM, errno.EROFS}


class ParchaError(Exception):
    """Base of all expected errors; anything else that reaches `cli.py` is a bug.

    `message` says what is wrong and where, `hint` the next step to take.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    @classmethod
    def of(cls, error: OSError, what: str) -> Self:
        """What the system said, with the step that helps. `what`: "Could not write a.txt"."""
        return cls(f"{what}: {error.strerror or error}.", _next_step(error.errno))

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class InputError(ParchaError):
    """A file that people write is missing or wrong: the article, `leaflet.yaml`, a script."""

    exit_code = 3


class EngineError(ParchaError):
    """A voice is missing, unknown, or could not speak a line."""

    exit_code = 4


class NetworkError(EngineError):
    """An online voice could not be reached or answered wrongly."""

    exit_code = 5


class StorageError(ParchaError):
    """A file could not be written or read: disk full, no permission, folder gone."""

    exit_code = 6


class BatchError(ParchaError):
    """Some leaflets of a batch could not be built; the others are."""

    exit_code = 9


class CheckError(ParchaError):
    """A check found that something was lost, changed or left unfinished."""

    exit_code = 7


class BusyError(ParchaError):
    """Another command is writing to the same leaflet."""

    exit_code = 8


def _next_step(number: int | None) -> str:
    if number in _NO_ROOM:
        return "Free some space, then run the same command."
    if number in _NO_ACCESS:
        return (
            "Close the programs that have it open and see that you may write there, then run the "
            "same command."
        )
    if number in _IN_THE_WAY:
        return "Something else is in its place: move that away, then run the same command."
    if number == errno.ENAMETOOLONG:
        return "Move the leaflet to a folder with a shorter name, then run the same command."
    if number == errno.ENOMEM:
        return "Close other programs, then run the same command."
    return "Look whether the disk is there and well, then run the same command."
