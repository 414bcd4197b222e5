"""What follows from the readings, as laws over random configurations: what moves an identity and what does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from by_hand import ZERO, content, h, hash_many, stable_id
from hypothesis import assume, given
from hypothesis import strategies as st

from coalition import (
    UNIVERSE,
    ZERO_ID,
    AclComposition,
    CoalitionConfig,
    ContentParams,
    LatticeConfig,
    Measurements,
    OrganismConfig,
    OrganismRef,
    RetirementPolicy,
    SignerConfig,
    TicketIssuerConfig,
    TokenPair,
    UniqueId,
    derive_stable_id,
    examples,
    unique_id,
)
from coalition.acl import AdmitsMeasurementsInSet, OperatorPublish, ReputationFloor, Side, acl_clause
from coalition.coalition_config import coa_modules
from coalition.errors import (
    DuplicateMember,
    EmptySet,
    MemberPrefixCollision,
    NoTicketIssuer,
    SameSymbols,
    SymbolHasSlash,
    ThresholdOutOfRange,
    UnsupportedSchemaVersion,
    ZeroId,
)
from coalition.json_form import replace
from coalition.lattice import LatticeOrganism, lattice_organism, lattice_root
from coalition.measurements import measurements_fingerprint, measurements_set
from coalition.module import atlas_members, module_id, module_members
from coalition.oracle import oracle_stream_id, pair_preimage
from coalition.organism import committee_id, group_key, private_id
from coalition.serialised import canonical_config
from coalition.signer import signer_content_hash
from coalition.stable_id import member_id
from coalition.surface import deployment, log_digest, stream_digest, surface_id
from conformance import random_inputs
from conformance.entropy import Entropy


def _drawn(shape: Any) -> st.SearchStrategy[Any]:
    return st.integers(0, 10**9).map(lambda seed: random_inputs.draw(shape, Entropy(f"law {shape} {seed}")))


configs: st.SearchStrategy[CoalitionConfig] = _drawn(CoalitionConfig)
organisms: st.SearchStrategy[OrganismConfig] = _drawn(OrganismConfig)
signers: st.SearchStrategy[SignerConfig] = _drawn(SignerConfig)
ids = st.binary(min_size=32, max_size=32).map(UniqueId).filter(lambda made: made != ZERO_ID)


@given(configs)
def test_a_lattice_moved_to_the_organisms_changes_the_root(config: CoalitionConfig) -> None:
    """Lists are folded apart: the same stable ids in the other list are another coalition."""
    assume(config.lattices)
    *rest, moved = config.lattices
    other = replace(config, lattices=tuple(rest), organisms=(OrganismRef("moved", moved), *config.organisms))
    assert other.stable_id() != config.stable_id()


@given(configs, st.sampled_from(["lattices", "organisms"]))
def test_reordering_changes_the_root(config: CoalitionConfig, field: str) -> None:
    """The order of lattices, and of organisms, is part of the identity."""
    members = getattr(config, field)
    assume(len(members) > 1)
    assert replace(config, **{field: tuple(reversed(members))}).stable_id() != config.stable_id()


@given(configs)
def test_roles_and_the_retirement_policy_move_nothing(config: CoalitionConfig) -> None:
    """ID-32: every role another, the policy the other, and the root is the same; the JSON is not."""

    def relabelled(reference: OrganismRef | None) -> OrganismRef | None:
        return None if reference is None else replace(reference, role="another label")

    slots = ("atlas", "almanac", "chronicle", "compute", "randomness")
    policies = {
        RetirementPolicy.Conservative: RetirementPolicy.Lenient,
        RetirementPolicy.Lenient: RetirementPolicy.Conservative,
    }
    other = replace(
        config,
        organisms=tuple(map(relabelled, config.organisms)),
        retirement_policy=policies[config.retirement_policy],
        **{slot: relabelled(getattr(config, slot)) for slot in slots},
    )
    assert other.stable_id() == config.stable_id()
    assert canonical_config(other) != canonical_config(config)


@given(configs, st.sampled_from(["instance_name", "coalition_seed"]))
def test_name_and_seed_move_the_root(config: CoalitionConfig, field: str) -> None:
    """Another instance name, or a foreign seed, is another coalition; neither is refused here."""
    value: Any = f"y{config.instance_name[:60]}" if field == "instance_name" else unique_id("foreign seed")
    assert replace(config, **{field: value}).stable_id() != config.stable_id()


@given(configs, ids)
def test_the_pin_decides_whether_a_rotation_moves_the_root(config: CoalitionConfig, rotated: UniqueId) -> None:
    """A pinned content hash is folded, so that a rotation moves the root; an unpinned reference has nothing to move."""
    pinned = OrganismRef("member", unique_id("member"), unique_id("before"))
    assume(rotated != pinned.content_hash)
    before = replace(config, organisms=(*config.organisms, pinned))
    after = replace(config, organisms=(*config.organisms, replace(pinned, content_hash=rotated)))
    loose = replace(config, organisms=(*config.organisms, replace(pinned, content_hash=None)))
    assert len({before.stable_id(), after.stable_id(), loose.stable_id()}) == 3


def test_a_reference_that_pins_nothing_folds_zero_and_never_equals_a_pinned_one() -> None:
    """`ZERO_ID` stands for the absent pin, and a present pin that is `ZERO_ID` is refused."""
    loose = OrganismRef("a", unique_id("a"))
    assert bytes(loose.fingerprint()) == hash_many(b"organism-ref", h(b"a"), ZERO)
    with pytest.raises(ZeroId):
        OrganismRef("a", unique_id("a"), ZERO_ID)
    with pytest.raises(ZeroId):
        OrganismRef("a", ZERO_ID)


@given(configs, st.permutations(range(5)))
def test_a_module_in_another_slot_is_another_coalition(config: CoalitionConfig, order: list[int]) -> None:
    """Slots are five and stand in their order, absent ones folded as `ZERO_ID`: none can pass for another."""
    slots = ("atlas", "almanac", "chronicle", "compute", "randomness")
    moved = replace(config, **{slots[to]: config.modules()[at] for at, to in enumerate(order)})
    same = moved.modules() == config.modules()
    assert (moved.stable_id() == config.stable_id()) is same
    assert len(coa_modules(moved).encode()) == 5 * (8 + 32)


@given(organisms, st.binary(min_size=48, max_size=48))
def test_a_tdx_rotation_moves_content_hash_and_organism_id_and_not_the_stable_id(
    organism: OrganismConfig, mr_td: bytes
) -> None:
    """A new image moves what a reference may pin, and leaves the stable id that it carries."""
    measurements = organism.content.measurements
    assume(measurements is None or measurements.mr_td != mr_td)
    rotated = replace(organism, content=ContentParams(organism.content.preimage, Measurements(mr_td)))
    assert rotated.content_hash() != organism.content_hash()
    assert rotated.organism_id() != organism.organism_id()
    assert bytes(derive_stable_id("instance")) == stable_id("instance") == h(b"instance|instance|", bytes(UNIVERSE))


@given(organisms)
def test_the_name_of_an_organism_is_in_its_id_and_not_in_its_content_hash(organism: OrganismConfig) -> None:
    """Renaming a role moves `organism_id` alone."""
    renamed = replace(organism, name="another")
    assume(organism.name != "another")
    assert renamed.content_hash() == organism.content_hash()
    assert renamed.organism_id() != organism.organism_id()


@given(organisms, configs, configs)
def test_a_composite_organism_has_one_id_in_every_coalition(
    organism: OrganismConfig, first: CoalitionConfig, second: CoalitionConfig
) -> None:
    """Two coalitions that reference one organism derive the same ids of it, whatever their roots."""
    found = []
    for config in (first, second):
        reference = OrganismRef("intents", derive_stable_id("superchain.intents"), organism.content_hash())
        within = replace(config, organisms=(reference,), lattices=())
        listed = within.organisms[0]
        found.append((listed.fingerprint(), organism.organism_id(), committee_id(organism.organism_id()).value()))
    assert found[0] == found[1]


@given(organisms, _drawn(LatticeConfig))
def test_the_span_moves_the_content_hash(organism: OrganismConfig, lattice: LatticeConfig) -> None:
    """One lattice more, the same lattice pinned, and two lattices swapped each move the content hash."""
    wider = replace(organism, lattices=(*organism.lattices, lattice))
    repinned = replace(lattice, content_hash=None if lattice.content_hash else unique_id("pin"))
    pinned = replace(organism, lattices=(*organism.lattices, repinned))
    assert len({organism.content_hash(), wider.content_hash(), pinned.content_hash()}) == 3
    if len(wider.lattices) > 1:
        assert replace(wider, lattices=wider.lattices[::-1]).content_hash() != wider.content_hash()


@given(organisms)
def test_a_span_of_a_lattice_is_not_a_span_of_an_organism(organism: OrganismConfig) -> None:
    """A lattice and an organism of one stable id are two spans: their references have two tags."""
    bare = replace(organism, lattices=(), organisms=())
    stable = unique_id("one")
    lattice = replace(bare, lattices=(LatticeConfig("one", stable),))
    member = replace(bare, organisms=(OrganismRef("one", stable),))
    assert lattice.content_hash() != member.content_hash()


def test_a_register_of_zeros_is_not_a_register_that_is_absent() -> None:
    """48 zero bytes and no bytes are two measurements, register by register."""
    mr_td = bytes([3]) * 48
    absent = measurements_fingerprint(Measurements(mr_td)).value()
    assert absent == hash_many(b"tdx", mr_td, *[b""] * 7)
    names = ("mr_config_id", "mr_owner", "mr_owner_config", "rtmr0", "rtmr1", "rtmr2", "rtmr3")
    zeros = {measurements_fingerprint(Measurements(mr_td, **{name: bytes(48)})).value() for name in names}
    assert len(zeros | {absent}) == 8


@given(_drawn(AclComposition))
def test_the_order_number_and_side_of_clauses_count(acl: AclComposition) -> None:
    """Clauses are folded in their order, one written twice twice, each with its side."""
    assume(acl.clauses)
    twice = AclComposition((*acl.clauses, acl.clauses[-1]))
    assert twice.fingerprint() != acl.fingerprint()
    if acl.clauses[0] != acl.clauses[-1]:
        assert AclComposition(acl.clauses[::-1]).fingerprint() != acl.fingerprint()
    flipped = {Side.RequireTicket: Side.VerifyPeer, Side.VerifyPeer: Side.RequireTicket}
    turned = tuple(replace(clause, side=flipped[clause.side]) for clause in acl.clauses)
    assert AclComposition(turned).fingerprint() != acl.fingerprint()
    assert acl.fingerprint() != AclComposition.OPEN.fingerprint()


def test_own_and_foreign_issuers_differ_in_their_bytes() -> None:
    """`Own` folds no bytes, a foreign root its 32, and a foreign root of zeros is refused."""
    from coalition.acl import Foreign, Own, RecogniseIssuer  # noqa: PLC0415 - here alone

    own = acl_clause(RecogniseIssuer(Side.RequireTicket, Own())).value()
    foreign = acl_clause(RecogniseIssuer(Side.RequireTicket, Foreign(unique_id("root")))).value()
    assert own == hash_many(b"clause", b"recognise-issuer", b"\x00", b"")
    assert foreign == hash_many(b"clause", b"recognise-issuer", b"\x00", h(b"root"))
    with pytest.raises(ZeroId):
        Foreign(ZERO_ID)


@given(
    st.lists(_drawn(Measurements), min_size=1, max_size=4), st.randoms(use_true_random=False), st.integers(0, 10_000)
)
def test_one_root_has_one_canonical_json(sets: list[Measurements], random: Any, points: int) -> None:
    """ID-29: a ratio written with zeros, and a set in another order, fold to one root and write one JSON."""
    ordered = list({measurements_fingerprint(each).value(): each for each in sets}.values())
    shuffled = list(ordered)
    random.shuffle(shuffled)
    short = f"{points // 10_000}.{points % 10_000:04d}"

    def config(ratio: str, members: list[Measurements]) -> CoalitionConfig:
        clauses = (
            ReputationFloor(Side.RequireTicket, unique_id("reputation"), ratio),
            AdmitsMeasurementsInSet(Side.VerifyPeer, tuple(members)),
        )
        issuer = TicketIssuerConfig("issuer", AclComposition(clauses))
        return replace(examples.SEARCHER_ALPHA, ticket_issuer=issuer)

    one, other = config(short, ordered), config(f"00{short}00", shuffled)
    assert one.stable_id() == other.stable_id()
    assert canonical_config(one) == canonical_config(other)


@given(configs, configs)
def test_two_canonical_texts_are_two_roots(first: CoalitionConfig, second: CoalitionConfig) -> None:
    """Configurations that agree in roles and policy have one JSON exactly where they have one root."""
    first, second = (
        replace(each, organisms=(), retirement_policy=RetirementPolicy.Lenient) for each in (first, second)
    )
    strip: dict[str, Any] = dict.fromkeys(("atlas", "almanac", "chronicle", "compute", "randomness"))
    first, second = replace(first, **strip), replace(second, **strip)
    assert (canonical_config(first) == canonical_config(second)) is (first.stable_id() == second.stable_id())


@given(configs)
def test_a_stable_id_stands_once(config: CoalitionConfig) -> None:
    """ID-31 holds between the lists and the slots, not only within one."""
    for stable in config.component_ids():
        with pytest.raises(DuplicateMember):
            replace(config, lattices=(*config.lattices, stable))
        with pytest.raises(DuplicateMember):
            replace(config, organisms=(*config.organisms, OrganismRef("again", stable)))


@pytest.mark.parametrize("version", [0, 2, 0x31, 255])
def test_another_schema_version_is_never_hashed(version: int) -> None:
    """ENC-5: a version other than 1 makes no configuration."""
    with pytest.raises(UnsupportedSchemaVersion):
        replace(examples.SEARCHER_ALPHA, schema_version=version)


def test_a_coalition_without_issuer_has_no_tickets() -> None:
    """ID-21: no root of tickets is derived from `ZERO_ID`."""
    with pytest.raises(NoTicketIssuer):
        examples.SEARCHER_ALPHA.ticket_issuer_root()


@given(signers)
def test_a_signer_has_two_ids(config: SignerConfig) -> None:
    """The type tag, the scheme and the threshold move `organism_id`; the stable id never hears of them."""
    assert config.organism_id() != derive_stable_id(config.instance_name)
    assert replace(config, type_tag=config.type_tag + b"x").organism_id() != config.organism_id()
    assert replace(config, committee_size=config.committee_size % 65535 + 1, threshold=1).organism_id() != (
        replace(config, threshold=1).organism_id()
    )
    made = signer_content_hash(config, None, AclComposition.OPEN).value()
    assert made == hash_many(b"content-hash", h(), h(), content(bytes(config.organism_id())), hash_many(b"acl"))


@pytest.mark.parametrize(("threshold", "size"), [(0, 0), (0, 1), (2, 1), (8, 7), (65535, 65534)])
def test_a_threshold_is_between_1_and_the_committee(threshold: int, size: int) -> None:
    """ID-39 at its edges."""
    with pytest.raises(ThresholdOutOfRange):
        replace(examples.SIGNER_CFG, threshold=threshold, committee_size=size)
    assert replace(examples.SIGNER_CFG, threshold=7, committee_size=7).threshold == 7


@given(_drawn(TokenPair), ids)
def test_a_stream_has_no_orientation(pair: TokenPair, oracle: UniqueId) -> None:
    """A pair and its reverse are one stream, symbols in ascending byte order; the schema is derived last."""
    reverse = TokenPair(pair.quote, pair.base)
    assert oracle_stream_id(oracle, pair).id() == oracle_stream_id(oracle, reverse).id()
    low, high = sorted([pair.base.encode(), pair.quote.encode()])
    assert pair_preimage(pair).value() == b"pair|" + low + b"/" + high
    schema = h(b"oracle.price-tick.v1")
    assert oracle_stream_id(oracle, pair).value() == h(h(bytes(oracle), b"pair|" + low + b"/" + high), schema)


def test_symbols_are_ordered_by_their_bytes_not_by_their_letters() -> None:
    """Upper case comes before lower case, and a longer symbol after its own start."""
    assert pair_preimage(TokenPair("aave", "ZRX")).value() == b"pair|ZRX/aave"
    assert pair_preimage(TokenPair("ETHX", "ETH")).value() == b"pair|ETH/ETHX"
    with pytest.raises(SymbolHasSlash):
        TokenPair("a/b", "c")
    with pytest.raises(SameSymbols):
        TokenPair("a", "a")


def test_a_lattice_has_two_ids() -> None:
    """The builder's root folds the chain id as u64; the stable id folds the name alone."""
    root = lattice_root("testnet-1a", 11_155_111)
    assert root.value() == h(b"builder|testnet-1a|chain=", (11_155_111).to_bytes(8, "little"))
    assert root.value() != stable_id("testnet-1a")
    for organism in LatticeOrganism:
        made = lattice_organism("testnet-1a", 11_155_111, organism).value()
        assert made == h(root.value(), organism.name.lower().encode())


