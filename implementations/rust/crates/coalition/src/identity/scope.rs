//! The boundaries of a searcher's scope.

use strict_json::choice;

use crate::{
    Name, Preimage,
    encoding::{Encoding, list, variant},
};

/// A rule about where a searcher acts (ID-44).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeRule {
    /// On this chain.
    Chain {
        /// The chain's name.
        name: Name,
    },
    /// It only submits.
    SubmissionOnly,
}

choice!(ScopeRule {
    Chain { name },
    SubmissionOnly {},
});

impl ScopeRule {
    fn encoding(&self) -> Encoding {
        match self {
            Self::Chain { name } => variant(0).field(name).into(),
            Self::SubmissionOnly => vec![1].into(),
        }
    }
}

/// The list of a searcher's rules (ID-44).
pub fn scope_boundaries(rules: &[ScopeRule]) -> Preimage {
    list().fields(rules.iter().map(ScopeRule::encoding))
}
