//! Every shape of collections that occurs, told by tables: what is read, and what becomes of it.
//!
//! A module for each part of a collection. A row holds an input, and the outline of what comes out with the diagnostics.

mod auth;
mod behavior;
mod bodies;
mod documents;
mod files;
mod forms;
mod items;
mod methods;
mod names;
mod outcome;
mod pairs;
mod places;
mod read_as;
mod responses;
mod scripts;
mod url_parts;
mod urls;
mod v1;
mod variables;
