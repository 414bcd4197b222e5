//! Organisms.

use strict_json::record;

use super::span;
use crate::{
    AclComposition, ContentParams, Fingerprint, LatticeConfig, Name, OrganismRef, Preimage, Result,
    Rule, SCHEMA_VERSION_U8, UniqueId, encoding::check_distinct,
};

/// An organism. Its fingerprint is the `organism_id`, which is the same in every coalition (ID-17).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganismConfig {
    /// The role, which names no instance.
    pub name: Name,
    /// The lattices it spans.
    pub lattices: Vec<LatticeConfig>,
    /// The organisms it is composed of.
    pub organisms: Vec<OrganismRef>,
    /// What it runs.
    pub content: ContentParams,
    /// Who is admitted.
    pub acl: AclComposition,
}

record!(OrganismConfig {
    name,
    lattices,
    organisms,
    content,
    acl,
});

impl OrganismConfig {
    /// Refuses a stable id that stands twice in the span (ID-31).
    pub fn check(&self) -> Result<()> {
        let lattices = self.lattices.iter().map(|lattice| lattice.stable_id);
        let organisms = self.organisms.iter().map(|organism| organism.stable_id);
        check_distinct(lattices.chain(organisms), Rule::DuplicateMember)
    }

    /// What [`fingerprint`](Self::fingerprint) hashes.
    pub fn preimage(&self) -> Result<Preimage> {
        self.check()?;
        Ok(Preimage::concat()
            .field("organism|")
            .field([SCHEMA_VERSION_U8])
            .field("|")
            .field(&self.name)
            .field(span::lattices(&self.lattices).id())
            .field(span::organisms(&self.organisms).id())
            .field(self.content.fingerprint())
            .field(self.acl.fingerprint()))
    }

    /// The `organism_id` (ID-17).
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }

    /// The content hash: span, content and ACL, not the name (ID-16).
    pub fn content_hash(&self) -> Result<Preimage> {
        self.check()?;
        Ok(span::content_hash([
            span::lattices(&self.lattices).id(),
            span::organisms(&self.organisms).id(),
            self.content.fingerprint(),
            self.acl.fingerprint(),
        ]))
    }

    /// The lattices it spans, folded (ID-16).
    pub fn span_lattices(&self) -> Result<Preimage> {
        self.check()?;
        Ok(span::lattices(&self.lattices))
    }

    /// The organisms it is composed of, folded (ID-16).
    pub fn span_organisms(&self) -> Result<Preimage> {
        self.check()?;
        Ok(span::organisms(&self.organisms))
    }
}
