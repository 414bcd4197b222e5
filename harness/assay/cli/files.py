"""The files that the result of a run, a judgement or several of them is written to."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assay.cli.common import F

if TYPE_CHECKING:
    from assay.report.view import View
    from assay.suite import Suite
    from assay.trend import Trend

_FILE = click.Path(dir_okay=False, path_type=Path)


@dataclass(frozen=True)
class Files:
    """Where each view of the result goes; None where it is not wanted."""

    junit: Path | None = None
    json: Path | None = None
    html: Path | None = None
    markdown: Path | None = None
    badge: Path | None = None

    @classmethod
    def take(cls, options: dict[str, Any]) -> Files:
        """From the options that `file_options` adds."""
        return cls(options["junit"], options["json_file"], options["html"], options["markdown"], options["badge"])

    def wanted(self) -> bool:
        """Whether anything is to be written."""
        return any((self.junit, self.json, self.html, self.markdown, self.badge))


def file_options(function: F) -> F:
    """`--html`, `--markdown`, `--badge`, `--junit` and `--json`, in this order."""
    for option in (
        click.option("--json", "json_file", type=_FILE, help="Write the report as JSON."),
        click.option("--junit", type=_FILE, help="Write a JUnit report."),
        click.option("--badge", type=_FILE, help="Write a badge in the JSON format of badge endpoints."),
        click.option("--markdown", type=_FILE, help="Write a summary in Markdown, as for $GITHUB_STEP_SUMMARY."),
        click.option("--html", type=_FILE, help="Write one HTML file that needs nothing else."),
    ):
        function = option(function)
    return function


def write_views(views: Sequence[View], suite: Suite, files: Files, trends: Sequence[Trend] = ()) -> None:
    """The views that need no run any more."""
    if files.html is not None:
        from assay.report.html import write as write_html

        write_html(views, suite, files.html, trends)
    if files.markdown is not None:
        from assay.report.markdown import write as write_markdown

        write_markdown(views, files.markdown, trends)
    if files.badge is not None:
        from assay.report.badge import write as write_badge

        write_badge(views[0], files.badge)
