//! Worlds, kept between their verbs.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::No;

/// The open worlds of a session, by the names that the harness gave them (PROTO-15).
///
/// A verb has the state of one world in its hands and of no other (PROTO-17). Worlds end with the
/// adapter that holds them (PROTO-21). [`verbs!`](crate::verbs) fills the table with their verbs.
///
/// ```
/// use assay_kit::{No, Worlds};
///
/// let worlds = Worlds::new();
/// assert_eq!(worlds.open(1, || (vec![], "open")), Ok("open"));
/// assert_eq!(worlds.ask(1, |world| { world.push(7); Ok(world.len()) }), Ok(1));
/// assert_eq!(worlds.close(1, |world| world[0]), Ok(7));
/// assert_eq!(worlds.close(1, |world| world[0]), Err(No::Refused("UnknownWorld")));
/// ```
#[derive(Debug)]
pub struct Worlds<W>(Arc<Mutex<HashMap<u64, W>>>);

/// Another handle to the same worlds.
impl<W> Clone for Worlds<W> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<W> Default for Worlds<W> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<W> Worlds<W> {
    /// None that is open.
    pub fn new() -> Self {
        Self::default()
    }

    /// Opens a world, and answers; a name that is in use is refused, `WorldExists` (PROTO-15).
    pub fn open<V>(&self, name: u64, open: impl FnOnce() -> (W, V)) -> Result<V, No> {
        match self.lock().entry(name) {
            Entry::Occupied(_) => Err(No::Refused("WorldExists")),
            Entry::Vacant(place) => {
                let (world, answer) = open();
                place.insert(world);
                Ok(answer)
            }
        }
    }

    /// Asks a world; a name that no open one has is refused, `UnknownWorld` (PROTO-15).
    ///
    /// A verb that panics closes its world: nobody knows what has become of it (PROTO-20).
    pub fn ask<V>(&self, name: u64, verb: impl FnOnce(&mut W) -> Result<V, No>) -> Result<V, No> {
        let mut world = self.take(name)?;
        let answer = verb(&mut world);
        self.lock().insert(name, world);
        answer
    }

    /// Closes a world, and answers; its name is free again (PROTO-15).
    pub fn close<V>(&self, name: u64, close: impl FnOnce(W) -> V) -> Result<V, No> {
        self.take(name).map(close)
    }

    fn take(&self, name: u64) -> Result<W, No> {
        let world = self.lock().remove(&name);
        world.ok_or(No::Refused("UnknownWorld"))
    }

    /// No world is in the table while a verb is at it, so that a panic leaves none half done.
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, W>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
