//! Content preimages.

use strict_json::{Bytes, choice};

use crate::{
    AggregationPolicyId, BeaconFamily, Fingerprint, Name, OrganismRef, Preimage, PresentId,
    ScopeRule, Set, TokenPair, encoding::option, scope_boundaries,
};

/// What follows a searcher (ID-44).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
#[repr(u8)]
pub enum SuccessorPolicy {
    HandOffToReputationLeader = 0,
    AdoptLatestAdoptedExperiment = 1,
}

choice!(SuccessorPolicy {
    HandOffToReputationLeader {},
    AdoptLatestAdoptedExperiment {},
});

/// What a module, or an example of the book, runs. The fingerprint is the content preimage (ID-44).
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the members are those of the table, under the names they have there"
)]
pub enum Content {
    /// A searcher.
    Searcher {
        model_family: Name,
        decoding_temperature_q16: u32,
        mission_statement_hash: PresentId,
        scope_boundaries: Vec<ScopeRule>,
        successor_policy: SuccessorPolicy,
    },
    /// An oracle.
    Oracle {
        pairs: Set<TokenPair>,
        source_catalog_digest: [u8; 32],
        aggregation_policy: AggregationPolicyId,
        cadence_ms: u32,
        max_source_age_ms: u32,
        radius_floor: u128,
    },
    /// An Atlas.
    Atlas { succeeds: Option<PresentId> },
    /// An Almanac.
    Almanac {
        cadence_ms: u64,
        succeeds: Option<PresentId>,
    },
    /// A Chronicle.
    Chronicle {
        entry_schema_version: u8,
        anchor: Option<Bytes>,
        succeeds: Option<PresentId>,
    },
    /// A Compute module.
    Compute {
        provider_reputation: Option<OrganismRef>,
        succeeds: Option<PresentId>,
    },
    /// A Randomness module.
    Randomness {
        families: Set<BeaconFamily>,
        succeeds: Option<PresentId>,
    },
}

choice!(Content {
    Searcher {
        model_family,
        decoding_temperature_q16,
        mission_statement_hash,
        scope_boundaries,
        successor_policy,
    },
    Oracle {
        pairs,
        source_catalog_digest,
        aggregation_policy,
        cadence_ms,
        max_source_age_ms,
        radius_floor,
    },
    Atlas { succeeds },
    Almanac { cadence_ms, succeeds },
    Chronicle { entry_schema_version, anchor, succeeds },
    Compute { provider_reputation, succeeds },
    Randomness { families, succeeds },
});

impl Fingerprint for Content {
    fn preimage(&self) -> Preimage {
        let content = |tag: &str| Preimage::hash_many().field(tag);
        match self {
            Self::Searcher {
                model_family,
                decoding_temperature_q16,
                mission_statement_hash,
                scope_boundaries: rules,
                successor_policy,
            } => content("searcher-content.v1")
                .field(model_family)
                .field(decoding_temperature_q16.to_le_bytes())
                .field(mission_statement_hash)
                .field(scope_boundaries(rules).id())
                .field([*successor_policy as u8]),
            Self::Oracle {
                pairs,
                source_catalog_digest,
                aggregation_policy,
                cadence_ms,
                max_source_age_ms,
                radius_floor,
            } => content("oracle-parameters.v1")
                .field(pairs.fingerprint())
                .field(source_catalog_digest)
                .field(aggregation_policy.fingerprint())
                .field(cadence_ms.to_le_bytes())
                .field(max_source_age_ms.to_le_bytes())
                .field(radius_floor.to_le_bytes()),
            Self::Atlas { succeeds } => {
                content("atlas-content.v1").field(option(succeeds.as_ref()))
            }
            Self::Almanac {
                cadence_ms,
                succeeds,
            } => content("almanac-content.v1")
                .field(cadence_ms.to_le_bytes())
                .field(option(succeeds.as_ref())),
            Self::Chronicle {
                entry_schema_version,
                anchor,
                succeeds,
            } => content("chronicle-content.v1")
                .field([*entry_schema_version])
                .field(option(anchor.as_ref()))
                .field(option(succeeds.as_ref())),
            Self::Compute {
                provider_reputation,
                succeeds,
            } => {
                let reputation = provider_reputation.as_ref().map(Fingerprint::fingerprint);
                content("compute-content.v1")
                    .field(option(reputation))
                    .field(option(succeeds.as_ref()))
            }
            Self::Randomness { families, succeeds } => content("randomness-content.v1")
                .field(families.fingerprint())
                .field(option(succeeds.as_ref())),
        }
    }
}
