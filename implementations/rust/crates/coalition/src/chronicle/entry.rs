//! Entries.

use strict_json::record;

use super::{ChronicleKind, ChroniclePayload, MemberSignatures};
use crate::{CommitteeSignature, Preimage, PresentId, Result, UniqueId};

/// What a Chronicle records (CHR-1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChronicleEntry {
    /// Its number.
    pub seq: u64,
    /// What it records.
    pub kind: ChronicleKind,
    /// The root of the coalition when it was committed.
    pub coalition: PresentId,
    /// What it says.
    pub payload: ChroniclePayload,
    /// Who of the coalition signed it.
    pub member_signatures: MemberSignatures,
    /// Who of the committee signed it.
    pub quorum_signatures: Vec<CommitteeSignature>,
}

record!(ChronicleEntry {
    seq,
    kind,
    coalition,
    payload,
    member_signatures,
    quorum_signatures,
});

impl ChronicleEntry {
    /// What [`fingerprint`](Self::fingerprint) hashes, if the payload goes with the kind (CHR-1).
    pub fn preimage(&self) -> Result<Preimage> {
        self.payload.check(&self.kind)?;
        Ok(Preimage::hash_many()
            .field("chronicle-entry.v1")
            .field(self.seq.to_le_bytes())
            .field(self.kind.encoded())
            .field(self.coalition)
            .field(self.payload.fingerprint()?))
    }

    /// The digest of the entry, which folds no signature (CHR-3).
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }
}
