"""The page for those who answer for an edition, and the marks that come back from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from parcha.cli.app import cli, config_of, draft_of, json_option, print_json, say, warn
from parcha.errors import CheckError, EngineError
from parcha.folder import Folder

if TYPE_CHECKING:
    from parcha.check.heard import HeardLine
    from parcha.draft import Draft


@cli.command()
@click.option("--edition", metavar="NAME", help="Which edition; if not said, the first.")
@click.option(
    "--listen/--no-listen",
    default=None,
    help="Have every line heard now, or show nothing of it; if not said, what was heard before.",
)
@click.option(
    "-o", "out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Where to."
)
@json_option
@click.pass_obj
def report(
    folder: Folder, /, edition: str | None, listen: bool | None, out: Path | None, as_json: bool
) -> None:
    """Write a page that shows everything of a built edition, what may harm first.

    \b
    Example: parcha report --edition brief
    """
    from parcha.report.gather import gather
    from parcha.report.page import media_of, render
    from parcha.store import write_atomic

    drafted = draft_of(folder, {"edition": edition})
    content = gather(folder, drafted, _heard(folder, drafted, listen))
    if as_json:
        print_json(content.as_json())
        return
    home = folder.edition(drafted.edition.name)
    path = out or folder.report(drafted.edition.name)
    write_atomic(path, render(content, media_of(home, path)).encode())
    mend, hear = (len(list(content.of(level))) for level in ("fail", "hear"))
    say(f"{mend} to mend; {content.heard} of {content.lines} lines heard, {hear} doubtful.")
    say(f"Open in a browser: {path}")


def _heard(folder: Folder, drafted: Draft, listen: bool | None) -> Sequence[HeardLine]:
    """What was heard of the edition: now, before, or nothing."""
    edition = drafted.edition.name
    if listen:
        from parcha.cli.listen import listener_of
        from parcha.cli.progress import shown
        from parcha.hearing import BuiltEdition
        from parcha.speech.listen import BUILT_IN, check_installed

        check_installed()
        with shown() as bars:
            return BuiltEdition(folder, drafted).listen((), listener_of(BUILT_IN, 0, bars))
    if listen is None:
        from parcha.check.delivered import delivered_parts
        from parcha.manifest import read_manifest
        from parcha.report.hearing import heard_before

        manifest = read_manifest(folder.manifest(edition))
        parts = delivered_parts(manifest, folder.edition(edition))
        try:
            return heard_before(parts)
        except EngineError:  # the recogniser is an extra
            return ()
    return ()


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Only say what would be changed.")
@json_option
@click.pass_obj
def fix(folder: Folder, file: Path, dry_run: bool, as_json: bool) -> None:
    """Take the marks of a report page into words.yaml and the scripts.

    \b
    Example: parcha fix fixes.json --dry-run
    """
    from contextlib import nullcontext

    from parcha.lock import alone
    from parcha.report.fix import plan_fixes
    from parcha.report.marks import read_marks

    config = config_of(folder)
    marks = read_marks(file, config)
    with nullcontext() if dry_run else alone(folder):
        fixes = plan_fixes(folder, config, marks)
        if not dry_run:
            fixes.save()
    if as_json:
        print_json(fixes.as_json())
    else:
        for line in fixes.as_text():
            say(line)
        for refusal in fixes.refused:
            warn(str(refusal))
        if fixes.files:
            say("Nothing is written yet." if dry_run else "Now run: parcha build")
    if fixes.refused:
        raise CheckError(
            f"{len(fixes.refused)} of {fixes.marks} marks were not taken in; the others "
            f"{'fit' if dry_run else 'were'}.",
            "Look at the lines named above, and change them by hand or mark them again.",
        )
