"""Scenarios of bonds where two rules meet: which is asked first, whose coalition is meant, and what asks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

from coalition.acl import ComputeModuleRequesterAcl, Foreign, OperatorPublish, RecogniseIssuer, RequireMrtd
from coalition.crypto.mosaik_tickets import JwtClaim, Text
from coalition.json_form import encode_as
from coalition.module import module_config
from coalition.reference import OrganismRef
from coalition.retirement import RetirementInstant, RetirementMarker
from coalition.runtime.component import Retire
from coalition.runtime.fault import Fault
from coalition.runtime.module import Module
from coalition.runtime.peers import BondEvidence, TicketIssuer
from conformance.scenarios.faults import befalls
from conformance.scenarios.guests import (
    ABROAD,
    BONDS,
    COMES,
    FOREIGN,
    GOES,
    GUEST,
    HOUR,
    IMAGE,
    ISSUING,
    MR_TD,
    NEXT,
    NOBODY,
    OTHER,
    OWN,
    ROOT,
    acl,
    bonds,
    enters,
    gated,
    issues,
    jwt,
    jwt_ticket,
    keys,
    no_bond,
    no_read,
    no_tick,
    reads,
    shows,
    ticket,
    ticks,
)
from conformance.scenarios.markets import COMPUTE, compute
from conformance.scenarios.performers import RETIRED, START, advance, deployed, opened, refers_to, retire
from conformance.scenarios.playing import router
from conformance.scenarios.script import Collection

_FAR: Final = START // 1_000 + 86_400
_AGED: Final = START + 11_000


def collections() -> Iterator[Collection]:
    """The collection of the subject."""
    made = Collection("scenarios/bond-corners.json", BONDS, chapter="bonds")
    for subject in (_same_issuer, _requesters, _publishing, _operator_first, _alone, _over, _claims):
        subject(made)
    yield made


def _asking(market: Module) -> ComputeModuleRequesterAcl:
    """What asks for whom a Compute admits."""
    derived = module_config(market.kind(), market.config()).id()
    return ComputeModuleRequesterAcl(COMES, OrganismRef("compute", derived, None))


def _same_issuer(made: Collection) -> None:
    name, comment = "bonds/same-issuer", "an issuer that is named again is asked again, wherever its root is named"
    script = made.script(name, comment, features=COMPUTE)
    market = compute(coalition=ISSUING, acl=acl(FOREIGN))
    plain = opened(script, gated(FOREIGN), comment="an Almanac that recognises a root")
    deployed(script, market, "a Compute that recognises it")
    asks = deployed(script, gated(_asking(market), name="almanac.b"), "an Almanac that asks what the Compute asks")
    aside = RecogniseIssuer(GOES, Foreign(ABROAD)), RecogniseIssuer(COMES, Foreign(ROOT))
    going = deployed(script, gated(*aside, name="almanac.c"), "one that would ask for it where it goes itself")
    young = jwt(max_age_s=10)
    for root in (ROOT, ABROAD):
        issues(script, young, "tokens of ten seconds", root)
    enters(script, "with a young token", jwt_ticket(exp=_FAR, iat=START // 1_000))
    for ident in (plain, asks, going):
        bonds(script, ident, cites=["BOND-13"])
    advance(script, _AGED, "it is too old")
    issues(script, None, "nobody issues under a third root", NEXT.ticket_issuer_root(), cites=["BOND-12", "BOND-14"])
    for ident in (plain, asks, going):
        reads(script, ident, "the bond holds", cites=["BOND-10", "BOND-14"])
    issues(script, young, "the same issuer, named again", ABROAD, cites=["BOND-12", "BOND-14"])
    no_read(script, plain, "it is judged again", cites=["BOND-14"])
    no_read(script, asks, "by a root that a Compute names, too", cites=["BOND-14", "BOND-20"])
    reads(script, going, "not by one that was not asked for", cites=["BOND-14", "BOND-6"])
    script.go("world.close")


def _requesters(made: Collection) -> None:
    name, comment = "bonds/clauses/requester-own", "the issuer that a Compute calls its own is that of its coalition"
    script = made.script(name, comment, features=(*COMPUTE, "stall", "stall.intents"))
    market = compute(coalition=ISSUING, acl=acl(OWN))
    asking = _asking(market)
    ident = opened(script, gated(asking, coalition=NEXT), comment="an Almanac of another coalition asks what it asks")
    deployed(script, market, "the Compute")
    routes = deployed(script, router(acl=acl(asking)), "so does a router, which is of none")
    root = NEXT.ticket_issuer_root()
    issues(script, keys(0), "who issues in the Compute's coalition")
    issues(script, keys(0), "and in the Almanac's", root)
    enters(script, "with a ticket of the Almanac's coalition", ticket(root=root))
    for one in (ident, routes):
        no_bond(script, one, "ComputeModuleRequesterAcl", "which is not asked for", cites=["BOND-20", "BOND-13"])
    enters(script, "with one of the Compute's", ticket())
    for one in (ident, routes):
        bonds(script, one, "the subject is who bonds", cites=["BOND-20", "BOND-13"])
    ticks(script, ident)
    script.go("world.close")


def _publishing(made: Collection) -> None:
    name, comment = "bonds/operator-elsewhere", "the operator's clause is that of the component that is commanded"
    script = made.script(name, comment, features=COMPUTE)
    market = compute(coalition=ISSUING, acl=acl(OperatorPublish(COMES)))
    ident = opened(script, gated(_asking(market)), comment="an Almanac that asks what a Compute asks")
    deployed(script, market, "the Compute, which its operator alone commands")
    enters(script, "a peer with that clause", validator=acl(OperatorPublish(COMES), OperatorPublish(GOES)))
    bonds(script, ident, "it asks nothing, there and here", cites=["BOND-8", "BOND-20", "BOND-6"])
    ticks(script, ident, comment="and keeps nobody from the Almanac")
    script.go("world.close")


def _operator_first(made: Collection) -> None:
    name, comment = "bonds/operator-first", "who is bonded is told whose a command is, before what becomes of it"
    script = made.script(name, comment, features=("faults",))
    ident = opened(script, gated(), comment="an Almanac")
    closed = deployed(script, gated(OperatorPublish(COMES), name="almanac.b"), "one that its operator alone commands")
    itself = RetirementMarker.rotation(RetirementInstant.AtTimestamp(START), refers_to(script, ident))
    enters(script)

    def refused(refusal: str, what: str, marker: RetirementMarker = RETIRED) -> None:
        params: dict[str, Any] = {"as_": GUEST, "component": ident, "command": Retire(marker)}
        script.refuse("world.submit", refusal, what, **params, cites=["BOND-7", "BOND-8"])

    refused("NotBonded", "an end by who is not bonded")
    no_tick(script, closed, "and a tick", cites=["BOND-7", "BOND-8"])
    for each in (ident, closed):
        bonds(script, each)
    ticks(script, ident)
    refused("OperatorPublish", "by who is", itself)
    for member in range(2):
        befalls(script, ident, Fault.Crash, member, comment="one goes down", cites=["FLT-1"])
    refused("OperatorPublish", "without a quorum")
    no_tick(script, ident, "what is nobody's alone waits for one", refusal="NoQuorum", cites=["FLT-3", "BOND-8"])
    befalls(script, ident, Fault.Restart, 0, comment="one comes back", cites=["FLT-1"])
    retire(script, ident)
    refused("OperatorPublish", "a second end")
    no_tick(script, ident, "a tick behind the marker", refusal="Retired", cites=["WORLD-12", "BOND-8"])
    advance(script, START + 60_000, "to its instant")
    refused("NotBonded", "the bond is over")
    script.go("world.close")


def _alone(made: Collection) -> None:
    name, comment = "bonds/without-quorum", "bonds are made and judged by what is known, and commit nothing"
    script = made.script(name, comment, features=("faults",))
    asks = RequireMrtd(GOES, MR_TD)
    ident = opened(script, gated(OWN), comment="an Almanac that asks for a ticket")
    issues(script, keys(0))
    for member in range(3):
        befalls(script, ident, Fault.Crash, member, comment="one goes down", cites=["FLT-1"])
    enters(script, "a peer that asks for an image", ticket(), validator=acl(asks))
    no_bond(script, ident, "UnattestedPeer", "which the Almanac does not show", cites=["BOND-15", "FLT-3"])
    shows(script, ident, BondEvidence(IMAGE), "it does now, and nobody is up", cites=["FLT-3"])
    bonds(script, ident, "both admit", cites=["FLT-3"])
    reads(script, ident, cites=["FLT-4"])
    no_tick(script, ident, "nothing is committed", refusal="NoQuorum", cites=["FLT-3"])
    shows(script, ident, NOBODY, "it shows nothing any more", cites=["BOND-10", "FLT-3"])
    no_read(script, ident, cites=["BOND-10"])
    script.go("world.close")


def _over(made: Collection) -> None:
    name, comment = "bonds/shown-when-over", "what a component shows may be said when it has retired, for nobody"
    script = made.script(name, comment)
    ident = opened(script, gated(), comment="an Almanac")
    enters(script)
    enters(script, "another, which asks for an image", peer=OTHER, validator=acl(RequireMrtd(GOES, MR_TD)))
    bonds(script, ident)
    retire(script, ident)
    shows(script, ident, BondEvidence(IMAGE), "while it retires", cites=["BOND-11"])
    bonds(script, ident, "by what it shows now", peer=OTHER, cites=["BOND-11"])
    advance(script, START + 60_000, "to its instant")
    shows(script, ident, NOBODY, "it shows nothing: no bond is left that could end", cites=["BOND-11", "BOND-10"])
    no_bond(script, ident, "Retired", "nor is one made", peer=OTHER, cites=["BOND-11"])
    script.go("world.close")


def _claims(made: Collection) -> None:
    script = made.script("bonds/issuer-claims", "a validator of JWTs that asks for a claim twice")
    ident = opened(script, gated(FOREIGN), comment="an Almanac that recognises a root")
    two = jwt(claims=(JwtClaim("role", Text("lead")), JwtClaim("team", Text("lead"))))
    issues(script, two, "two claims of one value", ABROAD, cites=["BOND-12", "BOND-2"])
    enters(script, "with both", jwt_ticket(exp=START // 1_000 + HOUR, role="lead", team="lead"))
    bonds(script, ident, cites=["BOND-13"])
    form = {"root": ABROAD.hex(), "issuer": encode_as(TicketIssuer, two)}
    twice = deepcopy(form)
    twice["issuer"]["validator"]["claims"][1]["name"] = "role"
    cites = ["BOND-2", "ENC-20"]
    script.refuse_form("world.issuer", "DuplicateKey", "one claim twice", twice, cites=cites)
    reads(script, ident, "the issuer is who it was", cites=["BOND-2"])
    script.go("world.close")
