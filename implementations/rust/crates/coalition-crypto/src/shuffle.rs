//! A shuffle at the level of its contract: rounds of pads between clients and servers (SHUF-1 to
//! SHUF-7), and submissions that a committee unseals ([`unseal`], SHUF-8 to SHUF-10).

pub mod unseal;

use std::collections::BTreeSet;

use ::blake3::Hasher;
use strict_json::{Decode, Flaw, Json, Members, record};

use crate::{Bytes, Result, Rule};

/// What a pad is hashed from, before the number of the round.
const PAD: &[u8] = b"shuffle-pad|";
/// What the check of a slot is hashed from, before the slot.
const SLOT: &[u8] = b"shuffle-slot|";
/// How many bytes say how long a message is.
const LENGTH: usize = 2;
/// How many bytes check a slot.
const CHECK: usize = 16;

/// How many slots a round has, and how many bytes each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShuffleShape {
    slots: u16,
    size: u16,
}

impl ShuffleShape {
    /// The shape, if it has a slot, and slots have room for a message of no byte (SHUF-1).
    pub fn new(slots: u16, size: u16) -> Result<Self> {
        match slots == 0 || usize::from(size) < LENGTH + CHECK {
            true => Err(Rule::ShuffleShapeUnusable),
            false => Ok(Self { slots, size }),
        }
    }

    /// How many bytes the texts of a round have (SHUF-1).
    pub fn length(self) -> usize {
        usize::from(self.slots) * usize::from(self.size)
    }

    /// The pad that a client and a server share for a round (SHUF-2).
    pub fn pad(self, secret: &[u8; 32], round: u64) -> Text {
        Text {
            length: self.length(),
            own: None,
            pads: vec![pad(secret, round)],
        }
    }

    /// What a client submits, with a message or without (SHUF-3, SHUF-4).
    pub fn submit(
        self,
        round: u64,
        secrets: &[[u8; 32]],
        content: Option<&ShuffleContent>,
    ) -> Result<Text> {
        if secrets.is_empty() {
            return Err(Rule::ShuffleWithoutServers);
        }
        Ok(Text {
            own: content.map(|content| self.own(content)).transpose()?,
            ..self.serve(round, secrets)?
        })
    }

    /// What a server gives, of its secrets with the clients that submitted (SHUF-5).
    pub fn serve(self, round: u64, secrets: &[[u8; 32]]) -> Result<Text> {
        let distinct: BTreeSet<_> = secrets.iter().collect();
        if distinct.len() < secrets.len() {
            return Err(Rule::ShuffleSecretRepeated);
        }
        Ok(Text {
            length: self.length(),
            own: None,
            pads: secrets.iter().map(|secret| pad(secret, round)).collect(),
        })
    }

    /// The messages of a round, in ascending order (SHUF-6, SHUF-7).
    pub fn combine(self, submissions: &[Bytes], servers: &[Bytes]) -> Result<Vec<Bytes>> {
        let mut texts = submissions.iter().chain(servers);
        if texts.clone().any(|text| text.len() != self.length()) {
            return Err(Rule::ShuffleLengthMismatch);
        }
        let Some(Bytes(mut round)) = texts.next().cloned() else {
            return Ok(Vec::new());
        };
        texts.for_each(|text| xor(&mut round, text));
        let full = round
            .chunks(self.size.into())
            .filter(|slot| slot.iter().any(|byte| *byte != 0));
        let mut messages = full.map(message).collect::<Result<Vec<_>>>()?;
        messages.sort_unstable();
        Ok(messages)
    }

    /// Where a client's slot begins, and its bytes (SHUF-3).
    fn own(self, ShuffleContent { slot, message }: &ShuffleContent) -> Result<(usize, Vec<u8>)> {
        if *slot >= self.slots {
            return Err(Rule::ShuffleSlotOutOfRange);
        }
        let size = usize::from(self.size);
        let frame = frame(message, size).ok_or(Rule::ShuffleMessageTooLong)?;
        Ok((usize::from(*slot) * size, frame))
    }
}

impl Decode for ShuffleShape {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        let members = Members::of(json, "ShuffleShape", &["slots", "size"])?;
        Ok(Self::new(members.get("slots")?, members.get("size")?)?)
    }
}

/// A message, and the slot that a client chose for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShuffleContent {
    /// The slot, from 0.
    pub slot: u16,
    /// The message.
    pub message: Bytes,
}

record!(ShuffleContent { slot, message });

/// A text of a round before it is written: a slot, if any, under pads.
#[derive(Debug)]
pub struct Text {
    length: usize,
    own: Option<(usize, Vec<u8>)>,
    pads: Vec<Hasher>,
}

impl Text {
    /// How many bytes it has, which may be some gigabytes.
    pub fn length(&self) -> usize {
        self.length
    }

    /// The bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut text = vec![0; self.length];
        if let Some((at, slot)) = &self.own {
            text[*at..*at + slot.len()].copy_from_slice(slot);
        }
        let mut stream = vec![0; self.length];
        for pad in &self.pads {
            pad.finalize_xof().fill(&mut stream);
            xor(&mut text, &stream);
        }
        text
    }
}

/// What puts out the pad of a secret for a round (SHUF-2).
fn pad(secret: &[u8; 32], round: u64) -> Hasher {
    let mut pad = Hasher::new_keyed(secret);
    pad.update(PAD).update(&round.to_le_bytes());
    pad
}

