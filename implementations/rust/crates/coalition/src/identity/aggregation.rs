//! How an oracle aggregates its sources.

use strict_json::{choice, record};

use crate::{
    Fingerprint, Preimage, PresentId,
    encoding::{list, variant},
};

/// A source and its weight (ID-44).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceWeight {
    /// The source.
    pub source: PresentId,
    /// Its weight.
    pub weight: u32,
}

record!(SourceWeight { source, weight });

impl Fingerprint for SourceWeight {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("source-weight.v1")
            .field(self.source)
            .field(self.weight.to_le_bytes())
    }
}

/// How an oracle aggregates its sources (ID-44).
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the members are those of the table, under the names they have there"
)]
pub enum AggregationPolicyId {
    /// The weighted median.
    WeightedMedian { k: u16, weights: Vec<SourceWeight> },
    /// The average weighted by volume.
    Vwap { weights: Vec<SourceWeight> },
    /// Another policy, once so many sources have spoken.
    QuorumFloor {
        inner: Box<AggregationPolicyId>,
        min_sources: u8,
    },
}

choice!(AggregationPolicyId {
    WeightedMedian { k, weights },
    Vwap { weights },
    QuorumFloor { inner, min_sources },
});

/// The encoded variant (ENC-21).
impl Fingerprint for AggregationPolicyId {
    fn preimage(&self) -> Preimage {
        let fold = |weights: &[SourceWeight]| {
            list()
                .fields(weights.iter().map(Fingerprint::fingerprint))
                .id()
        };
        match self {
            Self::WeightedMedian { k, weights } => {
                variant(0).field(k.to_le_bytes()).field(fold(weights))
            }
            Self::Vwap { weights } => variant(1).field(fold(weights)),
            Self::QuorumFloor { inner, min_sources } => {
                variant(2).field(inner.fingerprint()).field([*min_sources])
            }
        }
    }
}
