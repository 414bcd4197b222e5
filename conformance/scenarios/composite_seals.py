"""Scenarios of when an intent router seals an event, what comes late, and its end."""

from __future__ import annotations

from collections.abc import Sequence

from coalition.lattice import LatticeOrganism
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.component import Retire
from coalition.runtime.composite import Apply, Seal
from coalition.runtime.intents import ObservePool
from coalition.runtime.log import Entry
from coalition.runtime.played import PlayedBundle
from coalition.runtime.upstream import UnsealedPoolRecord
from coalition.surface import EvidencePointer
from coalition.unique_id import UniqueId
from conformance.scenarios.performers import START, advance, not_submitted, opened, retire, submitted
from conformance.scenarios.playing import (
    BASE,
    DEADLINE,
    ETH,
    STALL,
    UNI,
    Superchain,
    delivered,
    lattices_content,
    log,
    not_delivered,
    router,
    sealed,
)
from conformance.scenarios.script import Collection, Script

POOL = "UnsealedPool"
ROUTED = "RoutedIntents"
LAST = 2**64 - 1


def pointer_to(chain: Superchain, place: int, entry: Entry) -> EvidencePointer:
    """Where a pool that was observed stands."""
    record = entry.record
    assert isinstance(record, UnsealedPoolRecord)
    unseal = chain.lattices[place].address(LatticeOrganism.Unseal)
    return EvidencePointer(unseal, record.pool.slot, entry.commit)


def event_delivered(
    script: Script, ident: UniqueId, chain: Superchain, number: int, places: Sequence[int] = (0, 1, 2)
) -> None:
    """Deliver the pools of an event, of all lattices or of some."""
    slots = chain.event(number)
    for place in places:
        delivered(script, ident, chain.surface(place, POOL), slots[place].pool, comment=f"a pool for event {number}")


def _seals(found: Collection) -> None:
    script = found.script("composites/seals", "events are sealed in ascending order, and once")
    ident, chain = opened(script, router()), Superchain()
    for number in (2, 0):
        event_delivered(script, ident, chain, number, (0,))
    sealed(script, ident, 1, "up to an event that was never open")
    not_submitted(script, ident, "AlreadySealed", Seal(0), "it is sealed")
    not_submitted(script, ident, "AlreadySealed", Seal(1), "so is the gap")
    sealed(script, ident, 2, "the next")
    not_submitted(script, ident, "AlreadySealed", Seal(2), "once more")
    sealed(script, ident, 7, "nothing is open, and nothing is committed")
    event_delivered(script, ident, chain, 9, (1,))
    event_delivered(script, ident, chain, 8, (2,))
    sealed(script, ident, LAST, "all that is open, the lower event first")
    log(script, ident, ROUTED, "four events, and gaps", "COMP-12", "COMP-9")
    script.go("world.close")


def _applies(found: Collection) -> None:
    script = found.script("composites/applies", "what is complete is decided, and waits for what is not")
    ident, chain = opened(script, router()), Superchain()
    cites = ["COMP-13", "COMP-12"]
    submitted(script, ident, Apply(), "nothing is open", cites=cites)
    slots = [chain.event(number) for number in range(4)]
    for number, places in ((0, (0, 1, 2)), (1, (0, 1, 2)), (2, (0, 2)), (3, (0, 1, 2))):
        for place in places:
            delivered(script, ident, chain.surface(place, POOL), slots[number][place].pool)
    submitted(script, ident, Apply(), "two are complete, the third is not", cites=cites)
    submitted(script, ident, Apply(), "the fourth waits for it", cites=cites)
    delivered(script, ident, chain.surface(1, POOL), slots[2][1].pool, comment="what was missing")
    submitted(script, ident, Apply(), "both", cites=cites)
    log(script, ident, ROUTED, "four events", "COMP-13")
    script.go("world.close")