@given(ids, ids, ids)
def test_a_surface_outlives_a_rotation_and_a_deployment_does_not(
    address: UniqueId, before: UniqueId, after: UniqueId
) -> None:
    """The content hash is folded into the deployment and its group key, and not into the surface."""
    assume(before != after)
    assert surface_id(address, "Ticks").value() == h(h(bytes(address), b"surface"), b"Ticks")
    assert deployment(address, before).value() == hash_many(b"deployment", bytes(address), bytes(before))
    assert deployment(address, None).value() == hash_many(b"deployment", bytes(address), ZERO)
    keys = {group_key(deployment(address, each).id()).value() for each in (before, after, None)}
    assert len(keys) == 3


@given(st.lists(ids, max_size=5))
def test_a_log_is_folded_commit_by_commit(commits: list[UniqueId]) -> None:
    """The running digest starts at `ZERO_ID`; a prefix and one commit more give the next, and order counts."""
    assert log_digest(()) == ZERO_ID
    if commits:
        previous = log_digest(tuple(commits[:-1]))
        assert log_digest(tuple(commits)) == stream_digest(previous, commits[-1]).id()
    if len(set(commits)) > 1 and commits != commits[::-1]:
        assert log_digest(tuple(commits)) != log_digest(tuple(reversed(commits)))


