//! Constants.

use strict_json::choice;

use crate::{PresentId, UniqueId};

/// The network all coalitions share: `unique_id!("mosaik.universe")` (ID-1).
pub const UNIVERSE: UniqueId = UniqueId::from_bytes([
    0xb8, 0x2b, 0x6f, 0x3b, 0x4a, 0x1e, 0x53, 0xd2, 0xd5, 0x65, 0x23, 0xf5, 0xa7, 0xb1, 0x97, 0x4e,
    0x38, 0x42, 0xac, 0x37, 0xa0, 0x68, 0xcc, 0x30, 0x22, 0x86, 0x06, 0x5a, 0x88, 0x53, 0xcf, 0x43,
]);

/// The seed of every coalition: `unique_id!("coalition.root.v1")` (ID-2).
pub const COALITION_ROOT_SEED: PresentId = PresentId::constant([
    0xbb, 0x8e, 0xb9, 0xbd, 0xa9, 0xe5, 0x43, 0xd8, 0x58, 0x7c, 0x1d, 0x10, 0x51, 0x6b, 0xef, 0x9c,
    0x6b, 0x74, 0xc2, 0x7c, 0x46, 0x31, 0xb4, 0x6f, 0x78, 0x76, 0xa7, 0x41, 0x71, 0xfc, 0x97, 0x46,
]);

/// The schema of a price tick: `unique_id!("oracle.price-tick.v1")` (ID-42).
pub const PRICE_TICK_SCHEMA_V1: UniqueId = UniqueId::from_bytes([
    0x66, 0x12, 0x63, 0x1d, 0xf3, 0x8f, 0xac, 0xa2, 0x88, 0xaa, 0x3f, 0xe9, 0x0e, 0x3a, 0xcf, 0x06,
    0x9c, 0xac, 0x25, 0x86, 0xcb, 0xb3, 0xae, 0xa7, 0xc8, 0x96, 0xcd, 0xfe, 0xdf, 0xe8, 0xbd, 0x0e,
]);

/// The constants by name (ID-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constant {
    /// [`UNIVERSE`]
    Universe,
    /// [`COALITION_ROOT_SEED`]
    CoalitionRootSeed,
    /// [`UniqueId::ZERO`]
    ZeroId,
    /// [`PRICE_TICK_SCHEMA_V1`]
    PriceTickSchemaV1,
}

choice!(Constant {
    Universe {},
    CoalitionRootSeed {},
    ZeroId {},
    PriceTickSchemaV1 {},
});

impl Constant {
    /// The constant's value.
    pub fn id(self) -> UniqueId {
        match self {
            Self::Universe => UNIVERSE,
            Self::CoalitionRootSeed => COALITION_ROOT_SEED.into(),
            Self::ZeroId => UniqueId::ZERO,
            Self::PriceTickSchemaV1 => PRICE_TICK_SCHEMA_V1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_the_hashes_of_their_names() {
        assert_eq!(UNIVERSE, UniqueId::new("mosaik.universe"));
        assert_eq!(*COALITION_ROOT_SEED, UniqueId::new("coalition.root.v1"));
        assert_eq!(PRICE_TICK_SCHEMA_V1, UniqueId::new("oracle.price-tick.v1"));
    }
}
