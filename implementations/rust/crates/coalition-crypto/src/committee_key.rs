//! The keys of one committee, old and new, each in its own window (DKG-11 to DKG-13).

use std::collections::BTreeSet;

use coalition::Preimage;
use strict_json::record;

use crate::{
    Bytes, Result, Rule, SignatureScheme, UniqueId,
    bls::{self, CurveGroup, Point},
};

/// A key of a committee, and when it signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitteeKey {
    /// The scheme of its signatures.
    pub scheme: SignatureScheme,
    /// The key.
    pub public_key: Bytes,
    /// From when on it signs, in milliseconds.
    pub opens_at_ms: u64,
    /// From when on it signs no more, if that is settled.
    pub closes_at_ms: Option<u64>,
}

record!(CommitteeKey {
    scheme,
    public_key,
    opens_at_ms,
    closes_at_ms,
});

impl CommitteeKey {
    /// Whether the key signs at a time (DKG-12).
    fn signs_at(&self, at_ms: u64) -> bool {
        self.opens_at_ms <= at_ms && self.closes_at_ms.is_none_or(|closes| at_ms < closes)
    }
}

/// The digests of the keys that sign at a time, in the order given (DKG-11, DKG-12).
pub fn active(keys: &[CommitteeKey], at_ms: u64) -> Result<Vec<UniqueId>> {
    let digests = digests(keys)?;
    let signing = keys
        .iter()
        .zip(digests)
        .filter(|(key, _)| key.signs_at(at_ms));
    Ok(signing.map(|(_, digest)| digest).collect())
}

/// Verifies a signature under the key that it was published with (DKG-11 to DKG-13).
pub fn verify(
    keys: &[CommitteeKey],
    committee_pk_digest: &UniqueId,
    committed_at_ms: u64,
    message: &[u8],
    signature: &[u8],
) -> Result<()> {
    let digests = digests(keys)?;
    let at = digests
        .iter()
        .position(|digest| digest == committee_pk_digest);
    let key = &keys[at.ok_or(Rule::UnknownCommitteeKey)?];
    if !key.signs_at(committed_at_ms) {
        return Err(Rule::KeyOutsideWindow);
    }
    let group = CurveGroup::of_signatures(key.scheme)?;
    bls::verify(group, &key.public_key, message, signature)
}

/// The digests of keys that are points, no two of them alike (DKG-11).
fn digests(keys: &[CommitteeKey]) -> Result<Vec<UniqueId>> {
    let mut seen = BTreeSet::new();
    let digest = |key: &CommitteeKey| {
        let group = CurveGroup::of_signatures(key.scheme)?;
        Point::read(group.other(), &key.public_key)?;
        let digest = Preimage::concat().field(&key.public_key).id();
        match seen.insert(digest) {
            true => Ok(digest),
            false => Err(Rule::KeyNotRefreshed),
        }
    };
    keys.iter().map(digest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shamir::Secret;

    fn secret(value: u64) -> Secret {
        Secret(value.into())
    }

    fn key(value: u64, opens_at_ms: u64, closes_at_ms: Option<u64>) -> CommitteeKey {
        CommitteeKey {
            scheme: SignatureScheme::BlsAggregateG1,
            public_key: bls::public_key(bls::G1, secret(value)).to_bytes().into(),
            opens_at_ms,
            closes_at_ms,
        }
    }

    #[test]
    fn windows_may_overlap() {
        let keys = [key(1, 10, Some(30)), key(2, 20, None)];
        for (at, signing) in [
            (9, 0),
            (10, 1),
            (19, 1),
            (20, 2),
            (29, 2),
            (30, 1),
            (u64::MAX, 1),
        ] {
            assert_eq!(
                active(&keys, at).map(|keys| keys.len()),
                Ok(signing),
                "{at}"
            );
        }
        let twice = [key(1, 10, Some(30)), key(1, 20, None)];
        assert_eq!(active(&twice, 0), Err(Rule::KeyNotRefreshed));
    }

    #[test]
    fn a_signature_belongs_to_one_key() {
        let keys = [key(1, 10, Some(30)), key(2, 20, None)];
        let signature = bls::sign(bls::G1, secret(1), b"m").to_bytes();
        let digest = |at: usize| Preimage::concat().field(&keys[at].public_key).id();
        let check = |digest: UniqueId, at| verify(&keys, &digest, at, b"m", &signature);
        assert_eq!(check(digest(0), 25), Ok(()));
        assert_eq!(check(digest(1), 25), Err(Rule::BlsSignatureInvalid));
        assert_eq!(check(digest(0), 30), Err(Rule::KeyOutsideWindow));
        let unknown = check(UniqueId::ZERO, 25);
        assert_eq!(unknown, Err(Rule::UnknownCommitteeKey));
    }
}
