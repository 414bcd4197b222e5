"""The stance that a component publishes about itself, and what of it the substrate does (chapter Stance).

A stance enforces nothing: it is a record that consumers read, fold and refuse on their own terms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from coalition.acl import (
    AclComposition,
    AdmitsMeasurementsEqual,
    AdmitsMeasurementsInSet,
    AnyClause,
    AnyCommitteeMember,
    ComputeModulePin,
    ComputeModuleRequesterAcl,
    MarketSettlement,
    OperatorPublish,
    OutcomePredicate,
    RecogniseIssuer,
    ReputationFloor,
    RequireMrtd,
)
from coalition.attestation import AttestationLevel
from coalition.errors import SupermajorityOutOfRange, UnknownLegitimacyBit
from coalition.measurements import Measurements, measurements_fingerprint
from coalition.names import Name
from coalition.preimage import (
    Field,
    Preimage,
    ascii_text,
    bps,
    derivation,
    discriminant,
    hash_many_of,
    identifier,
    integer,
    operation,
    part,
    plain,
    raw,
    utf8,
)
from coalition.presence import PresentId
from coalition.ratio import Ratio
from coalition.shapes import U16, Discriminant, Record, Variant
from coalition.unique_id import UniqueId


def _payload(number: int, *rows: Field) -> Preimage:
    """A variant with payload (ENC-21)."""
    return hash_many_of(ascii_text("tag", "enum"), integer("number", 8, number), rows)


def _alone(number: int) -> Preimage:
    """A variant without payload in an enum that has others (ENC-21)."""
    return plain(integer("number", 8, number))


class ConsentModel(Discriminant):
    """Whether who takes part does so by its own act."""

    Voluntary = 0
    Compulsory = 1


class CompositionForm(Discriminant):
    """Of how many operators and layers a coalition is made."""

    Direct = 0
    MultiOperator = 1
    Nested = 2


class SovereigntyClaim(Discriminant):
    """What a component claims over those who take part."""

    # The first variant bears the name of a Python keyword.
    vars()["None"] = 0
    Shared = 1
    Absolute = 2


NO_SOVEREIGNTY: Final = SovereigntyClaim["None"]


@dataclass(frozen=True)
class Majority(Variant):
    """The quorum of a basic service: more than half of its committee."""

    def preimage(self) -> Preimage:
        return _alone(0)


@dataclass(frozen=True)
class Supermajority(Variant):
    """The threshold of a composite organism's committee, in basis points."""

    threshold_bps: U16

    def rules(self) -> None:
        check_supermajority(self.threshold_bps)

    def preimage(self) -> Preimage:
        return _payload(1, integer("threshold_bps", 16, self.threshold_bps))


@dataclass(frozen=True)
class Discretion(Variant):
    """One party decides."""

    def preimage(self) -> Preimage:
        return _alone(2)


def check_supermajority(threshold_bps: int) -> None:
    """Raise `SupermajorityOutOfRange` for what is no more than half, or more than all (STANCE-2)."""
    if not 5_000 < threshold_bps <= 10_000:
        raise SupermajorityOutOfRange(threshold_bps)


AnyRule = Majority | Supermajority | Discretion


@derivation("stance.decision_rule")
def decision_rule_encoding(rule: AnyRule) -> Preimage:
    """The encoding of a decision rule (ENC-21, STANCE-1)."""
    return rule.preimage()


@dataclass(frozen=True)
class Open(Variant):
    """A validator without clauses."""

    def preimage(self) -> Preimage:
        return _alone(0)


@dataclass(frozen=True)
class Attested(Variant):
    """Peers of these measurements."""

    measurements: Measurements

    def preimage(self) -> Preimage:
        return _payload(1, part("measurements", measurements_fingerprint(self.measurements)))


@dataclass(frozen=True)
class Ticketed(Variant):
    """Peers with a ticket of this issuer; `issuer` is its root."""

    issuer: PresentId

    def preimage(self) -> Preimage:
        return _payload(2, identifier("issuer", self.issuer))


