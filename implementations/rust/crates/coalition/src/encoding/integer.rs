//! Integers in the width of their type.

use strict_json::{Decimal, choice};

macro_rules! integers {
    ($($kind:ident $type:ty,)*) => {
        /// An integer and its type (ENC-2).
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Integer {
            $(
                #[doc = concat!("A `", stringify!($type), "`.")]
                $kind {
                    /// The integer.
                    value: $type,
                },
            )*
        }

        choice!(Integer { $($kind { value }),* });

        /// The type of an integer (SUB-5).
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum IntegerType {
            $(
                #[doc = concat!("`", stringify!($type), "`")]
                $kind,
            )*
        }

        choice!(IntegerType { $($kind {}),* });

        impl Integer {
            /// The integer in its width, little-endian, a signed one in two's complement (ENC-2).
            pub fn to_le_bytes(self) -> Vec<u8> {
                match self {
                    $(Self::$kind { value } => value.to_le_bytes().to_vec(),)*
                }
            }
        }

        impl IntegerType {
            /// The integer of this type; `None` for one outside its width.
            pub fn integer(self, decimal: Decimal) -> Option<Integer> {
                Some(match self {
                    $(Self::$kind => Integer::$kind { value: decimal.try_into().ok()? },)*
                })
            }
        }
    };
}

integers! {
    U8 u8,
    U16 u16,
    U32 u32,
    U64 u64,
    U128 u128,
    I8 i8,
    I16 i16,
    I32 i32,
    I64 i64,
    I128 i128,
}
