//! How a component stands.

use strict_json::{choice, record};

use super::LogHead;
use crate::RetirementInstant;

/// Where in its life a component is (WORLD-14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It has no marker.
    Active,
    /// Its marker has yet to take effect.
    Retiring,
    /// Its marker has taken effect.
    Retired,
}

choice!(Phase {
    Active {},
    Retiring {},
    Retired {},
});

/// How a component stands at present (WORLD-14).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The present.
    pub now: u64,
    /// Where in its life it is.
    pub phase: Phase,
    /// When its marker takes effect, if it has one.
    pub effective_at: Option<RetirementInstant>,
    /// The heads of its logs, in the order of its surfaces.
    pub logs: Vec<LogHead>,
}

record!(Status {
    now,
    phase,
    effective_at,
    logs,
});
