//! Access control.

use strict_json::record;

use super::AclClause;
use crate::{Fingerprint, Preimage};

/// The clauses that must all hold, in the order they are declared (ID-13).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AclComposition {
    /// The clauses; none for `OPEN`.
    pub clauses: Vec<AclClause>,
}

record!(AclComposition { clauses });

impl AclComposition {
    /// The composition without clauses.
    pub const OPEN: Self = Self { clauses: vec![] };
}

impl Fingerprint for AclComposition {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("acl")
            .fields(self.clauses.iter().map(Fingerprint::fingerprint))
    }
}
