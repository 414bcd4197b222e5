//! Types that carry a rule beside their form.

/// A type of the tables whose values obey a rule (PROTO-5). Nothing else can be made, nor read.
macro_rules! ruled {
    ($(#[$attribute:meta])* $type:ident($form:ty) as $view:ty, $check:path) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type($form);

        impl $type {
            /// Refuses what breaks the rule.
            pub fn new(value: impl Into<$form>) -> $crate::Result<Self> {
                let value = value.into();
                $check(&value)?;
                Ok(Self(value))
            }
        }

        impl ::std::ops::Deref for $type {
            type Target = $view;

            fn deref(&self) -> &$view {
                &self.0
            }
        }

        impl AsRef<[u8]> for $type {
            fn as_ref(&self) -> &[u8] {
                self.0.as_ref()
            }
        }

        impl ::strict_json::Decode for $type {
            fn decode(json: &::strict_json::Json<'_>) -> Result<Self, ::strict_json::Flaw> {
                let value: $form = ::strict_json::Decode::decode(json)?;
                Ok(Self::new(value)?)
            }
        }

        impl ::strict_json::Encode for $type {
            fn encode(&self) -> ::strict_json::Json<'_> {
                ::strict_json::Encode::encode(&self.0)
            }
        }
    };
}

pub(super) use ruled;
