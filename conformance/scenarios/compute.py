"""Scenarios of a Compute: a life, who asks and what decides nothing, and its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from coalition import examples
from coalition.compute import AlmanacRange, request_digest
from coalition.json_form import as_json
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.almanac import Tick
from coalition.runtime.compute_records import Clear, CommitGrant, SubmitRequest
from coalition.stable_id import member_id
from coalition.unique_id import ZERO_ID, unique_id
from conformance.scenarios import compute_clearing, compute_grants, compute_providers
from conformance.scenarios.almanacs import almanac, tick
from conformance.scenarios.markets import (
    COMPUTE,
    FIRST,
    MRTD,
    SECOND,
    SURFACES,
    TICK,
    append,
    ask,
    card,
    clear,
    cleared,
    compute,
    grant,
    log,
    looks,
    no_grant,
    register,
    request,
    score,
)
from conformance.scenarios.performers import (
    START,
    advance,
    deployed,
    not_submitted,
    opened,
    retire,
    status,
    whole,
)
from conformance.scenarios.script import Collection

_LAST: Final = 2**64 - 1
_LATER: Final = RetirementInstant.AtTimestamp(START + 60_000)


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    computes = Collection("scenarios/compute.json", COMPUTE, chapter="compute")
    for write in (*SUBJECTS, *compute_providers.SUBJECTS, *compute_clearing.SUBJECTS, *compute_grants.SUBJECTS):
        write(computes)
    yield computes


def _life(computes: Collection) -> None:
    script = computes.script("compute/life", "a request from its submission to its usage")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a provider", rate=40_000)
    register(script, ident, SECOND, "a cheaper one", rate=39_000)
    asked = ask(
        script, ident, request(pin=unique_id("a build"), tdx=True, expected_mrtd=MRTD), "a pinned build under TDX"
    )
    clear(script, ident, TICK + 1, "a round", cites=["COM-26", "COM-20"])
    cleared(script, ident)
    grant(script, ident, asked, TICK + 2, TICK + 3_602)
    append(script, ident, log(SECOND, asked, TICK + 2, TICK + 3_602), "what it used")
    not_submitted(
        script,
        ident,
        "AlreadyRequested",
        SubmitRequest(request(pin=unique_id("a build"), tdx=True, expected_mrtd=MRTD)),
        "it is one request",
    )
    looks(script, ident, "Requests", "Grants", "Providers", "Logs")
    retire(script, ident)
    not_submitted(script, ident, "Retired", Clear(TICK + 2), "no round after the marker", cites=["COM-33"])
    script.go("world.close")


def _empty(computes: Collection) -> None:
    script = computes.script("compute/empty", "it begins with nothing, and time alone does nothing")
    ident = opened(script, compute(reputation=None), comment="a Compute that asks no reputation")
    looks(script, ident, *SURFACES)
    clear(script, ident, 0, "the first round is any, and clears nothing", cites=["COM-12", "COM-20"])
    advance(script, START + 10_000, "time passes", cites=["COM-12"])
    status(script, ident, "nothing has come of it", cites=["COM-12"])
    register(script, ident, FIRST, "a provider", at=0)
    ask(script, ident, request())
    advance(script, START + 20_000, "time clears nothing", cites=["COM-12"])
    cleared(script, ident)
    clear(script, ident, 1, "a round does", cites=["COM-12"])
    script.go("world.close")


def _equal_requests(computes: Collection) -> None:
    script = computes.script("compute/equal-requests", "equal requests are one request, whatever became of it")
    ident = opened(script, compute(), comment="a Compute")
    one = request(deadline=TICK + 2)
    short = request(9, deadline=TICK, region="nowhere")
    asked = ask(script, ident, one)
    ask(script, ident, short, "one that nobody serves")
    not_submitted(script, ident, "AlreadyRequested", SubmitRequest(one), "it is waiting")
    register(script, ident, FIRST, "a provider")
    clear(script, ident, TICK, "a round", cites=["COM-18"])
    not_submitted(script, ident, "AlreadyRequested", SubmitRequest(one), "it is cleared")
    not_submitted(script, ident, "AlreadyRequested", SubmitRequest(short), "it has expired")
    grant(script, ident, asked, TICK, TICK + 1)
    not_submitted(script, ident, "AlreadyRequested", SubmitRequest(one), "it is granted")
    for other, what in (
        (replace(one, deadline=TICK + 3), "another deadline"),
        (replace(one, duration_sec=1), "another duration"),
        (replace(one, settlement=ZERO_ID), "another settlement"),
        (replace(one, requester=bytes(20)), "another requester"),
        (replace(one, pin=unique_id("a build")), "a pin"),
        (replace(one, requirements=replace(one.requirements, max_rate=_LAST)), "a rate that excludes nobody"),
    ):
        ask(script, ident, other, f"{what}: another request", cites=["COM-18"])
    clear(script, ident, TICK + 1, "the first of the others", cites=["COM-18"])
    looks(script, ident, "Requests", "ClearingRecords")
    script.go("world.close")


def _identities(computes: Collection) -> None:
    script = computes.script("compute/identities", "whoever asks the same is answered alike")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a provider", rate=10)
    register(script, ident, SECOND, "a dearer one", rate=20)
    member = member_id(examples.ETH_SUPERCHAIN.lattices[0])
    whoever = (
        (bytes([7]) * 20, "a stranger"),
        (member, "a member of the coalition"),
        (bytes(20), "nobody"),
        (b"\xff" * 20, "the last there can be"),
        (bytes(FIRST.id)[:20], "the provider itself"),
    )
    for requester, who in whoever:
        ask(script, ident, request(requester=requester), who, cites=["COM-19"])
    for number, (requester, who) in enumerate(whoever):
        clear(script, ident, TICK + number, f"{who} is served", cites=["COM-19"])
        asked = request_digest(request(requester=requester)).id()
        grant(script, ident, asked, TICK + 10, TICK + 20, f"{who} has its grant", cites=["COM-19"])
    cleared(script, ident, "one provider, one rate, five times", cites=["COM-19"])
    looks(script, ident, "Grants")
    script.go("world.close")


def _settlement(computes: Collection) -> None:
    script = computes.script("compute/settlement", "settlement is opaque")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a provider", rate=10)
    ask(script, ident, request(settlement=ZERO_ID), "a settlement of zeros", cites=["COM-19"])
    ask(script, ident, request(settlement=ZERO_ID, duration_sec=2), "the same for another request", cites=["COM-19"])
    ask(script, ident, request(settlement=unique_id("paid")), "another", cites=["COM-19"])
    ask(script, ident, request(settlement=FIRST.id), "the id of a provider", cites=["COM-19"])
    for number in range(4):
        clear(script, ident, TICK + number, "in the order they came", cites=["COM-19"])
    cleared(script, ident, "all are served", cites=["COM-19"])
    looks(script, ident, "Requests")
    script.go("world.close")


def _broken_rules(computes: Collection) -> None:
    script = computes.script("compute/broken-rules", "a command that breaks a rule of its types is refused by its name")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a provider", at=0, age=_LAST)
    asked = ask(script, ident, request())
    form = as_json(request(1, tdx=True, expected_mrtd=MRTD))
    bare = {**form, "requirements": {**form["requirements"], "tdx": False}}
    registers = FIRST.registers(card(FIRST))
    signed = {"public_key": registers.public_key.hex(), "signature": registers.signature.hex()}
    offer = as_json(registers.card)
    twice = {**offer, "capabilities": {**offer["capabilities"], "regions": ["eu", "eu"]}}
    usage = as_json(log(FIRST, asked, TICK, TICK + 1).log)
    backwards = {"start": "2", "end": "1"}
    granted = as_json(CommitGrant(asked, "", AlmanacRange(1, 2))) | {"kind": "CommitGrant"}
    scored = as_json(score(FIRST, "0.5", 1))
    leaving = {**as_json(FIRST.leaves(TICK).deregistration), "marker": as_json(RetirementMarker.retired(_LATER))}
    nowhere = {**leaving, "marker": {**leaving["marker"], "reason": {"kind": "Rotation"}}}
    for error, rule, command in (
        ("MrtdWithoutTdx", "COM-2", {"kind": "SubmitRequest", "request": bare}),
        ("ZeroId", "ENC-4", {"kind": "SubmitRequest", "request": {**form, "workload": "00" * 32}}),
        ("DuplicateElement", "COM-4", {"kind": "RegisterProvider", "card": twice, **signed}),
        (
            "RangeBackwards",
            "COM-7",
            {"kind": "CommitGrant", "request_id": asked.hex(), "endpoint_hint": "", "window": backwards},
        ),
        ("TextHasControl", "ENC-12", {**granted, "endpoint_hint": "\n"}),
        ("RangeBackwards", "COM-7", {"kind": "AppendLog", "log": {**usage, "window": backwards}, **signed}),
        ("RatioTooFine", "ENC-14", {**scored, "kind": "ObserveReputation", "score": "0.12345"}),
        ("ReplacementRequired", "RET-3", {"kind": "DeregisterProvider", "deregistration": nowhere, **signed}),
    ):
        params = {"as": None, "component": ident.hex(), "command": command}
        script.refuse_form("world.submit", error, rule, params, cites=["WORLD-7", rule])
    clear(script, ident, TICK, "it goes on", cites=["WORLD-7"])
    looks(script, ident, *SURFACES)
    script.go("world.close")


def _retired(computes: Collection) -> None:
    script = computes.script("compute/retired", "the marker ends every surface, and every command")
    ident = opened(script, compute(), comment="a Compute")
    register(script, ident, FIRST, "a provider")
    asked, waiting = (ask(script, ident, request(number)) for number in range(2))
    clear(script, ident, TICK, "a round", cites=["COM-21"])
    grant(script, ident, asked, TICK, TICK + 5)
    retire(script, ident)
    for command, what in (
        (log(FIRST, asked, TICK, TICK + 1), "a log of what was granted"),
        (Clear(TICK + 1), "a round"),
        (SubmitRequest(request(2)), "a request"),
        (FIRST.registers(card(FIRST, at=TICK + 1)), "a card"),
        (FIRST.leaves(TICK + 1), "a deregistration"),
        (score(FIRST, "1", 1), "a score"),
    ):
        not_submitted(script, ident, "Retired", command, what, cites=["COM-33"])
    no_grant(script, ident, "Retired", waiting, TICK, TICK + 1, "a grant")
    for surface in SURFACES:
        whole(script, ident, surface, f"{surface} ends with the marker", cites=["WORLD-11", "COM-33"])
    script.go("world.close")


def _sequence(computes: Collection) -> None:
    script = computes.script("compute/sequence", "a marker by a sequence is reached by nothing that a Compute counts")
    ident = opened(script, compute(), comment="a Compute")
    clear(script, ident, TICK, "a round", cites=["COM-12"])
    retire(script, ident, RetirementMarker.retired(RetirementInstant.AtSequence(TICK)), "at its round")
    status(script, ident, "it is retiring", cites=["COM-12"])
    advance(script, START + 10**9)
    status(script, ident, "still", cites=["COM-12"])
    other = deployed(script, compute("other"), "another Compute")
    retire(
        script, other, RetirementMarker.retired(RetirementInstant.AtTimestamp(START)), "at an instant that has passed"
    )
    status(script, other, "it has retired", cites=["WORLD-14"])
    script.go("world.close")


def _beside_an_almanac(computes: Collection) -> None:
    script = computes.script("compute/beside-an-almanac", "its end is nobody else's", features=["almanac"])
    ident = opened(script, compute(), comment="a Compute")
    clock = deployed(script, almanac(), "an Almanac of the same coalition")
    other = deployed(script, compute("other"), "another Compute")
    tick(script, clock, (0, 10))
    for each in (ident, other):
        register(script, each, FIRST, "a provider of both")
        ask(script, each, request(), "the same request")
        clear(script, each, TICK, "a round of its own", cites=["COM-33", "WORLD-17"])
    retire(script, ident)
    not_submitted(script, ident, "Retired", Clear(TICK + 1), "it is gone", cites=["COM-33"])
    advance(script, START + 1_000, "the next slot")
    tick(script, clock, (0, 1_000), comment="the clock goes on")
    ask(script, other, request(1))
    clear(script, other, TICK + 1, "so does the other", cites=["COM-33", "WORLD-17"])
    whole(script, clock, "Ticks", cites=["COM-33", "WORLD-17"])
    cleared(script, other, cites=["COM-33"])
    script.go("world.close")


def _unknown_commands(computes: Collection) -> None:
    script = computes.script("compute/unknown-commands", "a class takes its own commands", features=["almanac"])
    ident = opened(script, compute(), comment="a Compute")
    clock = deployed(script, almanac(), "an Almanac")
    not_submitted(script, ident, "UnknownCommand", Tick(()), "a tick for a Compute")
    not_submitted(script, clock, "UnknownCommand", Clear(TICK), "a round for an Almanac")
    not_submitted(script, clock, "UnknownCommand", SubmitRequest(request()), "a request for an Almanac")
    tick(script, clock, (0, 10), comment="the clock takes its own")
    clear(script, ident, TICK, "and the market", cites=["COM-20"])
    script.go("world.close")


#: What the collection of a Compute has of it.
SUBJECTS: Final = (
    _life,
    _empty,
    _equal_requests,
    _identities,
    _settlement,
    _broken_rules,
    _retired,
    _sequence,
    _beside_an_almanac,
    _unknown_commands,
)
