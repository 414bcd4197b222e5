//! Pairs of tokens.

use strict_json::record;

use crate::{
    PRICE_TICK_SCHEMA_V1, Preimage, Result, Rule, UniqueId, check_name, check_present,
    encoding::{list, sorted},
};

/// Two symbols, in whatever order (ID-24).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenPair {
    /// One symbol.
    pub base: String,
    /// The other.
    pub quote: String,
}

record!(TokenPair { base, quote });

impl TokenPair {
    /// Refuses symbols that are no names, have a `/`, or are the same (ID-41).
    pub fn check(&self) -> Result<()> {
        for symbol in [&self.base, &self.quote] {
            check_name(symbol)?;
            if symbol.contains('/') {
                return Err(Rule::SymbolHasSlash);
            }
        }
        match self.base == self.quote {
            true => Err(Rule::SameSymbols),
            false => Ok(()),
        }
    }

    /// The symbols in ascending byte order, `min/max` (ID-24).
    pub fn text(&self) -> Result<String> {
        self.check()?;
        let (first, second) = match self.base < self.quote {
            true => (&self.base, &self.quote),
            false => (&self.quote, &self.base),
        };
        Ok(format!("{first}/{second}"))
    }

    /// The preimage of the pair (ID-24).
    pub fn preimage(&self) -> Result<String> {
        Ok(format!("pair|{}", self.text()?))
    }

    /// What the pair's stream is derived from, under the stable id of an oracle (ID-42).
    pub fn pair_id(&self, stable_id: &UniqueId) -> Result<Preimage> {
        check_present(stable_id)?;
        Ok(stable_id.derive_preimage(self.preimage()?))
    }

    /// The pair's stream (ID-42).
    pub fn stream_id(&self, stable_id: &UniqueId) -> Result<Preimage> {
        let pair_id = self.pair_id(stable_id)?.id();
        Ok(pair_id.derive_preimage(PRICE_TICK_SCHEMA_V1))
    }
}

/// The set of an oracle's pairs (ID-44).
pub fn oracle_pairs(pairs: &[TokenPair]) -> Result<Preimage> {
    let texts = pairs.iter().map(TokenPair::text).collect::<Result<_>>()?;
    Ok(list().fields(sorted(texts, Rule::DuplicateElement)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(base: &str, quote: &str) -> TokenPair {
        TokenPair {
            base: base.into(),
            quote: quote.into(),
        }
    }

    #[test]
    fn a_pair_has_no_orientation() {
        assert_eq!(pair("USDC", "ETH").preimage().unwrap(), "pair|ETH/USDC");
        assert_eq!(pair("ETH", "USDC").preimage().unwrap(), "pair|ETH/USDC");
        assert_eq!(pair("A/B", "C").check(), Err(Rule::SymbolHasSlash));
        assert_eq!(pair("A", "A").check(), Err(Rule::SameSymbols));
        assert_eq!(
            oracle_pairs(&[pair("A", "B"), pair("B", "A")]),
            Err(Rule::DuplicateElement)
        );
    }
}
