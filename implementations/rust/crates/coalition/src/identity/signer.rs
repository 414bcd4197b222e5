//! Signers.

use strict_json::{choice, record};

use super::{params, span::content_hash_without_span};
use crate::{
    AclComposition, AttestationLevel, Fingerprint, Measurements, Name, Preimage, PresentId, Result,
    Rule, SCHEMA_VERSION_U8, TypeTag, UniqueId,
};

/// A scheme of signatures, numbered in the order of the book (ID-23).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
#[repr(u8)]
pub enum SignatureScheme {
    BlsAggregateG1 = 0,
    BlsAggregateG2 = 1,
    FrostSchnorrSecp256k1 = 2,
    FrostSchnorrEd25519 = 3,
    FrostEcdsaSecp256k1 = 4,
    LagrangeBls = 5,
}

choice!(SignatureScheme {
    BlsAggregateG1 {},
    BlsAggregateG2 {},
    FrostSchnorrSecp256k1 {},
    FrostSchnorrEd25519 {},
    FrostEcdsaSecp256k1 {},
    LagrangeBls {},
});

/// A signer. Its fingerprint is its `organism_id` (ID-22), which is not its stable id (ID-26).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerConfig {
    /// The name of the instance.
    pub instance_name: Name,
    /// The type of the messages it signs.
    pub type_tag: TypeTag,
    /// The scheme of its signatures.
    pub scheme: SignatureScheme,
    /// How many members sign.
    pub threshold: u16,
    /// How many members there are.
    pub committee_size: u16,
    /// The least level at which a member's part counts.
    pub min_attestation_level: AttestationLevel,
    /// The digest of the committee's public key.
    pub committee_pk_digest: PresentId,
}

record!(SignerConfig {
    instance_name,
    type_tag,
    scheme,
    threshold,
    committee_size,
    min_attestation_level,
    committee_pk_digest,
});

impl SignerConfig {
    /// Refuses a threshold of 0 or above the committee's size (ID-39).
    pub fn check(&self) -> Result<()> {
        match (1..=self.committee_size).contains(&self.threshold) {
            true => Ok(()),
            false => Err(Rule::ThresholdOutOfRange),
        }
    }

    /// What [`fingerprint`](Self::fingerprint) hashes.
    pub fn preimage(&self) -> Result<Preimage> {
        self.check()?;
        Ok(Preimage::concat()
            .field("signer|")
            .field([SCHEMA_VERSION_U8])
            .field("|")
            .field(&self.instance_name)
            .field("|")
            .field(&self.type_tag)
            .field("|")
            .field([self.scheme as u8])
            .field("|")
            .field(self.threshold.to_le_bytes())
            .field(self.committee_size.to_le_bytes())
            .field("|")
            .field([self.min_attestation_level as u8])
            .field("|")
            .field(self.committee_pk_digest))
    }

    /// The `organism_id` (ID-22).
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }

    /// The content fingerprint, whose preimage is the `organism_id` (ID-40).
    pub fn content(&self, measurements: Option<&Measurements>) -> Result<Preimage> {
        Ok(params::content(self.fingerprint()?, measurements))
    }

    /// The content hash, as of an organism without span (ID-40).
    pub fn content_hash(
        &self,
        measurements: Option<&Measurements>,
        acl: &AclComposition,
    ) -> Result<Preimage> {
        Ok(content_hash_without_span(
            self.content(measurements)?.id(),
            acl.fingerprint(),
        ))
    }
}
