//! Worlds, rule by rule.

mod deployments;
mod logs;
mod markers;
#[path = "../stage/mod.rs"]
mod modules;
mod stage;
mod times;
