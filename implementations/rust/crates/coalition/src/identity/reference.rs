//! References to organisms and modules.

use strict_json::record;

use crate::{
    Fingerprint, Preimage, Result, UniqueId, check_name, check_present, encoding::check_option,
};

/// A reference by stable id, that may pin the content hash (ID-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganismRef {
    /// A local label, which is not folded; a name all the same.
    pub role: String,
    /// The instance.
    pub stable_id: UniqueId,
    /// What the instance runs, if the reference pins it.
    pub content_hash: Option<UniqueId>,
}

record!(OrganismRef {
    role,
    stable_id,
    content_hash,
});

impl OrganismRef {
    /// The pinned content hash, or `ZERO_ID`.
    pub(crate) fn pinned_or_zero(&self) -> UniqueId {
        self.content_hash.unwrap_or(UniqueId::ZERO)
    }
}

impl Fingerprint for OrganismRef {
    fn check(&self) -> Result<()> {
        check_name(&self.role)?;
        check_present(&self.stable_id)?;
        check_option(self.content_hash.as_ref())
    }

    fn fold(&self) -> Result<Preimage> {
        Ok(Preimage::hash_many()
            .field("organism-ref")
            .field(self.stable_id)
            .field(self.pinned_or_zero()))
    }
}
