//! The boundaries of a searcher's scope.

use strict_json::choice;

use crate::{
    Preimage, Result, check_name,
    encoding::{Encoding, list},
};

/// A rule about where a searcher acts (ID-44).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScopeRule {
    /// On this chain.
    Chain {
        /// The chain's name.
        name: String,
    },
    /// It only submits.
    SubmissionOnly,
}

choice!(ScopeRule {
    Chain { name },
    SubmissionOnly {},
});

impl ScopeRule {
    fn encoding(&self) -> Result<Encoding> {
        Ok(match self {
            Self::Chain { name } => {
                check_name(name)?;
                Preimage::hash_many()
                    .field("enum")
                    .field([0])
                    .field(name)
                    .into()
            }
            Self::SubmissionOnly => vec![1].into(),
        })
    }
}

/// The list of a searcher's rules (ID-44).
pub fn scope_boundaries(rules: &[ScopeRule]) -> Result<Preimage> {
    rules
        .iter()
        .try_fold(list(), |list, rule| Ok(list.field(rule.encoding()?)))
}
