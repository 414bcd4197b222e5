//! The cross-check with what the members publish.

use std::collections::HashMap;

use strict_json::record;

use super::HandshakePage;
use crate::{
    Fingerprint, Result, Rule, UniqueId, check_name, check_present, encoding::check_option,
    stable_id,
};

/// What the operator of a member publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedMember {
    /// The name of the instance.
    pub instance_name: String,
    /// The stable id, as published.
    pub stable_id: UniqueId,
    /// The content hash in force, as published.
    pub content_hash: Option<UniqueId>,
}

record!(PublishedMember {
    instance_name,
    stable_id,
    content_hash
});

impl PublishedMember {
    fn check(&self) -> Result<()> {
        check_name(&self.instance_name)?;
        check_present(&self.stable_id)?;
        check_option(self.content_hash.as_ref())
    }
}

impl HandshakePage {
    /// Compares each lattice and organism with what its own operator publishes (HS-13, HS-14).
    ///
    /// The page is verified first. The result is the fingerprints by which the coalition refers to
    /// its members, in order.
    pub fn cross_check(&self, published: &[PublishedMember]) -> Result<Vec<UniqueId>> {
        self.verify()?;
        published.iter().try_for_each(PublishedMember::check)?;
        let mut by_name = HashMap::new();
        for member in published {
            by_name
                .entry(member.instance_name.as_str())
                .or_insert(member);
        }
        let mut fingerprints = Vec::new();
        for (lattice, configured) in self.lattices.iter().zip(&self.config.lattices) {
            let member = by_name.get(lattice.instance_name.as_str());
            compare(member.copied(), lattice.content_hash, None)?;
            fingerprints.push(*configured);
        }
        for (organism, configured) in self.organisms.iter().zip(&self.config.organisms) {
            let member = by_name.get(organism.instance_name.as_str());
            compare(
                member.copied(),
                organism.content_hash,
                configured.content_hash,
            )?;
            fingerprints.push(configured.folded()?);
        }
        Ok(fingerprints)
    }
}

/// A member as its operator publishes it, as the page shows it, and as the configuration pins it.
fn compare(
    member: Option<&PublishedMember>,
    on_page: Option<UniqueId>,
    pinned: Option<UniqueId>,
) -> Result<()> {
    let member = member.ok_or(Rule::MemberUnpublished)?;
    if member.stable_id != stable_id(&member.instance_name)? {
        return Err(Rule::MemberIrreproducible);
    }
    let drifted = pinned.is_some() && pinned != member.content_hash;
    match drifted || on_page != member.content_hash {
        true => Err(Rule::MemberDrift),
        false => Ok(()),
    }
}
