//! Content preimages.

use strict_json::{Bytes, choice};

use crate::{
    AggregationPolicyId, BeaconFamily, Fingerprint, OrganismRef, Preimage, Result, ScopeRule,
    TokenPair, UniqueId, beacon_families, check_name, oracle_pairs, scope_boundaries,
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
        model_family: String,
        decoding_temperature_q16: u32,
        mission_statement_hash: UniqueId,
        scope_boundaries: Vec<ScopeRule>,
        successor_policy: SuccessorPolicy,
    },
    /// An oracle.
    Oracle {
        pairs: Vec<TokenPair>,
        source_catalog_digest: UniqueId,
        aggregation_policy: AggregationPolicyId,
        cadence_ms: u32,
        max_source_age_ms: u32,
        radius_floor: u128,
    },
    /// An Atlas.
    Atlas { succeeds: Option<UniqueId> },
    /// An Almanac.
    Almanac {
        cadence_ms: u64,
        succeeds: Option<UniqueId>,
    },
    /// A Chronicle.
    Chronicle {
        entry_schema_version: u8,
        anchor: Option<Bytes>,
        succeeds: Option<UniqueId>,
    },
    /// A Compute module.
    Compute {
        provider_reputation: Option<OrganismRef>,
        succeeds: Option<UniqueId>,
    },
    /// A Randomness module.
    Randomness {
        families: Vec<BeaconFamily>,
        succeeds: Option<UniqueId>,
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
    fn check(&self) -> Result<()> {
        match self {
            Self::Searcher {
                model_family,
                scope_boundaries: rules,
                ..
            } => {
                check_name(model_family)?;
                scope_boundaries(rules).map(drop)
            }
            Self::Oracle { pairs, .. } => oracle_pairs(pairs).map(drop),
            Self::Compute {
                provider_reputation,
                ..
            } => provider_reputation
                .as_ref()
                .map_or(Ok(()), Fingerprint::check),
            Self::Randomness { families, .. } => beacon_families(families).map(drop),
            Self::Atlas { .. } | Self::Almanac { .. } | Self::Chronicle { .. } => Ok(()),
        }
    }

    fn fold(&self) -> Result<Preimage> {
        let content = |tag: &str| Preimage::hash_many().field(tag);
        Ok(match self {
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
                .field(scope_boundaries(rules)?.id())
                .field([*successor_policy as u8]),
            Self::Oracle {
                pairs,
                source_catalog_digest,
                aggregation_policy,
                cadence_ms,
                max_source_age_ms,
                radius_floor,
            } => content("oracle-parameters.v1")
                .field(oracle_pairs(pairs)?.id())
                .field(source_catalog_digest)
                .field(aggregation_policy.preimage().id())
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
                let reputation = provider_reputation.as_ref().map(Fingerprint::folded);
                content("compute-content.v1")
                    .field(option(reputation.transpose()?))
                    .field(option(succeeds.as_ref()))
            }
            Self::Randomness { families, succeeds } => content("randomness-content.v1")
                .field(beacon_families(families)?.id())
                .field(option(succeeds.as_ref())),
        })
    }
}

/// No bytes for what is absent, 0x01 before what is there (ENC-17).
pub(crate) fn option(value: Option<impl AsRef<[u8]>>) -> Vec<u8> {
    value.map_or_else(Vec::new, |value| [&[1], value.as_ref()].concat())
}
