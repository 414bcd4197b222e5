"""Cases of the chapter Identity: references, ACLs, content, coalitions, issuers, modules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import rfc8785

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
from coalition.coalition_config import CoalitionConfig, RetirementPolicy, coalition_root
from coalition.content import ContentParams
from coalition.json_form import as_json
from coalition.measurements import Measurements
from coalition.module import ModuleConfig, ModuleKind
from coalition.reference import OrganismRef
from coalition.stable_id import Constant, derive_stable_id
from coalition.tickets import TicketIssuerConfig
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance.casebook import Casebook
from conformance.pages import changed
from conformance.spoilt import ILL_SHAPED

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


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the first half of the chapter."""
    yield _constant()
    yield _stable_id()
    yield _member_id()
    yield _provider_id()
    yield _organism_ref()
    yield _lattice_ref()
    yield from _coalition()
    yield _canonical_config()
    yield _ticket_issuer()
    yield _tickets_root()
    yield _acl()
    yield _acl_clause()
    yield _measurements_set()
    yield _content()
    yield _measurements()
    yield from _modules()


def _constant() -> Casebook:
    book = Casebook("identity.constant", requirements=["ID-1", "ID-2"])
    book.accept("universe", "the network", constant=Constant.Universe)
    book.accept("coalition-root-seed", "the seed", constant=Constant.CoalitionRootSeed)
    book.accept("zero-id", "32 zero bytes", constant=Constant.ZeroId, requirements=["ENC-4"])
    book.accept(
        "price-tick-schema", "the schema of a price tick", constant=Constant.PriceTickSchemaV1, requirements=["ID-42"]
    )
    book.spoil("universe")
    return book


def _stable_id() -> Casebook:
    book = Casebook("identity.stable_id", requirements=["ID-3", "ID-1"])
    for name, instance_name in (
        ("searcher", "searcher-α.searcher"),
        ("bridge", "bridge-β.compute-bridge"),
        ("oracle", "oracle-γ.oracle"),
        ("signer", "signer-δ.signer"),
        ("ethereum-mainnet", "ethereum.mainnet"),
        ("next-instance", "signer-δ.v1"),
        ("one-letter", "a"),
    ):
        book.accept(
            name,
            "an instance of the book",
            instance_name=instance_name,
            requirements=["ID-26"] if "signer" in instance_name else [],
        )
    book.accept("hex", "64 digits are a name like any other", instance_name="ab" * 32)
    book.random(4)
    book.spoil_all("searcher")
    return book


def _member_id() -> Casebook:
    book = Casebook("identity.member_id")
    for name, instance_name in (("searcher", "searcher-α.searcher"), ("oracle", "oracle-γ.oracle")):
        stable_id = derive_stable_id(instance_name)
        misses = {"last-twenty": bytes(stable_id)[-20:].hex(), "hashed-address": bytes(stable_id.hashed())[:20].hex()}
        book.accept(name, "the first 20 bytes", stable_id=stable_id, misses=misses)
    book.accept(
        "zero-prefix",
        "20 zero bytes are a member id, of an id that is not ZERO_ID",
        stable_id=UniqueId(bytes(20) + b"\1" * 12),
    )
    book.random(2)
    book.spoil_all("searcher")
    return book


def _provider_id() -> Casebook:
    book = Casebook("identity.provider_id")
    book.accept("bridge", "a public key", public_key=hash_bytes(b"example provider key"))
    book.random(2)
    book.spoil("bridge")
    return book


def _organism_ref() -> Casebook:
    book = Casebook("identity.organism_ref")
    pinned = examples.ORACLE_ORG
    book.accept("oracle-pinned", "stable id and content hash", reference=pinned)
    book.accept("searcher-unpinned", "ZERO_ID stands for the absent content hash", reference=examples.SEARCHER_ORG)
    book.accept("other-role", "the role is not folded", reference=changed(pinned, role="feed"), requirements=["ID-32"])
    book.accept(
        "other-role-unpinned",
        "the role is not folded, and the stable id is",
        reference=changed(examples.SEARCHER_ORG, role="feed"),
        requirements=["ID-32"],
    )
    book.accept(
        "unpinned", "the same organism without a pin is another reference", reference=changed(pinned, content_hash=None)
    )
    book.random(4)
    book.spoil_all("oracle-pinned")
    return book


