"""`assay latency`."""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assay.cli.common import Seconds, Text, open_suite, open_target, suite_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assay.latency import Latency

#: Characters of the name of the slowest case that a line holds, at least.
_SLOWEST = 12


@click.command()
@click.option("--target", "-t", "uri", default="reference:", show_default=True, metavar="URI", help="As of assay run.")
@suite_option
@click.option("--filter", "-k", "filters", multiple=True, metavar="GLOB", help="Only cases whose id matches.")
@click.option("--feature", "features", multiple=True, metavar="NAME", help="Only cases of this feature. Repeatable.")
@click.option("--samples", type=click.IntRange(1), default=20, show_default=True, metavar="N",
              help="Times that each operation is asked, at most.")  # fmt: skip
@click.option(
    "--seed", type=Text(), default="latency", show_default=True, metavar="TEXT", help="Which cases are taken."
)
@click.option("--start-timeout", type=Seconds(), default=30.0, show_default=True, metavar="SECONDS",
              help="Time to start and answer describe.")  # fmt: skip
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures as JSON.")
def command(
    *,
    uri: str,
    suite_name: str | None,
    filters: tuple[str, ...],
    features: tuple[str, ...],
    samples: int,
    seed: str,
    start_timeout: float,
    json_file: Path | None,
) -> None:
    """Time a target, operation by operation, with one request in flight.

    The first line is a method that no target has: the way there and back. "× floor" is how many times as long an
    operation takes. Nothing is judged: wrong answers are counted, and exit 0. Exit 3 where the target does not answer.

    \b
    assay latency --target "stdio:./my-program"
    assay latency --feature handshake --samples 200
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    import msgspec

    from assay.latency import latencies
    from assay.report.clean import line
    from assay.selection import Selection, SelectionError, check
    from assay.session import NoDescribeError
    from assay.targets.base import BrokenError

    suite = open_suite(suite_name)
    selection = Selection(filters, (), features)
    try:
        check(selection, suite)
    except SelectionError as error:
        raise click.UsageError(str(error)) from None
    try:
        rows = latencies(open_target(uri), suite, selection, samples=samples, seed=seed, start_timeout=start_timeout)
    except NoDescribeError as error:
        click.echo(f"no valid describe: {line(str(error))}", err=True)
        sys.exit(3)
    except BrokenError as broken:
        click.echo(f"the target {line(broken.detail)}", err=True)
        sys.exit(3)
    _show(rows)
    if json_file is not None:
        try:
            json_file.write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=2) + b"\n")
        except OSError as error:
            raise click.UsageError(f"cannot write: {error}") from None


def _show(rows: Sequence[Latency]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("operation", no_wrap=True)
    for name in ("asked", "least", "median", "95 %", "most", "× floor"):
        table.add_column(name, justify="right", no_wrap=True)
    # Where a line is too long, this column folds: figures are never cut.
    table.add_column("slowest", overflow="fold", min_width=_SLOWEST)
    floor = rows[0].median
    for row in rows:
        times = (f"{each:.0f} µs" for each in (row.least, row.median, row.p95, row.most))
        note = f"{row.slowest}  ({row.wrong} wrong)" if row.wrong else row.slowest
        table.add_row(row.operation, str(row.asked), *times, f"{row.median / floor:.1f}", note)
    console = Console(highlight=False, soft_wrap=True)
    measured = console.measure(table, options=console.options.update(max_width=10_000))
    console.width = max(console.width if console.is_terminal else measured.maximum, measured.minimum)
    console.print(table)
