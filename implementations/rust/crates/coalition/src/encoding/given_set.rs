//! Sets that are written as they were given.

use strict_json::{Decode, Encode, Flaw, Json};

use super::typed::{list, sorted};
use crate::{Element, Fingerprint, Name, Preimage, Result, Rule};

/// A set (ENC-19) that is kept, and written, in the order in which it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenSet<T> {
    elements: Vec<T>,
    preimage: Preimage,
}

impl<T: Element> GivenSet<T> {
    /// Refuses two elements with the same encoding.
    pub fn new(elements: Vec<T>) -> Result<Self> {
        let encoded = elements.iter().map(Element::encoded).collect();
        let preimage = list().fields(sorted(encoded, Rule::DuplicateElement)?);
        Ok(Self { elements, preimage })
    }
}

impl<T> GivenSet<T> {
    /// The elements, in the order in which they were given.
    pub fn elements(&self) -> &[T] {
        &self.elements
    }
}

impl<T> Fingerprint for GivenSet<T> {
    fn preimage(&self) -> Preimage {
        self.preimage.clone()
    }
}

impl<T: Element + Decode> Decode for GivenSet<T> {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        Ok(Self::new(Decode::decode(json)?)?)
    }
}

impl<T: Encode> Encode for GivenSet<T> {
    fn encode(&self) -> Json<'_> {
        self.elements.encode()
    }
}

impl Element for Name {
    fn encoded(&self) -> impl AsRef<[u8]> {
        self
    }
}

impl<const N: usize> Element for [u8; N] {
    fn encoded(&self) -> impl AsRef<[u8]> {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Set;

    #[test]
    fn the_order_is_kept_and_folds_nothing() {
        let given = GivenSet::new(vec![[2; 3], [1; 3]]).unwrap();
        assert_eq!(given.elements(), [[2; 3], [1; 3]]);
        let set = Set::new(vec![[1; 3], [2; 3]]).unwrap();
        assert_eq!(given.fingerprint(), set.fingerprint());
        let twice = GivenSet::new(vec![[1; 3], [2; 3], [1; 3]]);
        assert_eq!(twice, Err(Rule::DuplicateElement));
    }
}
