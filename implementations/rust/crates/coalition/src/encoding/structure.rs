//! The digest of a struct.

use strict_json::record;

use crate::{Fingerprint, Preimage, Result, Typed};

/// A struct that has no preimage of its own (ENC-15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struct {
    /// The kebab-case type name with its version, `price-tick.v1`.
    pub tag: String,
    /// The fields in the order of the book.
    pub fields: Vec<Typed>,
}

record!(Struct { tag, fields });

/// A struct is checked as it is folded, for its rules are about encoded fields.
impl Fingerprint for Struct {
    fn check(&self) -> Result<()> {
        Ok(())
    }

    fn fold(&self) -> Result<Preimage> {
        digest(&self.tag, &self.fields)
    }
}

pub(super) fn digest(tag: &str, fields: &[Typed]) -> Result<Preimage> {
    fields
        .iter()
        .try_fold(Preimage::hash_many().field(tag), |preimage, field| {
            Ok(preimage.field(field.encoding()?))
        })
}
