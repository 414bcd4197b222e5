"""The threshold signer's configuration and its two ids (ID-22, ID-23, ID-26, ID-28, ID-39, ID-40)."""

from __future__ import annotations

from dataclasses import dataclass

from coalition.acl import AclComposition, acl_fingerprint
from coalition.attestation import AttestationLevel
from coalition.encoding import hash_many_parts
from coalition.errors import ThresholdOutOfRange
from coalition.measurements import Measurements
from coalition.names import Name, TypeTag
from coalition.organism import SCHEMA_VERSION_U8
from coalition.preimage import (
    Preimage,
    ascii_text,
    concat,
    derivation,
    discriminant,
    hash_many_of,
    id_or_zero,
    identifier,
    integer,
    part,
    raw,
    utf8,
)
from coalition.presence import PresentId
from coalition.shapes import U16, Discriminant, Record
from coalition.unique_id import UniqueId


class SignatureScheme(Discriminant):
    """The schemes of the book, in its order (ID-23)."""

    BlsAggregateG1 = 0
    BlsAggregateG2 = 1
    FrostSchnorrSecp256k1 = 2
    FrostSchnorrEd25519 = 3
    FrostEcdsaSecp256k1 = 4
    LagrangeBls = 5


@dataclass(frozen=True)
class SignerConfig(Record):
    """The book's `signer::Config<M>`; `type_tag` is `M::TYPE_TAG`."""

    instance_name: Name
    type_tag: TypeTag
    scheme: SignatureScheme
    threshold: U16
    committee_size: U16
    min_attestation_level: AttestationLevel
    committee_pk_digest: PresentId

    def rules(self) -> None:
        check_threshold(self.threshold, self.committee_size)

    def organism_id(self) -> UniqueId:
        """What validators and outcomes pin, and not the stable id that a reference carries (ID-22, ID-26)."""
        return signer_organism_id(self).id()


def check_threshold(threshold: int, committee_size: int) -> None:
    """Raise `ThresholdOutOfRange` unless 1 ≤ threshold ≤ committee size (ID-39)."""
    if not 1 <= threshold <= committee_size:
        raise ThresholdOutOfRange(threshold, f"a committee of {committee_size}")


@derivation("identity.signer_organism_id")
def signer_organism_id(config: SignerConfig) -> Preimage:
    """The `organism_id` of a signer (ID-22)."""
    bar = ascii_text("separator", "|")
    return concat(
        ascii_text("tag", "signer|"),
        integer("schema_version", 8, SCHEMA_VERSION_U8),
        bar,
        utf8("instance_name", config.instance_name),
        bar,
        raw("type_tag", config.type_tag),
        bar,
        discriminant("scheme", config.scheme),
        bar,
        integer("threshold", 16, config.threshold),
        integer("committee_size", 16, config.committee_size),
        bar,
        discriminant("min_attestation_level", config.min_attestation_level),
        bar,
        identifier("committee_pk_digest", config.committee_pk_digest),
    )


@derivation("identity.signer_content")
def signer_content(config: SignerConfig, measurements: Measurements | None) -> Preimage:
    """The content fingerprint of a signer: its preimage is the `organism_id` (ID-40)."""
    return hash_many_of(
        ascii_text("tag", "content"),
        part("preimage", signer_organism_id(config)),
        id_or_zero("measurements", None if measurements is None else measurements.fingerprint()),
    )


@derivation("identity.signer_content_hash")
def signer_content_hash(config: SignerConfig, measurements: Measurements | None, acl: AclComposition) -> Preimage:
    """The content hash of a signer: an organism without span (ID-40)."""
    return hash_many_of(
        ascii_text("tag", "content-hash"),
        part("lattices", hash_many_parts(())),
        part("organisms", hash_many_parts(())),
        part("content", signer_content(config, measurements)),
        part("acl", acl_fingerprint(acl)),
    )


@derivation("identity.committee_pk_digest")
def committee_pk_digest(public_key: bytes) -> Preimage:
    """The digest of a committee's public key (ID-28)."""
    return concat(raw("public_key", public_key))


@derivation("identity.signature_digest")
def signature_digest(signature: bytes) -> Preimage:
    """The digest of a signature (ID-28)."""
    return concat(raw("signature", signature))


@derivation("identity.message_digest")
def message_digest(body: bytes) -> Preimage:
    """The digest of a message body; its type tag is folded by the signer's id (ID-28)."""
    return concat(raw("body", body))
