//! BLAKE3 in its three modes, at any length of output (HASH).

use strict_json::choice;

use crate::Bytes;

/// How BLAKE3 is keyed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blake3Mode {
    /// Without key and context (HASH-1).
    Hash {},
    /// Under a key, which is no prefix of the message (HASH-2).
    KeyedHash {
        /// The key.
        key: [u8; 32],
    },
    /// Under what the context hashes to (HASH-3).
    DeriveKey {
        /// The context, which may be empty.
        context: String,
    },
}

choice!(Blake3Mode {
    Hash {},
    KeyedHash { key },
    DeriveKey { context },
});

/// What is hashed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HashMessage {
    /// The bytes.
    Plain {
        /// As they are.
        bytes: Bytes,
    },
    /// The first bytes of 0, 1, …, 249, 250, 0, 1, … (HASH-5).
    Counting {
        /// How many.
        length: u32,
    },
}

choice!(HashMessage {
    Plain { bytes },
    Counting { length },
});

/// `output_length` bytes of the hash (HASH-1 to HASH-5).
pub fn blake3(mode: &Blake3Mode, message: &HashMessage, output_length: u16) -> Vec<u8> {
    let mut hasher = match mode {
        Blake3Mode::Hash {} => ::blake3::Hasher::new(),
        Blake3Mode::KeyedHash { key } => ::blake3::Hasher::new_keyed(key),
        Blake3Mode::DeriveKey { context } => ::blake3::Hasher::new_derive_key(context),
    };
    match message {
        HashMessage::Plain { bytes } => {
            hasher.update(bytes);
        }
        HashMessage::Counting { length } => count(*length, |bytes| {
            hasher.update(bytes);
        }),
    }
    let mut output = vec![0; usize::from(output_length)];
    hasher.finalize_xof().fill(&mut output);
    output
}

/// Gives the message piece by piece (HASH-5).
fn count(length: u32, mut piece: impl FnMut(&[u8])) {
    const PERIOD: usize = 251;
    let pieces: Vec<u8> = (0..=250).cycle().take(PERIOD * 256).collect();
    let mut left = length as usize;
    while left > 0 {
        let taken = left.min(pieces.len());
        piece(&pieces[..taken]);
        left -= taken;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(length: u32, output_length: u16) -> Vec<u8> {
        blake3(
            &Blake3Mode::Hash {},
            &HashMessage::Counting { length },
            output_length,
        )
    }

    #[test]
    fn the_plain_mode_is_that_of_identities() {
        let message = HashMessage::Plain {
            bytes: b"coalition"[..].into(),
        };
        assert_eq!(
            blake3(&Blake3Mode::Hash {}, &message, 32),
            coalition::hash("coalition").as_bytes()
        );
    }

    #[test]
    fn a_longer_output_begins_with_the_shorter() {
        let long = hash(1025, 300);
        for length in [0, 1, 31, 32, 64, 65, 299] {
            assert_eq!(hash(1025, length), long[..usize::from(length)], "{length}");
        }
    }

    #[test]
    fn counting_goes_round_at_251() {
        for length in [0, 1, 251, 252, 64_256, 64_257, 200_000] {
            let mut whole = Vec::new();
            count(length, |bytes| whole.extend_from_slice(bytes));
            assert_eq!(whole.len(), length as usize);
            let right = |(at, byte): (usize, &u8)| at % 251 == usize::from(*byte);
            assert!(whole.iter().enumerate().all(right), "{length}");
        }
    }

    #[test]
    fn modes_differ_and_a_context_may_be_empty() {
        let message = HashMessage::Counting { length: 3 };
        let empty = Blake3Mode::DeriveKey {
            context: String::new(),
        };
        let keyed = Blake3Mode::KeyedHash { key: [0; 32] };
        let outputs = [Blake3Mode::Hash {}, empty, keyed].map(|mode| blake3(&mode, &message, 32));
        assert_ne!(outputs[0], outputs[1]);
        assert_ne!(outputs[1], outputs[2]);
        assert_ne!(outputs[0], outputs[2]);
    }
}
