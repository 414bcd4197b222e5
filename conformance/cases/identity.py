"""Cases of the chapter Identity: references, ACLs, content, coalitions, issuers, modules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coalition import examples
from coalition.acl import AclComposition, OperatorPublish
from coalition.coalition_config import coalition_root
from coalition.content import ContentParams
from coalition.json_form import as_json
from coalition.measurements import Measurements
from coalition.module import ModuleConfig, ModuleKind
from coalition.stable_id import Constant, derive_stable_id
from coalition.unique_id import UniqueId, hash_bytes, unique_id
from conformance.casebook import Casebook
from conformance.cases import acl, coalitions
from conformance.cases.acl import MEASUREMENTS, REQUIRE, configurations
from conformance.pages import changed
from conformance.spoilt import ILL_SHAPED


def casebooks() -> Iterator[Casebook]:
    """The casebooks of the first half of the chapter."""
    yield _constant()
    yield _stable_id()
    yield _member_id()
    yield _provider_id()
    yield _organism_ref()
    yield _lattice_ref()
    yield from coalitions.casebooks()
    yield from acl.casebooks()
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
    for name, comment, config, _ in configurations():
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
