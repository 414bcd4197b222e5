"""Which cases of a suite are asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import translate
from pathlib import Path
from random import Random
from re import compile as regex

import msgspec

from assay.profiles import suggestion, whole
from assay.shard import Shard
from assay.suite import Question, Scenario, Suite, Wanted
from assay.units import Unit, gather, shuffle, shuffle_blocks, stream


class SelectionError(Exception):
    """A selection that names what the suite does not have."""


class Selection(msgspec.Struct, frozen=True):
    """Options of `assay run`. Within one kind any may match; the kinds together must all match.

    `fresh` is how many cases to compute, of the features and the profile that are selected, instead of reading the
    committed ones; 0 reads them. `shard` is a share of what
    all the others select.
    """

    filters: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    fresh: int = 0
    shard: Shard | None = None
    #: The one profile that is asked, whole. By itself it takes no claim away: the claim is to the profile.
    profile: str | None = None
    #: Exactly these, where something else has chosen among those that all the others select; empty for all of them.
    cases: tuple[str, ...] = ()
    #: The number of the last step that is played of each scenario; None for all of them.
    until: int | None = None

    def narrows(self) -> bool:
        """Whether less is asked than the committed suite, or of a profile less than all of it."""
        named = self.files or self.filters or self.requirements or self.features or self.cases
        return bool(self.fresh or named or self.shard or self.until)

    def filtered(self) -> bool:
        """Whether some of the cases read or computed are left out."""
        named = self.filters or self.requirements or self.features or self.cases
        return bool(named or self.shard or self.profile)


def check(selection: Selection, suite: Suite) -> None:
    """Raises SelectionError for an unknown requirement or feature, or a missing file."""
    for kind, names, known in (
        ("requirement", selection.requirements, suite.requirements()),
        ("feature", selection.features, suite.features()),
        ("profile", (selection.profile,) if selection.profile is not None else (), suite.profiles()),
    ):
        for name in names:
            if name not in known:
                raise SelectionError(f"the suite has no {kind} {name!r}{suggestion(name, known)}")
    for file in selection.files:
        if not Path(file).exists():
            raise SelectionError(f"no such file: {file}")


def cases(selection: Selection, suite: Suite, seed: str, held: Iterable[Question] | None = None) -> Iterator[Question]:
    """The selected cases, in the suite's order; of those `held`, where the suite was read already."""
    found: Iterable[Question]
    wanted = _wanted(selection, suite)
    if held is not None:
        found = held
    elif selection.fresh:
        found = suite.fresh(selection.fresh, seed, wanted)
    else:
        found = suite.cases([Path(file) for file in selection.files])
    return _matching(found, selection, wanted) if selection.filtered() else iter(found)


def _wanted(selection: Selection, suite: Suite) -> Wanted:
    """Whether a question of these features is one of the features and the profile that are selected."""
    features = frozenset(selection.features)
    within = None if selection.profile is None else whole(suite.profiles()[selection.profile], suite.features())

    def wanted(named: tuple[str, ...]) -> bool:
        return not (features and features.isdisjoint(named)) and (within is None or within.issuperset(named))

    return wanted


def units(selection: Selection, suite: Suite, seed: str, held: Iterable[Question] | None = None) -> Iterator[Unit]:
    """The selected units in the order in which they are asked; fresh ones are a stream."""
    rng = Random(f"order {seed}")
    share = selection.shard or Shard(1, 1)
    found = cases(selection, suite, seed, held)
    if selection.fresh:
        return shuffle_blocks(share.take(stream(found)), rng)
    return iter(shuffle(list(share.take(gather(found))), rng))


def _matching(found: Iterable[Question], selection: Selection, wanted: Wanted) -> Iterator[Question]:
    patterns = [regex(translate(pattern)).match for pattern in selection.filters]
    requirements = frozenset(selection.requirements)
    names = frozenset(selection.cases)
    for case in found:
        if selection.shard is not None and not selection.shard.holds(case.unit):
            continue
        if patterns and not any(match(case.id) for match in patterns):
            continue
        if names and case.id not in names:
            continue
        if requirements and requirements.isdisjoint(case.requirements):
            continue
        if not wanted(case.features):
            continue
        if selection.until is not None and isinstance(case, Scenario):
            yield msgspec.structs.replace(case, steps=case.steps[: selection.until])
            continue
        yield case
