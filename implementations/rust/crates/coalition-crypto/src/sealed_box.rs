//! What only the holder of one X25519 key can open (SEAL).

use chacha20poly1305::{
    ChaCha20Poly1305, Key, KeyInit, Nonce,
    aead::{Aead, Payload},
};
use coalition::{FreeText, PresentId, hash};
use strict_json::{Decode, Encode, Json, record};
use x25519_dalek::{PublicKey, StaticSecret};

use crate::{Bytes, Result, Rule, UniqueId};

const KEY: usize = 32;
const TAG: usize = 16;

/// What lets an SSH session into an instance (SEAL-6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshAccessReceipt {
    /// The host of the instance.
    pub instance_host: FreeText,
    /// The port it listens at.
    pub instance_port: u16,
    /// The user to log in as.
    pub user: FreeText,
    /// The private key of that user.
    pub ssh_key_private: Bytes,
    /// The key by which the host is known.
    pub ssh_host_key: Bytes,
    /// The grant that this is the receipt of.
    pub grant_id: PresentId,
    /// The `seq` of the Almanac's tick until which it holds.
    pub valid_to: u64,
}

record!(SshAccessReceipt {
    instance_host,
    instance_port,
    user,
    ssh_key_private,
    ssh_host_key,
    grant_id,
    valid_to,
});

impl SshAccessReceipt {
    /// The one text of the receipt (SEAL-6).
    #[expect(clippy::missing_panics_doc, reason = "no receipt makes it panic")]
    pub fn text(&self) -> String {
        self.encode()
            .canonical()
            .expect("a receipt has no number that a double does not hold")
    }

    /// The receipt whose one text this is, or else `ReceiptMalformed` (SEAL-7).
    pub fn read(plaintext: &[u8]) -> Result<Self> {
        let read = || {
            let text = std::str::from_utf8(plaintext).ok()?;
            let receipt = Self::decode(&Json::parse(text).ok()?).ok()?;
            (receipt.text() == text).then_some(receipt)
        };
        read().ok_or(Rule::ReceiptMalformed)
    }
}

/// The box of a plaintext for a recipient (SEAL-1 to SEAL-3).
#[expect(
    clippy::missing_panics_doc,
    reason = "no plaintext that memory holds is that long"
)]
pub fn seal(
    recipient: &[u8; 32],
    ephemeral_secret: &[u8; 32],
    plaintext: &[u8],
) -> Result<Vec<u8>> {
    let shared = agree(recipient, ephemeral_secret).ok_or(Rule::RecipientKeyUnusable)?;
    let public = PublicKey::from(&StaticSecret::from(*ephemeral_secret));
    let sealed = cipher(&shared)
        .encrypt(&Nonce::default(), Payload::from(plaintext))
        .expect("no plaintext is as long as the cipher's limit");
    Ok([public.as_bytes().as_slice(), &sealed].concat())
}

/// The plaintext of a box, or else `BoxRejected`, whatever the reason (SEAL-4, SEAL-5).
pub fn open(recipient_secret: &[u8; 32], sealed: &[u8]) -> Result<Vec<u8>> {
    let open = || {
        let (public, sealed) = sealed.split_first_chunk::<KEY>()?;
        let shared = agree(public, recipient_secret)?;
        if sealed.len() < TAG {
            return None;
        }
        cipher(&shared)
            .decrypt(&Nonce::default(), Payload::from(sealed))
            .ok()
    };
    open().ok_or(Rule::BoxRejected)
}

/// The receipt in a box (SEAL-7).
pub fn open_receipt(recipient_secret: &[u8; 32], sealed: &[u8]) -> Result<SshAccessReceipt> {
    SshAccessReceipt::read(&open(recipient_secret, sealed)?)
}

/// The signature in a box, if it is the one of the outcome (SEAL-8).
pub fn open_signature(
    recipient_secret: &[u8; 32],
    sealed: &[u8],
    signature_digest: &UniqueId,
) -> Result<Vec<u8>> {
    let signature = open(recipient_secret, sealed)?;
    match hash(&signature) == *signature_digest {
        true => Ok(signature),
        false => Err(Rule::DeliveryMismatch),
    }
}

/// The shared secret; `None` if the key is not canonical, or the secret all zero (SEAL-2, SEAL-3).
fn agree(public: &[u8; 32], secret: &[u8; 32]) -> Option<[u8; 32]> {
    if !is_canonical(public) {
        return None;
    }
    let shared = StaticSecret::from(*secret).diffie_hellman(&PublicKey::from(*public));
    shared.was_contributory().then(|| shared.to_bytes())
}

/// Whether the number is below 2²⁵⁵ − 19 (SEAL-3).
fn is_canonical(public: &[u8; 32]) -> bool {
    let [first, middle @ .., last] = public;
    let at_least = *last > 0x7f
        || (*last == 0x7f && middle.iter().all(|byte| *byte == 0xff) && *first >= 0xed);
    !at_least
}

