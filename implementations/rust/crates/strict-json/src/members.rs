//! The members of one object.

use std::{borrow::Cow, collections::BTreeSet};

use crate::{Decode, Flaw, Json};

/// The members of one object, which are exactly those of a type, or at least no others.
///
/// [`Members::of`] refuses what the type does not have, [`Members::get`] misses what it has.
#[derive(Clone, Copy, Debug)]
pub struct Members<'j, 'a> {
    record: &'static str,
    members: &'j [(Cow<'a, str>, Json<'a>)],
}

impl<'j, 'a> Members<'j, 'a> {
    /// The members of `json`, none of them repeated and none that is not in `names`.
    pub fn of(
        json: &'j Json<'a>,
        record: &'static str,
        names: &[&'static str],
    ) -> Result<Self, Flaw> {
        Self::read(json, record, |name| names.contains(&name))
    }

    /// The members of `json`, none of them repeated, among which there may be any.
    pub fn among(json: &'j Json<'a>, record: &'static str) -> Result<Self, Flaw> {
        Self::read(json, record, |_| true)
    }

    fn read(
        json: &'j Json<'a>,
        record: &'static str,
        known: impl Fn(&str) -> bool,
    ) -> Result<Self, Flaw> {
        let Json::Object(members) = json else {
            return Err(Flaw::NotOfType(record));
        };
        let mut earlier = BTreeSet::new();
        for (name, _) in members {
            if !known(name) {
                let member = name.clone().into_owned();
                return Err(Flaw::Unknown { record, member });
            }
            if !earlier.insert(name) {
                let member = name.clone().into_owned();
                return Err(Flaw::Repeated { record, member });
            }
        }
        Ok(Self { record, members })
    }

    /// The member `name`, as the type it is asked for.
    pub fn get<T: Decode>(&self, name: &'static str) -> Result<T, Flaw> {
        self.find(name)?.ok_or(Flaw::Missing {
            record: self.record,
            member: name,
        })
    }

    /// The member `name`, if it is there.
    pub fn find<T: Decode>(&self, name: &'static str) -> Result<Option<T>, Flaw> {
        let mut members = self.members.iter();
        let value = members.find(|(member, _)| member == name);
        value.map(|(_, value)| T::decode(value)).transpose()
    }

    /// The text of the member `kind`, which says what other members an enum's value has.
    pub fn kind(json: &'j Json<'a>, record: &'static str) -> Result<&'j str, Flaw> {
        let Json::Object(members) = json else {
            return Err(Flaw::NotOfType(record));
        };
        match members.iter().find(|(name, _)| name == "kind") {
            Some((_, Json::Text(kind))) => Ok(kind),
            Some(_) => Err(Flaw::NotOfType(record)),
            None => Err(Flaw::Missing {
                record,
                member: "kind",
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_may_stand_among_the_members_but_none_twice() {
        let json = Json::parse(r#"{"a": 1, "b": null}"#).unwrap();
        let members = Members::among(&json, "some").unwrap();
        assert_eq!(members.get::<u8>("a"), Ok(1));
        assert_eq!(members.find::<u8>("c"), Ok(None));
        assert!(members.find::<u8>("b").is_err());
        assert!(members.get::<u8>("c").is_err());
        assert!(Members::of(&json, "some", &["a"]).is_err());
        let json = Json::parse(r#"{"a": 1, "a": 1}"#).unwrap();
        assert!(Members::among(&json, "some").is_err());
        assert!(Members::among(&Json::Null, "some").is_err());
    }
}
