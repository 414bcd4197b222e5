//! Tickets of a coalition's issuer (TICK-11 to TICK-14).

use std::collections::{BTreeMap, BTreeSet};

use coalition::{PageIssuer, Preimage};

use crate::{
    Result, Rule, ed25519,
    ticket::{Expiration, demand},
};

const KEY: usize = 32;
const SIGNATURE: usize = 64;

/// What hashes to what the keys of an issuer sign (TICK-11).
pub fn digest(subject: &[u8; 32], expires_ms: u64) -> Preimage {
    Preimage::hash_many()
        .field("issuer-ticket.v1")
        .field(subject)
        .field(expires_ms.to_le_bytes())
}

/// The data of a ticket that the keys of these seeds sign (TICK-12).
pub fn issue(subject: &[u8; 32], expires_ms: u64, seeds: &[[u8; 32]]) -> Result<Vec<u8>> {
    let digest = digest(subject, expires_ms).id();
    let sign = |seed: &[u8; 32]| {
        let signature = ed25519::sign(seed, digest.as_bytes());
        (ed25519::public_key(seed), signature)
    };
    let signers: BTreeMap<_, _> = seeds.iter().map(sign).collect();
    if signers.len() < seeds.len() {
        return Err(Rule::DuplicateElement);
    }
    let mut data = [subject.as_slice(), &expires_ms.to_le_bytes()].concat();
    for (key, signature) in signers {
        data.extend(key);
        data.extend(signature);
    }
    Ok(data)
}

/// Until when a ticket of the issuer admits the peer that shows it (TICK-13, TICK-14).
pub fn validate(
    issuer: &PageIssuer,
    data: &[u8],
    peer: &[u8; 32],
    now_ms: u64,
) -> Result<Expiration> {
    issuer.verify()?;
    let ticket = Ticket::read(data).ok_or(Rule::InvalidTicket)?;
    let keys: BTreeSet<_> = issuer.keys.iter().collect();
    let digest = digest(ticket.subject, ticket.expires_ms).id();
    let signs = |(key, signature): &(&[u8; KEY], &[u8; SIGNATURE])| {
        keys.contains(key) && ed25519::verify(key, digest.as_bytes(), *signature).is_ok()
    };
    demand(ticket.signers.is_sorted_by(|one, next| one.0 < next.0))?;
    demand(ticket.signers.iter().all(signs))?;
    demand(ticket.signers.len() >= usize::from(issuer.threshold))?;
    demand(ticket.subject == peer && ticket.expires_ms > now_ms)?;
    Ok(Expiration::At {
        unix_ms: ticket.expires_ms,
    })
}

/// The parts of a ticket (TICK-12).
struct Ticket<'a> {
    subject: &'a [u8; 32],
    expires_ms: u64,
    /// Keys and their signatures, in the order given.
    signers: Vec<(&'a [u8; KEY], &'a [u8; SIGNATURE])>,
}

impl<'a> Ticket<'a> {
    fn read(data: &'a [u8]) -> Option<Self> {
        let (subject, data) = data.split_first_chunk()?;
        let (expires_ms, data) = data.split_first_chunk()?;
        let (signers, rest) = data.as_chunks::<{ KEY + SIGNATURE }>();
        let read = |signer: &'a [u8; KEY + SIGNATURE]| {
            let (key, signature) = signer.split_first_chunk()?;
            Some((key, signature.first_chunk()?))
        };
        let signers = signers.iter().map(read).collect::<Option<_>>()?;
        rest.is_empty().then_some(Self {
            subject,
            expires_ms: u64::from_le_bytes(*expires_ms),
            signers,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEER: [u8; 32] = [9; 32];
    const EXPIRES: u64 = 1000;
    const SEEDS: [[u8; 32]; 3] = [[1; 32], [2; 32], [3; 32]];

    fn issuer(threshold: u16) -> PageIssuer {
        PageIssuer {
            keys: SEEDS.iter().map(ed25519::public_key).collect(),
            threshold,
        }
    }

    fn check(data: &[u8]) -> Result<Expiration> {
        validate(&issuer(2), data, &PEER, EXPIRES - 1)
    }

    #[test]
    fn enough_keys() {
        let expiration = Expiration::At { unix_ms: EXPIRES };
        for seeds in [&SEEDS[..2], &SEEDS[1..], &SEEDS] {
            let data = issue(&PEER, EXPIRES, seeds).unwrap();
            assert_eq!(check(&data), Ok(expiration));
            let mut reversed = seeds.to_vec();
            reversed.reverse();
            assert_eq!(issue(&PEER, EXPIRES, &reversed), Ok(data));
        }
        let one = issue(&PEER, EXPIRES, &SEEDS[..1]).unwrap();
        assert_eq!(check(&one), Err(Rule::InvalidTicket));
        let foreign = issue(&PEER, EXPIRES, &[SEEDS[0], SEEDS[1], [4; 32]]).unwrap();
        assert_eq!(check(&foreign), Err(Rule::InvalidTicket));
        let twice = issue(&PEER, EXPIRES, &[SEEDS[0], SEEDS[0]]);
        assert_eq!(twice, Err(Rule::DuplicateElement));
    }

    #[test]
    fn the_form_of_the_data() {
        let data = issue(&PEER, EXPIRES, &SEEDS[..2]).unwrap();
        assert_eq!(data.len(), 40 + 2 * 96);
        let signer = |at: usize| &data[40 + at * 96..][..96];
        for wrong in [
            [&data[..40], signer(1), signer(0)].concat(),
            [&data[..40], signer(0), signer(0)].concat(),
            [&data[..], b"\0"].concat(),
            data[..data.len() - 1].to_vec(),
            data[..39].to_vec(),
            vec![],
        ] {
            assert_eq!(check(&wrong), Err(Rule::InvalidTicket));
        }
        for at in 0..data.len() {
            let mut altered = data.clone();
            altered[at] ^= 1;
            assert_eq!(check(&altered), Err(Rule::InvalidTicket), "{at}");
        }
    }

    #[test]
    fn the_peer_and_the_time() {
        let data = issue(&PEER, EXPIRES, &SEEDS).unwrap();
        let check = |peer, now| validate(&issuer(3), &data, peer, now).err();
        assert_eq!(check(&PEER, EXPIRES - 1), None);
        assert_eq!(check(&PEER, EXPIRES), Some(Rule::InvalidTicket));
        assert_eq!(check(&[8; 32], 0), Some(Rule::InvalidTicket));
    }

    #[test]
    fn issuers() {
        let data = issue(&PEER, EXPIRES, &SEEDS).unwrap();
        let twice = PageIssuer {
            keys: vec![ed25519::public_key(&SEEDS[0]); 2],
            threshold: 1,
        };
        let none = PageIssuer {
            keys: vec![],
            threshold: 0,
        };
        for wrong in [issuer(0), issuer(4), twice, none] {
            let refused = validate(&wrong, &data, &PEER, 0);
            assert_eq!(refused, Err(Rule::IssuerMismatch));
        }
    }
}