fn cipher(shared: &[u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(Key::from_slice(shared))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: [u8; 32] = [7; 32];
    const EPHEMERAL: [u8; 32] = [9; 32];

    fn public() -> [u8; 32] {
        PublicKey::from(&StaticSecret::from(SECRET)).to_bytes()
    }

    /// A box under an ephemeral key that nobody need hold a secret for.
    fn forged(public: [u8; 32], shared: [u8; 32]) -> Vec<u8> {
        let sealed = cipher(&shared)
            .encrypt(&Nonce::default(), Payload::from(&b"x"[..]))
            .unwrap();
        [public.as_slice(), &sealed].concat()
    }

    fn receipt() -> SshAccessReceipt {
        SshAccessReceipt {
            instance_host: FreeText::new("host").unwrap(),
            instance_port: 22,
            user: FreeText::new("é\"").unwrap(),
            ssh_key_private: Bytes(vec![1]),
            ssh_host_key: Bytes(vec![]),
            grant_id: hash("grant").present().unwrap(),
            valid_to: u64::MAX,
        }
    }

    #[test]
    fn the_agreement_of_rfc_7748() {
        let bytes = |digits| strict_json::hex::decode_array::<32>(digits).unwrap();
        let alice = bytes("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
        let bob = bytes("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        let shared = bytes("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        assert_eq!(agree(&alice, &bob), Some(shared));
    }

    #[test]
    fn what_is_sealed_opens_for_the_recipient_alone() {
        for plaintext in [&b""[..], b"hello"] {
            let sealed = seal(&public(), &EPHEMERAL, plaintext).unwrap();
            assert_eq!(sealed.len(), 48 + plaintext.len());
            assert_eq!(open(&SECRET, &sealed).unwrap(), plaintext);
            assert_eq!(open(&[8; 32], &sealed), Err(Rule::BoxRejected));
        }
    }

    #[test]
    fn an_altered_or_short_box_is_rejected() {
        let sealed = seal(&public(), &EPHEMERAL, b"hello").unwrap();
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert_eq!(open(&SECRET, &altered), Err(Rule::BoxRejected), "{at}");
            assert_eq!(open(&SECRET, &sealed[..at]), Err(Rule::BoxRejected), "{at}");
        }
    }

    #[test]
    fn keys_that_are_not_canonical_or_of_small_order() {
        let mut prime = [0xff; 32];
        (prime[0], prime[31]) = (0xed, 0x7f);
        let mut below = prime;
        below[0] = 0xec;
        assert!(is_canonical(&below) && !is_canonical(&prime) && !is_canonical(&[0xff; 32]));
        let mut one = [0; 32];
        one[0] = 1;
        for key in [[0; 32], one, below, prime] {
            assert_eq!(seal(&key, &EPHEMERAL, b""), Err(Rule::RecipientKeyUnusable));
        }
        for key in [[0; 32], one, below, prime] {
            assert_eq!(open(&SECRET, &forged(key, [0; 32])), Err(Rule::BoxRejected));
        }
    }

    #[test]
    fn a_set_top_bit_is_refused_though_the_tag_is_right() {
        let mut ephemeral = PublicKey::from(&StaticSecret::from(EPHEMERAL)).to_bytes();
        let shared = agree(&ephemeral, &SECRET).unwrap();
        assert_eq!(open(&SECRET, &forged(ephemeral, shared)).unwrap(), b"x");
        ephemeral[31] |= 0x80;
        assert_eq!(
            open(&SECRET, &forged(ephemeral, shared)),
            Err(Rule::BoxRejected)
        );
    }

    #[test]
    fn a_receipt_has_one_text() {
        let text = receipt().text();
        assert_eq!(SshAccessReceipt::read(text.as_bytes()), Ok(receipt()));
        for other in [
            text.replace("\"user\"", " \"user\""),
            text.replace(":22,", ":22.0,"),
            text.replace('é', "\\u00e9"),
            text.replace("\"user\":", "\"users\":"),
            text.replace("\"user\":\"é\\\"\",", ""),
            text.replace("host\",", "\\u007f\","),
            text.replace('}', ",\"z\":1}"),
            format!("{text}\n"),
            String::new(),
        ] {
            assert_ne!(other, text);
            assert_eq!(
                SshAccessReceipt::read(other.as_bytes()),
                Err(Rule::ReceiptMalformed),
                "{other}"
            );
        }
        assert_eq!(SshAccessReceipt::read(b"\xff"), Err(Rule::ReceiptMalformed));
    }

    #[test]
    fn a_signature_is_that_of_its_outcome() {
        let sealed = seal(&public(), &EPHEMERAL, b"signature").unwrap();
        assert_eq!(
            open_signature(&SECRET, &sealed, &hash("signature")).unwrap(),
            b"signature"
        );
        assert_eq!(
            open_signature(&SECRET, &sealed, &hash("another")),
            Err(Rule::DeliveryMismatch)
        );
    }
}
