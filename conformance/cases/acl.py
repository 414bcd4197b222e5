"""Cases of ticket issuers, and of the ACL and measurements that they are made of."""

from __future__ import annotations

from collections.abc import Iterator

from coalition import examples
from coalition.acl import (
    AclComposition,
    AdmitsMeasurementsEqual,
    AdmitsMeasurementsInSet,
    AnyClause,
    AnyCommitteeMember,
    ComputeModulePin,
    ComputeModuleRequesterAcl,
    Foreign,
    MarketSettlement,
    OperatorPublish,
    OutcomePredicate,
    Own,
    RecogniseIssuer,
    ReputationFloor,
    RequireMrtd,
    Side,
)
from coalition.attestation import AttestationLevel
from coalition.coalition_config import CoalitionConfig, RetirementPolicy
from coalition.json_form import as_json
from coalition.measurements import Measurements
from coalition.reference import OrganismRef
from coalition.stable_id import derive_stable_id
from coalition.tickets import TicketIssuerConfig
from coalition.unique_id import unique_id
from conformance.casebook import Casebook
from conformance.pages import changed

REQUIRE, VERIFY = Side.RequireTicket, Side.VerifyPeer
MEASUREMENTS = examples.ORACLE_MEASUREMENTS
OTHER_MEASUREMENTS = Measurements(mr_td=b"\x02" * 48, rtmr0=bytes(48))
ISSUER = TicketIssuerConfig("shared", AclComposition((RequireMrtd(REQUIRE, b"\x03" * 48),)))
WITH_ISSUER: CoalitionConfig = changed(examples.ETH_SUPERCHAIN, ticket_issuer=ISSUER)

CLAUSES: dict[str, AnyClause] = {
    "require-mrtd": RequireMrtd(REQUIRE, b"\x01" * 48),
    "admits-equal": AdmitsMeasurementsEqual(REQUIRE, MEASUREMENTS),
    "admits-in-set": AdmitsMeasurementsInSet(REQUIRE, (MEASUREMENTS, OTHER_MEASUREMENTS)),
    "reputation-floor": ReputationFloor(REQUIRE, derive_stable_id("accuracy-reputation.main"), "0.55"),
    "market-settlement": MarketSettlement(REQUIRE, derive_stable_id("market.main")),
    "compute-pin": ComputeModulePin(REQUIRE, examples.COMPUTE_ORG),
    "compute-requester-acl": ComputeModuleRequesterAcl(VERIFY, examples.COMPUTE_ORG),
    "any-committee-member": AnyCommitteeMember(REQUIRE, examples.SIGNER_ORG),
    "outcome-predicate": OutcomePredicate(REQUIRE, AttestationLevel.TdxRemote),
    "recognise-own": RecogniseIssuer(REQUIRE, Own()),
    "recognise-foreign": RecogniseIssuer(REQUIRE, Foreign(unique_id("another coalition's tickets root"))),
    "operator-publish": OperatorPublish(REQUIRE),
}

SEARCHER_ACL = AclComposition(
    (
        RequireMrtd(REQUIRE, b"\x11" * 48),
        RequireMrtd(REQUIRE, b"\x22" * 48),
        RequireMrtd(VERIFY, b"\x33" * 48),
        ReputationFloor(REQUIRE, derive_stable_id("accuracy-reputation.main"), "0.55"),
    )
)


def configurations() -> Iterator[tuple[str, str, CoalitionConfig, tuple[str, ...]]]:
    """Coalitions: a name, what is there to see, the configuration, and the requirements that it is of."""
    eth = examples.ETH_SUPERCHAIN
    yield "ethereum-superchain", "the book's walk-through", eth, ()
    yield "searcher-alpha", "the book's searcher-α", examples.SEARCHER_ALPHA, ()
    yield "bridge-beta", "the book's bridge-β, with a Compute module by instance", examples.BRIDGE_BETA, ()
    yield "oracle-gamma", "the book's oracle-γ, which pins the content hash", examples.ORACLE_GAMMA, ()
    yield "signer-delta", "the book's signer-δ", examples.SIGNER_DELTA, ("ID-26",)
    yield "with-issuer", "with a ticket issuer", WITH_ISSUER, ()
    yield "reordered-lattices", "the order of lattices counts", changed(eth, lattices=eth.lattices[::-1]), ()
    yield "reordered-organisms", "the order of organisms counts", changed(eth, organisms=eth.organisms[::-1]), ()
    moved = OrganismRef("lattice", eth.lattices[-1])
    yield (
        "lattice-as-organism",
        "a lattice moved to the organisms is another coalition",
        changed(eth, lattices=eth.lattices[:-1], organisms=(moved, *eth.organisms)),
        (),
    )
    yield (
        "other-role",
        "a role moves nothing",
        changed(eth, organisms=(changed(eth.organisms[0], role="feed"), *eth.organisms[1:])),
        ("ID-32",),
    )
    yield (
        "lenient",
        "the retirement policy moves nothing",
        changed(eth, retirement_policy=RetirementPolicy.Lenient),
        ("ID-32",),
    )
    bridge = examples.BRIDGE_BETA
    relabelled = (changed(bridge.organisms[0], role="feed"), *bridge.organisms[1:])
    yield (
        "relabelled-bridge",
        "roles and policy move nothing of another coalition either, whose root is its own",
        changed(bridge, organisms=relabelled, retirement_policy=RetirementPolicy.Lenient),
        ("ID-32",),
    )
    yield (
        "pinned-organism",
        "a pin is folded",
        changed(eth, organisms=(changed(eth.organisms[0], content_hash=unique_id("pin")), *eth.organisms[1:])),
        (),
    )
    yield "foreign-seed", "another seed is hashed", changed(eth, coalition_seed=unique_id("another seed")), ()
    yield "other-name", "another name", changed(eth, instance_name="ethereum.superchain-v2026q2"), ()
    yield "empty", "a coalition without members", CoalitionConfig(1, eth.coalition_seed, "empty", (), ()), ()
    atlas = examples.SUPERCHAIN_ATLAS_ORG
    yield "atlas-in-almanac-slot", "a slot's place counts", changed(eth, atlas=None, almanac=atlas), ()
    five = {
        name: OrganismRef(name, derive_stable_id(f"five.{name}"))
        for name in ("atlas", "almanac", "chronicle", "compute", "randomness")
    }
    yield "five-modules", "all five modules", changed(eth, **five), ()