def _lattice_ref() -> Casebook:
    book = Casebook("identity.lattice_ref")
    book.accept("testnet-1a", "without a pin", lattice=examples.TESTNET_1A)
    pinned = changed(examples.TESTNET_1A, content_hash=unique_id("example content hash testnet-1a"))
    book.accept("testnet-1a-pinned", "with a pin", lattice=pinned)
    book.accept(
        "other-name",
        "the instance name is not folded beside the stable id",
        lattice=changed(pinned, instance_name="testnet-1b"),
    )
    book.random(3)
    book.spoil_all("testnet-1a-pinned")
    return book


def _configs() -> Iterator[tuple[str, str, CoalitionConfig, tuple[str, ...]]]:
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


def _coalition() -> Iterator[Casebook]:
    operations = ("coalition", "coa_lattices", "coa_organisms", "coa_modules", "coa_tickets", "coalition_root")
    for operation in operations:
        root = operation == "coalition_root"
        book = Casebook(f"identity.{operation}", requirements=_cited(operation))
        for name, comment, config, requirements in _configs():
            book.accept(name, comment, config=config, requirements=requirements if root else ())
        if operation == "coa_tickets":
            book.accept("absent", "no issuer: ZERO_ID", config=examples.SEARCHER_ALPHA)
        book.random(6)
        if root:
            book.spoil_all("with-issuer", ("PROTO-14",))
            book.spoil("five-modules", rules=24, shapes=24, requirements=("PROTO-14",))
            _duplicates(book)
            _shouted(book)
        else:
            book.spoil("with-issuer", rules=6, shapes=6, requirements=("PROTO-14",))
        yield book


def _cited(operation: str) -> tuple[str, ...]:
    return {
        "coalition": ("ID-7", "ID-2"),
        "coa_lattices": ("ID-8", "ID-6"),
        "coa_organisms": ("ID-9", "ID-5"),
        "coa_modules": ("ID-10",),
        "coa_tickets": ("ID-11",),
        "coalition_root": ("ID-12",),
    }[operation]


def _shouted(book: Casebook) -> None:
    """The book's constants for the policies are no names of variants."""
    eth = as_json(examples.ETH_SUPERCHAIN)
    for name in ("CONSERVATIVE", "LENIENT"):
        config = {**eth, "retirement_policy": {"kind": name}}
        book.refuse(
            f"policy-upper-case-{name.lower()}",
            "a variant's name in upper case",
            "ethereum-superchain",
            ILL_SHAPED,
            {"config": config},
        )


def _duplicates(book: Casebook) -> None:
    eth = as_json(examples.ETH_SUPERCHAIN)

    def refuse(name: str, comment: str, **members: Any) -> None:
        book.refuse(name, comment, "ethereum-superchain", "DuplicateMember", {"config": {**eth, **members}})

    first, second, third = eth["organisms"]
    refuse(
        "duplicate-lattice", "a lattice twice", lattices=[eth["lattices"][0], eth["lattices"][0], eth["lattices"][2]]
    )
    refuse(
        "duplicate-organism", "an organism twice", organisms=[first, second, {**third, "stable_id": first["stable_id"]}]
    )
    refuse(
        "duplicate-pinned",
        "an organism twice, once pinned",
        organisms=[first, second, {**first, "role": "again", "content_hash": "aa" * 32}],
    )
    refuse(
        "lattice-and-organism",
        "a lattice that is an organism too",
        organisms=[first, second, {**third, "stable_id": eth["lattices"][0]}],
    )
    refuse(
        "organism-and-module",
        "an organism that is a module too",
        organisms=[first, second, {**third, "stable_id": eth["atlas"]["stable_id"]}],
    )
    refuse("module-twice", "one module in two slots", almanac=eth["atlas"])
    refuse(
        "lattice-and-module",
        "a lattice that is a module too",
        lattices=[*eth["lattices"][:2], eth["atlas"]["stable_id"]],
    )
    pinned = next(test.params["config"] for test in book.tests if test.id.endswith("/pinned-organism"))
    book.refuse(
        "pinned-organism-and-module",
        "an organism that is pinned, and a module without a pin",
        "pinned-organism",
        "DuplicateMember",
        {"config": {**pinned, "atlas": {**pinned["atlas"], "stable_id": first["stable_id"]}}},
    )


