//! What a component has at hand while it does something.

use super::{
    Accepted, Commit, LogHead, SurfaceRecord, committee::Committee, deployed::Ids, log::Log,
};
use crate::{CommitteeSignature, UniqueId};

/// The present, the ids of a component, its committee and its logs.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    now: u64,
    ids: Ids,
    committee: &'a Committee,
    logs: &'a mut [Log],
    commits: Vec<(usize, Commit)>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(now: u64, ids: Ids, committee: &'a Committee, logs: &'a mut [Log]) -> Self {
        Self {
            now,
            ids,
            committee,
            logs,
            commits: Vec::new(),
        }
    }

    /// The present.
    pub(crate) fn now(&self) -> u64 {
        self.now
    }

    /// What the component is called.
    pub(crate) fn ids(&self) -> Ids {
        self.ids
    }

    /// The end of the log of a surface, by its place in the class.
    pub(crate) fn head(&self, surface: usize) -> LogHead {
        self.logs[surface].head()
    }

    /// Commits a record, whose digest is `digest`, on a surface, by its place in the class. The hash
    /// of the commit is given back.
    pub(crate) fn commit(
        &mut self,
        surface: usize,
        record: SurfaceRecord,
        digest: UniqueId,
    ) -> UniqueId {
        let commit = self.logs[surface].commit(record, digest);
        let hash = commit.commit;
        self.commits.push((surface, commit));
        hash
    }

    /// What the committee signs (FLT-6).
    pub(crate) fn sign(&self, digest: UniqueId) -> Vec<CommitteeSignature> {
        self.committee.sign(digest)
    }

    /// What was committed, in the order of the surfaces (WORLD-6).
    pub(super) fn accepted(self) -> Accepted {
        let mut commits = self.commits;
        commits.sort_by_key(|(surface, _)| *surface);
        Accepted {
            commits: commits.into_iter().map(|(_, commit)| commit).collect(),
        }
    }
}
