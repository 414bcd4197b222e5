"""Scenarios of committees that are corrupted: of a composite organism, and of a member that it reads."""

from __future__ import annotations

from typing import Any, Final

from coalition.composites import RefundShare, SharedRefunds
from coalition.runtime.component import Ids
from coalition.runtime.ledger import SharedRefundsRecord
from coalition.runtime.log import Entry
from coalition.runtime.played import PlayedBundle
from coalition.stable_id import derive_stable_id
from coalition.surface import EvidencePointer, commit, surface_id
from coalition.unique_id import UniqueId, unique_id
from conformance.scenarios.performers import START, deployed, opened
from conformance.scenarios.playing import (
    FIRST,
    SEARCHERS,
    Feeds,
    Superchain,
    correlator,
    delivered,
    ledger,
    log,
    not_delivered,
    router,
    sealed,
)
from conformance.scenarios.script import Collection, Script, ScriptError
from conformance.scenarios.spanned import ALL, BASE, ETH, REFUNDS, UNI, applied, brought

_ROUTED, _SHARED, _CORRELATED = "RoutedIntents", "SharedRefunds", "Correlations"
_INTENTS, _LEDGER, _CORRELATOR = ("stall.intents",), ("stall.ledger",), ("stall.correlator",)


def _forged(place: int, wei: int) -> tuple[UniqueId, UniqueId, Entry]:
    """What the corrupted committee of a ledger commits: its surface, its build, and an entry of it."""
    ids = Ids.of(derive_stable_id("corrupted.ledger"), unique_id("its build"))
    surface = surface_id(ids.address, _SHARED).id()
    pointer = EvidencePointer(unique_id("no tally"), FIRST[place], unique_id("no commit"))
    shares = (RefundShare(SEARCHERS[0], wei),)
    record = SharedRefundsRecord(SharedRefunds(bytes(20), FIRST[place], shares, (), None, (pointer,)))
    entry = Entry(0, commit(surface, ids.deployment, 0, record.digest().id()).id(), record)
    return surface, ids.content_hash, entry


def _corrupted(found: Collection) -> None:
    script = found.script(
        "matrix/corrupted-committee",
        "the committee of a ledger is corrupted and commits what it likes: nobody else's commits are other than before",
        features=(*_INTENTS, *_LEDGER, *_CORRELATOR),
    )
    chain, feeds = Superchain(), Feeds()
    routes = opened(script, router(), comment="a router over the members that it spans")
    books = deployed(script, ledger(), "an honest ledger over them", cites=["COMP-1"])
    prices = deployed(script, correlator(), "a correlator of other members", cites=["COMP-1"])
    surface, build, lie = _forged(ETH, 2**64)
    for number in range(2):
        slots = chain.event(number)
        brought(script, routes, chain, slots, ALL)
        brought(script, books, chain, slots, ALL, REFUNDS)
        for place in range(2):
            at = START + number * 1_000
            delivered(script, prices, feeds.surface(place), feeds.tick(place, at, 100), comment="a price")
        applied(script, routes, books, prices)
        if number:
            continue
        for ident in (routes, books, prices):
            not_delivered(
                script, ident, "NotSpanned", surface, lie, content_hash=build, comment="what it committed, as it is"
            )
        right = chain.surface(ETH, REFUNDS)
        not_delivered(script, books, "WrongRecord", right, lie, comment="what it committed, as a member's refunds")
    for ident, name in ((routes, _ROUTED), (books, _SHARED), (prices, _CORRELATED)):
        log(script, ident, name, "two events, and nothing of the lie", "COMP-28", "COMP-5")
    script.go("world.close")


def _corrupted_member(found: Collection) -> None:
    script = found.script(
        "matrix/corrupted-member",
        "the committee of a tally is corrupted: its own record is as false as it says, and the others' are not",
        features=_LEDGER,
    )
    honest = opened(script, ledger(), comment="a ledger that gets what the tally told it")
    fooled = deployed(script, ledger("other.ledger"), "one that gets what it told this one", cites=["COMP-1"])
    chain, false = Superchain(), Superchain()
    slots = list(chain.event(0))
    lie = false.slot(UNI, 0, (PlayedBundle(b"never landed", SEARCHERS[1], 2**100),))
    for ident, told in ((honest, slots[UNI]), (fooled, lie)):
        brought(script, ident, chain, [slots[ETH], told, slots[BASE]], ALL, REFUNDS)
        applied(script, ident)
    surface = chain.surface(UNI, REFUNDS)
    not_delivered(script, honest, "ConflictingEvidence", surface, lie.refunds, comment="whoever gets both has a proof")
    slots = list(chain.event(1))
    for ident in (honest, fooled):
        brought(script, ident, chain, slots, (ETH, BASE), REFUNDS)
        sealed(script, ident, 1, "the others go on", "COMP-15", "COMP-21")
    pages = [log(script, ident, _SHARED, "each record says on what it stands", "COMP-21") for ident in (honest, fooled)]
    _false_alone(script, *pages)
    script.go("world.close")


def _false_alone(script: Script, honest: Any, fooled: Any) -> None:
    """What differs between the two logs is the record of the member that lied."""
    pairs = zip(honest["entries"], fooled["entries"], strict=True)
    differ = [place for place, (one, other) in enumerate(pairs) if one["record"] != other["record"]]
    if differ != [UNI]:
        raise ScriptError(f"{script.id}: the records of {differ} differ")


#: What is written into the collection, in its order.
SUBJECTS: Final = (_corrupted, _corrupted_member)
