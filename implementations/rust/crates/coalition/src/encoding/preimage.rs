//! The bytes that are hashed.

use crate::{UniqueId, hash};

/// The bytes that are hashed, put together field by field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preimage {
    bytes: Vec<u8>,
    lengths: bool,
}

impl Preimage {
    /// Fields one after another (`concat`).
    pub fn concat() -> Self {
        Self {
            bytes: Vec::with_capacity(192),
            lengths: false,
        }
    }

    /// Fields one after another, each preceded by its length (`hash_many`, ENC-3).
    pub fn hash_many() -> Self {
        Self {
            lengths: true,
            ..Self::concat()
        }
    }

    /// The fields derived one after another; what is kept is the last step (`fold`, SUB-13).
    pub fn fold<F: AsRef<[u8]>>(fields: impl IntoIterator<Item = F>) -> Self {
        let mut fields = fields.into_iter();
        let first = fields
            .next()
            .map_or_else(Self::concat, |first| Self::concat().field(first));
        fields.fold(first, |step, field| {
            Self::concat().field(step.id()).field(field)
        })
    }

    /// One more field.
    #[must_use]
    pub fn field(mut self, field: impl AsRef<[u8]>) -> Self {
        let field = field.as_ref();
        if self.lengths {
            self.bytes.extend((field.len() as u64).to_le_bytes());
        }
        self.bytes.extend_from_slice(field);
        self
    }

    /// A field of every element.
    #[must_use]
    pub fn fields<F: AsRef<[u8]>>(self, fields: impl IntoIterator<Item = F>) -> Self {
        fields.into_iter().fold(self, Self::field)
    }

    /// The hash of the bytes.
    pub fn id(&self) -> UniqueId {
        hash(&self.bytes)
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fold_derives_step_by_step() {
        let step = hash(
            hash("a")
                .as_bytes()
                .iter()
                .chain(b"b")
                .copied()
                .collect::<Vec<_>>(),
        );
        let fold = Preimage::fold(["a", "b", "c"]);
        assert_eq!(fold.bytes(), [step.as_bytes().as_slice(), b"c"].concat());
        assert_eq!(Preimage::fold(["a"]).bytes(), b"a");
    }
}
