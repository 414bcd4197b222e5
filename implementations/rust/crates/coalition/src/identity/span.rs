//! What a component spans.

use crate::{Fingerprint, LatticeConfig, OrganismRef, Preimage, UniqueId, hash_many};

/// The fingerprints of lattices, in order (ID-16).
pub(super) fn lattices(lattices: &[LatticeConfig]) -> Preimage {
    Preimage::hash_many().fields(lattices.iter().map(Fingerprint::fingerprint))
}

/// The fingerprints of organisms, in order (ID-9, ID-16).
pub(super) fn organisms(organisms: &[OrganismRef]) -> Preimage {
    Preimage::hash_many().fields(organisms.iter().map(Fingerprint::fingerprint))
}

/// The content hash of a component that spans nothing (ID-16, ID-40, HS-6).
pub(crate) fn content_hash_without_span(content: UniqueId, acl: UniqueId) -> Preimage {
    let nothing = hash_many::<&[u8]>([]);
    content_hash([nothing, nothing, content, acl])
}

/// The content hash of lattices, organisms, content and ACL (ID-16).
pub(super) fn content_hash(folded: [UniqueId; 4]) -> Preimage {
    Preimage::hash_many().field("content-hash").fields(folded)
}
