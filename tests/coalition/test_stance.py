"""The stance, by hand from its tables, and what of it is more than commentary."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from by_hand import h, hash_many

from coalition import AclComposition, ContentParams, EvidencePointer, OrganismConfig, RetirementReason, unique_id
from coalition.acl import OutcomePredicate, ReputationFloor, Side
from coalition.attestation import AttestationLevel
from coalition.delegation import (
    Asserted,
    DelegatedGrant,
    Representation,
    Revocability,
    SelfQuote,
    SharedIssuer,
    delegation_encoding,
    evidence_encoding,
    recorded,
    substrate_delegation,
)
from coalition.errors import SupermajorityOutOfRange, UnknownLegitimacyBit
from coalition.measurements import Measurements
from coalition.stance import (
    Attested,
    CompositionForm,
    ConsentModel,
    Discretion,
    Jurisdiction,
    Legitimacy,
    PoliticalStance,
    Reputed,
    SovereigntyClaim,
    Supermajority,
    carried,
    checked_grounds,
    substrate_stance,
)

DEFAULT = PoliticalStance.DEFAULT
MRTD = b"\x11" * 48
ATTESTED = PoliticalStance(
    consent=ConsentModel.Voluntary,
    decision_rule=Supermajority(6_667),
    legitimacy=Legitimacy.composed(Legitimacy.CONSENT_BIT | Legitimacy.ATTESTATION_BIT),
    franchise=Attested(Measurements(MRTD)),
    composition=CompositionForm.MultiOperator,
    sovereignty=SovereigntyClaim.Shared,
)


def test_the_default_is_six_short_fields() -> None:
    """Variants without payload are one byte; the bits are two, the low one first."""
    made = hash_many(b"political-stance.v1", b"\x00", b"\x00", b"\x01\x00", b"\x00", b"\x00", b"\x00")
    assert bytes(DEFAULT.fingerprint()) == made


def test_the_books_committee() -> None:
    """Variants with payload are hashed with their number, measurements by their own fingerprint."""
    rule = hash_many(b"enum", b"\x01", (6_667).to_bytes(2, "little"))
    measurements = hash_many(b"tdx", MRTD, *[b""] * 7)
    franchise = hash_many(b"enum", b"\x01", measurements)
    made = hash_many(b"political-stance.v1", b"\x00", rule, b"\x03\x00", franchise, b"\x01", b"\x01")
    assert bytes(ATTESTED.fingerprint()) == made


def test_a_reputed_franchise_folds_basis_points() -> None:
    """The same floor in other digits is the same stance."""
    scores = unique_id("scores")
    franchise = hash_many(b"enum", b"\x03", h(b"scores"), (5_500).to_bytes(2, "little"))
    made = hash_many(b"political-stance.v1", b"\x00", b"\x00", b"\x01\x00", franchise, b"\x00", b"\x00")
    for floor in ("0.55", "00.5500"):
        assert bytes(replace(DEFAULT, franchise=Reputed(scores, floor)).fingerprint()) == made


@pytest.mark.parametrize(("points", "right"), [(5_000, False), (5_001, True), (10_000, True), (10_001, False)])
def test_a_supermajority_is_more_than_half(points: int, right: bool) -> None:
    """Half is none, and more than all is none either."""
    if right:
        assert Supermajority(points).threshold_bps == points
        return
    with pytest.raises(SupermajorityOutOfRange):
        Supermajority(points)


def test_grounds_have_names() -> None:
    """Any sum of the nine bits is right; the tenth has no name."""
    assert Legitimacy(0x01FF).bits == 0x01FF
    for bits in (0x0200, 0x0201, 0xFFFF):
        with pytest.raises(UnknownLegitimacyBit):
            Legitimacy(bits)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("consent", ConsentModel.Compulsory),
        ("decision_rule", Discretion()),
        ("legitimacy", Legitimacy(Legitimacy.CONSENT_BIT | Legitimacy.PROCLAMATION_BIT)),
        ("franchise", Jurisdiction("zug")),
        ("composition", CompositionForm.Nested),
        ("sovereignty", SovereigntyClaim.Shared),
        ("sovereignty", SovereigntyClaim.Absolute),
    ],
)
def test_commentary_is_told_field_by_field(field: str, value: object) -> None:
    """What one field says leaves the others as they were."""
    fields = ("consent", "decision_rule", "legitimacy", "franchise", "composition", "sovereignty")
    found = substrate_stance(replace(DEFAULT, **{field: value}))
    assert {name: getattr(found, name) for name in fields} == {name: name != field for name in fields}


def test_only_compulsion_and_absolute_sovereignty_are_inconsistent() -> None:
    """Over all pairs of the two, whatever else is said; each has a fingerprint of its own."""
    fingerprints = set()
    for consent, sovereignty in itertools.product(ConsentModel, SovereigntyClaim):
        stance = replace(ATTESTED, decision_rule=Discretion(), consent=consent, sovereignty=sovereignty)
        consistent = consent.name == "Voluntary" and sovereignty.name != "Absolute"
        assert stance.is_substrate_consistent() is consistent
        fingerprints.add(bytes(stance.fingerprint()))
    assert len(fingerprints) == 6


def test_what_a_validator_checks() -> None:
    """Consent always; a floor that every outcome reaches is no attestation."""
    floor = ReputationFloor(Side.VerifyPeer, unique_id("scores"), "0")
    software, local = (OutcomePredicate(Side.RequireTicket, level) for level in list(AttestationLevel)[:2])
    assert checked_grounds(AclComposition.OPEN).bits == 0x01
    assert checked_grounds(AclComposition((software,))).bits == 0x01
    assert checked_grounds(AclComposition((floor, local, software))).bits == 0x07


def test_a_stance_moves_the_content_hash_and_not_the_name() -> None:
    """Two stances of one component: another content hash; a component without one is as it was."""

    def content_hash(preimage: bytes) -> bytes:
        content = ContentParams(preimage)
        return bytes(OrganismConfig("role", (), (), content, AclComposition.OPEN).content_hash())

    preimages = [b"policy", *(carried(b"policy", stance).value() for stance in (DEFAULT, ATTESTED))]
    assert preimages[1] == hash_many(b"stance-content.v1", b"policy", bytes(DEFAULT.fingerprint()))
    assert len({content_hash(each) for each in preimages}) == 3


def test_delegations() -> None:
    """To whom, and last how it ends."""
    made = delegation_encoding(SharedIssuer(unique_id("root"), Revocability.ByRotation)).value()
    assert made == hash_many(b"enum", b"\x00", h(b"root"), b"\x01")
    pointer = hash_many(b"evidence-pointer.v1", h(b"compute"), (7).to_bytes(8, "little"), h(b"grant"))
    grant = EvidencePointer(unique_id("compute"), 7, unique_id("grant"))
    assert delegation_encoding(DelegatedGrant(grant, Revocability.AtWill)).value() == hash_many(
        b"enum", b"\x02", pointer, b"\x00"
    )


def test_how_delegations_end() -> None:
    """By all markers, by some, by none; and a representative is nobody's primitive, however it ends."""
    ends = {each: substrate_delegation(Representation(each)) for each in Revocability}
    assert ends[Revocability.AtWill].ended_by == tuple(RetirementReason)
    assert ends[Revocability.ByRotation].ended_by == (RetirementReason.Rotation,)
    assert ends[Revocability.InEmergency].ended_by == (RetirementReason.Emergency,)
    assert ends[Revocability.Irrevocable].ended_by == ()
    assert [found.revocability for found in ends.values()] == [True, True, True, False]
    assert not any(found.delegation for found in ends.values())
    assert substrate_delegation(SharedIssuer(unique_id("root"), Revocability.Irrevocable)).delegation


def test_evidence() -> None:
    """A quote is on record, somebody's word is not."""
    quote = SelfQuote(unique_id("quote"))
    assert evidence_encoding(quote).value() == hash_many(b"enum", b"\x00", h(b"quote"))
    assert evidence_encoding(Asserted()).value() == b"\x03"
    assert recorded((Asserted(), quote, Asserted(), quote)) == (quote, quote)
