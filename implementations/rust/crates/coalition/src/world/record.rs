//! What components commit.

use strict_json::choice;

use crate::{
    AlmanacTick, AnchorStatement, BeaconProviderCard, BeaconTick, ChronicleEntry, ClearingRecord,
    CommitteeSignature, ComputeGrant, ComputeLog, ComputeProviderCard, ComputeRequest, Correlation,
    Fingerprint, LateEvidence, MemberCard, PriceTick, ProviderDeregistration, Refunds, Result,
    RetirementMarker, RoutedIntents, SharedAttestation, SharedRefunds, StallEvent,
    TallyAttestation, UniqueId, UnsealedPool,
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
    /// On `BeaconTicks`.
    BeaconTick {
        /// The tick.
        tick: BeaconTick,
    },
    /// On `Providers` of a Randomness.
    BeaconProviderCard {
        /// The card.
        card: BeaconProviderCard,
        /// The provider's key.
        public_key: [u8; 32],
        /// Its signature of the card.
        signature: [u8; 64],
    },
    /// Of a lattice's unseal.
    UnsealedPool {
        /// The pool.
        pool: UnsealedPool,
    },
    /// Of a lattice's tally.
    Refunds {
        /// The refunds.
        refunds: Refunds,
    },
    /// Of a lattice's tally.
    TallyAttestation {
        /// The attestation.
        attestation: TallyAttestation,
    },
    /// Of an oracle.
    PriceTick {
        /// The tick.
        tick: PriceTick,
    },
    /// On the first surface of a composite organism.
    StallEvent {
        /// The event.
        stall: StallEvent,
    },
    /// On the first surface of a composite organism.
    LateEvidence {
        /// What came too late.
        late: LateEvidence,
    },
    /// On `RoutedIntents`.
    RoutedIntents {
        /// What is routed.
        routed: RoutedIntents,
    },
    /// On `SharedRefunds`.
    SharedRefunds {
        /// The refunds.
        shared: SharedRefunds,
    },
    /// On `SharedAttestations`.
    SharedAttestation {
        /// The attestation.
        attestation: SharedAttestation,
    },
    /// On `Correlations`.
    Correlation {
        /// The correlation.
        correlation: Correlation,
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
    BeaconTick { tick },
    BeaconProviderCard { card, public_key, signature },
    UnsealedPool { pool },
    Refunds { refunds },
    TallyAttestation { attestation },
    PriceTick { tick },
    StallEvent { stall },
    LateEvidence { late },
    RoutedIntents { routed },
    SharedRefunds { shared },
    SharedAttestation { attestation },
    Correlation { correlation },
    Retirement { marker },
});

impl SurfaceRecord {
    /// The digest that a commit of the record folds (SURF-3). A record that breaks a rule has none.
    pub fn digest(&self) -> Result<UniqueId> {
        Ok(match self {
            Self::Tick { tick } => tick.fingerprint(),
            Self::ComputeRequest { request } => request.fingerprint()?,
            Self::ComputeGrant { grant } => grant.fingerprint()?,
            Self::ComputeProviderCard { card, .. } => card.fingerprint(),
            Self::ProviderDeregistration { deregistration, .. } => deregistration.fingerprint()?,
            Self::ComputeLog { log, .. } => log.fingerprint()?,
            Self::ClearingRecord { record } => record.fingerprint(),
            Self::ChronicleEntry { entry } => entry.fingerprint()?,
            Self::ChronicleAnchor { statement, .. } => statement.fingerprint(),
            Self::MemberCard { card, .. } => card.fingerprint()?,
            Self::BeaconTick { tick } => tick.fingerprint(),
            Self::BeaconProviderCard { card, .. } => card.fingerprint(),
            Self::UnsealedPool { pool } => pool.fingerprint(),
            Self::Refunds { refunds } => refunds.fingerprint(),
            Self::TallyAttestation { attestation } => attestation.fingerprint(),
            Self::PriceTick { tick } => tick.fingerprint(),
            Self::StallEvent { stall } => stall.fingerprint(),
            Self::LateEvidence { late } => late.fingerprint(),
            Self::RoutedIntents { routed } => routed.fingerprint(),
            Self::SharedRefunds { shared } => shared.fingerprint(),
            Self::SharedAttestation { attestation } => attestation.fingerprint(),
            Self::Correlation { correlation } => correlation.fingerprint(),
            Self::Retirement { marker } => marker.fingerprint()?,
        })
    }
}
