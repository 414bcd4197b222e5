"""The command line of the campaign."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress

from conformance.campaign import survivors
from conformance.campaign.journal import Journal
from conformance.campaign.modules import IDENTITY, RUNNING, digest, read
from conformance.campaign.mutations import Mutant, mutants
from conformance.campaign.report import report
from conformance.campaign.sample import drawn
from conformance.campaign.survivors import LISTED, ListError, reconcile
from conformance.campaign.trial import Bench, ControlError, Fate
from conformance.vectors import manifest_digest, questions


@click.command()
@click.option(
    "--modules",
    "-m",
    "patterns",
    multiple=True,
    metavar="GLOB",
    help="Only these modules; those of identity unless given.",
)
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Only N mutants, drawn by the seed.")
@click.option("--seed", default="0", metavar="TEXT", help="What draws the sample; the same draws the same.")
@click.option("--jobs", "-j", type=click.IntRange(1), metavar="N", help="Mutants at a time; one a core unless given.")
@click.option("--ask", "asked", metavar="GLOB", help="Only the vectors whose id matches; all but crypto/ unless given.")
@click.option("--survivors", "list_path", type=click.Path(path_type=Path), default=LISTED, help="Another list.")
@click.option("--journal", type=click.Path(path_type=Path), help="Keep what became of each; go on where it stops.")
@click.option("--verbose", "-v", is_flag=True, help="A line for every mutant.")
def command(
    *,
    patterns: tuple[str, ...],
    sample: int | None,
    seed: str,
    jobs: int | None,
    asked: str | None,
    list_path: Path,
    journal: Path | None,
    verbose: bool,
) -> None:
    """Make mutants of the identity modules, or of those that are named, try them, and hold what lives against the list.

    \b
    Exit 0: every survivor is listed, and 95 % die.
    Exit 1: a survivor is not listed, an entry is stale, or fewer die.
    Exit 2: usage.
    Exit 3: could not judge: the reference as it is fails, or the campaign was interrupted.
    """  # noqa: D301 - click reads \b as a mark: do not wrap
    console = Console(highlight=False, soft_wrap=True)
    fates: dict[Mutant, Fate] = {}
    try:
        listed = survivors.load(list_path)
        every = [mutant for module in _chosen(patterns) for mutant in mutants(module, read(module))]
        made = listed.asked(every)
        tried = made if sample is None else drawn(made, sample, seed)
        book = None if journal is None else Journal(journal, _tried_with(asked))
        bench = Bench(question for question in questions() if _is_asked(question.id, asked))
        for mutant, fate in _tracked(console, _fates(bench, tried, book, jobs or os.cpu_count() or 1), len(tried)):
            fates[mutant] = fate
            if verbose or (fate.end == "survived" and not listed.entry(mutant)):
                console.print(escape(f"{fate.end:9}  {mutant.name}  {fate.by} {fate.why}".rstrip()))
    except (ListError, ControlError) as error:
        console.print(escape(f"cannot judge: {error}"))
        sys.exit(3)
    except KeyboardInterrupt:
        console.print(f"interrupted after {len(fates)} mutants")
        sys.exit(3)
    found = reconcile(listed, made, fates)
    found = msgspec.structs.replace(found, stale=(*found.stale, *listed.entered(every, bench.touches)))
    whole = sample is None and {mutant.module for mutant in made} >= set(IDENTITY)
    sys.exit(report(console, listed, found, fates, whole=whole))


def _is_asked(question: str, pattern: str | None) -> bool:
    # The vectors of cryptography fold no identity, and take longer than all others together.
    return not question.startswith("crypto/") if pattern is None else fnmatchcase(question, pattern)


def _tried_with(asked: str | None) -> dict[str, str]:
    """What the fate of a mutant depends on, beside the mutant."""
    return {"reference": digest(), "vectors": manifest_digest(), "asked": asked or ""}


def _chosen(patterns: Sequence[str]) -> list[str]:
    if not patterns:
        return list(IDENTITY)
    known = (*IDENTITY, *RUNNING)
    found = [name for name in known if any(fnmatchcase(name, pattern) for pattern in patterns)]
    if not found:
        raise click.UsageError(f"no module matches {' '.join(patterns)}; there are {', '.join(known)}")
    return found


def _fates(bench: Bench, tried: Sequence[Mutant], journal: Journal | None, jobs: int) -> Iterator[tuple[Mutant, Fate]]:
    known = {} if journal is None else {mutant: fate for mutant in tried if (fate := journal.known(mutant)) is not None}
    yield from known.items()
    new = [mutant for mutant in tried if mutant not in known]
    for mutant, fate in zip(new, bench.fates(new, jobs), strict=True):
        if journal is not None:
            journal.add(mutant, fate)
        yield mutant, fate


def _tracked(console: Console, fates: Iterator[tuple[Mutant, Fate]], total: int) -> Iterator[tuple[Mutant, Fate]]:
    """The same, with a bar where there is someone to see it."""
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(fates, total=total, description="mutants")
