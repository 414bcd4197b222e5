//! How values become bytes, before and after hashing (ENC).

mod data;
mod free_text;
mod hash;
mod integer;
mod name;
mod preimage;
mod present;
mod ratio;
mod structure;
mod type_tag;
mod typed;

pub use data::Data;
pub use free_text::check_free_text;
pub use hash::{hash, hash_many};
pub use integer::{Integer, IntegerType};
pub use name::check_name;
pub use preimage::Preimage;
pub use present::check_present;
pub(crate) use present::{check_distinct, check_option};
pub use ratio::Ratio;
pub use structure::Struct;
pub use type_tag::check_type_tag;
pub use typed::{Encoding, Pair, Typed};
pub(crate) use typed::{list, sorted};

/// The schema version, the only one (ENC-5).
pub const SCHEMA_VERSION_U8: u8 = 1;
