//! How much a collection holds, counted as it was read.

use super::raw::{Collection, Item};

/// Numbers of things in a collection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests, in folders of any depth.
    pub requests: usize,
    /// Folders, empty ones too.
    pub folders: usize,
    /// Saved responses.
    pub examples: usize,
}

impl Counts {
    /// Counts what a collection holds.
    pub fn of(collection: &Collection) -> Self {
        let mut counts = Self::default();
        counts.add(&collection.items);
        counts
    }

    fn add(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Folder(folder) => {
                    self.folders += 1;
                    self.add(&folder.items);
                }
                Item::Request(request) => {
                    self.requests += 1;
                    self.examples += request.responses.len();
                }
            }
        }
    }
}
