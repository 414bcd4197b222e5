//! What a condition asks.

use strict_json::choice;

use super::{Filter, Sighting, Stretch};

/// One of the things of which a condition asks so many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// So many sightings within a window (COND-3).
    Count {
        /// Which sightings.
        filter: Filter,
        /// How long each stays in the window; without it, for ever.
        window_ms: Option<u64>,
        /// How many.
        at_least: u32,
    },
    /// So many sightings of one origin, one after another (COND-4).
    Run {
        /// Which sightings; others break no run.
        filter: Filter,
        /// How many.
        at_least: u32,
    },
}

choice!(Clause {
    Count { filter, window_ms, at_least },
    Run { filter, at_least },
});

impl Clause {
    /// When it holds, given sightings in their order.
    pub(super) fn stretches(&self, read: &[&Sighting]) -> Vec<Stretch> {
        let (Self::Count {
            filter, at_least, ..
        }
        | Self::Run { filter, at_least }) = self;
        let Some(last) = (*at_least as usize).checked_sub(1) else {
            return vec![Stretch::ALWAYS];
        };
        let passed: Vec<&Sighting> = read
            .iter()
            .copied()
            .filter(|one| filter.passes(one))
            .collect();
        match self {
            Self::Count { window_ms, .. } => counted(&passed, *window_ms, last),
            Self::Run { .. } => run(&passed, last),
        }
    }
}

/// When a sighting and the `last` after it are in the window together: as many as are asked for are
/// there just while some such series is.
fn counted(passed: &[&Sighting], window_ms: Option<u64>, last: usize) -> Vec<Stretch> {
    let series = passed.iter().zip(passed.iter().skip(last));
    Stretch::joined(series.map(|(first, last)| Stretch {
        start: last.at,
        end: window_ms.and_then(|window| first.at.checked_add(window)),
    }))
}

/// When a run has its sighting number `last`, and the next has not begun.
fn run(passed: &[&Sighting], last: usize) -> Vec<Stretch> {
    let runs = || passed.chunk_by(|one, next| one.origin == next.origin);
    let ends = runs().skip(1).map(|next| next.first().map(|one| one.at));
    let long = runs().zip(ends.chain([None])).filter_map(|(run, end)| {
        let start = run.get(last)?.at;
        Some(Stretch { start, end })
    });
    Stretch::joined(long)
}
