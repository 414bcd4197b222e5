"""`assay merge`."""

from __future__ import annotations

# ruff: noqa: PLC0415 - start-up time: heavy modules are imported where they are used
from pathlib import Path

import click

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("shares", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output", "-o", type=_FILE, required=True, help="Where the history of the whole goes.")
def command(shares: tuple[Path, ...], output: Path) -> None:
    """Make one history of the histories of all SHARES of a run, as `assay run --shard` leaves them.

    Every share has to be there once, of one suite, target and selection. `assay judge` then gives the verdict on the
    whole; known failures that match nothing are found out there, too.

    \b
    assay run --shard 1/2 --history one.ndjson
    assay run --shard 2/2 --history two.ndjson
    assay merge one.ndjson two.ndjson -o whole.ndjson && assay judge whole.ndjson
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    from assay.history import HistoryError
    from assay.merge import MergeError, merge

    try:
        merge(shares, output)
    except (MergeError, HistoryError) as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"cannot write {output}: {error}") from None
    click.echo(f"{output}: {len(shares)} shares")
