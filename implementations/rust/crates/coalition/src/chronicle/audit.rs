//! Audits.

use strict_json::record;

use super::{AnchoredDigest, Audit, AuditFinding, ChronicleEntry, committee::is_of_quorum};
use crate::{
    PresentId, Result, Rule, UniqueId, commit, encoding::check_distinct, is_signed, stream_digest,
};

/// The Chronicle whose archives are held against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditedChronicle {
    /// The surface of its entries.
    pub surface: PresentId,
    /// Its deployment.
    pub deployment: PresentId,
    /// The root of its coalition.
    pub coalition: PresentId,
    /// The number of its first entry.
    pub first_seq: u64,
    /// The public keys of its committee.
    pub committee: Vec<[u8; 32]>,
}

record!(AuditedChronicle {
    surface,
    deployment,
    coalition,
    first_seq,
    committee,
});

/// What somebody has kept of a Chronicle, from its first entry on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    /// The entries.
    pub entries: Vec<ChronicleEntry>,
}

record!(Archive { entries });

impl Archive {
    /// The digests of the entries.
    fn digests(&self) -> Result<Vec<UniqueId>> {
        let entries = self.entries.iter();
        entries.map(ChronicleEntry::fingerprint).collect()
    }
}

impl AuditedChronicle {
    /// Holds an archive against others, and against what the anchor was told (CHR-6 to CHR-8).
    pub fn audit(
        &self,
        archive: &Archive,
        others: &[Archive],
        anchors: &[AnchoredDigest],
    ) -> Result<Audit> {
        check_distinct(&self.committee, Rule::DuplicateElement)?;
        let digests = archive.digests()?;
        let running = self.running_digests(&digests);
        let mut findings = Vec::new();
        let holding = self.holding(archive, &digests);
        if holding < digests.len() {
            let index = holding as u64;
            findings.push(AuditFinding::Broken { index });
        }
        for other in others {
            let theirs = other.digests()?;
            let holding = self.holding(other, &theirs);
            findings.extend(compare(&digests, &theirs[..holding]));
        }
        findings.extend(anchored(&running, anchors));
        let finding = findings
            .into_iter()
            .min_by_key(|finding| (finding.index(), *finding));
        Ok(Audit {
            digest: running.last().copied().unwrap_or(UniqueId::ZERO),
            finding: finding.unwrap_or(AuditFinding::Sound),
        })
    }

    /// The running digest at every length, 0 included (SURF-4).
    fn running_digests(&self, digests: &[UniqueId]) -> Vec<UniqueId> {
        let mut running = vec![UniqueId::ZERO];
        let mut digest = UniqueId::ZERO;
        for (index, entry) in (0..).zip(digests) {
            let commit = commit(self.surface, self.deployment, index, *entry).id();
            digest = stream_digest(digest, commit).id();
            running.push(digest);
        }
        running
    }

    /// How many entries hold by themselves, up to the first that does not (CHR-6).
    fn holding(&self, archive: &Archive, digests: &[UniqueId]) -> usize {
        let entries = (0..).zip(&archive.entries).zip(digests);
        entries
            .take_while(|((index, entry), digest)| self.holds(*index, entry, **digest))
            .count()
    }

    fn holds(&self, index: u64, entry: &ChronicleEntry, digest: UniqueId) -> bool {
        self.first_seq.checked_add(index) == Some(entry.seq)
            && entry.coalition == self.coalition
            && is_of_quorum(digest, &self.committee, &entry.quorum_signatures)
            && entry
                .member_signatures
                .as_ref()
                .iter()
                .all(|one| is_signed(&one.key, digest, &one.signature))
    }
}

/// What another archive, of which these entries count, has otherwise or beyond (CHR-7).
fn compare(ours: &[UniqueId], theirs: &[UniqueId]) -> Option<AuditFinding> {
    let differs = ours
        .iter()
        .zip(theirs)
        .position(|(one, other)| one != other);
    match differs {
        Some(index) => Some(AuditFinding::Differs {
            index: index as u64,
        }),
        None if theirs.len() > ours.len() => Some(AuditFinding::Missing {
            index: ours.len() as u64,
        }),
        None => None,
    }
}

/// What the anchor does not bear out of an archive with these running digests (CHR-8).
fn anchored(running: &[UniqueId], anchors: &[AnchoredDigest]) -> Vec<AuditFinding> {
    let mut anchors = anchors.to_vec();
    anchors.sort_by_key(|anchor| anchor.length);
    let mut agreed = 0;
    let mut findings = Vec::new();
    for anchor in anchors {
        let ours = usize::try_from(anchor.length).ok();
        match ours.and_then(|length| running.get(length)) {
            None => findings.push(AuditFinding::Missing {
                index: running.len() as u64 - 1,
            }),
            Some(digest) if *digest == anchor.digest => agreed = anchor.length,
            Some(_) => findings.push(AuditFinding::Unanchored { index: agreed }),
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(byte: u8) -> UniqueId {
        UniqueId::from_bytes([byte; 32])
    }

    #[test]
    fn the_first_difference_counts_and_then_what_is_beyond() {
        let ours = [id(1), id(2)];
        assert_eq!(compare(&ours, &[]), None);
        assert_eq!(compare(&ours, &[id(1)]), None);
        let differs = AuditFinding::Differs { index: 1 };
        assert_eq!(compare(&ours, &[id(1), id(3), id(4)]), Some(differs));
        let missing = AuditFinding::Missing { index: 2 };
        assert_eq!(compare(&ours, &[id(1), id(2), id(3)]), Some(missing));
    }

    #[test]
    fn an_anchor_bears_out_what_it_agreed_to() {
        let running = [UniqueId::ZERO, id(1), id(2), id(3)];
        let told = |length, digest| AnchoredDigest { length, digest };
        let found = |anchors: &[_]| anchored(&running, anchors);
        assert_eq!(found(&[told(3, id(3)), told(0, id(0))]), []);
        let unanchored = |index| AuditFinding::Unanchored { index };
        assert_eq!(found(&[told(2, id(9))]), [unanchored(0)]);
        assert_eq!(found(&[told(2, id(9)), told(1, id(1))]), [unanchored(1)]);
        let missing = AuditFinding::Missing { index: 3 };
        assert_eq!(
            found(&[told(4, id(4)), told(u64::MAX, id(4))]),
            [missing; 2]
        );
    }
}
