"""`assay report`."""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
import sys
from pathlib import Path
from typing import Any

import click

from assay.cli.common import open_suite, suite_option
from assay.cli.files import Files, file_options, write_views


@click.command()
@click.argument(
    "histories", metavar="HISTORY...", nargs=-1, required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)  # fmt: skip
@suite_option
@file_options
def command(*, histories: tuple[Path, ...], suite_name: str | None, **options: Any) -> None:
    """Write views of recorded histories, one column an implementation.

    Each history is judged again offline, as by assay judge; nothing is asked. The HTML file holds everything it needs:
    the sentences, the provenance, the requirements by implementation, each failing cause with what was expected, what
    came and the command that asks it again. Several histories of one implementation show its trend too: what moved from
    each to the next, in the order of time. A badge is of one history.

    \b
    assay report .assay/last.ndjson --html report.html
    assay report monday.ndjson tuesday.ndjson --html trend.html
    assay report python.ndjson rust.ndjson --html both.html --markdown summary.md
    assay report .assay/last.ndjson --markdown "$GITHUB_STEP_SUMMARY" --badge badge.json

    Exit codes are those of the judgements: 1 if one does not conform, else 3 if one could not be judged, else 0.
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    files = Files.take(options)
    if not files.wanted():
        raise click.UsageError("nothing to write: give --html, --markdown, --badge, --junit or --json with a file")
    if files.badge is not None and len(histories) > 1:
        raise click.UsageError("a badge is of one history")
    from assay.history import HistoryError
    from assay.rejudge import rejudge
    from assay.report.trend import found
    from assay.report.view import view
    from assay.verdict import COULD_NOT_JUDGE, DOES_NOT_CONFORM

    suite = open_suite(suite_name)
    views, runs = [], []
    for history in histories:
        try:
            run = rejudge(history, suite, keep_passed=files.junit is not None)
        except HistoryError as error:
            raise click.UsageError(str(error)) from None
        views.append(view(run, suite))
        if files.junit is not None:
            runs.append((run, views[-1].report))
        click.echo(views[-1].report.headline)
    trends = found(views, histories, suite)
    try:
        if files.junit is not None:
            from assay.report.junit import write as write_junit

            write_junit(runs, files.junit)
        if files.json is not None:
            from assay.report.json import write as write_json

            write_json([each.report for each in views], files.json, trends)
        write_views(views, suite, files, trends)
    except OSError as error:
        raise click.UsageError(f"cannot write: {error}") from None
    codes = {each.report.exit for each in views}
    sys.exit(next((code for code in (DOES_NOT_CONFORM, COULD_NOT_JUDGE) if code in codes), 0))
