//! A coalition's beacon (RND).

mod card;
mod class;
mod collateral;
mod proofs;
mod running;
mod scheme;
mod tick;

pub use card::BeaconProviderCard;
pub use collateral::TdxCollateral;
pub use proofs::BeaconProofs;
pub(crate) use running::Randomness;
pub use scheme::{BeaconScheme, CurveGroup, DrandScheme};
pub use tick::{BeaconTick, beacon_round};
