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

/// Registers the verbs of [`Worlds`](crate::Worlds): one opens a world, some ask it, one closes it.
///
/// The name of the world is their first member, `world`, and is read for them. What opens gives the
/// world and the answer; what asks has the world by `&mut`, and gives a `Result` of the answer and a
/// [`No`](crate::No); what closes has the world, and gives the answer. What asks may stand behind
/// attributes, as `#[cfg(…)]`.
///
/// ```
/// # use assay_kit::{Adapter, No, verbs};
/// # let mut adapter = Adapter::new("my-adapter", "1", "0.1");
/// verbs! { adapter;
///     open "world.open"(now: u64) => (now, now);
///     "world.advance"(world, to: u64) => match to < *world {
///         true => Err(No::Refused("TimeBackwards")),
///         false => { *world = to; Ok(to) }
///     };
///     close "world.close"(world) => world;
/// }
/// ```
#[macro_export]
macro_rules! verbs {
    (
        $adapter:expr;
        open $open:literal($($given:ident: $of:ty),* $(,)?) => $opened:expr;
        $($(#[$attribute:meta])* $method:literal($world:ident $(, $name:ident: $type:ty)* $(,)?) => $body:expr;)*
        close $close:literal($closed:ident) => $closing:expr;
    ) => {
        let worlds = $crate::Worlds::new();
        let named = worlds.clone();
        $adapter.on($open, move |params| {
            const NAMES: &[&str] = &["world", $($crate::bare(stringify!($given))),*];
            let members = $crate::json::Members::of(params, $open, NAMES)?;
            let world = members.get("world")?;
            $(let $given: $of = members.get($crate::bare(stringify!($given)))?;)*
            $crate::Answer::outcome(named.open(world, move || $opened))
        });
        $(
            $(#[$attribute])*
            {
                let named = worlds.clone();
                $adapter.on($method, move |params| {
                    const NAMES: &[&str] = &["world", $($crate::bare(stringify!($name))),*];
                    let members = $crate::json::Members::of(params, $method, NAMES)?;
                    let world = members.get("world")?;
                    $(let $name: $type = members.get($crate::bare(stringify!($name)))?;)*
                    $crate::Answer::outcome(named.ask(world, move |$world| $body))
                });
            }
        )*
        $adapter.on($close, move |params| {
            let members = $crate::json::Members::of(params, $close, &["world"])?;
            $crate::Answer::outcome(worlds.close(members.get("world")?, |$closed| $closing))
        });
    };
}

/// The name of a parameter, whose identifier is raw where the name is a keyword.
#[doc(hidden)]
pub const fn bare(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}
