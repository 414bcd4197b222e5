"""The kill matrix: which checks fail on which wrong implementation. A suite that lets one live proves nothing there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from assay.describe import closure
from assay.engine import Engine
from assay.history import History
from assay.runner import ask_claimed
from assay.session import NoDescribeError
from assay.suite import Case, Mutant, Suite
from assay.tally import Tally
from assay.targets.inprocess import InProcessTarget
from assay.units import gather

#: A mutant may raise on every case; each counts, none ends the run.
_BUDGET = 1_000_000


class Killed(msgspec.Struct, frozen=True):
    """One mutant: the checks (case ids) that cite one of its requirements and fail, and those that fail besides.

    `asked` is how many cases were put to it; `trouble` says why it could not be asked at all.
    """

    mutant: str
    description: str
    requirements: tuple[str, ...]
    kills: tuple[str, ...]
    others: tuple[str, ...]
    asked: int
    trouble: str | None = None

    @property
    def alive(self) -> bool:
        """A survivor: nothing that cites its requirements fails."""
        return not self.kills


def matrix(
    suite: Suite,
    mutants: Iterable[Mutant],
    *,
    everything: bool = False,
    cases: Sequence[Case] | None = None,
    done: Callable[[Killed], None] = lambda _: None,
) -> list[Killed]:
    """Run the suite in this process on each mutant.

    Only the units that cite one of a mutant's requirements are asked, unless `everything` is: no other can kill it.
    """
    found = list(suite.cases()) if cases is None else cases
    rows: list[Killed] = []
    for mutant in mutants:
        row = kill(suite, mutant, found, everything=everything)
        done(row)
        rows.append(row)
    return rows


def kill(suite: Suite, mutant: Mutant, cases: Sequence[Case], *, everything: bool = False) -> Killed:
    """Run the suite in this process on one mutant."""
    cited = frozenset(mutant.requirements)
    units = {case.unit for case in cases if everything or not cited.isdisjoint(case.requirements)}
    tally = Tally(suite.requirements(), {}, strict=True)
    engine = Engine(
        InProcessTarget(f"mutant:{mutant.name}", mutant.handler),
        suite,
        tally,
        History(None),
        seed=mutant.name,
        budget=_BUDGET,
    )
    row = Killed(mutant.name, mutant.description, mutant.requirements, (), (), 0)
    try:
        session = engine.negotiate()
    except NoDescribeError as error:
        return msgspec.structs.replace(row, trouble=error.detail)
    claimed = closure(session.describe.features, suite.features())
    chosen = gather(case for case in cases if case.unit in units)
    engine.run(ask_claimed(iter(chosen), claimed, tally))
    engine.close()
    wrong = [result.case for result in tally.results if result.exchange is not None]
    return msgspec.structs.replace(
        row,
        kills=tuple(case.id for case in wrong if not cited.isdisjoint(case.requirements)),
        others=tuple(case.id for case in wrong if cited.isdisjoint(case.requirements)),
        asked=tally.seen - tally.counts["skipped"],
    )
