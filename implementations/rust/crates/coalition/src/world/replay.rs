//! Composite organisms whose logs are written anew (COMP-29).

use super::{
    Component, Desk, Entry, Surface, cast::cast, class::Role, committee::Committee, deployed::Ids,
    log::Log,
};
use crate::{Class, Composite, Denial, Result};

/// A composite organism without a world, a committee and a present: it does what it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Replay {
    ids: Ids,
    composite: Composite,
    nobody: Committee,
    /// In the order of the class.
    logs: Vec<Log>,
}

impl Replay {
    /// One that has committed nothing yet. A component that could not be deployed, or is no
    /// composite organism, is none (COMP-30).
    pub(crate) fn new(component: Component) -> Result<Option<Self>> {
        let (ids, composite) = match cast(component, &[], None) {
            Ok((ids, Role::Composite(composite))) => (ids, composite),
            Ok(_) | Err(Denial::Refusal(_)) => return Ok(None),
            Err(Denial::Rule(rule)) => return Err(rule),
        };
        let log = |name: &&str| Ok(Log::new(ids.deployment, Surface::new(ids.address, name)?));
        let logs = composite.surfaces().iter().map(log);
        let logs = logs.collect::<Result<_>>()?;
        Ok(Some(Self {
            ids,
            composite,
            nobody: Committee::nobody(),
            logs,
        }))
    }

    /// What plays it.
    pub(crate) fn composite(&self) -> &Composite {
        &self.composite
    }

    /// Lets it do something.
    pub(crate) fn act<T>(&mut self, act: impl FnOnce(&mut Composite, &mut Desk<'_>) -> T) -> T {
        let mut desk = Desk::new(0, self.ids, &self.nobody, &mut self.logs);
        act(&mut self.composite, &mut desk)
    }

    /// What it has committed on a surface, by its place in the class; nothing where it has no such.
    pub(crate) fn committed(&self, surface: usize) -> &[Entry] {
        self.logs.get(surface).map_or(&[], Log::entries)
    }

    /// Whether an entry, right or wrong, is committed as the one at an index of a surface (SURF-3).
    pub(crate) fn is_commit(&self, surface: usize, index: u64, entry: &Entry) -> bool {
        let digest = entry.record.digest();
        let log = self.logs.get(surface);
        entry.index == index
            && log
                .zip(digest.ok())
                .is_some_and(|(log, digest)| log.hash(index, digest) == entry.commit)
    }
}
