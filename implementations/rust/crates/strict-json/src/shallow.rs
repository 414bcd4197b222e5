//! JSON that cannot be kept as a tree.

use std::{borrow::Cow, fmt};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::{Json, Unreadable};

impl<'a> Json<'a> {
    /// Reads one JSON value, of which a part may hold a string that is not Unicode.
    ///
    /// In an object, each member that cannot be read stands as [`Json::Unreadable`], and the others
    /// as they are. Anything else that cannot be read is [`Json::Unreadable`] as a whole.
    pub fn parse_shallow(text: &'a str) -> Result<Self, Unreadable> {
        serde_json::from_str::<IgnoredAny>(text).map_err(Unreadable)?;
        let members = serde_json::from_str::<Members<'a>>(text);
        Ok(members.map_or_else(|_| readable(text), |members| Self::Object(members.0)))
    }
}

fn readable(text: &str) -> Json<'_> {
    Json::parse(text).unwrap_or(Json::Unreadable)
}

/// The members of an object, each read by itself.
struct Members<'a>(Vec<(Cow<'a, str>, Json<'a>)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), value)) = object.next_entry::<_, &RawValue>()? {
                    members.push((name, readable(value.get())));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Object)
    }
}

/// The name of a member, with U+FFFD for what is not Unicode in it.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl<'de> Visitor<'de> for Bytes {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a member")
            }

            fn visit_borrowed_bytes<E>(self, name: &'de [u8]) -> Result<Name<'de>, E> {
                Ok(Name(String::from_utf8_lossy(name)))
            }

            fn visit_bytes<E>(self, name: &[u8]) -> Result<Name<'de>, E> {
                Ok(Name(String::from_utf8_lossy(name).into_owned().into()))
            }
        }

        deserializer.deserialize_bytes(Bytes)
    }
}
