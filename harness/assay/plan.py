"""What a run would ask, before anything is asked."""

from __future__ import annotations

from collections import Counter
from random import Random

import msgspec

from assay.describe import Describe, closure
from assay.profiles import lacking
from assay.runner import Options, not_claimed
from assay.selection import cases
from assay.session import connect
from assay.suite import Suite
from assay.targets.base import Target

#: Seconds a target has to leave once it has described itself.
_LEAVE = 5.0


class Plan(msgspec.Struct, frozen=True):
    """Counts of questions by feature. `unclaimed` is empty where no target was asked; so is then `describe`.

    A question of several features counts under the first that is not claimed, or else under its last, which is the most
    special. `requirements` are those cited by a question that would be asked.
    """

    selected: int
    asked: Counter[str]
    unclaimed: Counter[str]
    requirements: int
    units: int
    describe: Describe | None
    troubles: list[str]


def describe(target: Target, suite: Suite, options: Options) -> Describe:
    """Start the target, ask who it is and let it go; raises NoDescribeError."""
    session = connect(target, suite, Random(f"ids {options.seed}"), options.start_timeout)
    session.channel.finish(_LEAVE)
    return session.describe


def plan(suite: Suite, options: Options, described: Describe | None) -> Plan:
    """The plan of a run with these options; of a target that is not known, as if it claimed everything."""
    features = suite.features()
    claimed = closure(described.features, features) if described is not None else frozenset(features)
    asked: Counter[str] = Counter()
    unclaimed: Counter[str] = Counter()
    requirements: set[str] = set()
    units: set[str] = set()
    selected = 0
    for each in cases(options.selection, suite, options.seed):
        selected += 1
        missing = next((name for name in each.features if name not in claimed), None)
        if missing is not None:
            unclaimed[missing] += 1
            continue
        asked[each.features[-1] if each.features else ""] += 1
        requirements.update(each.requirements)
        units.add(each.unit)
    required = dict.fromkeys((*options.require, *filter(None, [options.selection.profile])))
    troubles = [not_claimed(name, lack) for name in required if (lack := lacking(suite, name, claimed))]
    return Plan(selected, asked, unclaimed, len(requirements), len(units), described, troubles)
