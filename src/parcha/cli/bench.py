"""The command that measures: bench."""

from __future__ import annotations

import click

from parcha.cli.app import cli, json_option, only_option, print_json, say
from parcha.folder import Folder


@cli.command()
@click.option("--edition", metavar="NAME", help="Which edition; if not said, the first.")
@only_option("chapter", "part")
@click.option("--engine", metavar="NAME", help="Another speech engine, for both ways.")
@json_option
@click.pass_obj
def bench(
    folder: Folder,
    edition: str | None,
    chapters: tuple[str, ...],
    engine: str | None,
    as_json: bool,
) -> None:
    """Measure parcha and the stock way on this machine, and print ratios.

    The stock way is kokoro-onnx in a loop over the same lines, joined and exported by pydub. A
    quarter of an hour of sound takes some twenty minutes; name one chapter for a quick look.

    \b
    Examples: parcha bench --edition brief
              parcha bench --chapter lakshan --json
    """
    from parcha.bench.place import Text
    from parcha.bench.run import bench as run
    from parcha.cli.progress import shown

    with shown() as progress:
        figures = run(Text(folder, edition, engine, chapters), progress)
    if as_json:
        print_json(figures.as_json())
        return
    for line in figures.as_text():
        say(line)
