"""The root of the command line: flags that several commands share, and how results are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from parcha import __version__
from parcha.errors import InputError
from parcha.folder import Folder
from parcha.yamlfile import UNSEEN

if TYPE_CHECKING:
    from parcha.config import Config
    from parcha.draft import Draft


Flagged = TypeVar("Flagged", bound=Callable[..., Any])
_ORDER = ("new", "build", "sections", "scripts", "audio", "batch")


class InOrder(click.Group):
    """Commands in the order of the work, then those that only look."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return [*_ORDER, *(name for name in self.commands if name not in _ORDER)]


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="parcha")
@click.option("-C", "directory", default=".", metavar="DIR", help="The leaflet folder.")
@click.pass_context
def cli(ctx: click.Context, directory: str) -> None:
    """Turn a Hindi health article into a talking leaflet.

    \b
    Start:    parcha new my-leaflet --article article.txt
    Hear it:  parcha -C my-leaflet build
    """
    ctx.obj = Folder(Path(directory))


executor_option = click.option(
    "--executor", metavar="NAME", help="Who speaks: processes:N, or dask://HOST:PORT."
)


def only_option(name: str, what: str) -> Callable[[Flagged], Flagged]:
    """A flag that restricts the work to some parts or packages."""
    return click.option(
        f"--{name}", f"{name}s", multiple=True, help=f"Only this {what}; may be repeated."
    )


def edition_options(command: Any) -> Any:
    """The flags that say which edition is meant and who speaks it."""
    engines = "Another speech engine: kokoro, espeak, gtts, silent."
    for option in (
        click.option("--speed", type=click.FloatRange(0.5, 2.0), help="1.0: the voice's own pace."),
        click.option("--voice", metavar="NAME", help="Another voice; see `parcha voices`."),
        click.option("--engine", metavar="NAME", help=engines),
        click.option("--edition", metavar="NAME", help="Which edition; if not said, the first."),
    ):
        command = option(command)
    return command


def build_options(command: Any) -> Any:
    """The flags of the commands that make audio."""
    for option in (
        click.option("--yes", is_flag=True, help="Agree that an online voice is sent the text."),
        click.option("--jobs", type=click.IntRange(0), default=0, help="Processes; 0: one a core."),
        executor_option,
        only_option("chapter", "part"),
        only_option("target", "package"),
    ):
        command = option(command)
    return edition_options(command)


json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def config_of(folder: Folder) -> Config:
    """What `leaflet.yaml` says, once nothing in the folder leads out of it."""
    from parcha.config import load

    folder.refuse_foreign()
    return load(folder.leaflet)


def draft_of(folder: Folder, options: dict[str, Any]) -> Draft:
    """The plan of the edition that the flags ask for."""
    from parcha.draft import draft

    config = config_of(folder).with_voice(
        options.get("engine"), options.get("voice"), options.get("speed")
    )
    return draft(
        folder,
        config,
        options.get("edition"),
        options.get("targets", ()),
        options.get("chapters", ()),
    )


def ask_before_sending(drafted: Draft, yes: bool) -> None:
    """Ask, once for all leaflets, whether text may go to an online voice; `yes`: for this time.

    Nobody can be asked where there is no terminal: then the voice refuses. Raises `EngineError`.
    """
    from parcha.speech import consent
    from parcha.speech.engine import Online, open_engine

    for engine in map(open_engine, drafted.specs.values()):
        if not isinstance(engine, Online) or consent.agreed(engine.sent_to):
            continue
        if yes:
            consent.agree(engine.sent_to, remember=False)
        elif click.get_text_stream("stdin").isatty():
            say(
                f"This voice is not on your computer. All that is said in this leaflet will be "
                f"sent to {engine.sent_to} over the internet.",
                err=True,
            )
            if click.confirm("Send it? (You will not be asked again.)", err=True):
                consent.agree(engine.sent_to, remember=True)
            consent.require(engine.sent_to)


def say(text: object, **how: Any) -> None:
    """Print `text`; `how` as in `click.secho`.

    The names of files may come from somebody else: what a terminal would obey, or could not show,
    is printed as its number.
    """
    click.secho(visible(str(text)), **how)


def visible(text: str) -> str:
    r"""`text` with `\u001b` for an escape, and so on; what is JSON remains it."""
    return UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def print_json(result: object) -> None:
    """A result for a script to read."""
    say(json.dumps(result, ensure_ascii=False, indent=2))


def warn(message: str) -> None:
    """Something that a person should look at; the work goes on."""
    say(f"! {message}", fg="yellow", err=True)


def warn_all(messages: Iterable[str]) -> None:
    """Each of them."""
    for message in messages:
        warn(message)


def count_files(files: Sequence[Path]) -> str:
    """`1 file`, `2 files`."""
    return f"{len(files)} file{'' if len(files) == 1 else 's'}"


def stdin_lines() -> Iterator[str]:
    """The lines of standard input, as UTF-8 whatever the locale. Raises `InputError`."""
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        try:
            yield raw.decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            raise InputError(f"Line {number} of the input is not UTF-8 text.") from None
