//! The upstream crate `mosaik` behind the conformance driver protocol.
//!
//! Everything answered here was computed by mosaik itself. Where mosaik keeps a value private the
//! operation is refused: a value this program worked out on its own would confirm nothing.

pub mod collections;
pub mod decode;
pub mod groups;
pub mod ids;
pub mod json;
pub mod loopback;
pub mod operations;
pub mod rpc;
pub mod service;
pub mod stdio;
#[cfg(feature = "tdx")]
pub mod tdx;
