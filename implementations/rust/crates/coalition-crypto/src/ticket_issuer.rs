//! Who issues tickets in a world (BOND-12, BOND-13).

use coalition::{Issuer, PageIssuer, PeerId, PresentId};
use strict_json::choice;

use crate::{
    Result, UniqueId, issuer_ticket,
    jwt::{self, JwtValidator},
    ticket::Expiration,
};

/// Who issues tickets under a root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TicketIssuer {
    /// The keys of a handshake page, whose tickets have the root as their class (TICK-12).
    Keys {
        /// The keys.
        issuer: PageIssuer,
    },
    /// Whoever makes the tokens that a validator takes (TICK-1).
    Jwt {
        /// The validator.
        validator: JwtValidator,
    },
}

choice!(TicketIssuer {
    Keys { issuer },
    Jwt { validator },
});

impl Issuer for TicketIssuer {
    fn check(&self) -> Result<()> {
        match self {
            Self::Keys { issuer } => issuer.verify(),
            Self::Jwt { validator } => validator.check(),
        }
    }

    fn class(&self, root: PresentId) -> UniqueId {
        match self {
            Self::Keys { .. } => *root,
            Self::Jwt { .. } => UniqueId::new(jwt::CLASS),
        }
    }

    /// Tokens are checked at the present's whole seconds (BOND-13).
    fn validate(&self, data: &[u8], peer: PeerId, now_ms: u64) -> Result<Expiration> {
        let peer = peer.as_bytes();
        match self {
            Self::Keys { issuer } => issuer_ticket::validate(issuer, data, peer, now_ms),
            Self::Jwt { validator } => validator.validate(data, peer, now_ms / 1000),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Rule, ed25519, jwt::JwtClaim};

    const EXPIRES: u64 = 2_000;
    const SEED: [u8; 32] = [1; 32];

    fn peer() -> PeerId {
        PeerId::of_secret(&UniqueId::from_bytes([9; 32]))
    }

    fn keys(threshold: u16) -> TicketIssuer {
        let keys = vec![ed25519::public_key(&SEED)];
        let issuer = PageIssuer { keys, threshold };
        TicketIssuer::Keys { issuer }
    }

    fn tokens(claims: Vec<JwtClaim>) -> TicketIssuer {
        let validator = JwtValidator {
            keys: vec![],
            issuers: vec![],
            audiences: vec![],
            subject: None,
            claims,
            allow_non_expiring: false,
            max_lifetime_s: None,
            max_age_s: None,
        };
        TicketIssuer::Jwt { validator }
    }

    #[test]
    fn the_keys_of_a_page() {
        let root = coalition::hash("a root").present().unwrap();
        assert_eq!(keys(1).class(root), *root);
        let data = issuer_ticket::issue(peer().as_bytes(), EXPIRES, &[SEED]).unwrap();
        let validate = |now| keys(1).validate(&data, peer(), now);
        assert_eq!(validate(1_999), Ok(Expiration::At { unix_ms: EXPIRES }));
        assert_eq!(validate(2_000), Err(Rule::InvalidTicket));
    }

    #[test]
    fn tokens_have_one_class() {
        let class = UniqueId::new("mosaik.tickets.jwt.v1");
        for root in ["one", "another"] {
            let root = coalition::hash(root).present().unwrap();
            assert_eq!(tokens(vec![]).class(root), class);
        }
    }

    #[test]
    fn issuers_that_break_a_rule() {
        let claim = JwtClaim {
            name: "role".into(),
            value: jwt::ClaimValue::Flag { value: true },
        };
        assert_eq!(keys(1).check(), Ok(()));
        assert_eq!(keys(2).check(), Err(Rule::IssuerMismatch));
        assert_eq!(tokens(vec![claim.clone()]).check(), Ok(()));
        let twice = tokens(vec![claim.clone(), claim]);
        assert_eq!(twice.check(), Err(Rule::DuplicateKey));
    }
}
