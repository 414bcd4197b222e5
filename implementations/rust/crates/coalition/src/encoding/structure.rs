//! The digest of a struct.

use strict_json::record;

use crate::{Preimage, Result, Typed, UniqueId};

/// A struct that has no preimage of its own (ENC-15).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struct {
    /// The kebab-case type name with its version, `price-tick.v1`; any text.
    pub tag: String,
    /// The fields in the order of the book.
    pub fields: Vec<Typed>,
}

record!(Struct { tag, fields });

impl Struct {
    /// What is hashed, if no set in the fields holds an element twice, and no map a key.
    pub fn preimage(&self) -> Result<Preimage> {
        digest(&self.tag, &self.fields)
    }

    /// The digest.
    pub fn fingerprint(&self) -> Result<UniqueId> {
        Ok(self.preimage()?.id())
    }
}

pub(super) fn digest(tag: &str, fields: &[Typed]) -> Result<Preimage> {
    fields
        .iter()
        .try_fold(Preimage::hash_many().field(tag), |preimage, field| {
            Ok(preimage.field(field.encoding()?))
        })
}
