"""`assay explain`."""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
import textwrap
from collections.abc import Sequence

import click

from assay.cli.common import open_suite, suite_option

#: Checks named before the rest is only counted.
_NAMED = 20


@click.command()
@click.argument("requirement", metavar="ID")
@suite_option
@click.option("--all", "everything", is_flag=True, help="Name every check, however many.")
def command(*, requirement: str, suite_name: str | None, everything: bool) -> None:
    """Print the requirement ID with its sources, vectors, checks and mutants.

    assay explain ID-12
    """
    suite = open_suite(suite_name)
    known = suite.requirements()
    found = known.get(requirement) or known.get(requirement.upper())
    if found is None:
        from difflib import get_close_matches

        close = get_close_matches(requirement.upper(), known, n=5, cutoff=0.4)
        hint = f"; did you mean {', '.join(close)}?" if close else ""
        raise click.UsageError(f"no requirement {requirement!r}{hint}")
    click.echo(f"{found.id} ({found.level})  {found.chapter} › {found.heading}\n")
    click.echo(textwrap.indent(textwrap.fill(found.text, 100), "  ") + "\n")
    _list("sources", found.sources, None)
    row = next((row for row in suite.trace().rows if row.requirement == found.id), None)
    if row is not None:
        _list("reference", row.reference, None)
        _list("vectors", row.vectors, None)
        _list("checks", row.checks, None if everything else _NAMED)
        _list("mutants", row.mutants, None)
    if found.untestable is not None:
        click.echo(f"untestable: {found.untestable}")
    elif row is not None and row.checks:
        click.echo(f"ask it: assay run --requirement {found.id}")


def _list(label: str, names: Sequence[str], limit: int | None) -> None:
    if not names:
        return
    shown = names if limit is None else names[:limit]
    click.echo(f"{label}:")
    for name in shown:
        click.echo(f"  {name}")
    if len(names) > len(shown):
        click.echo(f"  … and {len(names) - len(shown)} more (--all)")
