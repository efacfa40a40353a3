"""The command line: parse, read the leaflet, make one call, print. No work is done here."""

from __future__ import annotations

import io
import platform
import sys
import traceback
from collections.abc import Sequence

import click

from parcha import __version__
from parcha.cli import batch, bench, check, listen, look, make, report, serve
from parcha.cli.app import cli, say
from parcha.errors import ParchaError, StorageError

# The commands register themselves when their modules are read.
__all__ = ["batch", "bench", "check", "cli", "listen", "look", "main", "make", "report", "serve"]

INTERRUPTED = 130
BUG = 70


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `parcha` and leave with its exit code: 0, 2 for wrong flags, or the error's own."""
    for stream in (sys.stdout, sys.stderr):
        # Windows gives a pipe or file the letters of one old code page, in which there is no Hindi.
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run `parcha` with `arguments` and return the exit code. Every error is told here."""
    try:
        cli.main(arguments, prog_name="parcha", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say("Stopped. The same command goes on where it was.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        return 0
    except (ParchaError, OSError) as error:
        return _tell(error)
    except Exception:
        say(traceback.format_exc(), err=True)
        say(
            f"This is a bug in parcha {__version__} (Python {platform.python_version()}, "
            f"{platform.platform()}). Please report it with the text above.",
            err=True,
        )
        return BUG
    return 0


def _tell(error: ParchaError | OSError) -> int:
    if isinstance(error, OSError):
        error = StorageError.of(error, f"Could not read or write {error.filename or 'a file'}")
    say(f"Error: {error.message}", fg="red", err=True)
    if error.hint:
        say(error.hint, err=True)
    return error.exit_code
