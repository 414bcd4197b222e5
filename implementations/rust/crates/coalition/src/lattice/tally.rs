//! What tally publishes.

use strict_json::{Decode, Encode, Flaw, Json, Members, record};

use crate::{
    CommitteeSignature, EvidencePointer, Fingerprint, Preimage, PresentId, Result, Rule,
    encoding::{check_distinct, list},
};

/// What is refunded for a bundle (LAT-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundEntry {
    /// The bundle.
    pub bundle_digest: PresentId,
    /// The number of the block.
    pub block_number: u64,
    /// How much.
    pub refund_wei: u128,
    /// To whom.
    pub searcher_id: [u8; 20],
    /// The order that the bundle cleared through.
    pub order: EvidencePointer,
    /// The candidate it landed in.
    pub block: EvidencePointer,
}

record!(RefundEntry {
    bundle_digest,
    block_number,
    refund_wei,
    searcher_id,
    order,
    block,
});

impl Fingerprint for RefundEntry {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("refund-entry.v1")
            .field(self.bundle_digest)
            .field(self.block_number.to_le_bytes())
            .field(self.refund_wei.to_le_bytes())
            .field(self.searcher_id)
            .field(self.order.fingerprint())
            .field(self.block.fingerprint())
    }
}

/// The refunds of a slot, in the order of the block (LAT-9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refunds {
    slot: u64,
    entries: Vec<RefundEntry>,
}

impl Refunds {
    /// Refuses a bundle that stands twice.
    pub fn new(slot: u64, entries: Vec<RefundEntry>) -> Result<Self> {
        let bundles = entries.iter().map(|entry| entry.bundle_digest);
        check_distinct(bundles, Rule::DuplicateKey)?;
        Ok(Self { slot, entries })
    }

    /// The slot.
    pub const fn slot(&self) -> u64 {
        self.slot
    }

    /// The entries, in the order of the block.
    pub fn entries(&self) -> &[RefundEntry] {
        &self.entries
    }
}

impl Fingerprint for Refunds {
    fn preimage(&self) -> Preimage {
        let entries = self.entries.iter().map(Fingerprint::fingerprint);
        Preimage::hash_many()
            .field("refunds.v1")
            .field(self.slot.to_le_bytes())
            .field(list().fields(entries).id())
    }
}

impl Decode for Refunds {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let members = Members::of(json, "Refunds", &["slot", "entries"])?;
        Ok(Self::new(members.get("slot")?, members.get("entries")?)?)
    }
}

impl Encode for Refunds {
    fn encode(&self) -> Json<'_> {
        Json::Object(vec![
            ("slot".into(), self.slot.encode()),
            ("entries".into(), self.entries.encode()),
        ])
    }
}

/// The refunds of a slot, signed by the tally's committee. Whoever reads it checks the signatures
/// (LAT-10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TallyAttestation {
    /// The slot.
    pub slot: u64,
    /// The commit of its refunds.
    pub refunds: EvidencePointer,
    /// The signatures, over the digest, which does not fold them (ENC-22).
    pub signatures: Vec<CommitteeSignature>,
}

record!(TallyAttestation {
    slot,
    refunds,
    signatures,
});

impl Fingerprint for TallyAttestation {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("tally-attestation.v1")
            .field(self.slot.to_le_bytes())
            .field(self.refunds.fingerprint())
    }
}
