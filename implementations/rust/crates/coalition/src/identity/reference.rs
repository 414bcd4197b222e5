//! References to organisms and modules.

use strict_json::record;

use crate::{Fingerprint, Name, Preimage, PresentId, UniqueId};

/// A reference by stable id, that may pin the content hash (ID-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganismRef {
    /// A local label, which is not folded; a name all the same.
    pub role: Name,
    /// The instance.
    pub stable_id: PresentId,
    /// What the instance runs, if the reference pins it.
    pub content_hash: Option<PresentId>,
}

record!(OrganismRef {
    role,
    stable_id,
    content_hash,
});

impl OrganismRef {
    /// The pinned content hash, or `ZERO_ID`.
    pub(crate) fn pinned_or_zero(&self) -> UniqueId {
        PresentId::or_zero(self.content_hash)
    }
}

impl Fingerprint for OrganismRef {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("organism-ref")
            .field(self.stable_id)
            .field(self.pinned_or_zero())
    }
}
