"""Showing and writing the report of a run or a judgement."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import sys

import click

from assay.cli.choosing import Display
from assay.cli.files import Files, write_views
from assay.report import terminal
from assay.report.clean import indented
from assay.report.model import Report, build
from assay.runner import Run
from assay.suite import Suite


def publish(outcome: Run, suite: Suite, *, files: Files, display: Display) -> None:
    """All views that were asked for; that on the terminal where a file cannot be written, too."""
    report = build(outcome, suite, whole=display.wide)
    try:
        _write(outcome, report, suite, files)
    except OSError as error:
        _show(outcome, report, display)
        raise click.UsageError(f"cannot write: {error}") from None
    _show(outcome, report, display)


def _write(outcome: Run, report: Report, suite: Suite, files: Files) -> None:
    if files.junit is not None:
        from assay.report.junit import write as write_junit

        write_junit([(outcome, report)], files.junit)
    if files.json is not None:
        from assay.report.json import write as write_json

        write_json([report], files.json)
    if files.html is not None or files.markdown is not None or files.badge is not None:
        from assay.report.view import view

        write_views([view(outcome, suite)], suite, files)


def _show(outcome: Run, report: Report, display: Display) -> None:
    if outcome.raw is not None and not display.quiet:
        click.echo("  it sent:\n" + indented(outcome.raw[:2000].decode("utf-8", "backslashreplace")))
    if outcome.log and not display.quiet:
        click.echo("  its standard error:\n" + indented(outcome.log))
    full = None if display.every else terminal.FULL
    terminal.write(report, sys.stdout, quiet=display.quiet, verbose=display.verbose, wide=display.wide, full=full)
