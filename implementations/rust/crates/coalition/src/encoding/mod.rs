//! How values become bytes, before and after hashing (ENC).

mod data;
mod distinct;
mod free_text;
mod given_set;
mod hash;
mod integer;
mod name;
mod preimage;
mod present;
mod ratio;
mod ruled;
mod schema_version;
mod set;
mod structure;
mod type_tag;
mod typed;

pub use data::Data;
pub(crate) use distinct::{check_distinct, has_twice};
pub use free_text::FreeText;
pub use given_set::GivenSet;
pub use hash::{hash, hash_many};
pub use integer::{Integer, IntegerType};
pub use name::Name;
pub use preimage::Preimage;
pub use present::PresentId;
pub use ratio::Ratio;
use ruled::ruled;
pub use schema_version::{SCHEMA_VERSION_U8, SchemaVersion};
pub use set::{Element, Set};
pub use structure::Struct;
pub use type_tag::TypeTag;
pub use typed::{Encoding, Pair, Typed};
pub(crate) use typed::{list, option, variant};
