//! Results of operations.

use strict_json::{Encode, Json, hex};

use crate::{No, Refusal};

/// The result of an operation: the derived value, and the bytes that were hashed (PROTO-11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The value, already written.
    value: Vec<u8>,
    preimage: Option<Vec<u8>>,
}

impl Answer {
    /// A value without preimage.
    pub fn new(value: &(impl Encode + ?Sized)) -> Self {
        let mut written = Vec::with_capacity(72);
        value.encode().write(&mut written);
        Self {
            value: written,
            preimage: None,
        }
    }

    /// What came of a verb: a value, or the name of the refusal in place of it (PROTO-19).
    ///
    /// What is no outcome is the error of the answer (PROTO-20).
    pub fn outcome(outcome: Result<impl Encode, No>) -> Result<Self, Refusal> {
        match outcome {
            Ok(value) => Ok(Self::new(&value)),
            Err(No::Refused(name)) => Ok(Self::new(&Refused(name))),
            Err(No::Error(refusal)) => Err(refusal),
        }
    }

    /// The bytes that hash to the value (PROTO-13).
    #[must_use]
    pub fn with_preimage(self, preimage: Vec<u8>) -> Self {
        Self {
            preimage: Some(preimage),
            ..self
        }
    }

    /// How long the result is without preimage, and how much longer with it.
    pub(crate) fn lengths(&self) -> (usize, usize) {
        let preimage = self.preimage.as_ref().map_or(0, |bytes| bytes.len() * 2);
        (self.value.len(), preimage)
    }

    /// Leaves the preimage out.
    #[must_use]
    pub(crate) fn without_preimage(self) -> Self {
        Self {
            preimage: None,
            ..self
        }
    }

    /// Writes the member `result` of the answer.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"value\":");
        out.extend_from_slice(&self.value);
        if let Some(preimage) = &self.preimage {
            out.extend_from_slice(b",\"preimage\":\"");
            hex::encode_into(preimage, out);
            out.push(b'"');
        }
        out.push(b'}');
    }
}

/// The value of what was refused, which has no other member (PROTO-19).
struct Refused(&'static str);

impl Encode for Refused {
    fn encode(&self) -> Json<'_> {
        Json::Object(vec![("refused".into(), Json::text(self.0))])
    }
}