@dataclass(frozen=True)
class Reputed(Variant):
    """Peers whose score at this organism reaches the floor."""

    organism: PresentId
    floor: Ratio

    def preimage(self) -> Preimage:
        return _payload(3, identifier("organism", self.organism), bps("floor", self.floor))


@dataclass(frozen=True)
class Jurisdiction(Variant):
    """Peers of a jurisdiction, which no clause of a validator knows."""

    name: Name

    def preimage(self) -> Preimage:
        return _payload(4, utf8("name", self.name))


AnyScope = Open | Attested | Ticketed | Reputed | Jurisdiction


@derivation("stance.franchise")
def franchise_encoding(scope: AnyScope) -> Preimage:
    """The encoding of a franchise (ENC-21, STANCE-1)."""
    return scope.preimage()


@dataclass(frozen=True)
class Legitimacy(Record):
    """The grounds a component claims, a bit each (STANCE-3)."""

    CONSENT_BIT: ClassVar[int] = 0x0001
    ATTESTATION_BIT: ClassVar[int] = 0x0002
    REPUTATION_BIT: ClassVar[int] = 0x0004
    SETTLEMENT_BIT: ClassVar[int] = 0x0008
    ISSUANCE_BIT: ClassVar[int] = 0x0010
    COMMITTEE_BIT: ClassVar[int] = 0x0020
    REFERRAL_BIT: ClassVar[int] = 0x0040
    OPERATOR_BIT: ClassVar[int] = 0x0080
    PROCLAMATION_BIT: ClassVar[int] = 0x0100

    bits: U16

    def rules(self) -> None:
        check_legitimacy(self.bits)

    @classmethod
    def composed(cls, bits: int) -> Legitimacy:
        """Several grounds at once, as in the book: `Legitimacy::composed(CONSENT_BIT | ATTESTATION_BIT)`."""
        return cls(bits)


def check_legitimacy(bits: int) -> None:
    """Raise `UnknownLegitimacyBit` for a bit that the table does not have (STANCE-3)."""
    if bits >= 2 * Legitimacy.PROCLAMATION_BIT:
        raise UnknownLegitimacyBit(bits)


@dataclass(frozen=True)
class PoliticalStance(Record):
    """What a component says of the agreement it is."""

    consent: ConsentModel
    decision_rule: AnyRule
    legitimacy: Legitimacy
    franchise: AnyScope
    composition: CompositionForm
    sovereignty: SovereigntyClaim

    DEFAULT: ClassVar[PoliticalStance]

    def fingerprint(self) -> UniqueId:
        """The fingerprint (STANCE-1)."""
        return stance_fingerprint(self).id()

    def is_substrate_consistent(self) -> bool:
        """Whether nobody is compelled (STANCE-6)."""
        return is_substrate_consistent(self)


#: Every field of it is what the primitives do.
PoliticalStance.DEFAULT = PoliticalStance(
    ConsentModel.Voluntary,
    Majority(),
    Legitimacy(Legitimacy.CONSENT_BIT),
    Open(),
    CompositionForm.Direct,
    NO_SOVEREIGNTY,
)


@derivation("stance.fingerprint")
def stance_fingerprint(stance: PoliticalStance) -> Preimage:
    """The fingerprint of a stance, consistent or not (STANCE-1, STANCE-4)."""
    return hash_many_of(
        ascii_text("tag", "political-stance.v1"),
        discriminant("consent", stance.consent),
        part("decision_rule", decision_rule_encoding(stance.decision_rule), "bytes"),
        integer("legitimacy", 16, stance.legitimacy.bits),
        part("franchise", franchise_encoding(stance.franchise), "bytes"),
        discriminant("composition", stance.composition),
        discriminant("sovereignty", stance.sovereignty),
    )


@derivation("stance.content_preimage")
def carried(preimage: bytes, stance: PoliticalStance) -> Preimage:
    """The content preimage of a component that carries a stance (STANCE-8)."""
    return hash_many_of(
        ascii_text("tag", "stance-content.v1"),
        raw("preimage", preimage),
        part("stance", stance_fingerprint(stance)),
    )


