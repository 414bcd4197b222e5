//! What a token says.

use strict_json::Json;

/// The registered claims of a token, and all of its members (TICK-4).
pub(super) struct Claims<'j> {
    members: &'j Json<'j>,
    pub(super) iss: Option<&'j str>,
    pub(super) sub: Option<&'j str>,
    pub(super) aud: Option<&'j str>,
    pub(super) exp: Option<u64>,
    pub(super) nbf: Option<u64>,
    pub(super) iat: Option<u64>,
}

impl<'j> Claims<'j> {
    /// Reads an object whose registered claims are of their types.
    pub(super) fn read(json: &'j Json<'j>) -> Option<Self> {
        if !matches!(json, Json::Object(_)) {
            return None;
        }
        let text = |name| match member(json, name) {
            None | Some(Json::Null) => Some(None),
            Some(Json::Text(text)) => Some(Some(text.as_ref())),
            Some(_) => None,
        };
        let seconds = |name| match member(json, name) {
            None | Some(Json::Null) => Some(None),
            Some(Json::Unsigned(seconds)) => Some(Some(*seconds)),
            Some(_) => None,
        };
        text("jti")?;
        Some(Self {
            members: json,
            iss: text("iss")?,
            sub: text("sub")?,
            aud: text("aud")?,
            exp: seconds("exp")?,
            nbf: seconds("nbf")?,
            iat: seconds("iat")?,
        })
    }

    /// The value of a claim (TICK-7).
    pub(super) fn get(&self, name: &str) -> Option<&'j Json<'j>> {
        member(self.members, name)
    }
}

/// A member of an object.
pub(super) fn member<'j, 'a>(json: &'j Json<'a>, name: &str) -> Option<&'j Json<'a>> {
    let Json::Object(members) = json else {
        return None;
    };
    let mut members = members.iter();
    members.find_map(|(of, value)| (of == name).then_some(value))
}
