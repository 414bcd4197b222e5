//! Submissions that a committee unseals together (SHUF-8 to SHUF-10).

use chacha20poly1305::{
    ChaCha20Poly1305, Key, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use coalition::Preimage;
use curve25519_dalek::EdwardsPoint;
use strict_json::record;

use crate::{
    Bytes, Result, Rule,
    frost::{Ed25519, Identifier, Suite, distinct, weights},
};

/// What the key of a box is hashed from, before the two points.
const UNSEAL: &[u8] = b"shuffle-unseal|";
const TAG: usize = 16;

/// A member's part in unsealing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShufflePartial {
    /// The member.
    pub identifier: Identifier,
    /// Its share times the ephemeral element.
    pub element: Bytes,
}

record!(ShufflePartial {
    identifier,
    element,
});

/// Seals a message for a committee (SHUF-8).
#[expect(
    clippy::missing_panics_doc,
    reason = "no message that memory holds is that long"
)]
pub fn seal(public_key: &[u8], ephemeral: &[u8; 32], message: &[u8]) -> Result<Vec<u8>> {
    let public_key = Ed25519::read_element(public_key)?;
    let ephemeral = Ed25519::read_scalar(ephemeral)?;
    let element = Ed25519::write_element(&EdwardsPoint::mul_base(&ephemeral))?;
    let shared = Ed25519::write_element(&(public_key * ephemeral))?;
    let sealed = cipher(&element, &shared)
        .encrypt(&Nonce::default(), Payload::from(message))
        .expect("no message is as long as the cipher's limit");
    Ok([element, sealed].concat())
}

/// A member's share times the ephemeral element (SHUF-9).
pub fn part(share: &[u8; 32], sealed: &[u8]) -> Result<Vec<u8>> {
    let share = Ed25519::read_scalar(share)?;
    let Sealed { point, .. } = Sealed::read(sealed)?;
    Ed25519::write_element(&(point * share))
}

/// The message of a submission, if the parts open it (SHUF-10).
pub fn unseal(threshold: u16, sealed: &[u8], partials: &[ShufflePartial]) -> Result<Vec<u8>> {
    distinct(partials.iter().map(|partial| partial.identifier))?;
    if partials.is_empty() || partials.len() < usize::from(threshold) {
        return Err(Rule::FrostTooFewSigners);
    }
    let sealed = Sealed::read(sealed)?;
    let read = |partial: &ShufflePartial| Ed25519::read_element(&partial.element);
    let parts = partials.iter().map(read).collect::<Result<Vec<_>>>()?;
    let identifiers = partials.iter().map(|partial| partial.identifier);
    let terms = parts.iter().zip(weights::<Ed25519>(identifiers)?);
    let shared: EdwardsPoint = terms.map(|(part, weight)| part * weight).sum();
    let shared = Ed25519::write_element(&shared)?;
    cipher(sealed.element, &shared)
        .decrypt(&Nonce::default(), Payload::from(sealed.boxed))
        .or(Err(Rule::ShuffleNotOpened))
}

/// A sealed submission, whose ephemeral element is one.
struct Sealed<'a> {
    element: &'a [u8],
    point: EdwardsPoint,
    boxed: &'a [u8],
}

impl<'a> Sealed<'a> {
    /// Reads a submission (SHUF-8, SHUF-9).
    fn read(sealed: &'a [u8]) -> Result<Self> {
        let (element, boxed) = sealed
            .split_at_checked(Ed25519::ELEMENT)
            .filter(|(_, boxed)| boxed.len() >= TAG)
            .ok_or(Rule::ShuffleSealedMalformed)?;
        Ok(Self {
            element,
            point: Ed25519::read_element(element)?,
            boxed,
        })
    }
}

/// The cipher under the key of a box (SHUF-8).
fn cipher(element: &[u8], shared: &[u8]) -> ChaCha20Poly1305 {
    let key = Preimage::concat()
        .field(UNSEAL)
        .field(element)
        .field(shared)
        .id();
    ChaCha20Poly1305::new(Key::from_slice(key.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frost::{FrostKeys, FrostSuite, deal};

    fn scalar(value: u8) -> [u8; 32] {
        let mut scalar = [0; 32];
        scalar[0] = value;
        scalar
    }

    fn keys() -> FrostKeys {
        deal(FrostSuite::Ed25519 {}, &scalar(11), &[scalar(7)], 3).unwrap()
    }

    fn sealed(message: &[u8]) -> Vec<u8> {
        seal(&keys().group.public_key, &scalar(5), message).unwrap()
    }

    fn parts(sealed: &[u8], members: &[u16]) -> Vec<ShufflePartial> {
        let part = |member: &u16| ShufflePartial {
            identifier: Identifier::new(*member).unwrap(),
            element: part(&keys().shares[usize::from(*member) - 1], sealed)
                .unwrap()
                .into(),
        };
        members.iter().map(part).collect()
    }

    #[test]
    fn any_enough_members_open_it() {
        for message in [&b""[..], b"a bid"] {
            let sealed = sealed(message);
            assert_eq!(sealed.len(), 48 + message.len());
            for members in [&[1, 2][..], &[3, 1], &[2, 3, 1]] {
                let parts = parts(&sealed, members);
                assert_eq!(unseal(2, &sealed, &parts).unwrap(), message);
            }
        }
    }

    #[test]
    fn fewer_members_open_nothing() {
        let sealed = sealed(b"a bid");
        let one = parts(&sealed, &[1]);
        assert_eq!(unseal(2, &sealed, &one), Err(Rule::FrostTooFewSigners));
        assert_eq!(unseal(1, &sealed, &one), Err(Rule::ShuffleNotOpened));
        assert_eq!(unseal(0, &sealed, &[]), Err(Rule::FrostTooFewSigners));
        let twice = parts(&sealed, &[1, 1]);
        assert_eq!(unseal(2, &sealed, &twice), Err(Rule::FrostSignerRepeated));
    }

    #[test]
    fn a_wrong_part_or_an_altered_box() {
        let right = sealed(b"a bid");
        let mut wrong = parts(&right, &[1, 2]);
        wrong[0].element = wrong[1].element.clone();
        assert_eq!(unseal(2, &right, &wrong), Err(Rule::ShuffleNotOpened));
        let mut altered = right.clone();
        altered[32] ^= 1;
        let parts = parts(&right, &[1, 2]);
        assert_eq!(unseal(2, &altered, &parts), Err(Rule::ShuffleNotOpened));
        let short = unseal(2, &right[..47], &parts);
        assert_eq!(short, Err(Rule::ShuffleSealedMalformed));
    }

    #[test]
    fn elements() {
        let zero = seal(&keys().group.public_key, &scalar(0), b"");
        assert_eq!(zero, Err(Rule::FrostIdentityElement));
        let above = part(&[0xff; 32], &sealed(b""));
        assert_eq!(above, Err(Rule::FrostScalarOutOfRange));
        let mut identity = [0; 48];
        identity[0] = 1;
        let identity = part(&scalar(1), &identity);
        assert_eq!(identity, Err(Rule::FrostIdentityElement));
    }
}
