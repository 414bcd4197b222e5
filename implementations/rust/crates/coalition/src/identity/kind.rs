//! Kinds of modules.

use strict_json::choice;

/// One of the five kinds of modules (ID-19).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ModuleKind {
    Atlas,
    Almanac,
    Chronicle,
    Compute,
    Randomness,
}

choice!(ModuleKind {
    Atlas {},
    Almanac {},
    Chronicle {},
    Compute {},
    Randomness {},
});

impl ModuleKind {
    /// All five, in the order of their slots.
    pub const ALL: [Self; 5] = [
        Self::Atlas,
        Self::Almanac,
        Self::Chronicle,
        Self::Compute,
        Self::Randomness,
    ];

    /// The variant in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Atlas => "atlas",
            Self::Almanac => "almanac",
            Self::Chronicle => "chronicle",
            Self::Compute => "compute",
            Self::Randomness => "randomness",
        }
    }
}
