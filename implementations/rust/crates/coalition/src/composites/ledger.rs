//! What a shared ledger commits.

use strict_json::record;

use super::stall::members;
use crate::{
    CommitteeSignature, EvidencePointer, Fingerprint, MemberId, Preimage, UniqueId,
    encoding::{list, option},
    surface::pointers,
};

/// What a searcher gets back (COMP-21).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefundShare {
    /// The searcher.
    pub recipient: [u8; 20],
    /// How much.
    pub refund_wei: u128,
}

record!(RefundShare {
    recipient,
    refund_wei,
});

impl Fingerprint for RefundShare {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("refund-share.v1")
            .field(self.recipient)
            .field(self.refund_wei.to_le_bytes())
    }
}

/// What is refunded on a member in an event (COMP-21).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedRefunds {
    /// The member.
    pub member: MemberId,
    /// Its own slot.
    pub clock: u64,
    /// The shares, in ascending byte order of the searchers.
    pub shares: Vec<RefundShare>,
    /// Whose refunds were missing.
    pub missing: Vec<MemberId>,
    /// The latest tick of the Almanac.
    pub almanac_tick: Option<u64>,
    /// The refunds.
    pub evidence: Vec<EvidencePointer>,
}

record!(SharedRefunds {
    member,
    clock,
    shares,
    missing,
    almanac_tick,
    evidence,
});

impl Fingerprint for SharedRefunds {
    fn preimage(&self) -> Preimage {
        let shares = self.shares.iter().map(Fingerprint::fingerprint);
        Preimage::hash_many()
            .field("shared-refunds.v1")
            .field(self.member)
            .field(self.clock.to_le_bytes())
            .field(list().fields(shares).id())
            .field(members(&self.missing))
            .field(option(self.almanac_tick.map(u64::to_le_bytes)))
            .field(pointers(&self.evidence))
    }
}

/// Shared refunds that the tally attested, signed by the ledger's committee (COMP-24).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedAttestation {
    /// The member.
    pub member: MemberId,
    /// Its own slot.
    pub clock: u64,
    /// The commit of the shared refunds.
    pub shared: UniqueId,
    /// The refunds and their attestation.
    pub evidence: Vec<EvidencePointer>,
    /// The signatures, over the digest, which does not fold them (ENC-22).
    pub signatures: Vec<CommitteeSignature>,
}

record!(SharedAttestation {
    member,
    clock,
    shared,
    evidence,
    signatures,
});

impl Fingerprint for SharedAttestation {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("shared-attestation.v1")
            .field(self.member)
            .field(self.clock.to_le_bytes())
            .field(self.shared)
            .field(pointers(&self.evidence))
    }
}
