"""Tables and JSON on standard output, of commands that list something."""

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used

from __future__ import annotations

import sys
from collections.abc import Sequence

import click


def show_json(document: object) -> None:
    """Print a document, indented."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(document), indent=2))


def show_table(columns: Sequence[str], found: Sequence[Sequence[str]]) -> None:
    """Print rows: aligned under their columns on a terminal, elsewhere separated by tabs."""
    if not sys.stdout.isatty():
        # No header: every line is a row.
        click.echo("\n".join("\t".join(row) for row in found))
        return
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for name, style in zip(columns, ("bold", "", "cyan", "dim"), strict=False):
        table.add_column(name, style=style, overflow="fold")
    for row in found:
        table.add_row(*row)
    Console(highlight=False).print(table)
