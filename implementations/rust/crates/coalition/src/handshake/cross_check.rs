//! The cross-check with what the members publish.

use std::collections::HashMap;

use strict_json::record;

use super::HandshakePage;
use crate::{
    Fingerprint, Name, PresentId, Result, Rule, UniqueId, encoding::check_distinct, stable_id,
};

/// What the operator of a member publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedMember {
    /// The name of the instance.
    pub instance_name: Name,
    /// The stable id, as published.
    pub stable_id: PresentId,
    /// The content hash in force, as published.
    pub content_hash: Option<PresentId>,
}

record!(PublishedMember {
    instance_name,
    stable_id,
    content_hash
});

impl HandshakePage {
    /// Compares each lattice and organism with what its own operator publishes (HS-13, HS-14).
    ///
    /// The page is verified first. The result is the fingerprints by which the coalition refers to
    /// its members, in order.
    pub fn cross_check(&self, published: &[PublishedMember]) -> Result<Vec<UniqueId>> {
        self.verify()?;
        let names = published.iter().map(|member| &member.instance_name);
        check_distinct(names.clone(), Rule::DuplicateMember)?;
        let by_name: HashMap<_, _> = names.zip(published).collect();
        let mut fingerprints = Vec::new();
        for (lattice, configured) in self.lattices.iter().zip(&self.config.lattices) {
            let member = by_name.get(&lattice.instance_name);
            compare(member.copied(), lattice.content_hash, None)?;
            fingerprints.push(**configured);
        }
        for (organism, configured) in self.organisms.iter().zip(&self.config.organisms) {
            let member = by_name.get(&organism.instance_name);
            compare(
                member.copied(),
                organism.content_hash,
                configured.content_hash,
            )?;
            fingerprints.push(configured.fingerprint());
        }
        Ok(fingerprints)
    }
}

/// A member as its operator publishes it, as the page shows it, and as the configuration pins it.
/// A hash and none differ (HS-14); a configuration that pins none leaves it open.
fn compare(
    member: Option<&PublishedMember>,
    on_page: Option<PresentId>,
    pinned: Option<PresentId>,
) -> Result<()> {
    let member = member.ok_or(Rule::MemberUnpublished)?;
    if *member.stable_id != stable_id(&member.instance_name) {
        return Err(Rule::MemberIrreproducible);
    }
    let drifted = pinned.is_some() && pinned != member.content_hash;
    match drifted || on_page != member.content_hash {
        true => Err(Rule::MemberDrift),
        false => Ok(()),
    }
}
