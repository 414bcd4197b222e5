//! From type to tree.

use crate::{Json, hex};

/// A type that is written as a tree.
pub trait Encode {
    /// The tree.
    fn encode(&self) -> Json<'_>;
}

impl Encode for bool {
    fn encode(&self) -> Json<'_> {
        Json::Bool(*self)
    }
}

impl Encode for str {
    fn encode(&self) -> Json<'_> {
        Json::text(self)
    }
}

impl Encode for String {
    fn encode(&self) -> Json<'_> {
        Json::text(self.as_str())
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self) -> Json<'_> {
        self.as_ref().map_or(Json::Null, T::encode)
    }
}

impl<T: Encode> Encode for [T] {
    fn encode(&self) -> Json<'_> {
        Json::List(self.iter().map(T::encode).collect())
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self) -> Json<'_> {
        self.as_slice().encode()
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self) -> Json<'_> {
        (**self).encode()
    }
}

impl<const N: usize> Encode for [u8; N] {
    fn encode(&self) -> Json<'_> {
        Json::text(hex::encode(self))
    }
}

macro_rules! number {
    ($($type:ty)*) => {$(
        impl Encode for $type {
            fn encode(&self) -> Json<'_> {
                Json::Unsigned(u64::from(*self))
            }
        }
    )*};
}

number!(u8 u16 u32);

macro_rules! signed_number {
    ($($type:ty)*) => {$(
        impl Encode for $type {
            fn encode(&self) -> Json<'_> {
                u64::try_from(*self).map_or(Json::Negative(i64::from(*self)), Json::Unsigned)
            }
        }
    )*};
}

signed_number!(i8 i16 i32);

macro_rules! decimal {
    ($($type:ty)*) => {$(
        impl Encode for $type {
            fn encode(&self) -> Json<'_> {
                Json::text(self.to_string())
            }
        }
    )*};
}

decimal!(u64 u128 i64 i128);
