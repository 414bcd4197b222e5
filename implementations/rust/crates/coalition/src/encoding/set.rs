//! Sets.

use strict_json::{Decode, Encode, Flaw, Json};

use super::typed::{list, sorted};
use crate::{Fingerprint, Preimage, Result, Rule};

/// What a set holds.
pub trait Element {
    /// The encoded element, by which it is ordered and told from others.
    fn encoded(&self) -> impl AsRef<[u8]>;
}

/// A set, whose elements are kept in ascending byte order of their encodings, none twice (ENC-19).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set<T>(Vec<T>);

impl<T: Element> Set<T> {
    /// Refuses two elements with the same encoding.
    pub fn new(elements: Vec<T>) -> Result<Self> {
        let keyed = elements.into_iter().map(|element| {
            let key = element.encoded().as_ref().to_vec();
            Keyed { key, element }
        });
        let keyed = sorted(keyed.collect(), Rule::DuplicateElement)?;
        Ok(Self(keyed.into_iter().map(|keyed| keyed.element).collect()))
    }
}

impl<T> Set<T> {
    /// The elements, in ascending byte order of their encodings.
    pub fn elements(&self) -> &[T] {
        &self.0
    }
}

struct Keyed<T> {
    key: Vec<u8>,
    element: T,
}

impl<T> AsRef<[u8]> for Keyed<T> {
    fn as_ref(&self) -> &[u8] {
        &self.key
    }
}

impl<T: Element> Fingerprint for Set<T> {
    fn preimage(&self) -> Preimage {
        list().fields(self.0.iter().map(Element::encoded))
    }
}

impl<T: Element + Decode> Decode for Set<T> {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::new(Decode::decode(json)?)?)
    }
}

impl<T: Encode> Encode for Set<T> {
    fn encode(&self) -> Json<'_> {
        self.0.encode()
    }
}
