//! Organisms.

use strict_json::record;

use super::span;
use crate::{
    AclComposition, ContentParams, Fingerprint, LatticeConfig, OrganismRef, Preimage, Result, Rule,
    SCHEMA_VERSION_U8, check_name, encoding::check_distinct, fingerprint::check_all,
};

/// An organism. Its fingerprint is the `organism_id`, which is the same in every coalition (ID-17).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganismConfig {
    /// The role, which names no instance.
    pub name: String,
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
    /// The content hash: span, content and ACL, not the name (ID-16).
    pub fn content_hash(&self) -> Result<Preimage> {
        self.check()?;
        Ok(span::content_hash([
            span::lattices(&self.lattices)?.id(),
            span::organisms(&self.organisms)?.id(),
            self.content.folded()?,
            self.acl.folded()?,
        ]))
    }

    /// The lattices it spans, folded (ID-16).
    pub fn span_lattices(&self) -> Result<Preimage> {
        self.check()?;
        span::lattices(&self.lattices)
    }

    /// The organisms it is composed of, folded (ID-16).
    pub fn span_organisms(&self) -> Result<Preimage> {
        self.check()?;
        span::organisms(&self.organisms)
    }
}

impl Fingerprint for OrganismConfig {
    fn check(&self) -> Result<()> {
        check_name(&self.name)?;
        check_all(&self.lattices)?;
        check_all(&self.organisms)?;
        self.content.check()?;
        self.acl.check()?;
        let lattices = self.lattices.iter().map(|lattice| lattice.stable_id);
        let organisms = self.organisms.iter().map(|organism| organism.stable_id);
        check_distinct(lattices.chain(organisms), Rule::DuplicateMember)
    }

    fn fold(&self) -> Result<Preimage> {
        Ok(Preimage::concat()
            .field("organism|")
            .field([SCHEMA_VERSION_U8])
            .field("|")
            .field(&self.name)
            .field(span::lattices(&self.lattices)?.id())
            .field(span::organisms(&self.organisms)?.id())
            .field(self.content.folded()?)
            .field(self.acl.folded()?))
    }
}
