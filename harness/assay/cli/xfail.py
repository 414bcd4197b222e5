"""`assay xfail`."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assay.cli.common import open_suite, suite_option

if TYPE_CHECKING:
    from assay.runner import Run
    from assay.suite import Suite

_FILE = click.Path(dir_okay=False, path_type=Path)
_HEAD = (
    "# Known failures: a case or a requirement, then the reason. An entry that fails no more is an error;",
    "# after the word flaky it may pass or fail. Put your reasons in place of those below.",
)


@click.group()
def command() -> None:
    """Files of known failures.

    \b
    # a comment
    identity/lattice-root/plain    the reason: this case fails
    ID-12                          the reason: some of the cases that cite ID-12 fail
    flaky handshake/page/plain     the reason: this case may fail or pass
    """  # noqa: D301 - click reads \b as a mark: do not wrap


@command.command()
@click.argument("history", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=".assay/last.ndjson")
@click.option(
    "--output", "-o", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
@suite_option
def write(*, history: Path, output: Path, suite_name: str | None) -> None:
    """List every failing case of HISTORY (.assay/last.ndjson unless given) as a known failure, for assay run --xfail.

    The reason is the verdict and the likely cause, for you to edit. Where the file is there, its lines, comments and
    reasons stay, but for the entries whose cases all pass. A case that was never judged (unreachable, not-run,
    harness-fault) is not listed: nobody knows that it fails. Nor is a failed SHOULD, which only warns.

    \b
    assay run --target stdio:./my-program || assay xfail write -o known-failures.txt
    assay run --target stdio:./my-program --xfail known-failures.txt

    Exit codes: 0 written, 2 wrong usage, 3 some cases, or all, were not judged.
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    from assay.listed import listed
    from assay.report.clean import line
    from assay.report.model import build
    from assay.verdict import COULD_NOT_JUDGE
    from assay.xfail import XfailError, parse

    suite = open_suite(suite_name)
    run = _judged(history, suite)
    if run.header.selection.fresh:
        raise click.UsageError("fresh cases have no names that last: list those of a run without --fresh")
    if run.problem is not None:
        click.echo(f"{history} could not be judged: {line(run.problem)}; nothing is written", err=True)
        sys.exit(COULD_NOT_JUDGE)
    try:
        found = listed(run, build(run, suite), parse(output) if output.is_file() else [(line, None) for line in _HEAD])
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text("".join(f"{line}\n" for line in found.lines), encoding="utf-8")
    except XfailError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"cannot write {output}: {error}") from None
    for name in found.dropped:
        click.echo(f"dropped {name}: it fails no more")
    click.echo(f"{output}: {found.added} added, {found.kept} kept, {len(found.dropped)} dropped")
    if found.undecided:
        click.echo(f"{found.undecided} cases were not judged and are not listed", err=True)
    if found.undecided or run.interrupted:
        sys.exit(COULD_NOT_JUDGE)


def _judged(history: Path, suite: Suite) -> Run:
    from assay.history import HistoryError
    from assay.rejudge import rejudge

    try:
        return rejudge(history, suite, keep_passed=True, kept=None, plainly=True)
    except HistoryError as error:
        raise click.UsageError(str(error)) from None
