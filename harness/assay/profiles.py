"""Profiles: named sets of features, which of them a claim holds, and what it lacks for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches

from assay.describe import closure
from assay.suite import Feature, Profile, Suite


class UnknownNameError(Exception):
    """Neither a feature nor a profile of the suite is called so."""


def whole(profile: Profile, features: Mapping[str, Feature]) -> frozenset[str]:
    """The features of a profile and all that they require."""
    return closure(profile.features, features)


def held(suite: Suite, claimed: frozenset[str]) -> tuple[str, ...]:
    """The profiles of which every feature is claimed, in the order of the specification."""
    features = suite.features()
    return tuple(name for name, profile in suite.profiles().items() if whole(profile, features) <= claimed)


def widest(suite: Suite, names: Collection[str]) -> tuple[str, ...]:
    """Those of the profiles that no other of them contains: the others go without saying."""
    features = suite.features()
    sets = {name: whole(suite.profiles()[name], features) for name in names}
    return tuple(name for name, own in sets.items() if not any(own < other for other in sets.values()))


def lacking(suite: Suite, name: str, claimed: frozenset[str]) -> list[str]:
    """What is not claimed of the feature or the profile of that name, in ascending order."""
    profile = suite.profiles().get(name)
    wanted = frozenset({name}) if profile is None else whole(profile, suite.features())
    return sorted(wanted - claimed)


def check_names(suite: Suite, names: Iterable[str]) -> None:
    """Raises UnknownNameError for a name that is neither a feature nor a profile."""
    known = [*suite.profiles(), *suite.features()]
    for name in names:
        if name not in known:
            raise UnknownNameError(f"the suite has no feature and no profile {name!r}{suggestion(name, known)}")


def suggestion(name: str, known: Iterable[str]) -> str:
    """The nearest names, to be put behind an error; empty where none is near."""
    close = get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"; did you mean {', '.join(close)}?" if close else ""
