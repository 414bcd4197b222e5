//! Fields, encoded by their type.

use strict_json::{Bytes, choice, record};

use super::structure::digest;
use crate::{Preimage, Result, Rule, UniqueId};

/// A value with its type (ENC-16 to ENC-21).
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "the members are those of the table, under the names they have there"
)]
pub enum Typed {
    /// One byte.
    U8 { value: u8 },
    /// Two bytes, little-endian.
    U16 { value: u16 },
    /// Four bytes, little-endian.
    U32 { value: u32 },
    /// Eight bytes, little-endian.
    U64 { value: u64 },
    /// Sixteen bytes, little-endian.
    U128 { value: u128 },
    /// Eight bytes, little-endian, in two's complement.
    I64 { value: i64 },
    /// Sixteen bytes, little-endian, in two's complement.
    I128 { value: i128 },
    /// One byte, 0 or 1.
    Bool { value: bool },
    /// Bytes as they are.
    Bytes { value: Bytes },
    /// UTF-8.
    Text { value: String },
    /// No bytes, or 0x01 and the encoding (ENC-17).
    Option { value: Option<Box<Typed>> },
    /// A list or a tuple (ENC-18).
    List { items: Vec<Typed> },
    /// A set, in whatever order (ENC-19).
    Set { items: Vec<Typed> },
    /// A map, in whatever order (ENC-20).
    Map { entries: Vec<Pair> },
    /// A nested struct (ENC-16).
    Struct { tag: String, fields: Vec<Typed> },
    /// A variant of an enum (ENC-21).
    Variant { number: u8, fields: Vec<Typed> },
}

choice!(Typed {
    U8 { value },
    U16 { value },
    U32 { value },
    U64 { value },
    U128 { value },
    I64 { value },
    I128 { value },
    Bool { value },
    Bytes { value },
    Text { value },
    Option { value },
    List { items },
    Set { items },
    Map { entries },
    Struct { tag, fields },
    Variant { number, fields },
});

/// A key and its value (ENC-20).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The key.
    pub key: Typed,
    /// The value.
    pub value: Typed,
}

record!(Pair { key, value });

/// The encoding of a value: the bytes themselves, or what is hashed to give them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoding {
    bytes: Vec<u8>,
    preimage: Option<Preimage>,
}

impl Encoding {
    /// The encoded bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What was hashed, for a value that is encoded as a hash.
    pub fn into_preimage(self) -> Option<Preimage> {
        self.preimage
    }
}

impl AsRef<[u8]> for Encoding {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl From<Vec<u8>> for Encoding {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            preimage: None,
        }
    }
}

impl From<Preimage> for Encoding {
    fn from(preimage: Preimage) -> Self {
        Self {
            bytes: preimage.id().as_bytes().to_vec(),
            preimage: Some(preimage),
        }
    }
}

impl Typed {
    /// Encodes the value by its type.
    pub fn encoding(&self) -> Result<Encoding> {
        Ok(match self {
            Self::U8 { value } => vec![*value].into(),
            Self::U16 { value } => value.to_le_bytes().to_vec().into(),
            Self::U32 { value } => value.to_le_bytes().to_vec().into(),
            Self::U64 { value } => value.to_le_bytes().to_vec().into(),
            Self::U128 { value } => value.to_le_bytes().to_vec().into(),
            Self::I64 { value } => value.to_le_bytes().to_vec().into(),
            Self::I128 { value } => value.to_le_bytes().to_vec().into(),
            Self::Bool { value } => vec![u8::from(*value)].into(),
            Self::Bytes { value } => value.to_vec().into(),
            Self::Text { value } => value.as_bytes().to_vec().into(),
            Self::Option { value } => {
                let encoding = value.as_ref().map(|value| value.encoding()).transpose()?;
                option(encoding).into()
            }
            Self::List { items } => list().fields(encodings(items)?).into(),
            Self::Set { items } => list()
                .fields(sorted(encodings(items)?, Rule::DuplicateElement)?)
                .into(),
            Self::Map { entries } => map(entries)?.into(),
            Self::Struct { tag, fields } => digest(tag, fields)?.into(),
            Self::Variant { number, fields } if fields.is_empty() => vec![*number].into(),
            Self::Variant { number, fields } => variant(*number).fields(encodings(fields)?).into(),
        })
    }
}

