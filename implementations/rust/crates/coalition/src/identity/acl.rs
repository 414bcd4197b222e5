//! Access control.

use strict_json::record;

use super::AclClause;
use crate::{Fingerprint, Preimage, Result, fingerprint::check_all};

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
    fn check(&self) -> Result<()> {
        check_all(&self.clauses)
    }

    fn fold(&self) -> Result<Preimage> {
        self.clauses
            .iter()
            .try_fold(Preimage::hash_many().field("acl"), |acl, clause| {
                Ok(acl.field(clause.folded()?))
            })
    }
}
