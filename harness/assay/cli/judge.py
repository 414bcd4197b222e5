"""`assay judge`."""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
import sys
from pathlib import Path

import click

from assay.cli.common import open_suite, suite_option


@click.command()
@click.argument("history", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=".assay/last.ndjson")
@suite_option
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), help="Write a JUnit report.")
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the report as JSON.")
@click.option("--all-failures", is_flag=True, help="Tell every cause in full and name every case.")
@click.option("--wide", is_flag=True, help="Print requests, answers and values whole, however long.")
@click.option("--quiet", "-q", is_flag=True, help="Only the headline.")
@click.option("--verbose", "-v", is_flag=True, help="Also cases that were skipped, or failed with their twin.")
def command(
    *,
    history: Path,
    suite_name: str | None,
    junit: Path | None,
    json_file: Path | None,
    all_failures: bool,
    wide: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Judge a recorded HISTORY again, offline (.assay/last.ndjson unless given).

    Nothing is asked and nothing of the first judgement is believed: the recorded bytes are compared anew with what the
    suite expects. A history of other vectors is refused (exit 2); one without an end was interrupted (exit 3).

    \b
    assay judge .assay/last.ndjson
    assay judge from-ci.ndjson --json report.json
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    from assay.cli.output import publish
    from assay.history import HistoryError
    from assay.rejudge import rejudge
    from assay.runner import EXPLAINED

    suite = open_suite(suite_name)
    limit = None if all_failures else EXPLAINED
    try:
        outcome = rejudge(history, suite, keep_passed=junit is not None, limit=limit)
    except HistoryError as error:
        raise click.UsageError(str(error)) from None
    publish(
        outcome,
        suite,
        junit=junit,
        json_file=json_file,
        quiet=quiet,
        verbose=verbose,
        wide=wide,
        every=all_failures,
    )
    sys.exit(outcome.exit)
