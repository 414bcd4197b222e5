"""Delegations, how they are taken back, and what records consent (chapter Stance). They enforce nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coalition.preimage import (
    Field,
    Preimage,
    ascii_text,
    derivation,
    discriminant,
    hash_many_of,
    identifier,
    integer,
    operation,
    part,
    plain,
)
from coalition.presence import PresentId
from coalition.retirement import RetirementReason
from coalition.shapes import Discriminant, Record, Variant
from coalition.surface import EvidencePointer, evidence_pointer


class Revocability(Discriminant):
    """By which retirement markers a delegation ends."""

    AtWill = 0
    ByRotation = 1
    InEmergency = 2
    Irrevocable = 3


_ENDED_BY: Final = {
    Revocability.AtWill: tuple(RetirementReason),
    Revocability.ByRotation: (RetirementReason.Rotation,),
    Revocability.InEmergency: (RetirementReason.Emergency,),
    Revocability.Irrevocable: (),
}


def ended_by(revocability: Revocability) -> tuple[RetirementReason, ...]:
    """The reasons of the markers that end a delegation, in the order of their numbers (STANCE-11)."""
    return _ENDED_BY[revocability]


@dataclass(frozen=True)
class SharedIssuer(Variant):
    """The tickets of an issuer count as one's own; `issuer` is its root."""

    issuer: PresentId
    revocability: Revocability


@dataclass(frozen=True)
class CommitteePublication(Variant):
    """A committee publishes in one's name; `component` is the address of what it runs."""

    component: PresentId
    revocability: Revocability


@dataclass(frozen=True)
class DelegatedGrant(Variant):
    """A peer's Compute runs one's workload; `grant` is the commit of the grant."""

    KIND = "ComputeGrant"
    grant: EvidencePointer
    revocability: Revocability


@dataclass(frozen=True)
class Representation(Variant):
    """Somebody speaks for others, and nothing on the substrate says so."""

    revocability: Revocability


AnyDelegation = SharedIssuer | CommitteePublication | DelegatedGrant | Representation


@derivation("stance.delegation")
def delegation_encoding(delegation: AnyDelegation) -> Preimage:
    """The encoding of a delegation: a variant with payload (ENC-21, STANCE-10)."""
    return hash_many_of(
        ascii_text("tag", "enum"),
        _delegate(delegation),
        discriminant("revocability", delegation.revocability),
    )


def _delegate(delegation: AnyDelegation) -> tuple[Field, ...]:
    """The number of the variant, and to whom."""
    match delegation:
        case SharedIssuer():
            return integer("number", 8, 0), identifier("issuer", delegation.issuer)
        case CommitteePublication():
            return integer("number", 8, 1), identifier("component", delegation.component)
        case DelegatedGrant():
            return integer("number", 8, 2), part("grant", evidence_pointer(delegation.grant))
        case Representation():
            return (integer("number", 8, 3),)


@dataclass(frozen=True)
class SubstrateDelegation(Record):
    """Whether the substrate has the delegation and its end, and by which markers it ends."""

    delegation: bool
    revocability: bool
    ended_by: tuple[RetirementReason, ...]


@operation("stance.delegated")
def substrate_delegation(delegation: AnyDelegation) -> SubstrateDelegation:
    """What of a delegation is more than commentary (STANCE-11)."""
    return SubstrateDelegation(
        is_substrate_delegation(delegation),
        is_substrate_revocability(delegation.revocability),
        ended_by(delegation.revocability),
    )


def is_substrate_delegation(delegation: AnyDelegation) -> bool:
    """An issuer, a committee and a grant are primitives; a representative is none (STANCE-11)."""
    return not isinstance(delegation, Representation)


def is_substrate_revocability(revocability: Revocability) -> bool:
    """What no marker ends is not the substrate's: an operator can always leave (STANCE-11)."""
    return bool(ended_by(revocability))


@dataclass(frozen=True)
class SelfQuote(Variant):
    """The quote of a bond; `quote` is `H` of its bytes."""

    quote: PresentId


@dataclass(frozen=True)
class Ticket(Variant):
    """A ticket; `ticket` is its id."""

    ticket: PresentId


@dataclass(frozen=True)
class StreamCommit(Variant):
    """A commit on a stream."""

    commit: EvidencePointer


@dataclass(frozen=True)
class Asserted(Variant):
    """Nothing but the word of the one who says so."""


AnyEvidence = SelfQuote | Ticket | StreamCommit | Asserted


@derivation("stance.consent_evidence")
def evidence_encoding(evidence: AnyEvidence) -> Preimage:
    """The encoding of evidence of consent (ENC-21, STANCE-9)."""
    match evidence:
        case SelfQuote():
            payload = (integer("number", 8, 0), identifier("quote", evidence.quote))
        case Ticket():
            payload = (integer("number", 8, 1), identifier("ticket", evidence.ticket))
        case StreamCommit():
            payload = (integer("number", 8, 2), part("commit", evidence_pointer(evidence.commit)))
        case Asserted():
            return plain(integer("number", 8, 3))
    return hash_many_of(ascii_text("tag", "enum"), payload)


@operation("stance.recorded")
def recorded(evidence: tuple[AnyEvidence, ...]) -> tuple[AnyEvidence, ...]:
    """What of the evidence the substrate records, in the order given (STANCE-9)."""
    return tuple(each for each in evidence if is_substrate_evidence(each))


def is_substrate_evidence(evidence: AnyEvidence) -> bool:
    """A bond's quote, a ticket and a commit are on record; an assertion is not (STANCE-9)."""
    return not isinstance(evidence, Asserted)