def _canonical_config() -> Casebook:
    book = Casebook("identity.canonical_config")
    for name, comment, config, _ in _configs():
        if name in ("searcher-alpha", "with-issuer", "oracle-gamma", "five-modules", "lenient", "other-role"):
            declared = json.dumps(as_json(config), ensure_ascii=False, separators=(",", ":"))
            book.accept(name, comment, config=config, misses={"not-canonical": declared})
    quoting = changed(examples.SEARCHER_ALPHA, instance_name='quote " backslash \\ euro € astral 𝔸')
    book.accept("quoting", "characters that are escaped, and characters that are not", config=quoting)
    floor, admitted = CLAUSES["reputation-floor"], AdmitsMeasurementsInSet(REQUIRE, (MEASUREMENTS, OTHER_MEASUREMENTS))
    turned = AdmitsMeasurementsInSet(REQUIRE, (OTHER_MEASUREMENTS, MEASUREMENTS))
    pairs: dict[str, tuple[AnyClause, ...]] = {
        "clauses": (floor, admitted),
        "clauses-loose": (changed(floor, floor="00.5500"), turned),
        "floor-of-one": (changed(floor, floor="1"),),
        "floor-of-one-loose": (changed(floor, floor="01"),),
        "floor-of-one-pointed": (changed(floor, floor="1.0"),),
    }
    for name, found in pairs.items():
        issuer = TicketIssuerConfig("shared", AclComposition(found))
        written = changed(examples.ETH_SUPERCHAIN, ticket_issuer=issuer)
        declared = rfc8785.dumps(as_json(written)).decode()
        book.accept(
            name,
            "one root, one JSON: the shortest ratio, the set in order",
            config=written,
            misses={"as-given": declared},
        )
    book.random(3)
    book.spoil("with-issuer", rules=6, shapes=4)
    return book


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


def _content() -> Casebook:
    book = Casebook("identity.content")
    oracle = examples.ORACLE.content
    book.accept("oracle", "with measurements", content=oracle)
    book.accept(
        "oracle-unmeasured", "ZERO_ID stands for absent measurements", content=changed(oracle, measurements=None)
    )
    book.accept("empty", "no bytes, no measurements", content=ContentParams(b""))
    book.accept("long", "a preimage of any length", content=ContentParams(b"policy " * 40))
    rotated = changed(oracle, measurements=changed(MEASUREMENTS, mr_td=b"\x09" * 48))
    book.accept("rotated-image", "a TDX rotation moves the content", content=rotated)
    book.random(3)
    book.spoil_all("oracle")
    return book


def _measurements() -> Casebook:
    book = Casebook("identity.measurements")
    book.accept("oracle", "the four registers of ch. 30", measurements=MEASUREMENTS)
    book.accept("mr-td-alone", "MRTD alone", measurements=Measurements(b"\x01" * 48))
    book.accept(
        "declared-zero",
        "a register declared as zero differs from one not declared",
        measurements=Measurements(b"\x01" * 48, rtmr0=bytes(48)),
    )
    registers = {f"rtmr{number}": bytes([number + 1]) * 48 for number in range(4)}
    book.accept(
        "mosaik", "MRTD and the RTMRs, as mosaik's type has them", measurements=Measurements(b"\x09" * 48, **registers)
    )
    book.accept("all-eight", "all eight", measurements=changed(MEASUREMENTS, **registers))
    book.accept("zero-mr-td", "an MRTD of zero bytes is a value", measurements=Measurements(bytes(48)))
    book.random(4)
    book.spoil_all("all-eight")
    book.refuse(
        "null-mr-td",
        "MRTD is always declared",
        "mr-td-alone",
        ILL_SHAPED,
        {"measurements": {**as_json(Measurements(b"\x01" * 48)), "mr_td": None}},
    )
    return book