/// A list without elements yet (ENC-18).
pub(crate) fn list() -> Preimage {
    Preimage::hash_many().field("list")
}

/// A variant with payload, without its fields yet (ENC-21).
pub(crate) fn variant(number: u8) -> Preimage {
    Preimage::hash_many().field("enum").field([number])
}

/// No bytes for what is absent, 0x01 before what is there (ENC-17).
pub(crate) fn option(value: Option<impl AsRef<[u8]>>) -> Vec<u8> {
    value.map_or_else(Vec::new, |value| [&[1], value.as_ref()].concat())
}

/// Encoded elements in ascending byte order, none of them twice.
pub(super) fn sorted<T: AsRef<[u8]>>(mut encoded: Vec<T>, rule: Rule) -> Result<Vec<T>> {
    encoded.sort_unstable_by(|a, b| a.as_ref().cmp(b.as_ref()));
    match encoded
        .windows(2)
        .any(|pair| pair[0].as_ref() == pair[1].as_ref())
    {
        true => Err(rule),
        false => Ok(encoded),
    }
}

fn encodings(values: &[Typed]) -> Result<Vec<Encoding>> {
    values.iter().map(Typed::encoding).collect()
}

fn map(entries: &[Pair]) -> Result<Preimage> {
    struct Entry(Encoding, UniqueId);

    impl AsRef<[u8]> for Entry {
        fn as_ref(&self) -> &[u8] {
            self.0.bytes()
        }
    }

    let entries = entries.iter().map(|Pair { key, value }| {
        let key = key.encoding()?;
        let pair = list().field(&key).field(value.encoding()?).id();
        Ok(Entry(key, pair))
    });
    let entries = sorted(entries.collect::<Result<_>>()?, Rule::DuplicateKey)?;
    Ok(list().fields(entries.into_iter().map(|Entry(_, pair)| pair)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash_many;

    fn u8s(values: &[u8]) -> Vec<Typed> {
        values.iter().map(|&value| Typed::U8 { value }).collect()
    }

    #[test]
    fn sets_are_lists_in_order() {
        let set = Typed::Set {
            items: u8s(&[2, 1]),
        };
        let list = Typed::List {
            items: u8s(&[1, 2]),
        };
        assert_eq!(set.encoding(), list.encoding());
        let expected = hash_many([b"list".as_slice(), &[1], &[2]]);
        assert_eq!(list.encoding().unwrap().bytes(), expected.as_bytes());
        let twice = Typed::Set {
            items: u8s(&[1, 1]),
        };
        assert_eq!(twice.encoding(), Err(Rule::DuplicateElement));
    }

    #[test]
    fn maps_are_ordered_by_their_keys() {
        let pair = |key, value| Pair {
            key: Typed::U8 { value: key },
            value: Typed::U8 { value },
        };
        let map = |entries| Typed::Map { entries }.encoding();
        assert_eq!(
            map(vec![pair(2, 0), pair(1, 9)]),
            map(vec![pair(1, 9), pair(2, 0)])
        );
        assert_eq!(map(vec![pair(1, 0), pair(1, 9)]), Err(Rule::DuplicateKey));
    }

    #[test]
    fn variants_without_fields_are_their_number() {
        let variant = |fields| Typed::Variant { number: 7, fields }.encoding().unwrap();
        assert_eq!(variant(vec![]).bytes(), [7]);
        assert_eq!(
            variant(u8s(&[1])).bytes(),
            hash_many([b"enum".as_slice(), &[7], &[1]]).as_bytes()
        );
    }
}
