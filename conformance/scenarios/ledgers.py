"""Scenarios of a shared ledger: shares, refunds that are counted once, attestations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from coalition.lattice import LatticeOrganism
from coalition.lattice_surfaces import RefundEntry, Refunds, TallyAttestation
from coalition.runtime.committee import CommitteeSignature
from coalition.runtime.composite import Apply
from coalition.runtime.intents import ObservePool
from coalition.runtime.ledger import ObserveAttestation, ObserveRefunds
from coalition.runtime.log import Entry, SurfaceRecord
from coalition.runtime.played import PlayedBundle
from coalition.runtime.upstream import RefundsRecord, TallyAttestationRecord
from coalition.surface import EvidencePointer, commit, deployment
from coalition.unique_id import UniqueId, unique_id
from conformance.scenarios.performers import START, advance, not_submitted, opened, submitted
from conformance.scenarios.playing import (
    DEADLINE,
    FIRST,
    SEARCHERS,
    STALL,
    Superchain,
    delivered,
    lattices_content,
    ledger,
    log,
    not_delivered,
    sealed,
)
from conformance.scenarios.script import Collection, Script

FEATURES = ("stall", "stall.ledger", "world")
_REFUNDS, _ATTESTATION = "Refunds", "Attestation"
_SHARED, _ATTESTED = "SharedRefunds", "SharedAttestations"


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    found = Collection("scenarios/ledger.json", FEATURES, chapter="composites")
    for write in (_shares, _partial, _stalled, _twice, _members_apart, _too_large, _attestations, _alone, _commands):
        write(found)
    yield found


def _both(script: Script, ident: UniqueId, chain: Superchain) -> None:
    log(script, ident, _SHARED, "the shares", "COMP-21")
    log(script, ident, _ATTESTED, "and who stands for them", "COMP-24")


def entry(chain: Superchain, place: int, name: str, index: int, record: SurfaceRecord) -> Entry:
    """An entry that a tally might commit at a place of its log."""
    tally = chain.lattices[place].address(LatticeOrganism.Tally)
    built = deployment(tally, None).id()
    return Entry(index, commit(chain.surface(place, name), built, index, record.digest().id()).id(), record)


def _refund(chain: Superchain, bundle: str, wei: int, block: int, searcher: bytes = SEARCHERS[0]) -> RefundEntry:
    order = EvidencePointer(chain.lattices[0].address(LatticeOrganism.Offer), block, unique_id("an order"))
    candidate = EvidencePointer(chain.lattices[0].address(LatticeOrganism.Atelier), block, unique_id("a block"))
    return RefundEntry(UniqueId.hash(bundle.encode()), block, wei, searcher, order, candidate)


def _refunds(chain: Superchain, place: int, event: int, *refunds: RefundEntry) -> Entry:
    record = RefundsRecord(Refunds(FIRST[place] + event, refunds))
    return entry(chain, place, _REFUNDS, event, record)


def _shares(found: Collection) -> None:
    script = found.script("composites/shares", "what each searcher gets back, member by member")
    ident, chain = opened(script, ledger(), comment="a shared ledger"), Superchain()
    slots = chain.event(0)
    for place in (2, 0, 1):
        delivered(script, ident, chain.surface(place, _REFUNDS), slots[place].refunds, comment="the refunds of a slot")
    submitted(script, ident, Apply(), "it is complete", cites=["COMP-13", "COMP-21"])
    nothing, zero = _refunds(chain, 0, 1), _refunds(chain, 1, 1, _refund(chain, "nothing back", 0, 1))
    greatest = _refunds(chain, 2, 1, _refund(chain, "all", 2**128 - 1, 1))
    for place, one in enumerate((nothing, zero, greatest)):
        delivered(script, ident, chain.surface(place, _REFUNDS), one, comment="at the ends")
    sealed(script, ident, 1, "no share, one of 0, and the greatest", "COMP-21")
    _both(script, ident, chain)
    script.go("world.close")


def _partial(found: Collection) -> None:
    script = found.script("composites/tally-stalls", "a tally stalls: the others have their refunds")
    ident, chain = opened(script, ledger()), Superchain()
    for number, places in ((0, (0, 1, 2)), (1, (1,)), (2, (2, 0))):
        slots = chain.event(number)
        for place in places:
            delivered(script, ident, chain.surface(place, _REFUNDS), slots[place].refunds)
    advance(script, START + DEADLINE, "to the deadline", cites=["COMP-14", "COMP-15"])
    log(script, ident, _SHARED, "six records of three events", "COMP-15", "COMP-21")
    script.go("world.close")


def _stalled(found: Collection) -> None:
    script = found.script("composites/tally-stall-event", "an event is given up, and its refunds are counted nowhere")
    ident, chain = opened(script, ledger(content=lattices_content(STALL))), Superchain()
    first, second = chain.event(0), chain.event(1)
    delivered(script, ident, chain.surface(1, _ATTESTATION), first[1].attestation, comment="an attestation, no refunds")
    delivered(script, ident, chain.surface(2, _REFUNDS), first[2].refunds)
    sealed(script, ident, 0, "two are missing", "COMP-16", "COMP-24")
    delivered(script, ident, chain.surface(0, _REFUNDS), first[0].refunds, comment="too late", cites=["COMP-17"])
    for place in range(3):
        delivered(script, ident, chain.surface(place, _REFUNDS), second[place].refunds)
    sealed(script, ident, 1, "the next event", "COMP-16", "COMP-21")
    _both(script, ident, chain)
    script.go("world.close")


def _twice(found: Collection) -> None:
    script = found.script("composites/no-refund-twice", "a refund is counted in the first event that has it")
    ident, chain = opened(script, ledger()), Superchain()
    surface = chain.surface(0, _REFUNDS)
    first = _refund(chain, "a bundle", 5, 100)
    entries = [
        _refunds(chain, 0, 0, first, _refund(chain, "another", 1, 100)),
        _refunds(chain, 0, 1, first, _refund(chain, "a third", 2, 101)),
        _refunds(chain, 0, 2, _refund(chain, "a bundle", 6, 100), _refund(chain, "a bundle that moved", 9, 100)),
        _refunds(chain, 0, 3, _refund(chain, "a bundle", 5, 101, SEARCHERS[1])),
    ]
    delivered(script, ident, surface, entries[0], entries[0], comment="once, and again at once", cites=["COMP-8"])
    sealed(script, ident, 0, "it counts", "COMP-22")
    delivered(script, ident, surface, entries[0], comment="again", cites=["COMP-8", "COMP-22"])
    delivered(script, ident, surface, *entries[1:], comment="the same refund in later slots, and in another block")
    sealed(script, ident, 3, "each refund once", "COMP-22")
    log(script, ident, _SHARED, "what was counted", "COMP-22", "COMP-21")
    script.go("world.close")


def _members_apart(found: Collection) -> None:
    script = found.script("composites/refunds-of-two-members", "one bundle on two members is two refunds")
    ident, chain = opened(script, ledger()), Superchain()
    for place in (0, 1):
        made = _refunds(chain, place, 0, _refund(chain, "a bundle", 5 + place, 100))
        delivered(script, ident, chain.surface(place, _REFUNDS), made)
    sealed(script, ident, 0, "both count", "COMP-22", "COMP-15")
    log(script, ident, _SHARED, "two shares", "COMP-22")
    script.go("world.close")


def _too_large(found: Collection) -> None:
    script = found.script("composites/refunds-too-large", "a slot gives back no more than there is")
    ident, chain = opened(script, ledger()), Superchain()
    surface = chain.surface(0, _REFUNDS)
    half = 2**127
    fits = _refunds(chain, 0, 0, _refund(chain, "a", half, 1), _refund(chain, "b", half - 1, 1, SEARCHERS[1]))
    over = _refunds(chain, 0, 1, _refund(chain, "a", half, 1), _refund(chain, "b", half, 1, SEARCHERS[1]))
    delivered(script, ident, surface, fits, comment="as much as a u128 holds", cites=["COMP-23"])
    not_delivered(script, ident, "RefundsTooLarge", surface, over, comment="one wei more")
    sealed(script, ident, 1, "the right one", "COMP-15")
    log(script, ident, _SHARED, "one event", "COMP-23")
    script.go("world.close")


def _attestations(found: Collection) -> None:
    script = found.script("composites/attestations", "the committee stands for refunds that their tally stands for")
    ident, chain = opened(script, ledger()), Superchain()
    slots = [chain.event(number) for number in range(4)]
    of = chain.surface(0, _ATTESTATION)
    for number in range(3):
        delivered(script, ident, chain.surface(0, _REFUNDS), slots[number][0].refunds)
    tally = chain.lattices[0].address(LatticeOrganism.Tally)
    other = EvidencePointer(tally, FIRST[0] + 1, unique_id("other refunds"))
    signatures = (CommitteeSignature(bytes([1]) * 32, bytes(64)),)
    elsewhere = TallyAttestationRecord(TallyAttestation(FIRST[0] + 1, other, signatures))
    delivered(script, ident, of, slots[0][0].attestation, comment="for the first slot")
    delivered(script, ident, of, entry(chain, 0, _ATTESTATION, 1, elsewhere), comment="for other refunds")
    delivered(script, ident, chain.surface(1, _ATTESTATION), slots[3][1].attestation, comment="alone in its event")
    sealed(script, ident, 3, "one of three is attested", "COMP-24")
    delivered(script, ident, of, slots[2][0].attestation, comment="too late", cites=["COMP-17", "COMP-24"])
    for place in (1, 2):
        slot = chain.slot(place, 4, (PlayedBundle(b"last", SEARCHERS[1], place),))
        delivered(script, ident, chain.surface(place, _ATTESTATION), slot.attestation, comment="before its refunds")
        delivered(script, ident, chain.surface(place, _REFUNDS), slot.refunds)
    sealed(script, ident, 4, "two, in the order of the span", "COMP-24")
    _both(script, ident, chain)
    script.go("world.close")


def _alone(found: Collection) -> None:
    script = found.script(
        "composites/attestation-alone", "an attestation alone opens an event, which is given up at its deadline"
    )
    ident, chain = opened(script, ledger(content=lattices_content(STALL))), Superchain()
    slots = chain.event(0)
    delivered(script, ident, chain.surface(1, _ATTESTATION), slots[1].attestation, comment="alone", cites=["COMP-24"])
    submitted(script, ident, Apply(), "nobody is there", cites=["COMP-13", "COMP-24"])
    advance(script, START + DEADLINE - 1, "just before the deadline", cites=["COMP-14"])
    log(script, ident, _SHARED, "nothing yet", "COMP-14")
    advance(script, START + DEADLINE, "the deadline", cites=["COMP-14", "COMP-24"])
    log(script, ident, _SHARED, "everybody is missing, and there is nothing to point at", "COMP-16", "COMP-24")
    late = (
        (_ATTESTATION, 0, slots[0].attestation),
        (_REFUNDS, 1, slots[1].refunds),
    )
    for name, place, each in late:
        delivered(script, ident, chain.surface(place, name), each, comment="too late", cites=["COMP-17"])
    _both(script, ident, chain)
    script.go("world.close")


def _commands(found: Collection) -> None:
    script = found.script("composites/ledger-unresolved", "refunds are observed as refunds, attestations as theirs")
    ident, chain = opened(script, ledger(replay=True)), Superchain()
    slot = chain.event(0)[0]
    tally = chain.lattices[0].address(LatticeOrganism.Tally)
    refunds = EvidencePointer(tally, FIRST[0], slot.refunds.commit)
    attestation = replace(refunds, commit=slot.attestation.commit)
    delivered(script, ident, chain.surface(0, _REFUNDS), slot.refunds, comment="it is kept")
    delivered(script, ident, chain.surface(0, _ATTESTATION), slot.attestation, comment="so is this")
    not_submitted(script, ident, "UnresolvedEvidence", ObserveRefunds(attestation), "an attestation is no refund")
    not_submitted(script, ident, "UnresolvedEvidence", ObserveAttestation(refunds), "nor the other way round")
    not_submitted(script, ident, "UnknownCommand", ObservePool(refunds), "a router's command")
    submitted(script, ident, ObserveRefunds(refunds), "refunds", cites=["COMP-11"])
    submitted(script, ident, ObserveAttestation(attestation), "an attestation", cites=["COMP-11"])
    sealed(script, ident, 0, "both are there", "COMP-15", "COMP-24")
    _both(script, ident, chain)
    script.go("world.close")