def _ticket_issuer() -> Casebook:
    book = Casebook("identity.ticket_issuer")
    book.accept("shared", "an issuer with one clause", ticket_issuer=ISSUER)
    book.accept("open", "an issuer with the ACL OPEN", ticket_issuer=TicketIssuerConfig("shared", AclComposition.OPEN))
    book.accept("other-name", "another name", ticket_issuer=changed(ISSUER, name="other"))
    book.random(4)
    book.spoil_all("shared")
    return book


def _tickets_root() -> Casebook:
    book = Casebook("identity.tickets_root")
    book.accept("with-issuer", "derived from the root", config=WITH_ISSUER)
    rotated = changed(WITH_ISSUER, ticket_issuer=changed(ISSUER, acl=AclComposition.OPEN))
    book.accept("rotated-issuer", "a rotated issuer issues under another root", config=rotated)
    book.random(3)
    book.refuse_changed(
        "no-issuer", "no issuer, no root", "with-issuer", "NoTicketIssuer", config=examples.ETH_SUPERCHAIN
    )
    book.spoil("with-issuer", rules=6, shapes=4)
    return book


def _acl() -> Casebook:
    book = Casebook("identity.acl")
    searcher = SEARCHER_ACL
    book.accept("searcher", "the validator of the book's searcher", acl=searcher)
    book.accept("open", "the composition without clauses", acl=AclComposition.OPEN)
    book.accept("reordered", "the order of clauses counts", acl=AclComposition(searcher.clauses[::-1]))
    book.accept(
        "twice", "a clause written twice is folded twice", acl=AclComposition((*searcher.clauses, searcher.clauses[0]))
    )
    book.accept("all-clauses", "one of each", acl=AclComposition(tuple(CLAUSES.values())))
    book.random(4)
    book.spoil("all-clauses", rules=24, shapes=24)
    return book


def _acl_clause() -> Casebook:
    book = Casebook("identity.acl_clause")
    for name, clause in CLAUSES.items():
        book.accept(name, (type(clause).__doc__ or "").splitlines()[0], clause=clause)
        other = VERIFY if clause.side is REQUIRE else REQUIRE
        book.accept(f"{name}-other-side", "the side counts", clause=changed(clause, side=other))
    for level in AttestationLevel:
        floor = OutcomePredicate(REQUIRE, level)
        book.accept(f"outcome-{level.value}", level.name, clause=floor, requirements=["ID-23"])
    for name, ratio in (("zero", "0"), ("one", "1"), ("uneven", "0.1234"), ("padded", "0.5500")):
        floor_clause = changed(CLAUSES["reputation-floor"], floor=ratio)
        book.accept(f"reputation-floor-{name}", f"a floor of {ratio}", clause=floor_clause, requirements=["ENC-13"])
    unpinned = changed(examples.COMPUTE_ORG, content_hash=None)
    book.accept("compute-pin-unpinned", "a slot without a pin", clause=ComputeModulePin(REQUIRE, unpinned))
    book.accept(
        "admits-in-set-reordered",
        "a set has no order",
        clause=AdmitsMeasurementsInSet(REQUIRE, (OTHER_MEASUREMENTS, MEASUREMENTS)),
        requirements=["ENC-19"],
    )
    book.accept(
        "admits-in-set-one", "a set of one is not `equal`", clause=AdmitsMeasurementsInSet(REQUIRE, (MEASUREMENTS,))
    )
    book.random(8)
    for name in CLAUSES:
        book.spoil_all(name)
    empty = {"kind": "AdmitsMeasurementsInSet", "side": {"kind": "RequireTicket"}, "set": []}
    book.refuse("admits-in-set-empty", "a set without elements", "admits-in-set", "EmptySet", {"clause": empty})
    twice = {**empty, "set": [as_json(MEASUREMENTS), as_json(MEASUREMENTS)]}
    book.refuse("admits-in-set-twice", "measurements twice", "admits-in-set", "DuplicateElement", {"clause": twice})
    return book


def _measurements_set() -> Casebook:
    book = Casebook("identity.measurements_set", requirements=["ID-33", "ENC-19"])
    book.accept("old-and-new", "a rotation window", set=(MEASUREMENTS, OTHER_MEASUREMENTS))
    book.accept("new-and-old", "a set has no order", set=(OTHER_MEASUREMENTS, MEASUREMENTS))
    book.accept("one", "one element", set=(MEASUREMENTS,))
    book.random(3)
    book.refuse("empty", "no element", "one", "EmptySet", {"set": []})
    book.refuse("twice", "an element twice", "old-and-new", "DuplicateElement", {"set": [as_json(MEASUREMENTS)] * 2})
    book.spoil("old-and-new", shapes=10)
    return book


def casebooks() -> Iterator[Casebook]:
    """The casebooks of ticket issuers and ACLs."""
    yield _ticket_issuer()
    yield _tickets_root()
    yield _acl()
    yield _acl_clause()
    yield _measurements_set()
