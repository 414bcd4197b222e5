//! From tree to type.

use crate::{Broken, Decimal, Flaw, Json, hex};

/// A type that is read from a tree, strictly.
pub trait Decode: Sized {
    /// Reads the type.
    fn decode(json: &Json<'_>) -> Result<Self, Flaw>;
}

impl Decode for bool {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        match json {
            Json::Bool(value) => Ok(*value),
            _ => Err(Flaw::NotOfType("a bool")),
        }
    }
}

impl Decode for String {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        match json {
            Json::Text(text) => Ok(text.as_ref().to_owned()),
            _ => Err(Flaw::NotOfType("a text")),
        }
    }
}

/// An absent option is `null`; the member is there all the same.
impl<T: Decode> Decode for Option<T> {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        match json {
            Json::Null => Ok(None),
            present => T::decode(present).map(Some),
        }
    }
}

/// A value of the right shape, or the rule that it breaks: whoever asks for this judges the rule.
impl<T: Decode> Decode for Result<T, Broken> {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        match T::decode(json) {
            Err(Flaw::Broken(broken)) => Ok(Err(broken)),
            decoded => decoded.map(Ok),
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        match json {
            Json::List(items) => items.iter().map(T::decode).collect(),
            _ => Err(Flaw::NotOfType("a list")),
        }
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        T::decode(json).map(Box::new)
    }
}

/// Bytes of fixed length are lower-case hexadecimal digits.
impl<const N: usize> Decode for [u8; N] {
    fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
        const EXPECTED: Flaw = Flaw::NotOfType("lower-case hexadecimal digits of the right number");
        match json {
            Json::Text(digits) => hex::decode_array(digits).ok_or(EXPECTED),
            _ => Err(EXPECTED),
        }
    }
}

/// Integers up to 32 bits are numbers.
macro_rules! number {
    ($($type:ty)*) => {$(
        impl Decode for $type {
            fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
                match json {
                    Json::Unsigned(value) => Self::try_from(*value).ok(),
                    Json::Negative(value) => Self::try_from(*value).ok(),
                    _ => None,
                }
                .ok_or(Flaw::NotOfType(concat!("a number within ", stringify!($type))))
            }
        }
    )*};
}

number!(u8 u16 u32 i8 i16 i32);

/// Integers above 32 bits are strings.
macro_rules! decimal {
    ($($type:ty)*) => {$(
        impl Decode for $type {
            fn decode(json: &Json<'_>) -> Result<Self, Flaw> {
                let expected = Flaw::NotOfType(concat!("a decimal string within ", stringify!($type)));
                Self::try_from(Decimal::decode(json)?).map_err(|_| expected)
            }
        }
    )*};
}

decimal!(u64 u128 i64 i128);