@given(ids)
def test_committee_private_and_group_are_three_segments(component: UniqueId) -> None:
    """Each derives under its own segment."""
    segments = {b"committee": committee_id, b"private": private_id, b"group": group_key}
    for segment, derive in segments.items():
        assert derive(component).value() == h(bytes(component), segment)


@given(configs)
def test_the_atlas_lists_lattices_then_organisms(config: CoalitionConfig) -> None:
    """ID-37: modules are no members, and the order is that of the configuration."""
    expected = [*config.lattices, *(organism.stable_id for organism in config.organisms)]
    assert list(atlas_members(config)) == expected
    assert module_members(tuple(expected)).value() == hash_many(*map(bytes, expected))


def test_a_member_id_names_one_member() -> None:
    """Two members that share 20 bytes, and not 32, are refused; 19 shared bytes are no collision."""
    one = UniqueId(bytes([7]) * 32)
    twin = UniqueId(bytes([7]) * 20 + bytes(12))
    near = UniqueId(bytes([7]) * 19 + bytes(13))
    assert member_id(one) == member_id(twin) == bytes([7]) * 20
    with pytest.raises(MemberPrefixCollision):
        module_members((one, twin))
    with pytest.raises(DuplicateMember):
        module_members((one, one))
    module_members((one, near))
    with pytest.raises(MemberPrefixCollision):
        atlas_members(replace(examples.SEARCHER_ALPHA, lattices=(one,), organisms=(OrganismRef("t", twin),)))


