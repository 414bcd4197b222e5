"""What a campaign comes to: a row a module, the kinds of what lives, and what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from conformance.campaign.mutations import Mutant
from conformance.campaign.survivors import Listed, Reconciled
from conformance.campaign.trial import Fate

#: Of the mutants of the identity modules that can be imported, this many in a hundred die.
FLOOR: Final = 95.0


def report(console: Console, listed: Listed, found: Reconciled, fates: Mapping[Mutant, Fate], *, whole: bool) -> int:
    """Print it, and return the exit code. `whole` says that all mutants were tried, so that the floor holds."""
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
