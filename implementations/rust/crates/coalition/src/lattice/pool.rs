//! What unseal publishes.

use strict_json::{Bytes, Decode, Encode, Flaw, Json, Members, record};

use crate::{
    EvidencePointer, Fingerprint, MemberId, Preimage, Result, Rule,
    encoding::{check_distinct, list, option},
};

/// What the digest of a bundle hashes: its cleartext (LAT-1).
pub fn bundle_digest(cleartext: &[u8]) -> Preimage {
    Preimage::concat().field(cleartext)
}

/// A bundle that was opened (LAT-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsealedBundle {
    /// Its bytes.
    pub cleartext: Bytes,
    /// The member it wants to act on, if that is another one.
    pub target: Option<MemberId>,
}

record!(UnsealedBundle { cleartext, target });

impl Fingerprint for UnsealedBundle {
    fn preimage(&self) -> Preimage {
        Preimage::hash_many()
            .field("unsealed-bundle.v1")
            .field(&self.cleartext)
            .field(option(self.target.as_ref()))
    }
}

/// Every bundle that was opened in a slot, in the order of the envelopes (LAT-3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsealedPool {
    slot: u64,
    broadcast: EvidencePointer,
    bundles: Vec<UnsealedBundle>,
}

impl UnsealedPool {
    /// Refuses a bundle that stands twice.
    pub fn new(
        slot: u64,
        broadcast: EvidencePointer,
        bundles: Vec<UnsealedBundle>,
    ) -> Result<Self> {
        check_distinct(
            bundles.iter().map(|bundle| &bundle.cleartext),
            Rule::DuplicateKey,
        )?;
        Ok(Self {
            slot,
            broadcast,
            bundles,
        })
    }

    /// The slot.
    pub const fn slot(&self) -> u64 {
        self.slot
    }

    /// The bundles, in the order of the envelopes.
    pub fn bundles(&self) -> &[UnsealedBundle] {
        &self.bundles
    }
}

impl Fingerprint for UnsealedPool {
    fn preimage(&self) -> Preimage {
        let bundles = self.bundles.iter().map(Fingerprint::fingerprint);
        Preimage::hash_many()
            .field("unsealed-pool.v1")
            .field(self.slot.to_le_bytes())
            .field(self.broadcast.fingerprint())
            .field(list().fields(bundles).id())
    }
}

impl Decode for UnsealedPool {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let members = Members::of(json, "UnsealedPool", &["slot", "broadcast", "bundles"])?;
        Ok(Self::new(
            members.get("slot")?,
            members.get("broadcast")?,
            members.get("bundles")?,
        )?)
    }
}

impl Encode for UnsealedPool {
    fn encode(&self) -> Json<'_> {
        Json::Object(vec![
            ("slot".into(), self.slot.encode()),
            ("broadcast".into(), self.broadcast.encode()),
            ("bundles".into(), self.bundles.encode()),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::UniqueId;

    #[test]
    fn a_bundle_stands_once_whatever_its_target() {
        let id = UniqueId::from_bytes([1; 32]).present().unwrap();
        let broadcast = EvidencePointer {
            address: id,
            clock_event: 0,
            commit: id,
        };
        let bundle = |cleartext: &[u8], target| UnsealedBundle {
            cleartext: cleartext.into(),
            target,
        };
        let pool = |bundles| UnsealedPool::new(0, broadcast, bundles);
        let member = MemberId::new(id);
        assert!(pool(vec![bundle(b"a", None), bundle(b"b", None)]).is_ok());
        let twice = vec![bundle(b"a", None), bundle(b"a", Some(member))];
        assert_eq!(pool(twice), Err(Rule::DuplicateKey));
    }
}
