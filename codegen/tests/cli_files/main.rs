//! What the command `postwright` writes, and what it leaves alone.

#[path = "../desk/mod.rs"]
mod desk;

mod alone;
mod compiles;
mod crates;
mod modules;
