"""What moves the ids of organisms and signers, of their measurements and clauses, and what does not."""

from __future__ import annotations

import pytest
from by_hand import content, h, hash_many, stable_id
from drawn import configs, drawn, ids, organisms, signers
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
    SignerConfig,
    UniqueId,
    derive_stable_id,
    examples,
    unique_id,
)
from coalition.acl import AdmitsMeasurementsInSet, OperatorPublish, Side, acl_clause
from coalition.errors import EmptySet, ThresholdOutOfRange, ZeroId
from coalition.json_form import replace
from coalition.measurements import measurements_fingerprint, measurements_set
from coalition.organism import committee_id, group_key, private_id
from coalition.signer import signer_content_hash


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


@given(organisms, drawn(LatticeConfig))
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


@given(drawn(AclComposition))
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


@given(ids)
def test_committee_private_and_group_are_three_segments(component: UniqueId) -> None:
    """Each derives under its own segment."""
    segments = {b"committee": committee_id, b"private": private_id, b"group": group_key}
    for segment, derive in segments.items():
        assert derive(component).value() == h(bytes(component), segment)


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
