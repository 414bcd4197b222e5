//! The table of operations, as it is written.

/// Registers operations: a method, its parameters with their types, and what answers it.
///
/// The parameters are exactly the members named (PROTO-6). The body is a `Result` of an
/// [`Answer`](crate::Answer) and an error, which the function after the adapter makes a
/// [`Broken`](crate::Broken) rule or a [`Refusal`](crate::Refusal).
#[macro_export]
macro_rules! operations {
    ($adapter:expr, $broken:expr; $(
        $method:literal($($name:ident: $type:ty),* $(,)?) => $body:expr;
    )*) => {$(
        $adapter.on($method, |params| {
            const NAMES: &[&str] = &[$($crate::bare(stringify!($name))),*];
            let _members = $crate::json::Members::of(params, $method, NAMES)?;
            $(let $name: $type = _members.get($crate::bare(stringify!($name)))?;)*
            let answer = move || $body;
            answer().map_err(|error| $broken(error).into())
        });
    )*};
}

/// The name of a parameter, whose identifier is raw where the name is a keyword.
#[doc(hidden)]
pub const fn bare(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}
