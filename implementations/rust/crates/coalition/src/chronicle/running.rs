//! A Chronicle that runs.

use std::collections::HashSet;

use strict_json::Bytes;

use super::MemberSignature;
use crate::{MemberId, PresentId, Refusal, UniqueId, is_signed};

/// The version of the entries of this chapter (CHR-9).
const ENTRY_SCHEMA: u8 = 1;

/// Which number the next entry has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbering {
    /// It is not known before the predecessor's last one is told.
    Waiting,
    /// This one, above a predecessor's or from 0.
    Next { seq: u64, resumed: bool },
}

/// A Chronicle between two commands: its members, the next number, and what its anchor was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chronicle {
    pub(super) coalition: PresentId,
    pub(super) anchor: Option<Bytes>,
    members: HashSet<MemberId>,
    numbering: Numbering,
    /// How many entries the anchor knows of.
    anchored: u64,
}

impl Chronicle {
    /// A Chronicle without entries of the coalition with this root and these members. Entries of
    /// another version are refused (CHR-9). One that succeeds another waits for its number (CHR-12).
    pub fn new(
        entry_schema_version: u8,
        anchor: Option<Bytes>,
        succeeds: Option<PresentId>,
        coalition: PresentId,
        members: impl IntoIterator<Item = PresentId>,
    ) -> Result<Self, Refusal> {
        if entry_schema_version != ENTRY_SCHEMA {
            return Err(Refusal::UnsupportedEntrySchema);
        }
        Ok(Self {
            coalition,
            anchor,
            members: members.into_iter().map(MemberId::new).collect(),
            numbering: match succeeds {
                Some(_) => Numbering::Waiting,
                None => Numbering::Next {
                    seq: 0,
                    resumed: false,
                },
            },
            anchored: 0,
        })
    }

    /// The number of the next entry, if it is known.
    pub(super) fn next(&self) -> Option<u64> {
        match self.numbering {
            Numbering::Waiting => None,
            Numbering::Next { seq, .. } => Some(seq),
        }
    }

    /// Refuses any number but the next, and the last one, which is kept for the own end (CHR-10).
    pub(super) fn check_number(&self, seq: u64) -> Result<(), Refusal> {
        match self.next().ok_or(Refusal::PredecessorUnknown)? {
            u64::MAX => Err(Refusal::SequenceExhausted),
            next if next != seq => Err(Refusal::SequenceMismatch),
            _ => Ok(()),
        }
    }

    /// Goes on to the next number, if there is one.
    pub(super) fn count(&mut self) {
        if let Numbering::Next { seq, .. } = &mut self.numbering {
            *seq = seq.saturating_add(1);
        }
    }

    /// Refuses signatures of others than members, and wrong ones (CHR-11).
    pub(super) fn check_signatures(
        &self,
        signatures: &[MemberSignature],
        digest: UniqueId,
    ) -> Result<(), Refusal> {
        for one in signatures {
            if !self.members.contains(&one.member) {
                return Err(Refusal::UnknownSigner);
            }
            if !is_signed(&one.key, digest, &one.signature) {
                return Err(Refusal::MemberSignatureInvalid);
            }
        }
        Ok(())
    }

    /// Is told the predecessor's last number, once (CHR-12).
    pub(super) fn resume(&mut self, last_seq: u64) -> Result<(), Refusal> {
        match self.numbering {
            Numbering::Waiting => {
                let seq = last_seq.checked_add(1).ok_or(Refusal::SequenceExhausted)?;
                self.numbering = Numbering::Next { seq, resumed: true };
                Ok(())
            }
            Numbering::Next { resumed: true, .. } => Err(Refusal::AlreadyResumed),
            Numbering::Next { resumed: false, .. } => Err(Refusal::NoPredecessor),
        }
    }

    /// The anchor, which is told of so many entries. It is refused without an anchor, and without an
    /// entry that it does not know of (CHR-13).
    pub(super) fn tell(&mut self, length: u64) -> Result<Bytes, Refusal> {
        let anchor = self.anchor.clone().ok_or(Refusal::NoAnchor)?;
        if length <= self.anchored {
            return Err(Refusal::NothingToAnchor);
        }
        self.anchored = length;
        Ok(anchor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(byte: u8) -> PresentId {
        UniqueId::from_bytes([byte; 32]).present().unwrap()
    }

    fn chronicle(succeeds: Option<PresentId>) -> Chronicle {
        Chronicle::new(1, None, succeeds, id(1), []).unwrap()
    }

    #[test]
    fn numbers_count_from_0() {
        let mut chronicle = chronicle(None);
        let mismatch = Err(Refusal::SequenceMismatch);
        assert_eq!(chronicle.check_number(1), mismatch);
        assert_eq!(chronicle.check_number(0), Ok(()));
        chronicle.count();
        assert_eq!(chronicle.check_number(0), mismatch);
        assert_eq!(chronicle.check_number(1), Ok(()));
        assert_eq!(chronicle.resume(4), Err(Refusal::NoPredecessor));
    }

    #[test]
    fn a_successor_waits_for_a_number_and_keeps_the_last_one() {
        let mut chronicle = chronicle(Some(id(2)));
        let unknown = Err(Refusal::PredecessorUnknown);
        assert_eq!(chronicle.check_number(0), unknown);
        let exhausted = Err(Refusal::SequenceExhausted);
        assert_eq!(chronicle.resume(u64::MAX), exhausted);
        chronicle.resume(u64::MAX - 2).unwrap();
        assert_eq!(chronicle.resume(7), Err(Refusal::AlreadyResumed));
        assert_eq!(chronicle.check_number(u64::MAX - 1), Ok(()));
        chronicle.count();
        assert_eq!(chronicle.check_number(u64::MAX), exhausted);
        assert_eq!(chronicle.next(), Some(u64::MAX));
    }
}
