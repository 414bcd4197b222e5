"""Scenarios of the clauses of an ACL: of each, whom it admits, and whom not; asked of peers, and of components."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from coalition.acl import (
    AclComposition,
    AdmitsMeasurementsEqual,
    AdmitsMeasurementsInSet,
    AnyClause,
    AnyCommitteeMember,
    ComputeModulePin,
    ComputeModuleRequesterAcl,
    MarketSettlement,
    OutcomePredicate,
    RecogniseIssuer,
    ReputationFloor,
    RequireMrtd,
)
from coalition.attestation import AttestationLevel
from coalition.measurements import Measurements
from coalition.module import module_config
from coalition.reference import OrganismRef
from coalition.runtime.committee import public_key
from coalition.runtime.module import Module
from coalition.runtime.peers import BondEvidence, ReputationCard, Seat, Settlement
from coalition.stable_id import derive_stable_id
from coalition.unique_id import UniqueId, unique_id
from conformance.scenarios.guests import (
    BONDS,
    COMES,
    GOES,
    HOUR,
    ISSUING,
    MR_TD,
    NOBODY,
    OTHER,
    OTHER_MR_TD,
    OWN,
    acl,
    bonds,
    enters,
    gated,
    issues,
    keys,
    no_bond,
    no_read,
    reads,
    shows,
    ticket,
    ticks,
)
from conformance.scenarios.markets import COMPUTE, compute
from conformance.scenarios.performers import COMMITTEE, START, advance, deployed, opened
from conformance.scenarios.script import Collection

#: What somebody shows, and what there is to say of it.
Told = tuple[str, BondEvidence]

_ORGANISM: Final = derive_stable_id("accuracy-reputation")
_MARKET: Final = derive_stable_id("coordination-market")
_SIGNER: Final = OrganismRef.by_stable_id("signer", derive_stable_id("signer-δ"))
_BUILD: Final = unique_id("a build of the signer")
_ELSE: Final = derive_stable_id("another organism")


def collections() -> Iterator[Collection]:
    """The collection of clauses."""
    made = Collection("scenarios/bond-clauses.json", BONDS, chapter="bonds")
    for subject in SUBJECTS:
        subject(made)
    yield made


def _clause(
    made: Collection,
    name: str,
    clause: AnyClause,
    rule: str,
    right: Sequence[Told],
    wrong: Sequence[Told],
    refusal: str | None = None,
    nothing: str | None = None,
) -> None:
    """A scenario of one clause: nobody in particular, the wrong and the right ones, as a peer and as a component."""
    kind = type(clause).__name__
    script = made.script(f"bonds/clauses/{name}", f"whom {kind} admits, a peer or a component")
    asking = opened(script, gated(clause), comment="an Almanac that asks for it")
    asked = deployed(script, gated(name="almanac.b"), "one of whom it is asked")
    enters(script, "a peer of whom nothing is known")
    no_bond(script, asking, nothing or refusal or kind, "nothing is known of it", cites=[rule])
    for what, evidence in wrong:
        enters(script, what, evidence=evidence, cites=["BOND-1"])
        no_bond(script, asking, refusal or kind, what, cites=[rule])
    for place, (what, evidence) in enumerate(right):
        enters(script, what, evidence=evidence, cites=["BOND-1"])
        bonds(script, asking, what, cites=[rule])
        ticks(script, asking) if place == 0 else reads(script, asking)
    enters(script, "a peer that asks for it", peer=OTHER, validator=acl(replace(clause, side=GOES)))
    no_bond(script, asked, nothing or refusal or kind, "nothing is known of it", peer=OTHER, cites=[rule, "BOND-6"])
    shows(script, asked, wrong[0][1], wrong[0][0])
    no_bond(script, asked, refusal or kind, wrong[0][0], peer=OTHER, cites=[rule, "BOND-4"])
    shows(script, asked, right[0][1], right[0][0])
    bonds(script, asked, right[0][0], peer=OTHER, cites=[rule, "BOND-4"])
    reads(script, asked, peer=OTHER)
    shows(script, asked, NOBODY, "it shows nothing any more", cites=["BOND-10"])
    no_read(script, asked, peer=OTHER, cites=["BOND-10"])
    script.go("world.close")


def _shown(mr_td: bytes = MR_TD, **registers: bytes) -> BondEvidence:
    return BondEvidence(Measurements(mr_td, **registers))


def _mrtd(made: Collection) -> None:
    right = (("the image", _shown()), ("the image, and more of it", _shown(rtmr0=bytes(48), mr_owner=MR_TD)))
    wrong = (("another image", _shown(OTHER_MR_TD)), ("it stands elsewhere", _shown(OTHER_MR_TD, mr_owner=MR_TD)))
    _clause(made, "require-mrtd", RequireMrtd(COMES, MR_TD), "BOND-15", right, wrong, nothing="UnattestedPeer")


def _equal(made: Collection) -> None:
    clause = AdmitsMeasurementsEqual(COMES, Measurements(MR_TD, rtmr1=bytes(48), mr_owner=OTHER_MR_TD))
    whole = {"rtmr1": bytes(48), "mr_owner": OTHER_MR_TD}
    right = (
        ("every register that is declared", _shown(**whole)),
        ("and one that is not", _shown(rtmr2=MR_TD, **whole)),
    )
    wrong = (
        ("another owner", _shown(**{**whole, "mr_owner": MR_TD})),
        ("another image", _shown(OTHER_MR_TD, **whole)),
        ("a register that is declared as zero, and was not shown", _shown(mr_owner=OTHER_MR_TD)),
        ("the image alone", _shown()),
    )
    _clause(made, "measurements-equal", clause, "BOND-16", right, wrong, nothing="UnattestedPeer")


def _in_set(made: Collection) -> None:
    old, new = Measurements(MR_TD, rtmr1=MR_TD), Measurements(OTHER_MR_TD, rtmr1=OTHER_MR_TD)
    clause = AdmitsMeasurementsInSet(COMES, (old, new))
    right = (("the old one", _shown(rtmr1=MR_TD)), ("the new one", _shown(OTHER_MR_TD, rtmr1=OTHER_MR_TD)))
    wrong = (
        ("half of the one, half of the other", _shown(rtmr1=OTHER_MR_TD)),
        ("neither", _shown(bytes(48), rtmr1=MR_TD)),
    )
    _clause(made, "measurements-in-set", clause, "BOND-16", right, wrong, nothing="UnattestedPeer")


def _cards(*scores: tuple[UniqueId, str]) -> BondEvidence:
    return BondEvidence(cards=tuple(ReputationCard(*each) for each in scores))


def _floor(made: Collection) -> None:
    right = (
        ("the floor itself", _cards((_ORGANISM, "0.55"))),
        ("a basis point above it", _cards((_ELSE, "0"), (_ORGANISM, "0.5501"))),
        ("all there is", _cards((_ORGANISM, "1"))),
    )
    wrong = (
        ("a basis point below the floor", _cards((_ORGANISM, "0.5499"))),
        ("another organism's card", _cards((_ELSE, "1"))),
        ("a digit, and fewer of them", _cards((_ORGANISM, "0.5"), (_ELSE, "0.6"))),
    )
    _clause(made, "reputation-floor", ReputationFloor(COMES, _ORGANISM, "0.55"), "BOND-17", right, wrong)


def _no_card(made: Collection) -> None:
    right = (("a card", _cards((_ORGANISM, "0"))),)
    wrong = (("no card of this organism", _cards((_ELSE, "1"))),)
    _clause(made, "floor-of-nothing", ReputationFloor(COMES, _ORGANISM, "0"), "BOND-17", right, wrong)


def _falls(made: Collection) -> None:
    script = made.script("bonds/clauses/reputation-falls", "a card that falls below the floor ends the bond")
    ident = opened(script, gated(ReputationFloor(COMES, _ORGANISM, "0.60")), comment="an Almanac that asks for a score")
    enters(script, "a peer with a good name", evidence=_cards((_ORGANISM, "0.75")))
    bonds(script, ident, cites=["BOND-17"])
    ticks(script, ident)
    enters(script, "a worse one, good enough", evidence=_cards((_ORGANISM, "0.6")), cites=["BOND-10"])
    reads(script, ident, cites=["BOND-10", "BOND-17"])
    enters(script, "it falls below", evidence=_cards((_ORGANISM, "0.59")), cites=["BOND-10"])
    no_read(script, ident, cites=["BOND-10", "BOND-17"])
    no_bond(script, ident, "ReputationFloor", cites=["BOND-17"])
    enters(script, "and rises again", evidence=_cards((_ORGANISM, "0.61")), cites=["BOND-10"])
    bonds(script, ident, "which makes another bond", cites=["BOND-9", "BOND-17"])
    script.go("world.close")


def _paid(*settlements: tuple[UniqueId, str]) -> BondEvidence:
    return BondEvidence(settlements=tuple(Settlement(market, unique_id(receipt)) for market, receipt in settlements))


def _settlement(made: Collection) -> None:
    right = (
        ("a receipt", _paid((_MARKET, "a receipt"))),
        ("another, beside another market's", _paid((_ELSE, "a receipt"), (_MARKET, "another"))),
    )
    wrong = (
        ("another market's", _paid((_ELSE, "a receipt"))),
        ("a card of the market is no settlement", _cards((_MARKET, "1"))),
    )
    _clause(made, "market-settlement", MarketSettlement(COMES, _MARKET), "BOND-18", right, wrong)


def _seats(*seats: tuple[UniqueId, UniqueId]) -> BondEvidence:
    return BondEvidence(seats=tuple(Seat(*each) for each in seats))


def _member(made: Collection) -> None:
    right = (
        ("a member", _seats((_SIGNER.stable_id, _BUILD))),
        ("of whatever build", _seats((_ELSE, _BUILD), (_SIGNER.stable_id, _ELSE))),
    )
    wrong = (
        ("another signer's member", _seats((_ELSE, _BUILD))),
        ("and one whose build is called so", _seats((_ELSE, _SIGNER.stable_id))),
    )
    _clause(made, "any-committee-member", AnyCommitteeMember(COMES, _SIGNER), "BOND-21", right, wrong)
    pinned = AnyCommitteeMember(COMES, replace(_SIGNER, content_hash=_BUILD))
    right = (
        ("a member of that build", _seats((_SIGNER.stable_id, _BUILD))),
        ("beside another", _seats((_SIGNER.stable_id, _ELSE), (_SIGNER.stable_id, _BUILD))),
    )
    wrong = (
        ("a member of another build", _seats((_SIGNER.stable_id, _ELSE))),
        ("the build of another signer", _seats((_ELSE, _BUILD), (_SIGNER.stable_id, _ELSE))),
    )
    _clause(made, "committee-of-a-build", pinned, "BOND-21", right, wrong)


def _at(level: AttestationLevel) -> BondEvidence:
    return BondEvidence(level=level)


def _outcome(made: Collection) -> None:
    right = (
        ("the floor", _at(AttestationLevel.TdxRemote)),
        ("above it", _at(AttestationLevel.TdxPlusReproducibleBuild)),
    )
    wrong = (("just below it", _at(AttestationLevel.TdxLocal)), ("measurements are no level", _shown()))
    clause = OutcomePredicate(COMES, AttestationLevel.TdxRemote)
    _clause(made, "outcome-predicate", clause, "BOND-22", right, wrong)
    script = made.script("bonds/clauses/lowest-level", "the lowest floor admits everybody")
    ident = opened(script, gated(OutcomePredicate(COMES, AttestationLevel.Software)), comment="an Almanac")
    enters(script, "a peer of whom nothing is known")
    bonds(script, ident, cites=["BOND-22"])
    ticks(script, ident)
    script.go("world.close")


def _market(*clauses: AnyClause, name: str = "compute") -> Module:
    return compute(name, coalition=ISSUING, acl=acl(*clauses))


def _slot(module: Module, content_hash: UniqueId | None = None) -> OrganismRef:
    """A reference to a module by its derived stable id (ID-36)."""
    return OrganismRef("compute", module_config(module.kind(), module.config()).id(), content_hash)


def _pin(made: Collection) -> None:
    script = made.script("bonds/clauses/compute-pin", "members of the Compute in a slot, and itself", features=COMPUTE)
    market, other = _market(), _market(name="compute.b")
    build = market.config().as_organism().content_hash()
    ident = opened(script, gated(ComputeModulePin(COMES, _slot(market))), comment="an Almanac that pins a Compute")
    exact = deployed(script, gated(ComputeModulePin(COMES, _slot(market, build)), name="almanac.b"), "its build too")
    wrong = deployed(script, gated(ComputeModulePin(COMES, _slot(market, _BUILD)), name="almanac.c"), "another build")
    first, second, stranger = (public_key(each) for each in (COMMITTEE[0], COMMITTEE[2], bytes([9]) * 32))
    for key in (first, second, stranger):
        enters(script, "a peer", peer=key)
    no_bond(script, ident, "ComputeModulePin", "nobody fills the slot", peer=first, cites=["BOND-19"])
    placed = deployed(script, market, "a Compute", (COMMITTEE[0], COMMITTEE[2]))
    elsewhere = deployed(script, other, "another", (bytes([9]) * 32,))
    for key in (first, second):
        for one in (ident, exact):
            bonds(script, one, "a member", peer=key, cites=["BOND-19"])
        no_bond(script, wrong, "ComputeModulePin", "not of that build", peer=key, cites=["BOND-19"])
    ticks(script, ident, peer=second)
    no_bond(script, ident, "ComputeModulePin", "a member of another one", peer=stranger, cites=["BOND-19"])
    enters(script, "a provider that pins it", validator=acl(ComputeModulePin(COMES, _slot(market))))
    bonds(script, placed, "the Compute itself", cites=["BOND-19", "BOND-6"])
    no_bond(script, elsewhere, "ComputeModulePin", "another", cites=["BOND-19", "BOND-6"])
    alike = deployed(
        script, gated(name="almanac.d"), "an Almanac of the Compute's members", (COMMITTEE[0], COMMITTEE[2])
    )
    no_bond(script, alike, "ComputeModulePin", "which is no Compute", cites=["BOND-19", "BOND-6"])
    script.go("world.close")


def _requesters(made: Collection) -> None:
    name, comment = "bonds/clauses/requester-acl", "whom the Compute in a slot would admit"
    script = made.script(name, comment, features=COMPUTE)
    market = _market(OWN, RequireMrtd(COMES, MR_TD), RequireMrtd(GOES, OTHER_MR_TD))
    asks = ComputeModuleRequesterAcl(COMES, _slot(market))
    ident = opened(script, gated(asks), comment="an Almanac that asks what a Compute asks")
    issues(script, keys(0))
    enters(script, "a peer with all it takes", ticket(), evidence=_shown())
    no_bond(script, ident, "ComputeModuleRequesterAcl", "nobody fills the slot", cites=["BOND-20"])
    placed = deployed(script, market, "the Compute")
    bonds(script, ident, "until its ticket expires", cites=["BOND-20", "BOND-9"])
    bonds(script, placed, "as the Compute itself", cites=["BOND-20"])
    ticks(script, ident)
    enters(script, "another image", ticket(), evidence=_shown(OTHER_MR_TD), cites=["BOND-10"])
    no_read(script, ident, cites=["BOND-10"])
    no_bond(script, ident, "ComputeModuleRequesterAcl", cites=["BOND-20"])
    enters(script, "no ticket", evidence=_shown())
    no_bond(script, ident, "ComputeModuleRequesterAcl", cites=["BOND-20"])
    enters(script, "both again", ticket(), evidence=_shown())
    bonds(script, ident, cites=["BOND-20"])
    issues(script, keys(1), "the issuer rotates", cites=["BOND-14"])
    no_read(script, ident, cites=["BOND-14", "BOND-20"])
    issues(script, keys(0), "and back")
    bonds(script, ident, cites=["BOND-20"])
    advance(script, START + HOUR)
    no_read(script, ident, cites=["BOND-9", "BOND-20"])
    runs = deployed(script, gated(name="almanac.b", measurements=Measurements(MR_TD)), "an Almanac that runs the image")
    enters(script, "a bridge that asks it of whom it goes to", peer=OTHER, validator=acl(replace(asks, side=GOES)))
    no_bond(script, runs, "ComputeModuleRequesterAcl", "it has no ticket", peer=OTHER, cites=["BOND-20", "BOND-6"])
    held = ticket(START + 2 * HOUR, public_key(COMMITTEE[0]))
    shows(script, runs, _shown(), "it has one", held, cites=["BOND-13"])
    bonds(script, runs, peer=OTHER, cites=["BOND-20", "BOND-6"])
    script.go("world.close")


def _roots(made: Collection) -> None:
    script = made.script("bonds/clauses/own-root", "a root of one's own needs a coalition with an issuer")
    ident = opened(script, gated(OWN), comment="an Almanac of a coalition with an issuer")
    without = replace(ISSUING, ticket_issuer=None)
    bare = deployed(script, gated(OWN, coalition=without), "one of a coalition without")
    free = deployed(script, gated(name="almanac.c"), "one that asks for nothing")
    issues(script, keys(0))
    nowhere = without.stable_id().derive("tickets")
    issues(script, keys(0), "and where nobody is to issue", nowhere)
    enters(script, "a peer with a ticket of each", ticket(), ticket(root=nowhere))
    bonds(script, ident, cites=["BOND-13"])
    ticks(script, ident)
    no_bond(script, bare, "RecogniseIssuer", "it has no root", cites=["BOND-13"])
    own = AclComposition((RecogniseIssuer(GOES, OWN.issuer),))
    enters(script, "a peer that asks for its own", ticket(peer=OTHER), peer=OTHER, validator=own)
    no_bond(script, free, "RecogniseIssuer", "a peer has none", peer=OTHER, cites=["BOND-13"])
    reads(script, ident)
    script.go("world.close")


SUBJECTS: Final = (
    _mrtd, _equal, _in_set, _floor, _no_card, _falls, _settlement, _member, _outcome, _pin, _requesters, _roots,
)  # fmt: skip