@given(ids, ids)
def test_a_module_belongs_to_its_coalition(first: UniqueId, second: UniqueId) -> None:
    """One configuration under two roots is two modules, and its slot is the same in both."""
    assume(first != second)
    atlas = examples.SUPERCHAIN_ATLAS
    assert atlas.module_id(first) != atlas.module_id(second)
    kinds: list[Callable[..., Any]] = [module_id]
    made = kinds[0](first, atlas.MODULE_KIND, atlas.body, ())
    assert made.id() == atlas.module_id(first)


def test_a_set_of_measurements_has_members_and_no_order() -> None:
    """The set is folded in ascending order of its fingerprints; an empty one is refused."""
    one, two = Measurements(bytes([1]) * 48), Measurements(bytes([2]) * 48)
    folded = sorted(measurements_fingerprint(each).value() for each in (one, two))
    assert measurements_set((one, two)).value() == measurements_set((two, one)).value() == hash_many(b"list", *folded)
    with pytest.raises(EmptySet):
        AdmitsMeasurementsInSet(Side.RequireTicket, ())


def test_operator_publish_folds_no_key() -> None:
    """A fleet of operators shares one content hash: the clause has its tag and its side alone."""
    made = acl_clause(OperatorPublish(Side.VerifyPeer)).value()
    assert made == hash_many(b"clause", b"operator-publish", b"\x01")
