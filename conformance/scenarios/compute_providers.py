"""Scenarios of the providers of a Compute: what they sign, how they come and go."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from coalition.compute import deregistration_digest
from coalition.retirement import ComponentKind, ComponentRef, RetirementInstant, RetirementMarker
from coalition.runtime.compute_records import DeregisterProvider
from coalition.unique_id import unique_id
from conformance.scenarios.markets import (
    FIRST,
    NO_USAGE,
    SECOND,
    TICK,
    Provider,
    append,
    ask,
    card,
    clear,
    cleared,
    compute,
    grant,
    log,
    looks,
    register,
    request,
)
from conformance.scenarios.performers import (
    COMMITTEE,
    START,
    not_submitted,
    opened,
    whole,
)
from conformance.scenarios.script import Collection

_LAST: Final = 2**64 - 1
_LATER: Final = RetirementInstant.AtTimestamp(START + 60_000)


def _signatures(computes: Collection) -> None:
    script = computes.script("compute/signatures", "nobody speaks for a provider")
    ident = opened(script, compute(), comment="a Compute")
    right = FIRST.registers(card(FIRST))
    other = SECOND.registers(card(FIRST))
    refusal = "ProviderSignatureInvalid"
    not_submitted(script, ident, refusal, other, "another's key and signature")
    not_submitted(script, ident, refusal, replace(right, signature=other.signature), "another's signature")
    not_submitted(script, ident, refusal, replace(right, public_key=SECOND.public_key), "another's key")
    not_submitted(script, ident, refusal, replace(right, card=card(FIRST, rate=1)), "another rate than the signed one")
    not_submitted(script, ident, refusal, replace(right, signature=bytes(64)), "no signature")
    member = Provider(COMMITTEE[0])
    not_submitted(script, ident, refusal, member.registers(card(FIRST)), "a member of the committee")
    script.go("world.submit", "the provider itself", component=ident, command=right, cites=["COM-14", "COM-13"])
    asked = ask(script, ident, request())
    clear(script, ident, TICK, "a round", cites=["COM-14"])
    grant(script, ident, asked, TICK, TICK + 10)
    usage = log(FIRST, asked, TICK, TICK + 5)
    forged = replace(usage, public_key=member.public_key, signature=member.logs(usage.log).signature)
    not_submitted(script, ident, refusal, forged, "the committee forges usage")
    not_submitted(script, ident, refusal, replace(usage, log=replace(usage.log, usage=NO_USAGE)), "other usage")
    append(script, ident, usage, "what the provider signed", cites=["COM-14"])
    leaving = FIRST.leaves(TICK + 6)
    not_submitted(script, ident, refusal, replace(leaving, signature=right.signature), "a card is no deregistration")
    stolen = SECOND.signature(deregistration_digest(leaving.deregistration).id())
    theirs = DeregisterProvider(leaving.deregistration, SECOND.public_key, stolen)
    not_submitted(script, ident, refusal, theirs, "a competitor")
    script.go("world.submit", "it leaves", component=ident, command=leaving, cites=["COM-14", "COM-13"])
    looks(script, ident, "Providers", "Logs")
    script.go("world.close")


def _cards_forward(computes: Collection) -> None:
    script = computes.script("compute/cards-forward", "what a provider says of itself goes forward")
    ident = opened(script, compute(), comment="a Compute")
    cheap = FIRST.registers(card(FIRST, rate=10))
    script.go("world.submit", "a card", component=ident, command=cheap, cites=["COM-13", "COM-15"])
    not_submitted(script, ident, "CardOutdated", cheap, "the same card again")
    not_submitted(script, ident, "CardOutdated", FIRST.registers(card(FIRST, rate=20)), "another of the same tick")
    not_submitted(script, ident, "CardOutdated", FIRST.leaves(TICK), "a deregistration of the same tick")
    register(script, ident, FIRST, "a tick later", rate=30, at=TICK + 1, cites=["COM-15"])
    not_submitted(script, ident, "CardOutdated", cheap, "somebody submits the cheap one again")
    ask(script, ident, request(max_rate=29), "one who would pay 29")
    clear(script, ident, TICK + 1, "the card in force counts", cites=["COM-15", "COM-24"])
    ask(script, ident, request(1, max_rate=30), "one who would pay 30")
    clear(script, ident, TICK + 2, "it is cleared", cites=["COM-15"])
    gone = FIRST.leaves(TICK + 2)
    script.go("world.submit", "it leaves", component=ident, command=gone, cites=["COM-13", "COM-15"])
    not_submitted(script, ident, "CardOutdated", FIRST.registers(card(FIRST, at=TICK + 2)), "back at the same tick")
    register(script, ident, FIRST, "back a tick later", rate=40, at=TICK + 3, cites=["COM-15", "COM-16"])
    not_submitted(script, ident, "CardOutdated", gone, "somebody submits the deregistration again")
    looks(script, ident, "Providers", "ClearingRecords")
    script.go("world.close")


def _deregistered(computes: Collection) -> None:
    script = computes.script("compute/deregistered", "who has left wins nothing, and may come back")
    ident = opened(script, compute(), comment="a Compute")
    not_submitted(script, ident, "UnknownProvider", FIRST.leaves(TICK), "it never came")
    register(script, ident, FIRST, "a provider", rate=10)
    register(script, ident, SECOND, "a dearer one", rate=20)
    won = ask(script, ident, request())
    clear(script, ident, TICK, "the cheaper wins", cites=["COM-26"])
    script.go("world.submit", "it leaves", component=ident, command=FIRST.leaves(TICK + 1), cites=["COM-13", "COM-16"])
    not_submitted(script, ident, "UnknownProvider", FIRST.leaves(TICK + 2), "twice")
    ask(script, ident, request(1))
    clear(script, ident, TICK + 2, "the dearer wins", cites=["COM-24", "COM-16"])
    grant(script, ident, won, TICK + 2, TICK + 9, "what it won is its own", cites=["COM-16"])
    append(script, ident, log(FIRST, won, TICK + 2, TICK + 9), "and it logs it", cites=["COM-16"])
    register(script, ident, FIRST, "it comes back", rate=10, at=TICK + 3, cites=["COM-16"])
    ask(script, ident, request(2))
    clear(script, ident, TICK + 3, "and wins", cites=["COM-16"])
    looks(script, ident, "ClearingRecords", "Grants", "Logs")
    script.go("world.close")


def _provider_retires(computes: Collection) -> None:
    script = computes.script("compute/provider-retires", "a provider that left with a marker does not come back")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a provider", rate=10)
    register(script, ident, SECOND, "its successor", rate=20)
    itself = RetirementMarker.rotation(_LATER, ComponentRef(ComponentKind.Provider, FIRST.id))
    not_submitted(
        script, ident, "SelfReplacement", FIRST.leaves(TICK + 1, itself), "it replaces itself", cites=["COM-17"]
    )
    built = ComponentRef(ComponentKind.Organism, FIRST.id, unique_id("another build"))
    again = FIRST.leaves(TICK + 1, RetirementMarker.rotation(_LATER, built))
    not_submitted(script, ident, "SelfReplacement", again, "by another build", cites=["COM-17"])
    ask(script, ident, request())
    clear(script, ident, TICK + 1, "it is still there, and wins", cites=["COM-17"])
    marker = RetirementMarker.rotation(_LATER, ComponentRef(ComponentKind.Provider, SECOND.id))
    script.go(
        "world.submit",
        "it hands over",
        component=ident,
        command=FIRST.leaves(TICK + 2, marker),
        cites=["COM-17", "COM-6"],
    )
    not_submitted(script, ident, "ProviderRetired", FIRST.registers(card(FIRST, at=TICK + 3)), "it does not come back")
    register(script, ident, SECOND, "the successor goes on", rate=20, at=TICK + 3, cites=["COM-17"])
    ask(script, ident, request(1))
    clear(script, ident, TICK + 4, "and wins", cites=["COM-17"])
    looks(script, ident, "Providers", "ClearingRecords")
    script.go("world.close")


def _stale(computes: Collection) -> None:
    script = computes.script("compute/stale", "a card is fresh from its tick to its greatest age")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a cheap card of ten ticks", rate=10, at=TICK, age=10)
    register(script, ident, SECOND, "a dear one", rate=20, at=0, age=_LAST)
    for number in range(6):
        ask(script, ident, request(number))
    clear(script, ident, TICK - 1, "a tick before the cheap card's", cites=["COM-23"])
    clear(script, ident, TICK, "its tick", cites=["COM-23"])
    clear(script, ident, TICK + 10, "its greatest age", cites=["COM-23"])
    clear(script, ident, TICK + 11, "it is stale", cites=["COM-23"])
    whole(script, ident, "Providers", "it stands there all the same", cites=["COM-23"])
    register(script, ident, FIRST, "it is refreshed", rate=20, at=TICK + 12, age=0, cites=["COM-23"])
    clear(script, ident, TICK + 12, "it never left: of one rate it is longer there", cites=["COM-23", "COM-26"])
    clear(script, ident, TICK + 13, "an age of no tick", cites=["COM-23"])
    cleared(script, ident, cites=["COM-23"])
    script.go("world.submit", "it leaves", component=ident, command=FIRST.leaves(TICK + 14), cites=["COM-23"])
    script.go("world.close")


def _far_ages(computes: Collection) -> None:
    script = computes.script("compute/far-ages", "ages that no u64 holds, and ticks that are yet to come")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "an age without end", at=TICK, age=_LAST)
    register(script, ident, SECOND, "a card of the last tick", rate=1, at=_LAST, age=_LAST)
    for number in range(2):
        ask(script, ident, request(number, deadline=_LAST))
    clear(script, ident, TICK + 1, "the card of the last tick is not there yet", cites=["COM-23"])
    clear(script, ident, _LAST - 1, "nor a tick before", cites=["COM-23", "COM-12"])
    ask(script, ident, request(2, deadline=_LAST))
    clear(script, ident, _LAST, "at the last tick every request has expired", cites=["COM-22"])
    cleared(script, ident)
    script.go("world.close")


#: What the collection of a Compute has of it.
SUBJECTS: Final = (
    _signatures,
    _cards_forward,
    _deregistered,
    _provider_retires,
    _stale,
    _far_ages,
)
