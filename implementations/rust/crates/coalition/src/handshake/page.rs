//! The page.

use strict_json::record;

use super::parts::{
    PageBuild, PageCommittee, PageIssuer, PageLattice, PageMeasurements, PageModules, PageOrganism,
};
use crate::{CoalitionConfig, FreeText, PresentId};

/// The page a coalition operator publishes. Nothing on it is cryptographically authoritative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandshakePage {
    /// Always [`HANDSHAKE_PAGE_SCHEMA`](crate::HANDSHAKE_PAGE_SCHEMA).
    pub schema: FreeText,
    /// The published root.
    pub fingerprint: PresentId,
    /// The configuration.
    pub config: CoalitionConfig,
    /// The lattices, in the order of the configuration.
    pub lattices: Vec<PageLattice>,
    /// The organisms, in the order of the configuration.
    pub organisms: Vec<PageOrganism>,
    /// The modules.
    pub modules: PageModules,
    /// The measurements of gated components.
    pub measurements: Vec<PageMeasurements>,
    /// Where peers are found.
    pub peer_hints: Vec<FreeText>,
    /// Where changes are announced.
    pub change_channel: FreeText,
    /// The committees; folded by no fingerprint.
    pub committees: Vec<PageCommittee>,
    /// The builds; folded by no fingerprint.
    pub builds: Vec<PageBuild>,
    /// The keys of the ticket issuer; folded by no fingerprint.
    pub issuer: Option<PageIssuer>,
    /// Unix milliseconds; folded by no fingerprint.
    pub published_at: u64,
}

record!(HandshakePage {
    schema,
    fingerprint,
    config,
    lattices,
    organisms,
    modules,
    measurements,
    peer_hints,
    change_channel,
    committees,
    builds,
    issuer,
    published_at,
});
