//! The market for a coalition's computing (COM).

mod capabilities;
mod card;
mod class;
mod clearing;
mod deregistration;
mod grant;
mod log;
mod market;
mod range;
mod request;
mod requirements;
mod roster;
mod signed;

pub use capabilities::ComputeCapabilities;
pub use card::ComputeProviderCard;
pub use clearing::ClearingRecord;
pub use deregistration::ProviderDeregistration;
pub use grant::ComputeGrant;
pub use log::{ComputeLog, UsageMetrics};
pub use market::Compute;
pub use range::AlmanacRange;
pub use request::ComputeRequest;
pub use requirements::ComputeRequirements;
