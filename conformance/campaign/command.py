"""The command line of the campaign.

0   every survivor is listed, and of the identity modules 95 % die
1   a survivor that is not listed, a stale entry, or fewer than 95 %
2   usage
3   could not judge: the reference as it is fails, there is no mutant, or the campaign was interrupted
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from conformance.campaign import survivors
from conformance.campaign.journal import Journal
from conformance.campaign.modules import IDENTITY, digest, read
from conformance.campaign.mutations import Mutant, mutants
from conformance.campaign.sample import drawn
from conformance.campaign.survivors import LISTED, Listed, ListError, Reconciled, reconcile
from conformance.campaign.trial import Bench, ControlError, Fate
from conformance.vectors import manifest_digest, questions

#: Of the mutants of the identity modules that can be imported, this many in a hundred die.
FLOOR: Final = 95.0


@click.command(help=__doc__)
@click.option("--modules", "-m", "patterns", multiple=True, metavar="GLOB", help="Only these modules of the reference.")
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
    """Make mutants, try them, and hold what survives against the list."""
    console = Console(highlight=False, soft_wrap=True)
    try:
        listed = survivors.load(list_path)
        every = [mutant for module in _chosen(patterns) for mutant in mutants(module, read(module))]
        made = listed.asked(every)
        tried = made if sample is None else drawn(made, sample, seed)
        book = None if journal is None else Journal(journal, _tried_with(asked))
        bench = Bench(question for question in questions() if _is_asked(question.id, asked))
    except (ListError, ControlError) as error:
        console.print(escape(f"cannot judge: {error}"))
        sys.exit(3)
    fates: dict[Mutant, Fate] = {}
    try:
        for mutant, fate in _tracked(console, _fates(bench, tried, book, jobs or os.cpu_count() or 1), len(tried)):
            fates[mutant] = fate
            if verbose or (fate.end == "survived" and not any(entry.covers(mutant) for entry in listed.survivor)):
                console.print(escape(f"{fate.end:9}  {mutant.name}  {fate.by} {fate.why}".rstrip()))
    except KeyboardInterrupt:
        console.print(f"interrupted after {len(fates)} of {len(tried)} mutants")
        sys.exit(3)
    whole = sample is None and {mutant.module for mutant in made} >= set(IDENTITY)
    found = reconcile(listed, made, fates)
    found = msgspec.structs.replace(found, stale=(*found.stale, *listed.entered(every, bench.touches)))
    sys.exit(_report(console, listed, found, fates, whole=whole))


def _is_asked(question: str, pattern: str | None) -> bool:
    # The vectors of cryptography fold no identity, and take longer than all others together.
    return not question.startswith("crypto/") if pattern is None else fnmatchcase(question, pattern)


def _tried_with(asked: str | None) -> dict[str, str]:
    """What the fate of a mutant depends on, beside the mutant."""
    return {"reference": digest(), "vectors": manifest_digest(), "asked": asked or ""}


def _chosen(patterns: Sequence[str]) -> list[str]:
    found = [name for name in IDENTITY if not patterns or any(fnmatchcase(name, pattern) for pattern in patterns)]
    if not found:
        raise click.UsageError(f"no module matches {' '.join(patterns)}; there are {', '.join(IDENTITY)}")
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


def _report(console: Console, listed: Listed, found: Reconciled, fates: Mapping[Mutant, Fate], *, whole: bool) -> int:
    console.print(_table(fates))
    ends = Counter(fate.end for fate in fates.values())
    judged = ends["killed"] + ends["survived"]
    for kind, count in found.kinds.items():
        if count:
            console.print(escape(f"{count:4} {kind}: {listed.kinds[kind]}"))
    for mutant in found.unlisted:
        console.print(escape(f"✗ lives, and is not listed: {mutant.name}"))
    for stale in found.stale:
        console.print(escape(f"✗ stale in the list: {stale}"))
    share = 100 * ends["killed"] / judged if judged else 0.0
    console.print(f"{ends['killed']} of {judged} mutants die: {share:.1f} %")
    if not judged:
        return 3
    if whole and share < FLOOR:
        console.print(f"✗ fewer than {FLOOR:g} %")
    return int(bool(found.unlisted or found.stale or (whole and share < FLOOR)))


def _table(fates: Mapping[Mutant, Fate]) -> Table:
    table = Table("module", box=None, pad_edge=False)
    for name in ("mutants", "stillborn", "killed", "alive", "die"):
        table.add_column(name, justify="right")
    for module in dict.fromkeys(mutant.module for mutant in fates):
        ends = Counter(fate.end for mutant, fate in fates.items() if mutant.module == module)
        judged = ends["killed"] + ends["survived"]
        share = f"{100 * ends['killed'] / judged:.1f} %" if judged else ""
        numbers = (sum(ends.values()), ends["stillborn"], ends["killed"], ends["survived"])
        table.add_row(module, *map(str, numbers), share)
    return table
