//! The schema version.

use strict_json::{Decode, Encode, Flaw, Json};

use crate::{Result, Rule};

/// The schema version as a number, the only one (ENC-5).
pub const SCHEMA_VERSION_U8: u8 = 1;

/// The schema version of the preimages, of which there is one: no other is ever hashed (ENC-5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SchemaVersion;

impl SchemaVersion {
    /// Refuses every other version.
    pub fn new(version: u8) -> Result<Self> {
        match version {
            SCHEMA_VERSION_U8 => Ok(Self),
            _ => Err(Rule::UnsupportedSchemaVersion),
        }
    }
}

impl Decode for SchemaVersion {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::new(u8::decode(json)?)?)
    }
}

impl Encode for SchemaVersion {
    fn encode(&self) -> Json<'_> {
        SCHEMA_VERSION_U8.encode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_version() {
        assert_eq!(SchemaVersion::new(1), Ok(SchemaVersion));
        for version in [0, 2, 255] {
            assert_eq!(
                SchemaVersion::new(version),
                Err(Rule::UnsupportedSchemaVersion)
            );
        }
    }
}
