//! What the members of a span published, as somebody has kept it.

use std::collections::{HashMap, HashSet};

use strict_json::record;

use crate::{
    Composite, Entry, EvidencePointer, UniqueId,
    composites::reading::{Brought, Source},
};

/// Entries of one build of one surface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPage {
    /// The surface.
    pub surface: UniqueId,
    /// The build that committed them.
    pub content_hash: Option<UniqueId>,
    /// The entries.
    pub entries: Vec<Entry>,
}

record!(KeptPage {
    surface,
    content_hash,
    entries,
});

/// An entry that evidence resolves to, and which of the surfaces that are read it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) reading: usize,
    pub(super) clock_event: u64,
    pub(super) brought: Brought,
}

/// Everything that evidence can resolve to: what by itself would be taken (COMP-29).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Published {
    entries: HashMap<EvidencePointer, Resolved>,
    /// The first tick of each number.
    ticks: HashMap<u64, EvidencePointer>,
    /// The events of which there is an attestation of a member's slot.
    attested: HashSet<u64>,
}

impl Published {
    pub(super) fn new(composite: &Composite, pages: &[KeptPage]) -> Self {
        let mut published = Self::default();
        for page in pages {
            published.add(composite, page);
        }
        published
    }

    fn add(&mut self, composite: &Composite, page: &KeptPage) {
        let Some(reading) = composite.reading(page.surface) else {
            return;
        };
        let read = &composite.readings[reading];
        let Ok(deployment) = read.deployment(page.content_hash) else {
            return;
        };
        for entry in &page.entries {
            let checked = composite.check_by_itself(reading, deployment, entry);
            let Ok(Some((clock_event, brought))) = checked else {
                continue;
            };
            let pointer = read.pointer(clock_event, brought.commit);
            match read.source {
                Source::Almanac => {
                    self.ticks.entry(clock_event).or_insert(pointer);
                }
                Source::Attestation(member) => {
                    self.attested
                        .extend(composite.event_of_slot(member, clock_event));
                }
                _ => (),
            }
            let resolved = Resolved {
                reading,
                clock_event,
                brought,
            };
            self.entries.entry(pointer).or_insert(resolved);
        }
    }

    /// What evidence resolves to.
    pub(super) fn resolve(&self, evidence: &EvidencePointer) -> Option<&Resolved> {
        self.entries.get(evidence)
    }

    /// Whether an attestation alone may have opened an event (COMP-29).
    pub(super) fn is_attested(&self, event: u64) -> bool {
        self.attested.contains(&event)
    }

    /// What the number of a tick resolves to: where several entries have it, the first.
    pub(super) fn tick(&self, seq: u64) -> Option<&Resolved> {
        self.resolve(self.ticks.get(&seq)?)
    }
}