def _deadlines(found: Collection) -> None:
    script = found.script("composites/deadlines", "an event has its time from when it was opened")
    ident, chain = opened(script, router()), Superchain()
    cites = ["COMP-14", "WORLD-18"]
    event_delivered(script, ident, chain, 1, (0,))
    advance(script, START + 500)
    event_delivered(script, ident, chain, 0, (0,))
    event_delivered(script, ident, chain, 1, (1,))
    event_delivered(script, ident, chain, 2, (2,))
    advance(script, START + DEADLINE - 1, "just before the first deadline", cites=cites)
    log(script, ident, ROUTED, "nothing yet", "COMP-14")
    advance(script, START + DEADLINE, "to it", cites=cites)
    log(script, ident, ROUTED, "the event, and the lower one with it", "COMP-14", "COMP-12")
    advance(script, START + 10 * DEADLINE, "past all of them", cites=cites)
    log(script, ident, ROUTED, "three events", "COMP-14")
    script.go("world.close")


def _order(found: Collection) -> None:
    script = found.script("composites/order", "the order of what is observed decides nothing before the seal")
    chain = Superchain()
    slots = [chain.event(number) for number in range(2)]
    for order in ([(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)], [(1, 2), (0, 2), (1, 0), (0, 1), (1, 1), (0, 0)]):
        ident = opened(script, router())
        for number, place in order:
            delivered(script, ident, chain.surface(place, POOL), slots[number][place].pool)
        submitted(script, ident, Apply(), "both events", cites=["COMP-15", "COMP-13"])
        log(script, ident, ROUTED, "the same records", "COMP-15", "COMP-27")
        script.go("world.close", "the same digest", cites=["COMP-15"])


def _partial(found: Collection) -> None:
    script = found.script("composites/lattice-stalls", "a member stalls: the event is narrower, the others have theirs")
    ident, chain = opened(script, router()), Superchain()
    for number, places in ((0, (0, 1, 2)), (1, (0, 2)), (2, (1,)), (3, (0, 1, 2))):
        event_delivered(script, ident, chain, number, places)
        sealed(script, ident, number, f"event {number}", "COMP-15")
    log(script, ident, ROUTED, "who was missing is named", "COMP-15", "COMP-19", "COMP-20")
    script.go("world.close")


def _stalled(found: Collection) -> None:
    script = found.script("composites/stall-event", "an event is given up, and the next one is not")
    ident, chain = opened(script, router(content=lattices_content(STALL))), Superchain()
    for number, places in ((0, (0, 1, 2)), (1, (0, 2)), (2, (1,)), (3, (0, 1, 2))):
        event_delivered(script, ident, chain, number, places)
        sealed(script, ident, number, f"event {number}", "COMP-16")
    log(script, ident, ROUTED, "two events, and two that were given up", "COMP-16")
    script.go("world.close")


def _late(found: Collection) -> None:
    script = found.script("composites/late", "what comes after the seal is recorded, and changes nothing")
    ident, chain = opened(script, router()), Superchain()
    slots = chain.event(0)
    surface = chain.surface(1, POOL)
    delivered(script, ident, chain.surface(0, POOL), slots[0].pool)
    sealed(script, ident, 3)
    delivered(script, ident, surface, slots[1].pool, comment="too late", cites=["COMP-17"])
    delivered(script, ident, surface, slots[1].pool, comment="once is enough", cites=["COMP-17", "COMP-8"])
    command = ObservePool(pointer_to(chain, 1, slots[1].pool))
    submitted(script, ident, command, "by command too", cites=["COMP-11", "COMP-17"])
    event_delivered(script, ident, chain, 3, (2,))
    event_delivered(script, ident, chain, 4, (2,))
    sealed(script, ident, 4, "the next event is its own")
    log(script, ident, ROUTED, "three records, two late, three records", "COMP-17")
    script.go("world.close")


