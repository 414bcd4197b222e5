//! The members of an Atlas.

use super::MemberId;
use crate::{CoalitionConfig, Preimage, PresentId, Result, Rule, encoding::check_distinct};

/// The members of a coalition's Atlas, shipped or not: its lattices, then its organisms (ID-37).
pub fn atlas_members(config: &CoalitionConfig) -> Result<Vec<PresentId>> {
    config.check()?;
    let organisms = config.organisms.iter().map(|organism| organism.stable_id);
    let members: Vec<_> = config.lattices.iter().copied().chain(organisms).collect();
    check(&members)?;
    Ok(members)
}

/// The members of a module, folded in order (ID-20).
pub fn module_members(members: &[PresentId]) -> Result<Preimage> {
    check(members)?;
    Ok(Preimage::hash_many().fields(members))
}

/// No member stands twice, and none shares its short id with another (ID-38).
fn check(members: &[PresentId]) -> Result<()> {
    check_distinct(members, Rule::DuplicateMember)?;
    let short = members.iter().copied().map(MemberId::new);
    check_distinct(short, Rule::MemberPrefixCollision)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UniqueId;

    #[test]
    fn short_ids_tell_members_apart() {
        let mut bytes = [7; 32];
        let present = |bytes| UniqueId::from_bytes(bytes).present().unwrap();
        let one = present(bytes);
        bytes[20] = 8;
        let same_prefix = present(bytes);
        bytes[19] = 8;
        let other = present(bytes);
        assert!(module_members(&[one, other]).is_ok());
        assert_eq!(
            module_members(&[one, same_prefix]),
            Err(Rule::MemberPrefixCollision)
        );
        assert_eq!(module_members(&[one, one]), Err(Rule::DuplicateMember));
    }
}
