//! Pairs of tokens.

use strict_json::{Decode, Encode, Flaw, Json, Members};

use crate::{Element, Name, PRICE_TICK_SCHEMA_V1, Preimage, PresentId, Result, Rule, UniqueId};

/// Two symbols, in whatever order (ID-24, ID-41).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenPair {
    base: Name,
    quote: Name,
}

impl TokenPair {
    /// Refuses symbols that have a `/` or are the same (ID-41).
    pub fn new(base: Name, quote: Name) -> Result<Self> {
        if base.contains('/') || quote.contains('/') {
            return Err(Rule::SymbolHasSlash);
        }
        match base == quote {
            true => Err(Rule::SameSymbols),
            false => Ok(Self { base, quote }),
        }
    }

    /// One symbol.
    pub fn base(&self) -> &Name {
        &self.base
    }

    /// The other.
    pub fn quote(&self) -> &Name {
        &self.quote
    }

    /// The symbols in ascending byte order, `min/max` (ID-24).
    pub fn text(&self) -> String {
        let (first, second) = match self.base < self.quote {
            true => (&self.base, &self.quote),
            false => (&self.quote, &self.base),
        };
        [first, "/", second].concat()
    }

    /// The digest of the pair as it is oriented, so that the pair turned round has another (LAT-11).
    pub fn oriented(&self) -> UniqueId {
        Preimage::hash_many()
            .field("token-pair.v1")
            .field(&self.base)
            .field(&self.quote)
            .id()
    }

    /// The preimage of the pair, which is not hashed (ID-24).
    pub fn pair(&self) -> String {
        format!("pair|{}", self.text())
    }

    /// What the pair's stream is derived from, under the stable id of an oracle (ID-42).
    pub fn pair_id(&self, stable_id: PresentId) -> Preimage {
        stable_id.derive_preimage(self.pair())
    }

    /// The pair's stream (ID-42).
    pub fn stream_id(&self, stable_id: PresentId) -> Preimage {
        self.pair_id(stable_id)
            .id()
            .derive_preimage(PRICE_TICK_SCHEMA_V1)
    }
}

impl Decode for TokenPair {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let members = Members::of(json, "TokenPair", &["base", "quote"])?;
        Ok(Self::new(members.get("base")?, members.get("quote")?)?)
    }
}

impl Encode for TokenPair {
    fn encode(&self) -> Json<'_> {
        Json::Object(vec![
            ("base".into(), self.base.encode()),
            ("quote".into(), self.quote.encode()),
        ])
    }
}

/// A pair enters a set as its text (ID-44), so that it has no orientation there either.
impl Element for TokenPair {
    fn encoded(&self) -> impl AsRef<[u8]> {
        self.text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Set;

    fn pair(base: &str, quote: &str) -> Result<TokenPair> {
        TokenPair::new(Name::new(base)?, Name::new(quote)?)
    }

    #[test]
    fn a_pair_has_no_orientation() {
        assert_eq!(pair("USDC", "ETH").unwrap().pair(), "pair|ETH/USDC");
        assert_eq!(pair("ETH", "USDC").unwrap().pair(), "pair|ETH/USDC");
        assert_eq!(pair("A/B", "C"), Err(Rule::SymbolHasSlash));
        assert_eq!(pair("A", "A"), Err(Rule::SameSymbols));
        let pairs = vec![pair("A", "B").unwrap(), pair("B", "A").unwrap()];
        assert_eq!(Set::new(pairs), Err(Rule::DuplicateElement));
    }
}
