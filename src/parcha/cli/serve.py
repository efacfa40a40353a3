"""The command that plays: serve."""

from __future__ import annotations

from contextlib import suppress

import click

from parcha.cli.app import cli, config_of, say
from parcha.folder import Folder


@cli.command()
@click.option("--edition", metavar="NAME", help="Which edition; if not said, the first.")
@click.option("--port", type=click.IntRange(0, 65535), default=8123, show_default=True)
@click.option("--open/--no-open", "open_page", default=True, help="Open the page in the browser.")
@click.pass_obj
def serve(folder: Folder, edition: str | None, port: int, open_page: bool) -> None:
    """Play the web package in the browser, on this machine alone. Ctrl-C ends it.

    \b
    Example: parcha serve --edition brief
    """
    from parcha.serve import address, server

    name = config_of(folder).edition(edition).name
    with server(folder.edition(name) / "web", port) as httpd:
        say(f"{address(httpd)} plays the {name} edition. Ctrl-C ends it.")
        if open_page:
            click.launch(address(httpd))
        with suppress(KeyboardInterrupt):
            httpd.serve_forever()
