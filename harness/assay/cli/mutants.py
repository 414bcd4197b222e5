"""`assay mutants`."""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
import os
import sys
from typing import TYPE_CHECKING

import click

from assay.cli.common import open_suite, suite_option

if TYPE_CHECKING:
    from assay.killing import Killed

#: Killing checks named in the table.
_NAMED = 2


@click.command()
@suite_option
@click.option("--filter", "-k", "patterns", multiple=True, metavar="GLOB", help="Only mutants whose name matches.")
@click.option("--everything", is_flag=True, help="Ask every case, not only those that cite a mutant's requirements.")
@click.option("--brief", is_flag=True, help="Ask a mutant no more once it is dead.")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="Mutants at a time; one a core unless given.")
@click.option("--verbose", "-v", is_flag=True, help="Also what a mutant wrote to standard error.")
@click.option("--json", "as_json", is_flag=True, help="Print the matrix as JSON.")
def command(
    *,
    suite_name: str | None,
    patterns: tuple[str, ...],
    everything: bool,
    brief: bool,
    jobs: int | None,
    verbose: bool,
    as_json: bool,
) -> None:
    """Run the suite on every known wrong implementation and print which checks kill it.

    A mutant dies when a case that cites one of its requirements fails. Exit 1 on a survivor, 3 where there is none to
    run. Each runs in a process of its own: one that loops for ever is timed out, and what it prints is kept.

    \b
    assay mutants --brief
    assay mutants --filter 'identity-*' --json
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    from fnmatch import fnmatchcase

    import msgspec

    from assay.killing import matrix

    suite = open_suite(suite_name)
    mutants = [
        mutant
        for mutant in suite.mutants()
        if not patterns or any(fnmatchcase(mutant.name, pattern) for pattern in patterns)
    ]
    if not mutants:
        click.echo("no mutant to run", err=True)
        sys.exit(3)
    rows = matrix(
        suite,
        mutants,
        everything=everything,
        brief=brief,
        done=(lambda _: None) if as_json else lambda row: _show(row, verbose=verbose),
        jobs=jobs or os.cpu_count() or 1,
    )
    survivors = [row.mutant for row in rows if row.alive]
    if as_json:
        # What a mutant printed is of no use to a program, and may be long.
        document = [{**msgspec.to_builtins(row), "noise": len(row.noise), "alive": row.alive} for row in rows]
        click.echo(msgspec.json.format(msgspec.json.encode(document), indent=2))
    else:
        click.echo(f"{len(rows) - len(survivors)} of {len(rows)} mutants die")
        for name in survivors:
            click.echo(f"✗ {name} survives")
    sys.exit(1 if survivors else 0)


def _show(row: Killed, *, verbose: bool) -> None:
    named = ", ".join(row.kills[:_NAMED]) + (", …" if len(row.kills) > _NAMED else "")
    fate = f"killed by {len(row.kills):>4} of {row.asked}" if row.kills else f"SURVIVES {row.asked}"
    trouble = f"  ({row.trouble})" if row.trouble else ""
    others = f"  and {len(row.others)} besides" if row.others else ""
    click.echo(f"{row.mutant:<40} {','.join(row.requirements):<24} {fate}  {named}{others}{trouble}")
    if verbose and row.noise:
        click.echo(f"    {len(row.noise)} lines on standard error, the last: {row.noise[-1]:.200}")
