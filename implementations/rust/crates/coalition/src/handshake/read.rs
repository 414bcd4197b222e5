//! Reading a page.

use strict_json::{Decode, Flaw, Json};

use super::{HANDSHAKE_PAGE_SCHEMA, HandshakePage};
use crate::{Preimage, Result, Rule};

impl HandshakePage {
    /// Reads the page, and checks nothing but that it is one (HS-1 to HS-3).
    pub fn read(document: &str) -> Result<Self> {
        Self::of(&tree(document)?)
    }

    fn of(tree: &Json<'_>) -> Result<Self> {
        let page = Self::decode(tree).map_err(|flaw| match flaw {
            Flaw::NotOfType(_) | Flaw::Repeated { .. } => Rule::DocumentMalformed,
            Flaw::Unknown { .. } => Rule::UnknownField,
            Flaw::Missing {
                record: "PageModules",
                ..
            } => Rule::SilentModule,
            Flaw::Missing { .. } => Rule::MissingField,
        })?;
        match page.schema.as_str() {
            HANDSHAKE_PAGE_SCHEMA => Ok(page),
            _ => Err(Rule::DocumentMalformed),
        }
    }
}

/// What the digest of a page hashes: its canonical JSON (HS-15). The page is only read.
pub fn page_digest(document: &str) -> Result<Preimage> {
    let tree = tree(document)?;
    HandshakePage::of(&tree)?;
    let canonical = tree.canonical().ok_or(Rule::DocumentMalformed)?;
    Ok(Preimage::hash_many()
        .field(HANDSHAKE_PAGE_SCHEMA)
        .field(canonical))
}

fn tree(document: &str) -> Result<Json<'_>> {
    Json::parse(document).map_err(|_| Rule::DocumentMalformed)
}
