"""The claim: what an implementer may say after a run, and the one sentence that says it.

Every view shows this sentence and these profiles, so that none can claim more than another.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from assay.describe import closure
from assay.profiles import held, whole, widest
from assay.report.clean import line
from assay.runner import Run
from assay.suite import Suite
from assay.verdict import CONFORMS, COULD_NOT_JUDGE, DOES_NOT_CONFORM, EXIT, excused


class Claim(msgspec.Struct, frozen=True):
    """What a run entitles an implementer to say.

    `conforms` is true where something may be claimed: exit code 0, no selection, no known failure. Otherwise
    `profiles` is empty. `profile` is the one that was asked, if one was; `profiles` are those that the target holds
    whole, `not_claimed` the features it does not claim of what was asked. `vectors` is the digest of the vectors,
    `released` whether the specification's version has a frozen list.
    """

    conforms: bool
    spec_version: str | None
    released: bool
    vectors: str
    profile: str | None
    profiles: tuple[str, ...]
    widest: tuple[str, ...]
    known_failures: int
    not_claimed: tuple[str, ...]


def claim(run: Run, suite: Suite) -> Claim:
    """What may be claimed."""
    header, described = run.header, run.header.describe
    features = suite.features()
    claimed = closure(described.features, features) if described is not None else frozenset[str]()
    known = run.tally.counts["known-failure"] + run.tally.counts["known-flaky"]
    conforms = run.exit == CONFORMS and not header.selection.narrows() and not known
    asked = header.selection.profile
    within = frozenset(features) if asked is None else whole(suite.profiles()[asked], features)
    profiles = held(suite, claimed & within) if conforms else ()
    return Claim(
        conforms=conforms,
        spec_version=described.spec_version if described is not None else None,
        released="release" in header.digests,
        vectors=header.digests.get("manifest", "unknown"),
        profile=asked,
        profiles=profiles,
        widest=widest(suite, profiles),
        known_failures=known,
        not_claimed=tuple(name for name in features if name in within - claimed) if described is not None else (),
    )


def sentence(run: Run, suite: Suite) -> str:
    """The sentence an implementer may quote, or why there is none."""
    tally, header, described = run.tally, run.header, run.header.describe
    if described is None or run.exit == COULD_NOT_JUDGE:
        who = described.title if described is not None else header.target
        why = run.problem or ("interrupted" if run.interrupted else run.stopped or "not everything was asked")
        return line(f"{who} could not be judged: {why}")
    found = claim(run, suite)
    who = described.title
    against = f"{header.suite} spec {described.spec_version}{'' if found.released else ' draft'}"
    passing = sum(1 for name in tally.asked if tally.asked[name] and not tally.failing[name])
    asked = sum(1 for name in tally.asked if tally.asked[name])
    cases = sum(tally.counts.values()) + sum(tally.warnings.values()) - tally.counts["skipped"]
    vectors = found.vectors[:12]
    rest = _added(run) + (f"; not claimed: {', '.join(sorted(tally.skipped))}" if tally.skipped else "")
    if found.profile is not None:
        against = f"the profile {found.profile} of {against}"
    if run.exit == DOES_NOT_CONFORM:
        wrong = sum(count for verdict, count in tally.counts.items() if EXIT[verdict] == DOES_NOT_CONFORM)
        unshown = sum(1 for name, count in tally.failing.items() if count and count == tally.unshown[name])
        broken = f"{wrong} of {cases} cases and {asked - passing - unshown} of {asked} requirements fail"
        if unshown:
            broken += f", {unshown} more are not judged"
        if not wrong:
            broken = line(run.complaints[0])
        return f"{who} does not conform to {against}: {broken} (vectors {vectors}){rest}"
    if header.selection.narrows():
        what = f"{cases} fresh cases" if header.selection.fresh else f"the {cases} selected cases"
        return f"{who} passes {what} of {against} (vectors {vectors}; a selection is no claim of conformance){rest}"
    if but := excused(tally.counts):
        return f"{who} passes {against} but for {but}: no claim of conformance (vectors {vectors}){rest}"
    rest = _added(run) + _not_claimed(found)
    profiles = "" if found.profile is not None else f"; {_profiles(found.widest)}"
    return f"{who} conforms to {against} ({asked} requirements, {cases} cases, vectors {vectors}){profiles}{rest}"


def _profiles(names: Sequence[str]) -> str:
    if not names:
        return "no profile whole"
    return f"profile{'s' if len(names) > 1 else ''} {', '.join(names)}"


def _not_claimed(found: Claim) -> str:
    return f"; not claimed: {', '.join(sorted(found.not_claimed))}" if found.not_claimed else ""


def _added(run: Run) -> str:
    counts = [f"{count} {verdict}" for verdict, count in sorted(run.tally.added.items()) if count]
    return f"; added after the release: {', '.join(counts)}" if counts else ""
