//! What the program needs beside the requests: reading a collection, variables, typed values, the command.
//!
//! These files are the same for every collection, which rarely needs all of them.
#![allow(dead_code)]

pub mod block;
pub mod collection;
pub mod comments;
pub mod credentials;
pub mod dynamic;
pub mod item;
pub mod nearly_json;
pub mod part;
pub mod run;
pub mod saved;
pub mod typed;
pub mod url;
pub mod variables;
