//! Time.

use strict_json::record;

/// The present of a world (WORLD-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Unix milliseconds.
    pub now: u64,
}

record!(Clock { now });
