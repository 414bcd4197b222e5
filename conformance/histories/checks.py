"""The checks of whole histories, each with the requirements that it looks after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from coalition.runtime.almanac import TickRecord
from coalition.runtime.log import RetirementRecord
from coalition.surface import commit, stream_digest
from coalition.unique_id import ZERO_ID, UniqueId
from conformance.histories import archives, committed
from conformance.histories.observations import (
    Bonded,
    Done,
    Finding,
    Head,
    Heard,
    History,
    Life,
    LogName,
    Malformed,
    Paged,
    Parted,
    Placed,
    Present,
    Renewed,
    Stopped,
)


@dataclass(frozen=True)
class Check:
    """A law of histories."""

    name: str
    requirements: tuple[str, ...]
    findings: Callable[[History], Iterator[Finding]]


def _shaped(history: History) -> Iterator[Finding]:
    for each in history.of(Malformed):
        yield each.at, each.why


def _forever(history: History) -> Iterator[Finding]:
    known: dict[tuple[LogName, int], Placed] = {}
    for each in history.of(Placed):
        place = (each.log, each.index)
        before = known.setdefault(place, each)
        if before.record is None and before.commit == each.commit:
            known[place] = each
        elif before.commit != each.commit or (each.record is not None and before.record != each.record):
            yield each.at, f"{_place(each)} is not what step {before.at + 1} showed there"


def _once(history: History) -> Iterator[Finding]:
    acknowledged: dict[tuple[LogName, int], int] = {}
    places: dict[tuple[LogName, str], int] = {}
    for each in history.of(Placed):
        if each.record is None:
            before = acknowledged.setdefault((each.log, each.index), each.at)
            if before != each.at:
                yield each.at, f"{_place(each)} was the place of step {before + 1} already"
        at = places.setdefault((each.log, each.commit), each.index)
        if at != each.index:
            yield each.at, f"{_place(each)} has the commit of {at}"


def _grows(history: History) -> Iterator[Finding]:
    longest: dict[tuple[LogName, str | None], Head] = {}
    for each in history.of(Head):
        before = longest.get((each.log, each.reader))
        if before is not None and each.length < before.length:
            yield each.at, f"{each.log.surface} has {each.length} entries, and had {before.length} at {before.at + 1}"
        else:
            longest[each.log, each.reader] = each


def _follows_cursor(history: History) -> Iterator[Finding]:
    for each in history.of(Paged):
        count = max(0, min(each.limit, each.length - each.first))
        due = tuple(range(each.first, each.first + count))
        if each.indices != due:
            shown, wanted = (f"{found[0]} to {found[-1]}" if found else "none" for found in (each.indices, due))
            yield each.at, f"of {each.length} entries from {each.first} on come {shown}, due are {wanted}"


def _one_digest(history: History) -> Iterator[Finding]:
    digests: dict[tuple[LogName, int], Head] = {}
    folds: dict[LogName, _Fold] = {}
    for each in history.facts:
        if isinstance(each, Placed):
            folds.setdefault(each.log, _Fold()).see(each.index, each.commit)
        elif isinstance(each, Head) and each.digest is not None:
            before = digests.setdefault((each.log, each.length), each)
            if before.digest != each.digest:
                yield each.at, f"{each.log.surface} of {each.length} entries had another digest at {before.at + 1}"
            found = folds.setdefault(each.log, _Fold()).digest(each.length)
            if found is not None and found != each.digest:
                yield each.at, f"the digest of {each.log.surface} does not follow from its {each.length} commits"


class _Fold:
    """The running digest of a log as far as its commits have been seen without a gap."""

    def __init__(self) -> None:
        self._commits: dict[int, str] = {}
        self._digests = [ZERO_ID]

    def see(self, index: int, commit_hash: str) -> None:
        """A commit at its place."""
        self._commits.setdefault(index, commit_hash)
        while (following := self._commits.get(len(self._digests) - 1)) is not None:
            self._digests.append(stream_digest(self._digests[-1], UniqueId(bytes.fromhex(following))).id())

    def digest(self, length: int) -> str | None:
        """The digest of the first `length` commits; None where one of them has not been seen."""
        return self._digests[length].hex() if length < len(self._digests) else None


def _from_records(history: History) -> Iterator[Finding]:
    for each in history.of(Placed):
        surface = history.surfaces.get(each.log)
        if surface is None or each.record is None:
            continue
        stands, deployment = (UniqueId(bytes.fromhex(text)) for text in (surface, each.log.deployment))
        if commit(stands, deployment, each.index, each.record.digest().id()).id().hex() != each.commit:
            yield each.at, f"the commit of {_place(each)} does not follow from its record"


def _last_marker(history: History) -> Iterator[Finding]:
    markers: dict[LogName, Placed] = {}
    retired: dict[tuple[int, str], Done] = {}
    for each in history.facts:
        if isinstance(each, Placed):
            if isinstance(each.record, RetirementRecord):
                markers.setdefault(each.log, each)
            marker = markers.get(each.log)
            if marker is not None and each.index > marker.index:
                yield each.at, f"{_place(each)} stands behind the marker at {marker.index}"
        elif isinstance(each, Head):
            marker = markers.get(each.log)
            if marker is not None and each.length > marker.index + 1:
                yield each.at, f"{each.log.surface} has {each.length} entries, its marker is at {marker.index}"
        elif isinstance(each, Done):
            before = retired.get((each.world, each.deployment))
            if before is not None:
                yield each.at, f"{each.kind} is accepted after the marker of step {before.at + 1}"
            elif each.kind == "Retire":
                retired[each.world, each.deployment] = each


def _goes_on(history: History) -> Iterator[Finding]:
    latest: dict[int, int] = {}
    for each in history.of(Present):
        least = max(each.least, latest.get(each.world, 0))
        if each.now < least:
            yield each.at, f"it is {each.now}, and was to be {least} at least"
        latest[each.world] = max(least, each.now)


def _gone(history: History) -> Iterator[Finding]:
    stopped: dict[tuple[int, str], Stopped] = {}
    lengths: dict[LogName, int] = {}
    for each in history.facts:
        if isinstance(each, Stopped):
            stopped.setdefault((each.world, each.deployment), each)
        elif isinstance(each, Head):
            before = stopped.get((each.log.world, each.log.deployment))
            if before is None:
                lengths[each.log] = each.length
            elif each.length != lengths.get(each.log, each.length):
                yield (
                    each.at,
                    f"{each.log.surface} has {each.length} entries, and had {lengths[each.log]} when it stopped",
                )
        elif isinstance(each, Life | Done):
            before = stopped.get((each.world, each.deployment))
            if before is not None:
                yield each.at, f"somebody answers for what was stopped at step {before.at + 1}"


_PHASES: Final = ("Active", "Retiring", "Retired")


def _one_way(history: History) -> Iterator[Finding]:
    reached: dict[tuple[int, str], int] = {}
    for each in history.facts:
        if isinstance(each, Done) and each.kind == "Retire":
            reached[each.world, each.deployment] = max(1, reached.get((each.world, each.deployment), 0))
        elif isinstance(each, Life) and each.phase in _PHASES:
            before, phase = reached.get((each.world, each.deployment), 0), _PHASES.index(each.phase)
            if phase < before:
                yield each.at, f"it is {each.phase} again, and was {_PHASES[before]}"
            reached[each.world, each.deployment] = max(before, phase)


def _ticks(history: History) -> dict[LogName, dict[int, tuple[int, TickRecord]]]:
    """The ticks that were seen, by place, each with the step that showed it first."""
    found: dict[LogName, dict[int, tuple[int, TickRecord]]] = {}
    for each in history.of(Placed):
        if isinstance(each.record, TickRecord):
            found.setdefault(each.log, {}).setdefault(each.index, (each.at, each.record))
    return found


def _slots(history: History) -> Iterator[Finding]:
    for ticks in _ticks(history).values():
        last: tuple[int, int] | None = None
        for _, (at, record) in sorted(ticks.items()):
            if last is not None and record.tick.seq <= last[1]:
                yield max(at, last[0]), f"tick {record.tick.seq} comes behind tick {last[1]}"
            last = (at, record.tick.seq)


def _clocks(history: History) -> Iterator[Finding]:
    for ticks in _ticks(history).values():
        latest: dict[bytes, tuple[int, int]] = {}
        for _, (at, record) in sorted(ticks.items()):
            for seen in record.tick.observed_at:
                before = latest.get(seen.member)
                if before is not None and seen.at < before[1]:
                    yield max(at, before[0]), f"the clock of {seen.member.hex()[:8]} goes back from {before[1]}"
                latest[seen.member] = (at, seen.at)


def _bonded(history: History) -> Iterator[Finding]:
    living: dict[tuple[int, str, str], int | None] = {}
    now: dict[int, int] = {}
    for each in history.facts:
        if isinstance(each, Present):
            now[each.world] = each.now
        elif isinstance(each, Bonded):
            living[each.world, each.peer, each.deployment] = each.until
        elif isinstance(each, Renewed):
            living |= dict.fromkeys([key for key in living if key[0] == each.world])
        elif isinstance(each, Parted):
            gone = [key for key in living if key[:2] == (each.world, each.peer) and each.deployment in (None, key[2])]
            for key in gone:
                del living[key]
        elif isinstance(each, Heard):
            held = (each.world, each.peer, each.deployment)
            if held not in living:
                yield each.at, f"{each.peer[:8]} is answered without a bond"
            elif (until := living[held]) is not None and until <= now.get(each.world, 0):
                yield each.at, f"{each.peer[:8]} is answered, and its bond held until {until}"


def _place(placed: Placed) -> str:
    return f"{placed.log.surface}#{placed.index}"


#: Every check. Of several that find something at one step, the first is told.
CHECKS: Final = (
    Check("answers have their shape", ("PROTO-5",), _shaped),
    Check("what is committed stays", ("WORLD-6", "WORLD-8"), _forever),
    Check("every commit has one place", ("WORLD-6",), _once),
    Check("logs only grow", ("WORLD-6", "WORLD-10"), _grows),
    Check("nothing comes after the marker", ("WORLD-11", "WORLD-12"), _last_marker),
    Check("pages follow their cursor", ("WORLD-8", "WORLD-9"), _follows_cursor),
    Check("one log has one digest", ("WORLD-10",), _one_digest),
    Check("commits follow from their records", ("WORLD-6",), _from_records),
    Check("time only goes on", ("WORLD-1",), _goes_on),
    Check("a life goes one way", ("WORLD-14",), _one_way),
    Check("nobody answers for what was stopped", ("ROT-1", "ROT-2"), _gone),
    Check("ticks only rise", ("ALM-3",), _slots),
    Check("observed clocks do not go back", ("ALM-5",), _clocks),
    Check("peers are answered while bonded", ("BOND-7", "BOND-9"), _bonded),
    Check("a Chronicle leaves no number out", ("CHR-10",), committed.entries_follow),
    Check("a Chronicle bears an audit", ("CHR-6", "CHR-7", "CHR-8"), archives.audited),
    Check("rounds that are cleared go forward", ("COM-20",), committed.rounds_cleared),
    Check("rounds of a beacon go forward", ("RND-15",), committed.rounds_of_beacons),
    Check("each key is committed once", ("COMP-12", "COMP-17"), committed.keys_once),
    Check("evidence points at what was brought", ("COMP-11", "COMP-15"), committed.evidence_brought),
    Check("no refund is counted twice", ("COMP-22",), committed.refunds_once),
    Check("nothing is committed without a majority", ("FLT-3",), committed.no_majority_no_commit),
)
