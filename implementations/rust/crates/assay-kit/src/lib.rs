//! What every adapter of the driver protocol needs, and nothing about what it answers.
//!
//! An adapter names itself, lists its features, registers one function for each operation, and
//! serves standard input and output:
//!
//! ```no_run
//! use assay_kit::{Adapter, Answer, Broken, operations};
//!
//! # struct TooLong;
//! fn broken(_: TooLong) -> Broken {
//!     Broken { error: "NameTooLong", stage: "validate" }
//! }
//!
//! let mut adapter = Adapter::new("my-adapter", env!("CARGO_PKG_VERSION"), "0.1");
//! adapter.claim(&["encoding"]);
//! operations! { adapter, broken;
//!     "encoding.name"(name: String) => {
//!         if name.len() > 255 { return Err(TooLong) }
//!         Ok(Answer::new(&assay_kit::json::Bytes(name.into_bytes())))
//!     };
//! }
//! adapter.serve_stdio()?;
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! * [`Adapter`] is the table of operations, and answers one message (PROTO-2, PROTO-7).
//! * [`operations!`] reads parameters strictly, by the types' [`json::Decode`] (PROTO-5, PROTO-6).
//! * [`Answer`] is a value and perhaps its preimage (PROTO-11, PROTO-13), [`Refusal`] the two kinds
//!   of no (PROTO-6, PROTO-7).
//! * [`Worlds`] are kept between their verbs, which [`verbs!`] reads in the same way; [`No`] is what
//!   one of them refuses (PROTO-15 to PROTO-21).
//! * Lines are read whole, and answers are written when no further line is waiting (PROTO-1 to PROTO-4).
#![forbid(unsafe_code)]

mod adapter;
mod answer;
mod describe;
mod lines;
mod macros;
mod no;
mod refusal;
mod request;
mod serve;
mod worlds;

pub use adapter::Adapter;
pub use answer::Answer;
pub use lines::MAX_LINE;
#[doc(hidden)]
pub use macros::bare;
pub use no::No;
pub use refusal::Refusal;
pub use strict_json::{self as json, Broken};
pub use worlds::Worlds;
