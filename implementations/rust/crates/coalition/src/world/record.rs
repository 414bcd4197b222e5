//! What components commit.

use strict_json::choice;

use crate::{
    AlmanacTick, AnchorStatement, ChronicleEntry, ClearingRecord, CommitteeSignature, ComputeGrant,
    ComputeLog, ComputeProviderCard, ComputeRequest, MemberCard, ProviderDeregistration,
    RetirementMarker,
};

/// What a component commits.
#[allow(
    clippy::large_enum_variant,
    reason = "most are as large as the largest"
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SurfaceRecord {
    /// On `Ticks`.
    Tick {
        /// The tick.
        tick: AlmanacTick,
    },
    /// On `Requests`.
    ComputeRequest {
        /// The request.
        request: ComputeRequest,
    },
    /// On `Grants`.
    ComputeGrant {
        /// The grant.
        grant: ComputeGrant,
    },
    /// On `Providers`.
    ComputeProviderCard {
        /// The card.
        card: ComputeProviderCard,
        /// The provider's key.
        public_key: [u8; 32],
        /// Its signature.
        signature: [u8; 64],
    },
    /// On `Providers`.
    ProviderDeregistration {
        /// What the provider says.
        deregistration: ProviderDeregistration,
        /// The provider's key.
        public_key: [u8; 32],
        /// Its signature.
        signature: [u8; 64],
    },
    /// On `Logs`.
    ComputeLog {
        /// The log.
        log: ComputeLog,
        /// The provider's key.
        public_key: [u8; 32],
        /// Its signature.
        signature: [u8; 64],
    },
    /// On `ClearingRecords`.
    ClearingRecord {
        /// What a round cleared.
        record: ClearingRecord,
    },
    /// On `Entries`.
    ChronicleEntry {
        /// The entry.
        entry: ChronicleEntry,
    },
    /// On `Anchors`.
    ChronicleAnchor {
        /// What the anchor is told.
        statement: AnchorStatement,
        /// The signatures of the committee.
        signatures: Vec<CommitteeSignature>,
    },
    /// On `Cards`.
    MemberCard {
        /// The card.
        card: MemberCard,
        /// Its operator's signature.
        operator_signature: [u8; 64],
        /// The signatures of the committee.
        signatures: Vec<CommitteeSignature>,
    },
    /// The last record, on every surface (WORLD-11).
    Retirement {
        /// The marker, as it was given.
        marker: RetirementMarker,
    },
}

choice!(SurfaceRecord {
    Tick { tick },
    ComputeRequest { request },
    ComputeGrant { grant },
    ComputeProviderCard { card, public_key, signature },
    ProviderDeregistration { deregistration, public_key, signature },
    ComputeLog { log, public_key, signature },
    ClearingRecord { record },
    ChronicleEntry { entry },
    ChronicleAnchor { statement, signatures },
    MemberCard { card, operator_signature, signatures },
    Retirement { marker },
});
