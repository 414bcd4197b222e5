//! Signatures of members.

use strict_json::{Decode, Encode, Flaw, Json, record};

use crate::{MemberId, Result, Rule, encoding::check_distinct};

/// What a member of the coalition signs of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberSignature {
    /// The member.
    pub member: MemberId,
    /// Its key.
    pub key: [u8; 32],
    /// Its signature.
    pub signature: [u8; 64],
}

record!(MemberSignature {
    member,
    key,
    signature,
});

/// A map from members to their signatures, kept in ascending byte order of the members, none twice
/// (CHR-2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberSignatures(Vec<MemberSignature>);

impl MemberSignatures {
    /// Refuses a member that stands twice.
    pub fn new(mut signatures: Vec<MemberSignature>) -> Result<Self> {
        check_distinct(signatures.iter().map(|one| one.member), Rule::DuplicateKey)?;
        signatures.sort_unstable_by_key(|one| one.member);
        Ok(Self(signatures))
    }
}

/// The signatures, in ascending byte order of their members.
impl AsRef<[MemberSignature]> for MemberSignatures {
    fn as_ref(&self) -> &[MemberSignature] {
        &self.0
    }
}

impl Decode for MemberSignatures {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::new(Decode::decode(json)?)?)
    }
}

impl Encode for MemberSignatures {
    fn encode(&self) -> Json<'_> {
        self.0.encode()
    }
}
