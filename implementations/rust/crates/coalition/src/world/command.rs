//! Commands, and what comes of them.

use strict_json::{choice, record};

use crate::{
    AlmanacRange, BeaconProviderCard, Bytes, ChronicleKind, ChroniclePayload, ComputeLog,
    ComputeProviderCard, ComputeRequest, EvidencePointer, FreeText, MemberCard, MemberSignatures,
    Name, Observations, PresentId, ProviderDeregistration, Ratio, Result, RetirementMarker,
    TdxCollateral, UniqueId,
};

/// What a component is told to do.
#[allow(clippy::large_enum_variant, reason = "commands are not kept")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// To an Almanac: to tick the present slot (ALM-3).
    Tick {
        /// What the clocks of members showed.
        observed_at: Observations,
    },
    /// To a Compute: to take a provider's card (COM-13).
    RegisterProvider {
        /// The card.
        card: ComputeProviderCard,
        /// The provider's key.
        public_key: [u8; 32],
        /// Its signature of the card.
        signature: [u8; 64],
    },
    /// To a Compute: to let a provider go (COM-13).
    DeregisterProvider {
        /// What it says.
        deregistration: ProviderDeregistration,
        /// The provider's key.
        public_key: [u8; 32],
        /// Its signature of the deregistration.
        signature: [u8; 64],
    },
    /// To a Compute: to take a request (COM-13).
    SubmitRequest {
        /// The request.
        request: ComputeRequest,
    },
    /// To a Compute: to grant a request to who won it (COM-28).
    CommitGrant {
        /// The request.
        request_id: PresentId,
        /// Where it is served.
        endpoint_hint: FreeText,
        /// When.
        window: AlmanacRange,
    },
    /// To a Compute: to take the log of a grant (COM-13).
    AppendLog {
        /// The log.
        log: ComputeLog,
        /// The provider's key.
        public_key: [u8; 32],
        /// Its signature of the log.
        signature: [u8; 64],
    },
    /// To a Compute: to clear a request (COM-20).
    Clear {
        /// The tick of the round.
        round: u64,
    },
    /// To a Compute: to know a provider's score (COM-27).
    ObserveReputation {
        /// The provider.
        provider: PresentId,
        /// The score.
        score: Ratio,
        /// Where it stands.
        evidence: EvidencePointer,
    },
    /// To a Chronicle: to record something (CHR-10).
    AppendEntry {
        /// The number of the entry.
        seq: u64,
        /// What it records.
        entry_kind: ChronicleKind,
        /// What it says.
        payload: ChroniclePayload,
        /// Who of the coalition signed it.
        member_signatures: MemberSignatures,
    },
    /// To a Chronicle: to go on above its predecessor's last number (CHR-12).
    ResumeSequence {
        /// That number.
        last_seq: u64,
    },
    /// To a Chronicle: to tell the anchor (CHR-13).
    CommitAnchor,
    /// To an Atlas: to publish a member's card (ATL-6).
    PublishCard {
        /// The card.
        card: MemberCard,
        /// Its operator's signature.
        signature: [u8; 64],
    },
    /// To a Randomness: to register a provider (RND-8).
    RegisterBeaconProvider {
        /// Its card.
        card: BeaconProviderCard,
        /// Its key.
        public_key: [u8; 32],
        /// Its signature of the card.
        signature: [u8; 64],
    },
    /// To a Randomness: to commit a round (RND-8).
    CommitBeacon {
        /// Whose round it is.
        provider: PresentId,
        /// Its number.
        round: u64,
        /// What proves it.
        proof: Bytes,
        /// The tick of the Almanac.
        committed_at: u64,
        /// What a quote is verified with (RND-23).
        collateral: Option<Box<TdxCollateral>>,
    },
    /// To an intent router: to observe a pool (COMP-11).
    ObservePool {
        /// Where it stands.
        evidence: EvidencePointer,
    },
    /// To a shared ledger: to observe refunds (COMP-11).
    ObserveRefunds {
        /// Where they stand.
        evidence: EvidencePointer,
    },
    /// To a shared ledger: to observe an attestation (COMP-11).
    ObserveAttestation {
        /// Where it stands.
        evidence: EvidencePointer,
    },
    /// To a correlator: to observe a price (COMP-11).
    ObservePrice {
        /// Where it stands.
        evidence: EvidencePointer,
    },
    /// To a composite organism: to observe a tick of its Almanac (COMP-11).
    AdvanceTick {
        /// Where it stands.
        evidence: EvidencePointer,
    },
    /// To a composite organism: to seal what is complete (COMP-13).
    Apply {},
    /// To a composite organism: to decide what is open (COMP-12).
    Seal {
        /// The last event to decide.
        event: u64,
    },
    /// To end (WORLD-11).
    Retire {
        /// The last record.
        marker: RetirementMarker,
    },
}

choice!(Command {
    Tick { observed_at },
    RegisterProvider { card, public_key, signature },
    DeregisterProvider { deregistration, public_key, signature },
    SubmitRequest { request },
    CommitGrant { request_id, endpoint_hint, window },
    AppendLog { log, public_key, signature },
    Clear { round },
    ObserveReputation { provider, score, evidence },
    AppendEntry { seq, entry_kind, payload, member_signatures },
    ResumeSequence { last_seq },
    CommitAnchor {},
    PublishCard { card, signature },
    Retire { marker },
    RegisterBeaconProvider { card, public_key, signature },
    CommitBeacon { provider, round, proof, committed_at, collateral },
    ObservePool { evidence },
    ObserveRefunds { evidence },
    ObserveAttestation { evidence },
    ObservePrice { evidence },
    AdvanceTick { evidence },
    Apply {},
    Seal { event },
});

impl Command {
    /// Refuses values that are right by themselves and do not go together, whoever commands, and
    /// whatever the component would say (WORLD-7, BOND-8).
    pub fn check(&self) -> Result<()> {
        match self {
            Self::DeregisterProvider { deregistration, .. } => deregistration.preimage().map(drop),
            Self::SubmitRequest { request } => request.preimage().map(drop),
            Self::CommitGrant { window, .. } => window.preimage().map(drop),
            Self::AppendLog { log, .. } => log.preimage().map(drop),
            Self::AppendEntry {
                entry_kind,
                payload,
                ..
            } => {
                payload.check(entry_kind)?;
                payload.preimage().map(drop)
            }
            Self::PublishCard { card, .. } => card.check(),
            Self::Retire { marker } => marker.check(),
            _ => Ok(()),
        }
    }
}

/// A commit on one surface (WORLD-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The surface.
    pub surface: Name,
    /// The number of records before it in the log.
    pub index: u64,
    /// Its hash (SURF-3).
    pub commit: UniqueId,
}

record!(Commit {
    surface,
    index,
    commit,
});

/// A command that was accepted: all it committed, in the order of the surfaces (WORLD-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The commits.
    pub commits: Vec<Commit>,
}

record!(Accepted { commits });
