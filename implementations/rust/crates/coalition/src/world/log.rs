//! Logs, and pages of them.

use strict_json::record;

use super::{Commit, Surface, SurfaceRecord};
use crate::{Name, PresentId, Refusal, Result, UniqueId, commit, stream_digest};

/// How many entries a page has at most (WORLD-9).
const MAX_LIMIT: u32 = 1024;

/// A record and its commit (WORLD-8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number of records before it.
    pub index: u64,
    /// The hash of its commit (SURF-3).
    pub commit: UniqueId,
    /// The record.
    pub record: SurfaceRecord,
}

record!(Entry {
    index,
    commit,
    record,
});

/// A part of a log, and what the whole is at that moment (WORLD-8 to WORLD-10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The entries, in the order of their indices.
    pub entries: Vec<Entry>,
    /// How many entries the log has.
    pub length: u64,
    /// The running digest of the log (SURF-4).
    pub digest: UniqueId,
}

record!(Page {
    entries,
    length,
    digest,
});

/// The end of a log (WORLD-14, WORLD-16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogHead {
    /// The deployment.
    pub deployment: PresentId,
    /// The surface.
    pub surface: Name,
    /// How many entries the log has.
    pub length: u64,
    /// The running digest of the log (SURF-4).
    pub digest: UniqueId,
}

record!(LogHead {
    deployment,
    surface,
    length,
    digest,
});

/// The log of one deployment on one surface. Nothing in it changes or goes away (WORLD-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Log {
    deployment: PresentId,
    surface: Surface,
    entries: Vec<Entry>,
    digest: UniqueId,
}

impl Log {
    pub(super) fn new(deployment: PresentId, surface: Surface) -> Self {
        Self {
            deployment,
            surface,
            entries: Vec::new(),
            digest: UniqueId::ZERO,
        }
    }

    pub(super) fn surface(&self) -> &Surface {
        &self.surface
    }

    /// All of them, in the order of their indices.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn length(&self) -> u64 {
        self.entries.len() as u64
    }

    /// The hash of the commit of a record, whose digest is `entry`, at an index (SURF-3).
    pub(super) fn hash(&self, index: u64, entry: UniqueId) -> UniqueId {
        commit(self.surface.id, self.deployment, index, entry).id()
    }

    /// Commits a record, whose digest is `entry` (WORLD-6).
    pub(super) fn commit(&mut self, record: SurfaceRecord, entry: UniqueId) -> Commit {
        let index = self.length();
        let commit = self.hash(index, entry);
        self.digest = stream_digest(self.digest, commit).id();
        self.entries.push(Entry {
            index,
            commit,
            record,
        });
        Commit {
            surface: self.surface.name.clone(),
            index,
            commit,
        }
    }

    /// The entries behind `after`, up to `limit` of them; other limits than 1 to 1024 are refused
    /// (WORLD-8, WORLD-9).
    pub(super) fn page(&self, after: Option<u64>, limit: u32) -> Result<Page, Refusal> {
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(Refusal::LimitOutOfRange);
        }
        let first = after.map_or(0, |after| after.saturating_add(1));
        let behind = usize::try_from(first)
            .ok()
            .and_then(|first| self.entries.get(first..))
            .unwrap_or_default();
        Ok(Page {
            entries: behind.iter().take(limit as usize).cloned().collect(),
            length: self.length(),
            digest: self.digest,
        })
    }

    pub(super) fn head(&self) -> LogHead {
        LogHead {
            deployment: self.deployment,
            surface: self.surface.name.clone(),
            length: self.length(),
            digest: self.digest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AlmanacTick, Fingerprint, Observations, log_digest};

    fn id(byte: u8) -> PresentId {
        UniqueId::from_bytes([byte; 32]).present().unwrap()
    }

    fn log(length: u64) -> Log {
        let surface = Surface {
            name: Name::new("Ticks").unwrap(),
            id: id(1),
        };
        let mut log = Log::new(id(2), surface);
        for seq in 0..length {
            let tick = AlmanacTick {
                seq,
                observed_at: Observations::default(),
            };
            let digest = tick.fingerprint();
            let committed = log.commit(SurfaceRecord::Tick { tick }, digest);
            assert_eq!(committed.index, seq);
            assert_eq!(committed.commit, commit(id(1), id(2), seq, digest).id());
        }
        log
    }

    #[test]
    fn a_cursor_may_stand_anywhere() {
        let log = log(3);
        for (after, expected) in [
            (None, 0..3),
            (Some(0), 1..3),
            (Some(1), 2..3),
            (Some(2), 3..3),
            (Some(3), 3..3),
            (Some(u64::MAX), 3..3),
        ] {
            let page = log.page(after, 1024).unwrap();
            assert_eq!(page.entries, log.entries[expected], "{after:?}");
        }
    }

    #[test]
    fn a_page_is_full_or_at_the_end() {
        let log = log(1025);
        let read = |after, limit| log.page(after, limit).map(|page| page.entries.len());
        assert_eq!(read(None, 1), Ok(1));
        assert_eq!(read(None, 1024), Ok(1024));
        assert_eq!(read(Some(0), 1024), Ok(1024));
        assert_eq!(read(Some(1), 1024), Ok(1023));
        for limit in [0, 1025, u32::MAX] {
            assert_eq!(read(None, limit), Err(Refusal::LimitOutOfRange));
        }
    }

    #[test]
    fn length_and_digest_are_those_of_the_whole() {
        let empty = log(0).page(None, 1).unwrap();
        assert_eq!((empty.length, empty.digest), (0, UniqueId::ZERO));
        let log = log(4);
        let commits: Vec<_> = log.entries.iter().map(|entry| entry.commit).collect();
        for (after, limit) in [(None, 2), (Some(0), 1), (Some(9), 9)] {
            let page = log.page(after, limit).unwrap();
            assert_eq!(page.length, 4);
            assert_eq!(page.digest, log_digest(&commits));
        }
    }
}
