//! Audits of the logs of composite organisms (COMP-29 to COMP-31).

mod attestations;
mod auditor;
mod claim;
mod finding;
mod kept;

pub use finding::CompositeFinding;
pub use kept::KeptPage;

use crate::{Component, Entry, Replay, Result, Rule, encoding::check_distinct};
use auditor::Auditor;

/// A composite organism whose log is audited, and what somebody has kept of it and of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditedComposite {
    /// The component, whose log follows from what it is.
    pub component: Component,
    /// The public keys of its committee.
    pub committee: Vec<[u8; 32]>,
    /// What its members published, and more.
    pub pages: Vec<KeptPage>,
    /// What stands on its first surface, from the first entry on.
    pub log: Vec<Entry>,
    /// What stands on the second surface of a ledger, from the first entry on.
    pub attestations: Vec<Entry>,
}

impl AuditedComposite {
    /// Replays the log, and says what it finds first.
    pub fn audit(self) -> Result<CompositeFinding> {
        check_distinct(&self.committee, Rule::DuplicateElement)?;
        let published = self.pages.iter().flat_map(|page| &page.entries);
        for entry in published.chain(&self.log).chain(&self.attestations) {
            entry.record.digest()?;
        }
        let Some(replay) = Replay::new(self.component)? else {
            return Ok(CompositeFinding::Unfounded { index: 0 });
        };
        let mut auditor = Auditor::new(replay, &self.pages, &self.log, &self.attestations);
        let finding = match auditor.first_unfounded() {
            Some(index) => CompositeFinding::Unfounded { index },
            None => match auditor.first_unattested(&self.committee) {
                Some(index) => CompositeFinding::Unattested { index },
                None => CompositeFinding::Founded,
            },
        };
        Ok(finding)
    }
}
