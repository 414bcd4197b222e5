"""Which cases a command is about, and how it shows what came of them: options that several commands share."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from assay.cli.common import F, Text

if TYPE_CHECKING:
    from assay.selection import Selection
    from assay.suite import Suite


def selection_options(function: F) -> F:
    """`--filter`, `--requirement`, `--feature`, `--file`, repeatable; `--profile`, `--fresh`, `--shard`, `--until`."""
    for option in (
        click.option(
            "--until", type=click.IntRange(1), metavar="N", help="Of each scenario only the steps up to this one."
        ),
        click.option("--shard", metavar="I/N", help="Only share I of N, the same on every machine; see assay merge."),
        click.option(
            "--fresh",
            type=click.IntRange(1),
            metavar="N",
            help="N cases computed on the spot, not the committed ones; of --feature and --profile, where given.",
        ),
        click.option(
            "--profile",
            type=Text(),
            metavar="NAME",
            help="All of this profile and nothing else; as --require NAME, too.",
        ),
        click.option(
            "--file", "files", type=Text(), multiple=True, metavar="PATH", help="Only cases of this vector file."
        ),
        click.option(
            "--feature", "features", type=Text(), multiple=True, metavar="NAME", help="Only cases of this feature."
        ),
        click.option(
            "--requirement",
            "-r",
            "requirements",
            type=Text(),
            multiple=True,
            metavar="ID",
            help="Only cases that cite it.",
        ),
        click.option(
            "--filter",
            "-k",
            "filters",
            type=Text(),
            multiple=True,
            metavar="GLOB",
            help="Only cases whose id matches; as those below, repeatable.",
        ),
    ):
        function = option(function)
    return function


def take_selection(options: dict[str, Any], suite: Suite) -> Selection:
    """From the options that `selection_options` adds, taken out of them; an error of usage for an unknown name."""
    from assay.selection import Selection, SelectionError, check
    from assay.shard import Shard, ShardError

    shard = options.pop("shard")
    try:
        selection = Selection(
            options.pop("filters"),
            options.pop("requirements"),
            options.pop("features"),
            options.pop("files"),
            options.pop("fresh") or 0,
            Shard.parse(shard) if shard is not None else None,
            options.pop("profile"),
            until=options.pop("until"),
        )
        check(selection, suite)
    except (SelectionError, ShardError) as error:
        raise click.UsageError(str(error)) from None
    return selection


@dataclass(frozen=True)
class Display:
    """How much of a report is printed."""

    every: bool = False
    wide: bool = False
    quiet: bool = False
    verbose: bool = False

    @classmethod
    def take(cls, options: dict[str, Any]) -> Display:
        """From the options that `display_options` adds, which are taken out."""
        return cls(*(options.pop(name) for name in ("all_failures", "wide", "quiet", "verbose")))


def display_options(function: F) -> F:
    """`--all-failures`, `--wide`, `--quiet` and `--verbose`, in this order."""
    for option in (
        click.option("--verbose", "-v", is_flag=True, help="Also cases that were skipped, or failed with their twin."),
        click.option("--quiet", "-q", is_flag=True, help="Only the headline."),
        click.option("--wide", is_flag=True, help="Print requests, answers and values whole, however long."),
        click.option("--all-failures", is_flag=True, help="Tell every cause in full and name every case."),
    ):
        function = option(function)
    return function
