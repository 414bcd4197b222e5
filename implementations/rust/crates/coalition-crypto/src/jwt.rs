//! JWTs as mosaik 0.3.18 takes them (TICK-1 to TICK-8).

mod claims;
mod key;

use base64ct::{Base64UrlUnpadded, Encoding};
use coalition::Preimage;
use strict_json::{Json, choice, record};

use self::claims::Claims;
pub use self::key::JwtKey;
use crate::{
    Result, Rule, foreign_json,
    ticket::{Expiration, LAST_SECOND, demand, signature},
};

/// The class of tickets that are JWTs (TICK-1).
pub const CLASS: &str = "mosaik.tickets.jwt.v1";

/// A value that a claim has to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimValue {
    /// A text.
    Text {
        /// The text.
        text: String,
    },
    /// A number.
    Integer {
        /// The number.
        value: i64,
    },
    /// A truth value.
    Flag {
        /// The value.
        value: bool,
    },
}

choice!(ClaimValue {
    Text { text },
    Integer { value },
    Flag { value },
});

impl ClaimValue {
    /// The value as it stands in a token (TICK-7).
    fn json(&self) -> Json<'_> {
        match self {
            Self::Text { text } => Json::text(text),
            Self::Integer { value } => {
                u64::try_from(*value).map_or(Json::Negative(*value), Json::Unsigned)
            }
            Self::Flag { value } => Json::Bool(*value),
        }
    }
}

/// A claim that a token has to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwtClaim {
    /// The name.
    pub name: String,
    /// The value.
    pub value: ClaimValue,
}

record!(JwtClaim { name, value });

/// What a token has to keep to be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JwtValidator {
    /// The keys that may have signed it.
    pub keys: Vec<JwtKey>,
    /// Who may have issued it; anybody, if there are none.
    pub issuers: Vec<String>,
    /// Whom it may be for; anybody, if there are none.
    pub audiences: Vec<String>,
    /// Whom it speaks of, if not of the peer that shows it.
    pub subject: Option<String>,
    /// What it has to claim besides, each name once.
    pub claims: Vec<JwtClaim>,
    /// Whether it may be without expiry.
    pub allow_non_expiring: bool,
    /// How long it may last from now, in seconds.
    pub max_lifetime_s: Option<u64>,
    /// How long ago it may have been issued, in seconds.
    pub max_age_s: Option<u64>,
}

record!(JwtValidator {
    keys,
    issuers,
    audiences,
    subject,
    claims,
    allow_non_expiring,
    max_lifetime_s,
    max_age_s,
});

impl JwtValidator {
    /// Refuses a claim whose name stands twice (ENC-20).
    pub fn check(&self) -> Result<()> {
        self.claims().map(drop)
    }

    /// Until when a ticket admits the peer that shows it, at a time in Unix seconds (TICK-2).
    pub fn validate(&self, ticket: &[u8], peer: &[u8; 32], now: u64) -> Result<Expiration> {
        self.check()?;
        let payload = self.signed(ticket).ok_or(Rule::InvalidTicket)?;
        let json = foreign_json::parse(&payload).ok_or(Rule::InvalidTicket)?;
        let claims = Claims::read(&json).ok_or(Rule::InvalidTicket)?;
        self.concerned(&claims, peer)?;
        self.timely(&claims, now)?;
        let made = |claim: &JwtClaim| claims.get(&claim.name) == Some(&claim.value.json());
        demand(self.claims.iter().all(made))?;
        Ok(claims
            .exp
            .map_or(Expiration::Never {}, |exp| Expiration::At {
                unix_ms: exp * 1000,
            }))
    }

    /// What a token says, if one of the keys signed it (TICK-3).
    fn signed(&self, ticket: &[u8]) -> Option<Vec<u8>> {
        let token = std::str::from_utf8(ticket).ok()?;
        let (header, rest) = token.split_once('.')?;
        let (payload, signature) = rest.split_once('.')?;
        let message = &token[..header.len() + 1 + payload.len()];
        let header = decode(header)?;
        let json = foreign_json::parse(&header)?;
        let Some(Json::Text(algorithm)) = claims::member(&json, "alg") else {
            return None;
        };
        let signature = decode(signature)?;
        let mut keys = self.keys.iter();
        let signs = |key: &JwtKey| {
            key.algorithm() == algorithm && key.verifies(message.as_bytes(), &signature)
        };
        keys.any(signs).then(|| decode(payload))?
    }

    /// The token is of an issuer, for an audience and about a subject that is due (TICK-4).
    fn concerned(&self, claims: &Claims<'_>, peer: &[u8; 32]) -> Result<()> {
        let one_of = |list: &[String], name: Option<&str>| {
            list.is_empty() || name.is_some_and(|name| list.iter().any(|one| one == name))
        };
        demand(one_of(&self.issuers, claims.iss))?;
        demand(one_of(&self.audiences, claims.aud))?;
        let peer = strict_json::hex::encode(peer);
        demand(claims.sub == Some(self.subject.as_deref().unwrap_or(&peer)))
    }

    /// The token is neither early nor late, and neither long nor old (TICK-5, TICK-6).
    fn timely(&self, claims: &Claims<'_>, now: u64) -> Result<()> {
        demand(claims.nbf.is_none_or(|nbf| nbf <= now))?;
        demand(match claims.exp {
            Some(exp) => exp > now && exp <= LAST_SECOND,
            None => self.allow_non_expiring,
        })?;
        let within = |limit: Option<u64>, time: Option<u64>| {
            limit.is_none_or(|limit| time.is_some_and(|time| time <= limit))
        };
        let lifetime = claims.exp.map_or(0, |exp| exp - now);
        demand(within(self.max_lifetime_s, Some(lifetime)))?;
        let age = claims.iat.map(|iat| now.saturating_sub(iat));
        demand(within(self.max_age_s, age))
    }

    /// What hashes to the signature of the validator (TICK-8).
    pub fn signature(&self) -> Result<Preimage> {
        let claims = self.claims()?;
        let mut fields = Vec::new();
        for key in &self.keys {
            fields.push(key.algorithm().into());
            fields.push(key.fingerprint().as_bytes().to_vec());
        }
        fields.push(vec![self.allow_non_expiring.into()]);
        fields.push(self.issuers.join(",").into());
        fields.push(self.audiences.join(",").into());
        fields.push(self.subject.clone().unwrap_or_default().into());
        for time in [self.max_lifetime_s, self.max_age_s] {
            fields.push(time.unwrap_or_default().to_le_bytes().to_vec());
        }
        for JwtClaim { name, value } in claims {
            fields.push(name.clone().into());
            let mut written = Vec::new();
            value.json().write(&mut written);
            fields.push(written);
        }
        Ok(signature(CLASS, &fields))
    }

    /// The claims by the bytes of their names, of which none stands twice (ENC-20).
    fn claims(&self) -> Result<Vec<&JwtClaim>> {
        let mut claims: Vec<_> = self.claims.iter().collect();
        claims.sort_by_key(|claim| &claim.name);
        match claims.is_sorted_by(|one, next| one.name < next.name) {
            true => Ok(claims),
            false => Err(Rule::DuplicateKey),
        }
    }
}

/// Base64 in the alphabet of URLs, without padding, no bits left over (TICK-3).
fn decode(part: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(part).ok()
}

#[cfg(test)]
mod tests;
