"""Scenarios of bonds: who enters, who judges whom, what a bond lets one do, and how bonds end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from coalition.acl import Foreign, OperatorPublish, RecogniseIssuer, RequireMrtd
from coalition.content_preimages import AlmanacContent
from coalition.json_form import as_json
from coalition.measurements import Measurements
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.committee import public_key
from coalition.runtime.component import Retire
from coalition.runtime.peers import BondEvidence, ReputationCard, Seat, Settlement
from coalition.unique_id import UniqueId, unique_id
from conformance.scenarios import performers
from conformance.scenarios.almanacs import tick, whole
from conformance.scenarios.guests import (
    ABROAD,
    BONDS,
    COMES,
    GOES,
    GUEST,
    HOUR,
    IMAGE,
    MR_TD,
    NOBODY,
    OTHER,
    OTHER_MR_TD,
    OWN,
    ROOT,
    acl,
    bonds,
    enters,
    gated,
    issues,
    keys,
    leaves,
    no_bond,
    no_read,
    no_tick,
    reads,
    shows,
    ticket,
    ticks,
)
from conformance.scenarios.performers import CADENCE, COMMITTEE, START, advance, deployed, opened, retire, status
from conformance.scenarios.script import Collection


def collections() -> Iterator[Collection]:
    """The collection of bonds, and of who makes them."""
    made = Collection("scenarios/bonds.json", BONDS, chapter="bonds")
    for subject in SUBJECTS:
        subject(made)
    yield made


def _entering(made: Collection) -> None:
    script = made.script("bonds/entering", "who has entered may be asked, and is bonded to nothing")
    ident = opened(script, gated(), comment="an Almanac that is open to everybody")
    no_bond(script, ident, "UnknownPeer", "nobody has entered", cites=["WORLD-5"])
    no_read(script, ident, refusal="UnknownPeer", cites=["WORLD-5"])
    enters(script)
    no_bond(script, ident, "UnknownPeer", "the other has not", peer=OTHER, cites=["WORLD-5"])
    no_bond(script, UniqueId(bytes(32)), "UnknownComponent", "nobody is there")
    no_read(script, ident, "entering is not bonding", cites=["BOND-1"])
    no_tick(script, ident, cites=["BOND-1"])
    bonds(script, ident, "nothing is asked of it", cites=["BOND-9"])
    ticks(script, ident)
    page: dict[str, Any] = {"surface": "Tocks", "after": None, "limit": 1}
    script.refuse("world.read", "UnknownSurface", "as whoever reads", as_=GUEST, component=ident, **page)
    performers.read(script, ident, "Ticks", None, 5, "the same log", cites=["BOND-23", "WORLD-8"])
    enters(script, "no point of the curve", peer=b"\xff" * 32)
    bonds(script, ident, "any key is one", peer=b"\xff" * 32, cites=["BOND-1"])
    reads(script, ident, peer=b"\xff" * 32)
    no_bond(script, ident, "UnknownPeer", "the other has not", peer=OTHER, cites=["WORLD-5"])
    script.go("world.close")


def _deployments(made: Collection) -> None:
    script = made.script("bonds/deployments", "a bond is with one deployment, and one peer's")
    one = opened(script, gated(), comment="an Almanac")
    two = deployed(script, gated(content=AlmanacContent(2 * CADENCE, None)), "another, with the same committee")
    enters(script)
    enters(script, "another", peer=OTHER)
    bonds(script, one)
    bonds(script, two, peer=OTHER)
    ticks(script, one)
    ticks(script, two, peer=OTHER)
    no_read(script, two, "not with the second")
    no_tick(script, two)
    no_read(script, one, "nor the other with the first", peer=OTHER)
    bonds(script, two, "with both")
    reads(script, one)
    reads(script, two)
    script.go("world.close")


def _operator(made: Collection) -> None:
    script = made.script("bonds/operator", "what is the operator's alone")
    shared = opened(script, gated(), comment="an Almanac")
    closed = deployed(script, gated(OperatorPublish(COMES), name="almanac.b"), "one that its operator alone writes")
    other = deployed(script, gated(OperatorPublish(GOES), name="almanac.c"), "and one whose clause stands elsewhere")
    enters(script)
    for ident in (shared, closed, other):
        bonds(script, ident, "nothing is asked of it", cites=["BOND-8"])
    ending = Retire(performers.RETIRED)
    script.refuse(
        "world.submit", "OperatorPublish", "a peer retires nobody", as_=GUEST, component=shared, command=ending
    )
    ticks(script, shared, comment="what else the class takes it submits")
    for ident in (closed, other):
        no_tick(script, ident, "not here", refusal="OperatorPublish")
        tick(script, ident, comment="the operator", cites=["BOND-8", "WORLD-6"])
        reads(script, ident, "all read", cites=["BOND-8"])
    retire(script, shared)
    script.go("world.close")


def _again(made: Collection) -> None:
    script = made.script("bonds/again", "who enters again shows what it shows now, and nothing else")
    ident = opened(script, gated(OWN), comment="an Almanac that asks for a ticket")
    free = deployed(script, gated(name="almanac.b"), "and one that does not")
    issues(script, keys(0))
    enters(script, "with a ticket", ticket())
    enters(script, "another, with one of its own", ticket(peer=OTHER), peer=OTHER)
    for one in (ident, free):
        bonds(script, one, cites=["BOND-9"])
        bonds(script, one, "so does the other", peer=OTHER)
    enters(script, "again, with a longer one", ticket(START + 2 * HOUR), cites=["BOND-1", "BOND-10"])
    advance(script, START + HOUR)
    reads(script, ident, "the bond holds as long as it", cites=["BOND-10"])
    no_read(script, ident, "the other's does not", peer=OTHER, cites=["BOND-9"])
    enters(script, "again, without any", cites=["BOND-1", "BOND-10"])
    no_read(script, ident, "the bond is over", cites=["BOND-10"])
    reads(script, free, "the other bond is not", cites=["BOND-10"])
    enters(script, "with it", ticket(START + 2 * HOUR), cites=["BOND-1", "BOND-10"])
    no_read(script, ident, "it does not come back", cites=["BOND-9", "BOND-10"])
    bonds(script, ident, "unless it is asked for", cites=["BOND-9"])
    ticks(script, ident, HOUR)
    reads(script, free, "as the other does", peer=OTHER)
    script.go("world.close")


def _leaving(made: Collection) -> None:
    script = made.script("bonds/leaving", "who leaves takes its bonds with it")
    ident = opened(script, gated(), comment="an Almanac")
    two = deployed(script, gated(name="almanac.b"), "another")
    script.refuse("world.leave", "UnknownPeer", "nobody is there", key=GUEST, cites=["BOND-3"])
    enters(script)
    enters(script, "another", peer=OTHER)
    for one in (two, ident):
        bonds(script, one)
    bonds(script, ident, "so does the other", peer=OTHER)
    ticks(script, ident)
    leaves(script)
    no_read(script, ident, "it is not there", refusal="UnknownPeer", cites=["BOND-3"])
    script.refuse("world.leave", "UnknownPeer", "nor twice", key=GUEST, cites=["BOND-3"])
    reads(script, ident, "the other is", peer=OTHER)
    enters(script, "it comes back")
    no_read(script, ident, "to nothing", cites=["BOND-3"])
    bonds(script, ident, "and bonds again")
    reads(script, ident)
    script.go("world.close")


def _rules(made: Collection) -> None:
    script = made.script("bonds/rules", "what breaks a rule of its types is refused by its name")
    ident = opened(script, gated(OWN), comment="an Almanac that asks for a ticket")
    enters(script, "with a ticket", ticket())
    issues(script, keys(0))
    bonds(script, ident)
    organism, signer = unique_id("an organism"), unique_id("a signer")
    twice = {"cards": [as_json(ReputationCard(organism, score)) for score in ("0.5", "0.6")]}
    paid = {"settlements": [as_json(Settlement(organism, unique_id(each))) for each in ("one", "two")]}
    seated = {"seats": [as_json(Seat(signer, unique_id("a build")))] * 2}
    fine = {"cards": [{**twice["cards"][0], "score": "0.12345"}]}
    nowhere = {"seats": [{**seated["seats"][0], "signer": "00" * 32}]}
    peer = {"key": GUEST.hex(), "tickets": [], "acl": as_json(acl())}
    shown = {"component": ident.hex(), "tickets": []}
    for rule, error, broken in (
        ("ENC-20", "DuplicateKey", twice),
        ("ENC-20", "DuplicateKey", paid),
        ("ENC-19", "DuplicateElement", seated),
        ("ENC-14", "RatioTooFine", fine),
        ("ENC-4", "ZeroId", nowhere),
    ):
        evidence = {**as_json(NOBODY), **broken}
        cites = ["BOND-2", rule]
        script.refuse_form("world.peer", error, "a peer", {**peer, "evidence": evidence}, cites=cites)
        script.refuse_form("world.show", error, "a component", {**shown, "evidence": evidence}, cites=cites)
    nothing = [{"kind": "AdmitsMeasurementsInSet", "side": {"kind": "VerifyPeer"}, "set": []}]
    form = {**peer, "evidence": as_json(NOBODY), "acl": {"clauses": nothing}}
    script.refuse_form("world.peer", "EmptySet", "a validator", form, cites=["BOND-2", "ID-33"])
    key = as_json(keys(0))["issuer"]["keys"][0]
    for listed, threshold in (([], 1), ([key, key], 1), ([key], 2), ([key], 0)):
        form = {"root": ABROAD.hex(), "issuer": {"kind": "Keys", "issuer": {"keys": listed, "threshold": threshold}}}
        script.refuse_form("world.issuer", "IssuerMismatch", "keys", form, cites=["BOND-2", "HS-11"])
    script.break_shape("world.bond", "nobody in particular", {"as": None, "component": ident.hex()})
    script.refuse("world.show", "UnknownComponent", component=UniqueId(bytes(32)), tickets=(), evidence=NOBODY)
    reads(script, ident, "all is as it was", cites=["BOND-2"])
    same = BondEvidence(
        cards=(ReputationCard(organism, "0.5"), ReputationCard(signer, "0.5")),
        settlements=(Settlement(organism, signer), Settlement(signer, signer)),
        seats=(Seat(signer, organism), Seat(signer, signer)),
    )
    enters(script, "two of each are right", ticket(), evidence=same, cites=["BOND-1", "BOND-2"])
    reads(script, ident)
    script.go("world.close")


def _both(made: Collection) -> None:
    script = made.script("bonds/both-sides", "each side judges the other by its own clauses")
    asked, other = RequireMrtd(COMES, MR_TD), RequireMrtd(COMES, OTHER_MR_TD)
    ident = opened(script, gated(asked, measurements=IMAGE), comment="an Almanac that runs an image, and asks for it")
    plain = deployed(script, gated(name="almanac.b"), "one that does not, and asks for nothing")
    runs = BondEvidence(IMAGE)
    enters(script, "a peer that asks for nothing, and shows nothing")
    no_bond(script, ident, "UnattestedPeer", "the Almanac does not admit it", cites=["BOND-15"])
    enters(script, "one that runs it, and asks for it", evidence=runs, validator=acl(asked))
    bonds(script, ident, "both admit", cites=["BOND-4", "BOND-6"])
    ticks(script, ident)
    no_bond(script, plain, "UnattestedPeer", "the peer does not admit the other", cites=["BOND-4", "BOND-6"])
    enters(script, "one that asks for another image", evidence=runs, validator=acl(other), cites=["BOND-10"])
    no_bond(script, ident, "RequireMrtd", "nor this one", cites=["BOND-6", "BOND-15"])
    enters(script, "as of whom it goes to", evidence=runs, validator=acl(RequireMrtd(GOES, OTHER_MR_TD)))
    no_bond(script, ident, "RequireMrtd", "which is the same here", cites=["BOND-6", "BOND-15"])
    enters(script, "the right one", evidence=runs, validator=acl(RequireMrtd(GOES, MR_TD)))
    bonds(script, ident, cites=["BOND-6"])
    enters(script, "a peer that shows nothing, and asks", validator=acl(asked), cites=["BOND-10"])
    no_bond(script, ident, "UnattestedPeer", "neither admits for the other", cites=["BOND-6"])
    script.go("world.close")


def _sides(made: Collection) -> None:
    script = made.script("bonds/sides", "a component that goes to nobody asks nothing of whom it goes to")
    ident = opened(script, gated(RequireMrtd(GOES, MR_TD)), comment="an Almanac with a clause for where it goes")
    asks = deployed(script, gated(RequireMrtd(COMES, MR_TD), name="almanac.b"), "one with a clause for who comes")
    enters(script)
    bonds(script, ident, "it is not asked", cites=["BOND-6"])
    ticks(script, ident)
    no_bond(script, asks, "UnattestedPeer", "it is", cites=["BOND-6", "BOND-15"])
    script.go("world.close")


def _first(made: Collection) -> None:
    script = made.script("bonds/first-clause", "the first clause that does not hold gives the name")
    ident = opened(script, gated(RequireMrtd(COMES, MR_TD), OWN), comment="an Almanac of two clauses")
    turned = deployed(script, gated(OWN, RequireMrtd(COMES, MR_TD), name="almanac.b"), "and in the other order")
    issues(script, keys(0))
    wrong, right = BondEvidence(Measurements(OTHER_MR_TD)), BondEvidence(IMAGE)
    wants = acl(RequireMrtd(GOES, MR_TD))
    enters(script, "neither holds, nor does its own", evidence=wrong, validator=wants)
    no_bond(script, ident, "RequireMrtd", "the image", cites=["BOND-15"])
    no_bond(script, turned, "RecogniseIssuer", "the ticket", cites=["BOND-13"])
    enters(script, "a ticket", ticket(), evidence=wrong, validator=wants)
    no_bond(script, turned, "RequireMrtd", "then the image", cites=["BOND-15"])
    enters(script, "the image", ticket(), evidence=right, validator=wants)
    no_bond(script, ident, "UnattestedPeer", "then the peer's own", cites=["BOND-15", "BOND-6"])
    enters(script, "which it gives up", ticket(), evidence=right)
    for each in (ident, turned):
        bonds(script, each, "all hold")
        ticks(script, each)
    script.go("world.close")


def _shown(made: Collection) -> None:
    script = made.script("bonds/shown", "what a component shows, and whom it loses by it")
    ident = opened(script, gated(measurements=IMAGE), comment="an Almanac that declares an image")
    issues(script, keys(0))
    enters(script, "a peer that asks for it", validator=acl(RequireMrtd(GOES, MR_TD)))
    enters(script, "and one that does not", peer=OTHER)
    bonds(script, ident, "it shows what it declares", cites=["BOND-4"])
    bonds(script, ident, peer=OTHER)
    shows(script, ident, BondEvidence(IMAGE), "the same", cites=["BOND-10"])
    reads(script, ident, cites=["BOND-10"])
    shows(script, ident, BondEvidence(Measurements(OTHER_MR_TD)), "it runs another", cites=["BOND-10"])
    no_read(script, ident, "the bond is over", cites=["BOND-4", "BOND-10"])
    no_bond(script, ident, "RequireMrtd", cites=["BOND-4", "BOND-15"])
    reads(script, ident, "the other's is not", peer=OTHER, cites=["BOND-10"])
    shows(script, ident, NOBODY, "it shows nothing")
    no_bond(script, ident, "UnattestedPeer", "what it declares is no evidence", cites=["BOND-4", "BOND-15"])
    enters(script, "a peer that asks for a ticket", validator=acl(RecogniseIssuer(GOES, Foreign(ROOT))))
    no_bond(script, ident, "RecogniseIssuer", cites=["BOND-13"])
    member = public_key(COMMITTEE[1])
    shows(script, ident, NOBODY, "a ticket of one of its members", ticket(START + 7, member))
    bonds(script, ident, "of any of them", cites=["BOND-9", "BOND-13"])
    advance(script, START + 7)
    no_read(script, ident, cites=["BOND-9"])
    script.go("world.close")


def _ended(made: Collection) -> None:
    script = made.script("bonds/ended", "the bonds that end are told in their order")
    first = opened(script, gated(OWN), comment="an Almanac that asks for a ticket")
    second = deployed(script, gated(OWN, name="almanac.b"), "another")
    free = deployed(script, gated(name="almanac.c"), "and one that does not")
    issues(script, keys(0))
    for peer in (max(GUEST, OTHER), min(GUEST, OTHER)):
        enters(script, "a peer", ticket(peer=peer), peer=peer)
        for ident in (second, free, first):
            bonds(script, ident, peer=peer)
    ticks(script, first)
    issues(script, keys(1), "the key goes", cites=["BOND-10", "BOND-14"])
    issues(script, keys(2), "nobody is left", cites=["BOND-10", "BOND-14"])
    enters(script, "again", cites=["BOND-10"])
    reads(script, free, cites=["BOND-10"])
    leaves(script, "one bond is left")
    reads(script, free, peer=OTHER)
    script.go("world.close")


def _retired(made: Collection) -> None:
    script = made.script("bonds/retired", "bonds end where a marker takes effect")
    ident = opened(script, gated(), comment="an Almanac")
    two = deployed(script, gated(name="almanac.b"), "another")
    enters(script)
    enters(script, "another", peer=OTHER)
    for one in (ident, two):
        bonds(script, one)
    ticks(script, ident)
    retire(script, ident, RetirementMarker.retired(RetirementInstant.AtTimestamp(START + 10)))
    reads(script, ident, "it is read until then", cites=["BOND-11"])
    no_tick(script, ident, "and takes no more", refusal="Retired", cites=["WORLD-12"])
    bonds(script, ident, "bonds are made", peer=OTHER, cites=["BOND-11"])
    advance(script, START + 9, "just before its instant")
    reads(script, ident, cites=["BOND-11"])
    advance(script, START + 10, "its instant")
    no_read(script, ident, cites=["BOND-11"])
    no_bond(script, ident, "Retired", cites=["BOND-11"])
    reads(script, two, "another is not touched", cites=["BOND-23"])
    whole(script, ident, "all of it can be read", cites=["BOND-11", "WORLD-11"])
    status(script, ident, "retired", cites=["BOND-11"])
    script.go("world.close")


SUBJECTS: Final = (
    _entering, _deployments, _operator, _again, _leaving, _rules, _both, _sides, _first, _shown, _ended, _retired,
)  # fmt: skip