/// The slot of a message, if it has room (SHUF-3).
fn frame(message: &[u8], size: usize) -> Option<Vec<u8>> {
    let checked = size - CHECK;
    if message.len() > checked - LENGTH {
        return None;
    }
    let mut slot = u16::try_from(message.len()).ok()?.to_le_bytes().to_vec();
    slot.extend_from_slice(message);
    slot.resize(checked, 0);
    let check = coalition::hash([SLOT, &slot].concat());
    slot.extend_from_slice(&check.as_bytes()[..CHECK]);
    Some(slot)
}

/// The message of a slot, if it is the slot of one (SHUF-6).
fn message(slot: &[u8]) -> Result<Bytes> {
    let read = || {
        let (length, rest) = slot.split_first_chunk()?;
        let message = rest.get(..u16::from_le_bytes(*length).into())?;
        (frame(message, slot.len())? == slot).then(|| message.into())
    };
    read().ok_or(Rule::ShuffleNoise)
}

fn xor(text: &mut [u8], other: &[u8]) {
    for (byte, other) in text.iter_mut().zip(other) {
        *byte ^= other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUND: u64 = 7;

    fn shape() -> ShuffleShape {
        ShuffleShape::new(3, 24).unwrap()
    }

    /// The secret of a client and a server.
    fn secret(client: u8, server: u8) -> [u8; 32] {
        [client * 16 + server; 32]
    }

    fn content(slot: u16, message: &[u8]) -> ShuffleContent {
        ShuffleContent {
            slot,
            message: message.into(),
        }
    }

    /// What comes of a round with two servers.
    fn round(contents: &[Option<ShuffleContent>], served: &[u8]) -> Result<Vec<Bytes>> {
        let clients: Vec<u8> = (0..).take(contents.len()).collect();
        let submit = |(client, content): (&u8, &Option<ShuffleContent>)| {
            let secrets = [secret(*client, 1), secret(*client, 2)];
            let text = shape().submit(ROUND, &secrets, content.as_ref())?;
            Ok(text.write().into())
        };
        let submissions = clients.iter().zip(contents).map(submit);
        let serve = |server: &u8| {
            let secrets: Vec<_> = clients.iter().map(|one| secret(*one, *server)).collect();
            Ok(shape().serve(ROUND, &secrets)?.write().into())
        };
        let servers = served.iter().map(serve);
        shape().combine(
            &submissions.collect::<Result<Vec<_>>>()?,
            &servers.collect::<Result<Vec<_>>>()?,
        )
    }

    #[test]
    fn shapes() {
        for (slots, size) in [(0, 18), (1, 17), (0, 0)] {
            let shape = ShuffleShape::new(slots, size);
            assert_eq!(shape, Err(Rule::ShuffleShapeUnusable));
        }
        let largest = ShuffleShape::new(u16::MAX, u16::MAX).unwrap();
        assert_eq!(largest.length(), 65535 * 65535);
        assert_eq!(largest.combine(&[], &[]), Ok(vec![]));
    }

    #[test]
    fn pads_cancel() {
        let contents = [
            Some(content(2, b"b")),
            None,
            Some(content(0, b"abcdef")),
            Some(content(1, b"")),
        ];
        let released = [&b""[..], b"abcdef", b"b"].map(Bytes::from);
        assert_eq!(round(&contents, &[1, 2]), Ok(released.to_vec()));
        assert_eq!(round(&[None], &[1, 2]), Ok(vec![]));
    }

    #[test]
    fn noise() {
        let contents = [Some(content(0, b"a")), Some(content(1, b"b"))];
        assert_eq!(round(&contents, &[1]), Err(Rule::ShuffleNoise));
        let collide = [Some(content(0, b"a")), Some(content(0, b"b"))];
        assert_eq!(round(&collide, &[1, 2]), Err(Rule::ShuffleNoise));
        let right = frame(b"abc", 24).unwrap();
        for at in 0..24 {
            let mut wrong = right.clone();
            wrong[at] ^= 1;
            assert_eq!(message(&wrong), Err(Rule::ShuffleNoise), "{at}");
        }
        assert_eq!(message(&right), Ok(b"abc"[..].into()));
    }

    #[test]
    fn a_slot_holds_a_message_whole() {
        let submit = |slot, message: &[u8]| {
            let text = shape().submit(ROUND, &[secret(0, 1)], Some(&content(slot, message)));
            text.err()
        };
        assert_eq!(submit(2, &[0; 6]), None);
        assert_eq!(submit(2, &[0; 7]), Some(Rule::ShuffleMessageTooLong));
        assert_eq!(submit(3, b""), Some(Rule::ShuffleSlotOutOfRange));
    }

    #[test]
    fn secrets() {
        let submit = |secrets: &[[u8; 32]]| shape().submit(ROUND, secrets, None).err();
        assert_eq!(submit(&[]), Some(Rule::ShuffleWithoutServers));
        let twice = [secret(0, 1), secret(0, 2), secret(0, 1)];
        assert_eq!(submit(&twice), Some(Rule::ShuffleSecretRepeated));
        assert_eq!(submit(&twice[..2]), None);
        let pads = twice[..2].iter().map(|one| shape().pad(one, ROUND).write());
        let mut sum = vec![0; shape().length()];
        pads.for_each(|pad| xor(&mut sum, &pad));
        let served = shape().serve(ROUND, &twice[..2]).unwrap().write();
        assert_eq!(served, sum);
    }

    #[test]
    fn texts_have_one_length() {
        let text = Bytes(vec![0; 72]);
        let longer = Bytes(vec![0; 73]);
        let combine = |texts: &[Bytes]| shape().combine(texts, &[]);
        assert_eq!(combine(&[text.clone(), text.clone()]), Ok(vec![]));
        let mixed = combine(&[text, longer]);
        assert_eq!(mixed, Err(Rule::ShuffleLengthMismatch));
    }
}
