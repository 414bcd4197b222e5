"""`assay trace`."""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
import sys

import click

from assay.cli.common import open_suite, suite_option


@click.command()
@suite_option
@click.option("--json", "as_json", is_flag=True, help="Print the table as JSON.")
def command(*, suite_name: str | None, as_json: bool) -> None:
    """Print requirement → reference → vectors → checks → mutants.

    Exit 1 where something is missing, such as a MUST that no check covers and that gives no reason, or
    where anything that a version was released with is edited, removed or used again.
    """
    import msgspec

    from assay.release import problems

    suite = open_suite(suite_name)
    trace = suite.trace()
    trace = msgspec.structs.replace(trace, problems=(*trace.problems, *problems(suite)))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(trace), indent=2))
    else:
        from rich import box
        from rich.console import Console
        from rich.table import Table

        table = Table("requirement", "level", "reference", "vectors", "checks", "mutants", box=box.SIMPLE)
        for row in trace.rows:
            checks = row.untestable and f"untestable: {row.untestable}"
            table.add_row(
                row.requirement,
                row.level,
                ", ".join(row.reference),
                ", ".join(row.vectors),
                checks or str(len(row.checks)),
                ", ".join(row.mutants),
            )
        Console(highlight=False).print(table)
        for problem in trace.problems:
            click.echo(f"✗ {problem}")
        click.echo(f"{len(trace.rows)} requirements, {len(trace.problems)} problems")
    sys.exit(1 if trace.problems else 0)
