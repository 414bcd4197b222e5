//! The tree a document becomes.

use std::borrow::Cow;

/// A JSON value, its members in the order of the text and repeated as often as there.
#[derive(Clone, Debug, PartialEq)]
pub enum Json<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An integer from 0 on, written without fraction or exponent.
    Unsigned(u64),
    /// An integer below 0, written without fraction or exponent.
    Negative(i64),
    /// Any other number. Its value is not kept, for no type is read from it.
    OtherNumber,
    /// A string.
    Text(Cow<'a, str>),
    /// An array.
    List(Vec<Json<'a>>),
    /// An object.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
    /// A list or object deeper than [`MAX_DEPTH`](crate::MAX_DEPTH), its content not kept.
    TooDeep,
    /// JSON that holds a string which is not Unicode, or a number no double holds. It is not kept,
    /// and stands only in a tree of [`Json::parse_shallow`].
    Unreadable,
}

impl<'a> Json<'a> {
    /// A string.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }
}
