//! Which thing of a collection is which of a lock: first by what says most, then by less.

use std::collections::HashMap;
use std::hash::Hash;

/// Pairs of old things (of the lock) and new ones (of the collection), by index. Each is in one pair at most.
#[derive(Debug)]
pub(super) struct Pairing {
    /// The old one of each new one.
    pub(super) old_of: Vec<Option<usize>>,
    taken: Vec<bool>,
}

/// The old and the new ones of one key.
type Sides = (Vec<usize>, Vec<usize>);

impl Pairing {
    /// No pairs yet.
    pub(super) fn of(old: usize, new: usize) -> Self {
        Self {
            old_of: vec![None; new],
            taken: vec![false; old],
        }
    }

    /// Makes a pair, unless one of both is in one.
    pub(super) fn pair(&mut self, old: usize, new: usize) {
        if !self.taken[old] && self.old_of[new].is_none() {
            self.taken[old] = true;
            self.old_of[new] = Some(old);
        }
    }

    /// Pairs what is left and has a key that nothing else left has.
    pub(super) fn unique<K: Hash + Eq>(
        &mut self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
    ) {
        self.unique_among(old, new, false);
    }

    /// The same for keys that nothing else has, paired or not.
    pub(super) fn unique_of_all<K: Hash + Eq>(
        &mut self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
    ) {
        self.unique_among(old, new, true);
    }

    /// `all`: whether what is in a pair counts, too.
    fn unique_among<K: Hash + Eq>(
        &mut self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
        all: bool,
    ) {
        for (olds, news) in self.sides(old, new, all) {
            if let ([old], [new]) = (olds.as_slice(), news.as_slice()) {
                self.pair(*old, *new);
            }
        }
    }

    /// Pairs what nothing tells apart, in order.
    pub(super) fn in_order<K: Hash + Eq>(
        &mut self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
    ) {
        for (olds, news) in self.sides(old, new, false) {
            for (old, new) in olds.into_iter().zip(news) {
                self.pair(old, new);
            }
        }
    }

    /// What has one key on both sides, in order; with or without what is paired. Keys are independent of each other, so
    /// theirs does not matter.
    pub(super) fn sides<K: Hash + Eq>(
        &self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
        all: bool,
    ) -> Vec<Sides> {
        let mut sides: HashMap<K, Sides> = HashMap::new();
        for index in (0..self.taken.len()).filter(|old| all || !self.taken[*old]) {
            if let Some(key) = old(index) {
                sides.entry(key).or_default().0.push(index);
            }
        }
        for index in (0..self.old_of.len()).filter(|new| all || self.old_of[*new].is_none()) {
            if let Some(key) = new(index) {
                sides.entry(key).or_default().1.push(index);
            }
        }
        let both = sides.into_values();
        both.filter(|(olds, news)| !olds.is_empty() && !news.is_empty())
            .collect()
    }
}