@dataclass(frozen=True)
class SubstrateStance(Record):
    """Of each field of a stance whether the substrate does what it says; and whether it compels nobody."""

    consent: bool
    decision_rule: bool
    legitimacy: bool
    franchise: bool
    composition: bool
    sovereignty: bool
    consistent: bool


@operation("stance.substrate")
def substrate_stance(stance: PoliticalStance) -> SubstrateStance:
    """What of a stance is more than commentary (STANCE-5, STANCE-6)."""
    return SubstrateStance(
        is_substrate_consent(stance.consent),
        is_substrate_rule(stance.decision_rule),
        is_substrate_legitimacy(stance.legitimacy),
        is_substrate_franchise(stance.franchise),
        is_substrate_composition(stance.composition),
        is_substrate_sovereignty(stance.sovereignty),
        is_substrate_consistent(stance),
    )


def is_substrate_consent(consent: ConsentModel) -> bool:
    """A bond is opt-in on either side (STANCE-5)."""
    return consent is ConsentModel.Voluntary


def is_substrate_rule(rule: AnyRule) -> bool:
    """A quorum and a threshold are counted; one party's discretion is nobody's primitive (STANCE-5)."""
    return not isinstance(rule, Discretion)


def is_substrate_legitimacy(legitimacy: Legitimacy) -> bool:
    """Every ground but a proclamation is checked by some clause (STANCE-5)."""
    return not legitimacy.bits & Legitimacy.PROCLAMATION_BIT


def is_substrate_franchise(scope: AnyScope) -> bool:
    """A validator has a clause for each scope but a jurisdiction (STANCE-5)."""
    return not isinstance(scope, Jurisdiction)


def is_substrate_composition(composition: CompositionForm) -> bool:
    """A configuration lists components of any operators, and no coalition (STANCE-5)."""
    return composition is not CompositionForm.Nested


def is_substrate_sovereignty(sovereignty: SovereigntyClaim) -> bool:
    """The substrate enforces no claim (STANCE-5)."""
    return sovereignty is NO_SOVEREIGNTY


def is_substrate_consistent(stance: PoliticalStance) -> bool:
    """No compulsory consent, no absolute sovereignty (STANCE-6)."""
    return stance.consent is not ConsentModel.Compulsory and stance.sovereignty is not SovereigntyClaim.Absolute


@operation("stance.checked")
def checked_grounds(acl: AclComposition) -> Legitimacy:
    """The grounds that a validator's composition checks (STANCE-7)."""
    bits = Legitimacy.CONSENT_BIT
    for clause in acl.clauses:
        bits |= ground(clause)
    return Legitimacy(bits)


def ground(clause: AnyClause) -> int:
    """The bit of a clause, on whichever side it stands; 0 for one that everyone passes (STANCE-7)."""
    if isinstance(clause, OutcomePredicate) and clause.floor is AttestationLevel.Software:
        return 0
    return _GROUNDS[type(clause)]


_GROUNDS: Final[dict[type[Variant], int]] = {
    RequireMrtd: Legitimacy.ATTESTATION_BIT,
    AdmitsMeasurementsEqual: Legitimacy.ATTESTATION_BIT,
    AdmitsMeasurementsInSet: Legitimacy.ATTESTATION_BIT,
    OutcomePredicate: Legitimacy.ATTESTATION_BIT,
    ReputationFloor: Legitimacy.REPUTATION_BIT,
    MarketSettlement: Legitimacy.SETTLEMENT_BIT,
    RecogniseIssuer: Legitimacy.ISSUANCE_BIT,
    ComputeModulePin: Legitimacy.COMMITTEE_BIT,
    AnyCommitteeMember: Legitimacy.COMMITTEE_BIT,
    ComputeModuleRequesterAcl: Legitimacy.REFERRAL_BIT,
    OperatorPublish: Legitimacy.OPERATOR_BIT,
}
