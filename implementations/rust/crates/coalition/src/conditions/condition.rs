//! Conditions.

use std::collections::BTreeMap;

use strict_json::record;

use super::{Clause, Sighting, Stretch};

/// So many of these clauses (COND-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What can hold.
    pub clauses: Vec<Clause>,
    /// How many of them are due.
    pub at_least: u32,
}

record!(Condition { clauses, at_least });

impl Condition {
    /// The stretches of time in which it holds, in ascending order, each as long as it can be
    /// (COND-6).
    pub fn stretches(&self, sightings: &[Sighting]) -> Vec<Stretch> {
        let due = i64::from(self.at_least);
        let mut stretches = Vec::new();
        let mut began = None;
        let mut hold = 0;
        for (at, change) in self.changes(sightings) {
            hold += change;
            match began {
                None if hold >= due => began = Some(at),
                Some(start) if hold < due => {
                    let end = Some(at);
                    stretches.push(Stretch { start, end });
                    began = None;
                }
                _ => {}
            }
        }
        stretches.extend(began.map(|start| Stretch { start, end: None }));
        stretches
    }

    /// How many clauses more, or fewer, hold from an instant on than before it. The first instant
    /// is one of them: a condition can hold from there on without a clause that does.
    fn changes(&self, sightings: &[Sighting]) -> BTreeMap<u64, i64> {
        let read = Sighting::in_order(sightings);
        let mut changes = BTreeMap::from([(0, 0)]);
        for stretch in self.clauses.iter().flat_map(|one| one.stretches(&read)) {
            *changes.entry(stretch.start).or_default() += 1;
            if let Some(end) = stretch.end {
                *changes.entry(end).or_default() -= 1;
            }
        }
        changes
    }
}