def _modules() -> Iterator[Casebook]:
    root = coalition_root(examples.ETH_SUPERCHAIN).id()
    atlas = examples.SUPERCHAIN_ATLAS.body
    configs = Casebook("identity.module_config")
    roots = Casebook("identity.module_root")
    ids = Casebook("identity.module_id")
    for kind in ModuleKind:
        name = "superchain-atlas" if kind is ModuleKind.Atlas else kind.str_name()
        configs.accept(name, f"{kind.name}: the kind counts", kind=kind, config=atlas)
        roots.accept(kind.str_name(), f"{kind.name} under ethereum.superchain", coalition_root=root, kind=kind)
        members = (*examples.ETH_SUPERCHAIN.lattices, *(each.stable_id for each in examples.ETH_SUPERCHAIN.organisms))
        ids.accept(
            name,
            f"{kind.name} under ethereum.superchain",
            coalition_root=root,
            kind=kind,
            config=atlas,
            members=members if kind is ModuleKind.Atlas else (),
        )
    base = {"coalition_root": root, "kind": ModuleKind.Atlas, "config": atlas}
    members = tuple(examples.ETH_SUPERCHAIN.lattices)
    ids.accept("reordered-members", "the order of members counts", base, members=members[::-1])
    ids.accept("in-order-members", "the order of members counts", base, members=members)
    ids.accept("other-name", "the name is folded", {**base, "config": changed(atlas, name="atlas-2")}, members=members)
    ids.accept(
        "other-root",
        "the coalition's root is folded",
        {**base, "coalition_root": unique_id("another root")},
        members=members,
    )
    gated = ModuleConfig(
        "atlas", changed(atlas.content, measurements=MEASUREMENTS), AclComposition((OperatorPublish(REQUIRE),))
    )
    configs.accept("gated", "with measurements and an ACL", kind=ModuleKind.Atlas, config=gated)
    ids.accept("gated", "with measurements and an ACL", {**base, "config": gated}, members=members)
    short = [member.hex() for member in members]
    ids.refuse(
        "member-twice",
        "a member twice",
        "in-order-members",
        "DuplicateMember",
        _with(ids, "in-order-members", members=[short[0], short[0], short[2]]),
        ("ID-38",),
    )
    colliding = [short[0], short[0][:40] + "00" * 12, short[2]]
    ids.refuse(
        "member-prefix",
        "two members with one MemberId",
        "in-order-members",
        "MemberPrefixCollision",
        _with(ids, "in-order-members", members=colliding),
    )
    for book in (configs, roots, ids):
        book.random(4)
    configs.spoil_all("gated")
    roots.spoil_all("atlas")
    ids.spoil("gated", rules=12, shapes=12)
    yield from (configs, roots, ids, _module_members(), _atlas_members())


def _with(book: Casebook, name: str, **members: Any) -> dict[str, Any]:
    """The parameters of a test, some of them replaced by their JSON forms."""
    base = next(test.params for test in book.tests if test.id.endswith(f"/{name}"))
    return {**base, **members}


def _module_members() -> Casebook:
    book = Casebook("identity.module_members", requirements=["ID-20"])
    members = tuple(examples.ETH_SUPERCHAIN.lattices)
    book.accept("three", "three members", members=members)
    book.accept("none", "no members, as of all modules but an Atlas", members=())
    book.accept("reversed", "the order counts", members=members[::-1])
    book.random(2)
    first, _, last = (member.hex() for member in members)
    book.refuse("twice", "a member twice", "three", "DuplicateMember", {"members": [first, first, last]}, ("ID-38",))
    book.refuse(
        "prefix",
        "two members with one MemberId",
        "three",
        "MemberPrefixCollision",
        {"members": [first, first[:40] + "00" * 12, last]},
    )
    book.spoil_all("three")
    return book


def _atlas_members() -> Casebook:
    book = Casebook("identity.atlas_members", requirements=["ID-37", "ID-38"])
    for name, comment, config, _ in _configs():
        if name in (
            "ethereum-superchain",
            "searcher-alpha",
            "empty",
            "reordered-lattices",
            "lattice-as-organism",
            "five-modules",
        ):
            organisms = [each.stable_id.hex() for each in config.organisms]
            lattices = [each.hex() for each in config.lattices]
            book.accept(name, comment, config=config, misses={"organisms-first": [*organisms, *lattices]})
    eth = as_json(examples.ETH_SUPERCHAIN)
    near = eth["lattices"][0][:40] + "00" * 12
    clash = {**eth, "organisms": [*eth["organisms"][:2], {**eth["organisms"][2], "stable_id": near}]}
    book.refuse(
        "prefix",
        "a lattice and an organism with one MemberId",
        "ethereum-superchain",
        "MemberPrefixCollision",
        {"config": clash},
    )
    apart = {
        **eth,
        "organisms": [*eth["organisms"][:2], {**eth["organisms"][2], "stable_id": eth["lattices"][0][:38] + "00" * 13}],
    }
    book.accept_params("nineteen-bytes", "19 bytes in common are no collision", {"config": apart})
    book.random(2)
    book.spoil("ethereum-superchain", rules=6, shapes=4)
    return book
