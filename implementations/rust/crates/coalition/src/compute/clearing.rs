//! What rounds clear.

use strict_json::record;

use crate::{Fingerprint, Name, Preimage, PresentId, encoding::option};

/// What a round cleared (COM-9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearingRecord {
    /// Its tick.
    pub round: u64,
    /// Who won.
    pub winning_provider: PresentId,
    /// At which rate.
    pub clearing_rate: u64,
    /// The region that was asked for.
    pub region: Option<Name>,
    /// Whether TDX was asked for.
    pub tdx_required: bool,
    /// The hash of the commit of the request.
    pub evidence: PresentId,
}

record!(ClearingRecord {
    round,
    winning_provider,
    clearing_rate,
    region,
    tdx_required,
    evidence,
});

impl Fingerprint for ClearingRecord {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("clearing-record.v1")
            .field(self.round.to_le_bytes())
            .field(self.winning_provider)
            .field(self.clearing_rate.to_le_bytes())
            .field(option(self.region.as_ref()))
            .field([u8::from(self.tdx_required)])
            .field(self.evidence)
    }
}
