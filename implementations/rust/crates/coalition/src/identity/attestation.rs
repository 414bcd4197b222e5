//! Levels of attestation.

use strict_json::choice;

/// How well an outcome is attested, numbered in the order of the book (ID-23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names say it")]
#[repr(u8)]
pub enum AttestationLevel {
    Software = 0,
    TdxLocal = 1,
    TdxRemote = 2,
    TdxRaTlsBidirectional = 3,
    TdxPlusReproducibleBuild = 4,
}

choice!(AttestationLevel {
    Software {},
    TdxLocal {},
    TdxRemote {},
    TdxRaTlsBidirectional {},
    TdxPlusReproducibleBuild {},
});
