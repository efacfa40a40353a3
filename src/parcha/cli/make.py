"""The commands that make something: new, build, sections, scripts, audio."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

import click

from parcha.cli.app import (
    ask_before_sending,
    build_options,
    cli,
    config_of,
    count_files,
    draft_of,
    json_option,
    print_json,
    say,
    warn,
    warn_all,
)
from parcha.folder import Folder


@cli.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--article", metavar="FILE", help="A file (txt, md, html, wiki, docx, odt, epub) or an address."
)
@click.option("--example", is_flag=True, help="A tiny leaflet to try, instead of an article.")
@click.option("--title", help="What the leaflet is called, in Hindi.")
@click.option("--source", help="Where the text comes from, as it is said at the end.")
@click.option("--licence", help="The licence of the text, such as CC BY-SA 4.0.")
@click.option("--url", help="The web address of the article.")
def new(
    directory: Path,
    article: str | None,
    example: bool,
    title: str | None,
    source: str | None,
    licence: str | None,
    url: str | None,
) -> None:
    """Make a leaflet folder from an article. On a terminal it asks for what is not said.

    \b
    Examples: parcha new malaria --article malaria.docx
              parcha new try --example
    """
    from parcha.start import example_draft, known_licences, new_leaflet, read_draft, refuse_existing

    if example == bool(article):
        raise click.UsageError("Say either --article FILE or --example.")
    refuse_existing(Folder(directory))
    draft = example_draft() if article is None else read_draft(article)
    licences = f"Licence of the text ({', '.join(known_licences())} or another)"
    title = _ask("Title of the leaflet", title, draft.title) or draft.title
    folder = new_leaflet(
        directory,
        draft,
        title,
        _ask("Where the text comes from", source, draft.name or title),
        licence := _ask(licences, licence, draft.licence),
        _ask("Web address of the article", url, draft.url),
    )
    if not licence:
        warn(f"Nobody said under which licence the text is. Write it into {folder.leaflet}.")
    say(f"Made {folder.leaflet}. Look at its title, source and chapters, then run:")
    say(f"  parcha -C {_quoted(str(directory))} build")


def _quoted(argument: str) -> str:
    """An argument as the shell of this system wants it."""
    return subprocess.list2cmdline([argument]) if os.name == "nt" else shlex.quote(argument)


def _ask(question: str, said: str | None, otherwise: str) -> str:
    """What was said with a flag, or is answered on a terminal, or the best guess."""
    if said is None and click.get_text_stream("stdin").isatty():
        said = click.prompt(question, default=otherwise, show_default=bool(otherwise))
    return otherwise if said is None else said.strip()


@cli.command()
@build_options
@click.option("--release", is_flag=True, help="Refuse parts that nobody has reviewed.")
@json_option
@click.pass_obj
def build(folder: Folder, /, as_json: bool, **options: Any) -> None:
    """Make everything: sections, scripts, audio and packages.

    \b
    Examples: parcha build
              parcha build --chapter lakshan --engine espeak
    """
    _build(folder, as_json, options)


@cli.command()
@click.option("--check", is_flag=True, help="Only prove that article = sections + ledger.")
@click.option("--force", is_flag=True, help="Drop what was changed by hand in the sections.")
@json_option
@click.pass_obj
def sections(folder: Folder, check: bool, force: bool, as_json: bool) -> None:
    """Clean the article and cut it into chapters.

    \b
    Example: parcha sections --check
    """
    from parcha.lock import alone
    from parcha.prepare import check_sections, draft_sections

    config = config_of(folder)
    if check:
        ledger = check_sections(folder, config)
        written: tuple[Path, ...] = ()
    else:
        with alone(folder):
            drafted = draft_sections(folder, config, force)
            written = drafted.draft.save()
        ledger = drafted.ledger
        warn_all(drafted.notices)
    counts = {
        "characters": ledger.characters,
        "kept": ledger.characters - ledger.left_out,
        "left_out": ledger.left_out,
        "put_in": ledger.put_in,
        "edits": len(ledger.edits),
        "by_hand": len(ledger.by_hand),
        "written": [folder.named(path) for path in written],
    }
    if as_json:
        print_json(counts)
        return
    say(
        "The article's {characters} characters = {kept} kept + {left_out} left out or replaced "
        "({edits} entries in sections/cleaning.yaml, {put_in} characters put in).".format(**counts)
    )
    say(f"{len(config.chapters)} sections, {count_files(written)} written.")


@cli.command()
@click.option("--force", is_flag=True, help="Drop every line that was edited by hand.")
@json_option
@click.pass_obj
def scripts(folder: Folder, force: bool, as_json: bool) -> None:
    """Write what will be said, in short lines. Lines that you edited stay.

    \b
    Example: parcha scripts
    """
    from parcha.lock import alone
    from parcha.prepare import draft_scripts, draft_sections

    config = config_of(folder)
    with alone(folder):
        drafted_sections = draft_sections(folder, config)
        drafted = draft_scripts(folder, config, drafted_sections.sections, force)
        written = (*drafted_sections.draft.save(), *drafted.draft.save())
    counts = {
        "scripts": len(drafted.scripts),
        "lines": sum(len(item.say) for script in drafted.scripts for item in script.items),
        "edited": drafted.edited,
        "stale": list(drafted.stale),
        "removed": drafted.removed,
        "left": list(drafted.left),
        "retitled": [list(change) for change in drafted.retitled],
        "written": [folder.named(path) for path in written],
    }
    if as_json:
        print_json(counts)
        return
    say(
        f"{counts['scripts']} scripts, {counts['lines']} lines, {drafted.edited} items edited by "
        f"hand; {count_files(written)} written."
    )
    warn_all((*drafted_sections.notices, *drafted.notices))


@cli.command()
@build_options
@json_option
@click.pass_obj
def audio(folder: Folder, /, as_json: bool, **options: Any) -> None:
    """Speak, join and package the scripts (the last stage of build).

    \b
    Example: parcha audio --engine espeak
    """
    _build(folder, as_json, options)


def _build(folder: Folder, as_json: bool, options: dict[str, Any]) -> None:
    """Draft, build and say what came out."""
    from contextlib import nullcontext
    from dataclasses import asdict

    from parcha.build import build as run
    from parcha.check.signoff import refuse_drafts
    from parcha.cli.progress import shown
    from parcha.lock import alone
    from parcha.speech.executors import open_pool

    executor = options["executor"]
    pool = open_pool(executor) if executor else nullcontext(options["jobs"])
    with alone(folder):
        drafted = draft_of(folder, options)
        warn_all(drafted.notices)
        if options.get("release"):
            refuse_drafts(drafted.drafts)
        ask_before_sending(drafted, options["yes"])
        with shown() as progress, pool as jobs:
            built = run(folder, drafted, jobs, progress)
    if as_json:
        print_json({**asdict(built), "folder": str(built.folder)})
        return
    warn_all(built.notices)
    minutes = f"{built.duration_ms // 60000}:{built.duration_ms // 1000 % 60:02d}"
    if built.up_to_date:
        say(f"Nothing to do: {built.folder} is up to date ({built.parts} parts, {minutes}).")
        return
    say(
        f"{built.parts} parts, {minutes} minutes, {len(built.files)} files in {built.folder} "
        f"({built.spoken} lines newly spoken of {built.lines})."
    )
    for word in drafted.unknown[:10]:
        warn(f'No rule knows how "{word}" is said; listen to it, or add it to words.yaml.')
