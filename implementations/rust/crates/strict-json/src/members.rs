//! The members of one object.

use std::borrow::Cow;

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
        let Json::Object(members) = json else {
            return Err(Flaw::NotOfType(record));
        };
        for (index, (name, _)) in members.iter().enumerate() {
            if !names.contains(&name.as_ref()) {
                let member = name.clone().into_owned();
                return Err(Flaw::Unknown { record, member });
            }
            if members[..index].iter().any(|(earlier, _)| earlier == name) {
                let member = name.clone().into_owned();
                return Err(Flaw::Repeated { record, member });
            }
        }
        Ok(Self { record, members })
    }

    /// The member `name`, as the type it is asked for.
    pub fn get<T: Decode>(&self, name: &'static str) -> Result<T, Flaw> {
        match self.members.iter().find(|(member, _)| member == name) {
            Some((_, value)) => T::decode(value),
            None => Err(Flaw::Missing {
                record: self.record,
                member: name,
            }),
        }
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
