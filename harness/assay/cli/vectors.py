"""`assay vectors`."""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assay.cli.common import open_suite, suite_option

if TYPE_CHECKING:
    from assay.suite import VectorDiff


@click.group()
def command() -> None:
    """Write, check and compare the golden vectors."""


@command.command()
@suite_option
def write(*, suite_name: str | None) -> None:
    """Generate the vector files and write those that differ; files that are no longer generated are removed."""
    from assay.vectorfiles import apply, read_tree

    store = open_suite(suite_name).vectors()
    before = read_tree(store.root)
    after = dict(store.generate())
    for line in apply(store.root, before, after):
        click.echo(line)
    click.echo(f"{len(after)} files in {store.root}")


@command.command()
@suite_option
def check(*, suite_name: str | None) -> None:
    """Generate the vectors again and compare bytes. Exit 1 where a file differs, is missing or is one too many."""
    from assay.vectorfiles import compare, read_tree

    store = open_suite(suite_name).vectors()
    before = read_tree(store.root)
    after = dict(store.generate())
    if not after:
        click.echo("the suite generates no vectors")
        sys.exit(3)
    problems = compare(before, after)
    for problem in problems:
        click.echo(f"✗ {problem}")
    if problems:
        _print(store.moved(before, after))
        click.echo("the committed vectors are not the generated ones; `assay vectors write` writes them")
        sys.exit(1)
    click.echo(f"{len(after)} files are as generated")


@command.command()
@suite_option
@click.option("--against", metavar="REV|DIR", default="HEAD", show_default=True, help="A git revision, or a folder.")
def diff(*, suite_name: str | None, against: str) -> None:
    """What the vectors as generated now move, compared with a revision or a folder.

    \b
    assay vectors diff --against v0.1.0
    assay vectors diff --against ../released/vectors
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    from assay.vectorfiles import UnreadableError, read_revision, read_tree

    store = open_suite(suite_name).vectors()
    try:
        before = read_tree(Path(against)) if Path(against).is_dir() else read_revision(store.root, against)
    except UnreadableError as error:
        raise click.UsageError(str(error)) from None
    _print(store.moved(before, dict(store.generate())))


def _print(moved: VectorDiff) -> None:
    for label, names in (
        ("added", moved.added),
        ("removed", moved.removed),
        ("moved", moved.moved),
        ("requirements", moved.requirements),
        ("operations", moved.operations),
        ("mutants", moved.mutants),
    ):
        if names:
            click.echo(f"{label} ({len(names)}):")
            for name in names:
                click.echo(f"  {name}")
    if not (moved.added or moved.removed or moved.moved):
        click.echo("no test moves")
