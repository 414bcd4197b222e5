"""`assay list`."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from assay.cli.choosing import selection_options, take_selection
from assay.cli.common import Text, open_suite, suite_option
from assay.cli.tables import show_json, show_table

if TYPE_CHECKING:
    from assay.listing import Row

_COLUMNS = ("id", "operation", "requirements", "features")


@click.command()
@suite_option
@selection_options
@click.option("--seed", type=Text(), metavar="TEXT", default="list", show_default=True, help="Seed of fresh cases.")
@click.option(
    "--by",
    "noun",
    type=click.Choice(["operation", "requirement", "feature"]),
    help="Group the cases.",
)
@click.option("--count", is_flag=True, help="Print numbers instead of cases.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, suite_name: str | None, seed: str, noun: Any, count: bool, as_json: bool, **shared: Any) -> None:
    """List the cases that assay run would ask with the same selection, in the suite's order.

    Nothing is asked. On a terminal the columns are aligned; elsewhere they are separated by tabs, and names within a
    column by commas.

    \b
    assay list --requirement ID-12
    assay list --by feature --count
    assay list --filter 'identity/*' --json

    Exit codes: 0 listed, 2 wrong usage, 3 the selection is empty.
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    from assay.listing import grouped, rows
    from assay.verdict import COULD_NOT_JUDGE

    suite = open_suite(suite_name)
    found = list(rows(take_selection(shared, suite), suite, seed))
    if not found:
        click.echo("the selection is empty", err=True)
        sys.exit(COULD_NOT_JUDGE)
    if noun is not None:
        _show_groups(grouped(found, noun, suite), count=count, as_json=as_json)
    elif count:
        click.echo(f'{{"count": {len(found)}}}' if as_json else len(found))
    elif as_json:
        show_json(found)
    else:
        show_table(_COLUMNS, [_cells(row) for row in found])


def _cells(row: Row) -> tuple[str, ...]:
    return (row.id, ",".join(row.operations), ",".join(row.requirements), ",".join(row.features))


def _show_groups(groups: Mapping[str, Sequence[str]], *, count: bool, as_json: bool) -> None:
    if as_json:
        show_json({name: len(ids) for name, ids in groups.items()} if count else groups)
    elif count:
        show_table(("group", "cases"), [(name, str(len(ids))) for name, ids in groups.items()])
    else:
        show_table(("group", "id"), [(name, each) for name, ids in groups.items() for each in ids])
