"""`assay judge`."""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
import sys
from pathlib import Path
from typing import Any

import click

from assay.cli.choosing import Display, display_options
from assay.cli.common import check_releases, open_suite, suite_option
from assay.cli.files import Files, file_options


@click.command()
@click.argument("history", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=".assay/last.ndjson")
@suite_option
@file_options
@display_options
def command(
    *,
    history: Path,
    suite_name: str | None,
    **options: Any,
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

    files = Files.take(options)
    suite = open_suite(suite_name)
    check_releases(suite)
    display = Display.take(options)
    limit = None if display.every else EXPLAINED
    try:
        outcome = rejudge(history, suite, keep_passed=files.junit is not None, limit=limit)
    except HistoryError as error:
        raise click.UsageError(str(error)) from None
    publish(outcome, suite, files=files, display=display)
    sys.exit(outcome.exit)
