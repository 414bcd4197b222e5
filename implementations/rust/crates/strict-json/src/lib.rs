//! JSON for typed values, with nothing coerced and nothing ignored.
//!
//! `serde`'s derived implementations forgive more than a protocol for conformance may: a missing
//! option, an array in place of an object, an additional member beside a unit variant. Here a
//! document becomes a tree that keeps every member, even a repeated one, and [`Decode`] reads a
//! type from it, or says with a [`Flaw`] how the tree is not of that type.
//!
//! [`record!`] and [`choice!`] write both directions for a struct and for an enum.
//!
//! ```
//! use strict_json::{Decode, Encode, Flaw, Json};
//!
//! struct Pin { name: String, index: Option<u8> }
//! strict_json::record!(Pin { name, index });
//!
//! let json = Json::parse(r#"{"index": null, "name": "a"}"#).unwrap();
//! let pin = Pin::decode(&json).unwrap();
//! assert_eq!(pin.encode().canonical().unwrap(), r#"{"index":null,"name":"a"}"#);
//!
//! let json = Json::parse(r#"{"name": "a"}"#).unwrap();
//! assert!(matches!(Pin::decode(&json), Err(Flaw::Missing { record: "Pin", member: "index" })));
//! ```
#![forbid(unsafe_code)]

mod bytes;
mod canonical;
mod decimal;
mod decode;
mod encode;
mod flaw;
pub mod hex;
mod macros;
mod members;
mod parse;
mod shallow;
mod value;
mod write;

pub use bytes::Bytes;
pub use decimal::Decimal;
pub use decode::Decode;
pub use encode::Encode;
pub use flaw::{Broken, Flaw};
pub use members::Members;
pub use parse::{MAX_DEPTH, Unreadable};
pub use value::Json;