def _targets(found: Collection) -> None:
    script = found.script("composites/targets", "a bundle goes to the member it names, if there is such a one")
    ident, chain = opened(script, router()), Superchain()
    stranger = bytes(20)
    made = chain.slot(
        0,
        0,
        (
            PlayedBundle(b"to the third", target=BASE),
            PlayedBundle(b"to itself", target=ETH),
            PlayedBundle(b"to nobody"),
            PlayedBundle(b"to a stranger", target=stranger),
            PlayedBundle(b"to the second", target=UNI),
            PlayedBundle(b"a", target=BASE),
        ),
    )
    other = chain.slot(1, 0, (PlayedBundle(b"z", target=BASE), PlayedBundle(b"to the first", target=ETH)))
    delivered(script, ident, chain.surface(1, POOL), other.pool)
    delivered(script, ident, chain.surface(0, POOL), made.pool)
    sealed(script, ident, 0, "it is sealed", "COMP-20")
    log(script, ident, ROUTED, "in the order of the span, and of the pools", "COMP-20")
    script.go("world.close")


def _retired(found: Collection) -> None:
    script = found.script("composites/retired", "after the marker nothing is taken, and nothing falls due")
    ident, chain = opened(script, router()), Superchain()
    event_delivered(script, ident, chain, 0)
    submitted(script, ident, Apply(), "it works", cites=["COMP-13"])
    event_delivered(script, ident, chain, 1, (0, 1))
    retire(script, ident)
    not_delivered(script, ident, "Retired", chain.surface(2, POOL), chain.event(2)[2].pool, comment="a pool")
    not_submitted(script, ident, "Retired", Apply(), "a command")
    not_submitted(script, ident, "Retired", Retire(RetirementMarker.retired(RetirementInstant.AtTimestamp(0))), "again")
    advance(script, START + 2 * DEADLINE, "past the deadline", cites=["COMP-14", "WORLD-18"])
    log(script, ident, ROUTED, "the marker is the last", "COMP-10", "COMP-14", "WORLD-11")
    script.go("world.close")


def _replayed(found: Collection) -> None:
    script = found.script("composites/replayed", "who has the entries and the commands comes to the same")
    chain = Superchain()
    slots = [chain.event(number) for number in range(2)]
    ident = opened(script, router(), comment="a router that runs")
    for place in (0, 1, 2):
        delivered(script, ident, chain.surface(place, POOL), slots[0][place].pool)
    delivered(script, ident, chain.surface(2, POOL), slots[1][2].pool)
    advance(script, START + DEADLINE, "both fall due", cites=["COMP-14"])
    delivered(script, ident, chain.surface(0, POOL), slots[1][0].pool, comment="too late", cites=["COMP-17"])
    log(script, ident, ROUTED, "what it came to", "COMP-27")
    script.go("world.close", "its digest")
    ident = opened(script, router(replay=True), START + 5, "one that replays")
    for place in (2, 1, 0):
        entries = [each[place].pool for each in reversed(slots)]
        delivered(script, ident, chain.surface(place, POOL), *entries, comment="all of a log", cites=["COMP-27"])
    for number, place in ((0, 2), (0, 0), (0, 1), (1, 2)):
        pointer = pointer_to(chain, place, slots[number][place].pool)
        submitted(script, ident, ObservePool(pointer), "as it was observed", cites=["COMP-11", "COMP-27"])
    sealed(script, ident, 0, "as it was sealed", "COMP-27")
    sealed(script, ident, 1, "as it was sealed", "COMP-27")
    submitted(
        script, ident, ObservePool(pointer_to(chain, 0, slots[1][0].pool)), "too late", cites=["COMP-17", "COMP-27"]
    )
    log(script, ident, ROUTED, "the same, byte for byte", "COMP-27")
    script.go("world.close", "the same digest", cites=["COMP-27"])


#: What is written into the collection, in its order.
SUBJECTS = (
    _seals,
    _applies,
    _deadlines,
    _order,
    _partial,
    _stalled,
    _late,
    _targets,
    _retired,
    _replayed,
)
