//! Reading a page.

use strict_json::{Decode, Flaw, Json};

use super::{HANDSHAKE_PAGE_SCHEMA, HandshakePage};
use crate::{Preimage, Result, Rule};

impl HandshakePage {
    /// Reads the page: its shape (HS-1 to HS-3), the rules of its types, and that its configuration
    /// goes together (ID-31). Whether the page holds together says [`verify`](Self::verify).
    pub fn read(document: &str) -> Result<Self> {
        Self::of(&tree(document)?)
    }

    fn of(tree: &Json<'_>) -> Result<Self> {
        let page = Self::decode(tree).map_err(|flaw| rule(&flaw))?;
        if *page.schema != *HANDSHAKE_PAGE_SCHEMA {
            return Err(Rule::DocumentMalformed);
        }
        page.config.check()?;
        Ok(page)
    }
}

/// What the digest of a page hashes: the canonical JSON of the document, once it is read (HS-15).
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

/// The rule that a document breaks which is not of its schema.
fn rule(flaw: &Flaw) -> Rule {
    match flaw {
        Flaw::NotOfType(_) | Flaw::Repeated { .. } => Rule::DocumentMalformed,
        Flaw::Unknown { .. } => Rule::UnknownField,
        Flaw::Missing {
            record: "PageModules",
            ..
        } => Rule::SilentModule,
        Flaw::Missing { .. } => Rule::MissingField,
        Flaw::Broken(broken) => Rule::named(broken.error).unwrap_or(Rule::DocumentMalformed),
    }
}
