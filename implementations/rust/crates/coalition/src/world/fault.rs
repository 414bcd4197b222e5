//! Members that crash and are cut off (FLT).

use strict_json::{choice, record};

/// What befalls members (FLT-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// They go down.
    Crash,
    /// They come up.
    Restart,
    /// They are cut off.
    Isolate,
    /// They are connected.
    Heal,
}

choice!(Fault {
    Crash {},
    Restart {},
    Isolate {},
    Heal {},
});

/// Who of a committee is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// The indices of those that are up and connected, ascending.
    pub present: Vec<u32>,
    /// How many of them it takes to commit (FLT-3).
    pub quorum: u32,
}

record!(Attendance { present, quorum });
