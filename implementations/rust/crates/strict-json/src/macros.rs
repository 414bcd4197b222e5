//! Both directions for structs and enums.

/// Reads and writes a struct as an object with exactly the members named, in this order.
#[macro_export]
macro_rules! record {
    ($type:ident { $($member:ident),* $(,)? }) => {
        impl $crate::Decode for $type {
            fn decode(json: &$crate::Json<'_>) -> ::core::result::Result<Self, $crate::Flaw> {
                let members = $crate::Members::of(json, stringify!($type), &[$(stringify!($member)),*])?;
                Ok(Self { $($member: members.get(stringify!($member))?),* })
            }
        }

        impl $crate::Encode for $type {
            fn encode(&self) -> $crate::Json<'_> {
                let Self { $($member),* } = self;
                $crate::Json::Object(vec![
                    $((stringify!($member).into(), $crate::Encode::encode($member))),*
                ])
            }
        }
    };
}

/// Reads and writes an enum as an object with the member `kind`, which names the variant, and
/// exactly the variant's members beside it. A variant without members is written `Variant {}`.
#[macro_export]
macro_rules! choice {
    ($type:ident { $($variant:ident { $($member:ident),* $(,)? }),* $(,)? }) => {
        impl $crate::Decode for $type {
            fn decode(json: &$crate::Json<'_>) -> ::core::result::Result<Self, $crate::Flaw> {
                match $crate::Members::kind(json, stringify!($type))? {
                    $(stringify!($variant) => {
                        let names = &["kind", $(stringify!($member)),*];
                        let _members = $crate::Members::of(json, stringify!($type), names)?;
                        Ok(Self::$variant { $($member: _members.get(stringify!($member))?),* })
                    })*
                    _ => Err($crate::Flaw::NotOfType(stringify!($type))),
                }
            }
        }

        impl $crate::Encode for $type {
            fn encode(&self) -> $crate::Json<'_> {
                match self {
                    $(Self::$variant { $($member),* } => $crate::Json::Object(vec![
                        ("kind".into(), $crate::Json::text(stringify!($variant))),
                        $((stringify!($member).into(), $crate::Encode::encode($member))),*
                    ])),*
                }
            }
        }
    };
}
