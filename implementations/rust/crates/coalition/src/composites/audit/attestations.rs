//! The attestations of a ledger.

use std::collections::HashMap;

use crate::{
    Entry, EvidencePointer, Fingerprint, Replay, SharedAttestation, SurfaceRecord, UniqueId,
    composites::decide::ATTESTATIONS, is_of_quorum,
};

/// What stands on a ledger's second surface, and where the attestations of a record are.
#[derive(Debug)]
pub(super) struct Attestations<'a> {
    entries: &'a [Entry],
    /// By the commit of the record.
    places: HashMap<UniqueId, Vec<usize>>,
}

impl<'a> Attestations<'a> {
    pub(super) fn new(entries: &'a [Entry]) -> Self {
        let mut places = HashMap::<_, Vec<_>>::new();
        for (at, entry) in entries.iter().enumerate() {
            if let Some(attestation) = attestation(entry) {
                places.entry(attestation.shared).or_default().push(at);
            }
        }
        Self { entries, places }
    }

    /// What the attestations of these records point at, in the order of the attestations.
    pub(super) fn evidence(&self, records: &[Entry]) -> Vec<&'a EvidencePointer> {
        let places = records
            .iter()
            .filter_map(|record| self.places.get(&record.commit));
        let mut places: Vec<_> = places.flatten().copied().collect();
        places.sort_unstable();
        let attestations = places
            .iter()
            .filter_map(|at| attestation(&self.entries[*at]));
        attestations
            .flat_map(|attestation| &attestation.evidence)
            .collect()
    }

    /// The first that is not the one that the replay commits there, or that no quorum signed. A
    /// marker may end them, behind all that the replay commits and by its commit (COMP-31).
    pub(super) fn first_wrong(&self, replay: &Replay, committee: &[[u8; 32]]) -> Option<u64> {
        let expected = replay.committed(ATTESTATIONS);
        let holds = |at: usize, entry: &Entry| match expected.get(at) {
            Some(one) => is_attested(entry, one, committee),
            None => at == expected.len() && is_end(replay, at as u64, entry),
        };
        let mut entries = self.entries.iter().enumerate();
        let wrong = entries.find(|(at, entry)| !holds(*at, entry));
        wrong.map(|(at, _)| at as u64)
    }
}

fn attestation(entry: &Entry) -> Option<&SharedAttestation> {
    match &entry.record {
        SurfaceRecord::SharedAttestation { attestation } => Some(attestation),
        _ => None,
    }
}

/// Whether an entry is a marker that is committed there, whatever it says.
fn is_end(replay: &Replay, index: u64, entry: &Entry) -> bool {
    matches!(entry.record, SurfaceRecord::Retirement { .. })
        && replay.is_commit(ATTESTATIONS, index, entry)
}

/// Whether an entry is the one that was committed without signatures, under those of a quorum.
fn is_attested(entry: &Entry, expected: &Entry, committee: &[[u8; 32]]) -> bool {
    let (Some(attested), Some(unsigned)) = (attestation(entry), attestation(expected)) else {
        return false;
    };
    let same = SharedAttestation {
        signatures: unsigned.signatures.clone(),
        ..attested.clone()
    } == *unsigned;
    same && (entry.index, entry.commit) == (expected.index, expected.commit)
        && is_of_quorum(attested.fingerprint(), committee, &attested.signatures)
}
