"""Access control: the clauses a `TicketValidator` composes, and their fingerprints (ID-13, ID-33)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from coalition.attestation import AttestationLevel
from coalition.measurements import Measurements, check_set, measurements_set
from coalition.preimage import (
    Field,
    Preimage,
    ascii_text,
    bps,
    derivation,
    discriminant,
    each,
    hash_many_of,
    id_or_empty,
    id_or_zero,
    identifier,
    part,
    raw,
)
from coalition.presence import PresentId
from coalition.ratio import Ratio, shortest
from coalition.reference import OrganismRef, organism_ref
from coalition.shapes import Bytes48, Discriminant, Record, Variant
from coalition.unique_id import UniqueId


class Side(Discriminant):
    """Whom a clause binds: the peer that asks for admission, or the peer that the component goes to."""

    RequireTicket = 0
    VerifyPeer = 1


@dataclass(frozen=True)
class AclClause(Variant):
    """A clause: the side it stands on, its tag and its parameters."""

    TAG: ClassVar[str]
    side: Side

    def parameters(self) -> tuple[Field, ...]:
        """The rows after the side."""
        return ()

    def canonical(self) -> AclClause:
        """The clause in the one form that stands for its fingerprint (ID-29)."""
        return self


@dataclass(frozen=True)
class RequireMrtd(AclClause):
    """`Tdx::require_mrtd`: the peer's quote shows this MRTD."""

    TAG = "tdx.require-mrtd"
    mr_td: Bytes48

    def parameters(self) -> tuple[Field, ...]:
        return (raw("mr_td", self.mr_td, "bytes48"),)


@dataclass(frozen=True)
class AdmitsMeasurementsEqual(AclClause):
    """`AdmitsMeasurements::equal`: the peer's measurements are exactly these."""

    TAG = "admits-measurements.equal"
    measurements: Measurements

    def parameters(self) -> tuple[Field, ...]:
        return (part("measurements", self.measurements.fingerprint()),)


@dataclass(frozen=True)
class AdmitsMeasurementsInSet(AclClause):
    """`AdmitsMeasurements::in_set`: the peer's measurements are one of these."""

    TAG = "admits-measurements.in-set"
    set: tuple[Measurements, ...]

    def rules(self) -> None:
        check_set(self.set)

    def parameters(self) -> tuple[Field, ...]:
        return (part("set", measurements_set(self.set)),)

    def canonical(self) -> AdmitsMeasurementsInSet:
        ordered = sorted(self.set, key=lambda measurements: measurements.fingerprint().value())
        return AdmitsMeasurementsInSet(self.side, tuple(ordered))


@dataclass(frozen=True)
class ReputationFloor(AclClause):
    """`ReputationFloor::from`: the organism has a card of the peer whose score reaches the floor."""

    TAG = "reputation-floor"
    organism: PresentId
    floor: Ratio

    def parameters(self) -> tuple[Field, ...]:
        return (identifier("organism", self.organism), bps("floor", self.floor))

    def canonical(self) -> ReputationFloor:
        return ReputationFloor(self.side, self.organism, shortest(self.floor))


@dataclass(frozen=True)
class MarketSettlement(AclClause):
    """`MarketSettlement::from`: the market has committed a settlement pointer for the peer."""

    TAG = "market-settlement"
    market: PresentId

    def parameters(self) -> tuple[Field, ...]:
        return (identifier("market", self.market),)


@dataclass(frozen=True)
class _ComputeModule(AclClause):
    slot: OrganismRef

    def parameters(self) -> tuple[Field, ...]:
        return (
            identifier("slot_stable_id", self.slot.stable_id),
            id_or_zero("slot_content_hash", self.slot.content_hash),
        )


@dataclass(frozen=True)
class ComputeModulePin(_ComputeModule):
    """`ComputeModule::pin`: the peer is a committee member of the Compute module in this slot."""

    TAG = "compute-module.pin"


@dataclass(frozen=True)
class ComputeModuleRequesterAcl(_ComputeModule):
    """`ComputeModule::requester_acl`: the peer passes the requester ACL of the module in this slot."""

    TAG = "compute-module.requester-acl"


@dataclass(frozen=True)
class AnyCommitteeMember(AclClause):
    """`any_committee_member`: the peer is a committee member of this signer."""

    TAG = "any-committee-member"
    signer: OrganismRef

    def parameters(self) -> tuple[Field, ...]:
        return (part("signer", organism_ref(self.signer)),)


@dataclass(frozen=True)
class OutcomePredicate(AclClause):
    """An outcome is admitted if its aggregate attestation level reaches the floor."""

    TAG = "outcome-predicate"
    floor: AttestationLevel

    def parameters(self) -> tuple[Field, ...]:
        return (discriminant("floor", self.floor),)


@dataclass(frozen=True)
class Own(Variant):
    """The issuer of the coalition a module belongs to. Its root would be circular, so it folds no bytes."""


@dataclass(frozen=True)
class Foreign(Variant):
    """The issuer root of another coalition."""

    root: PresentId


IssuerRoot = Own | Foreign


@dataclass(frozen=True)
class RecogniseIssuer(AclClause):
    """`recognise_issuer`: tickets issued under this root count."""

    TAG = "recognise-issuer"
    issuer: IssuerRoot

    def parameters(self) -> tuple[Field, ...]:
        root: UniqueId | None = self.issuer.root if isinstance(self.issuer, Foreign) else None
        return (id_or_empty("root", root),)


@dataclass(frozen=True)
class OperatorPublish(AclClause):
    """Only the component's own operator publishes. No key is folded: a fleet shares one content hash."""

    TAG = "operator-publish"


AnyClause = (
    RequireMrtd
    | AdmitsMeasurementsEqual
    | AdmitsMeasurementsInSet
    | ReputationFloor
    | MarketSettlement
    | ComputeModulePin
    | ComputeModuleRequesterAcl
    | AnyCommitteeMember
    | OutcomePredicate
    | RecogniseIssuer
    | OperatorPublish
)


@dataclass(frozen=True)
class AclComposition(Record):
    """The clauses of a validator, in order. All must hold."""

    clauses: tuple[AnyClause, ...] = ()

    OPEN: ClassVar[AclComposition]

    def fingerprint(self) -> UniqueId:
        """The ACL fingerprint (ID-13)."""
        return acl_fingerprint(self).id()

    def canonical(self) -> AclComposition:
        """The composition with every clause in its one form (ID-29)."""
        return AclComposition(tuple(clause.canonical() for clause in self.clauses))  # type: ignore[misc] # a clause stays its kind


#: The composition without clauses: everyone is admitted.
AclComposition.OPEN = AclComposition()


@derivation("identity.acl_clause")
def acl_clause(clause: AnyClause) -> Preimage:
    """The fingerprint of a clause: tag, side, parameters (ID-33)."""
    return hash_many_of(
        ascii_text("tag", "clause"),
        ascii_text("clause_tag", clause.TAG),
        discriminant("side", clause.side),
        clause.parameters(),
    )


@derivation("identity.acl")
def acl_fingerprint(acl: AclComposition) -> Preimage:
    """The fingerprint of an ACL: its clauses in the declared order (ID-13)."""
    return hash_many_of(ascii_text("tag", "acl"), each(part("clause", acl_clause(clause)) for clause in acl.clauses))
