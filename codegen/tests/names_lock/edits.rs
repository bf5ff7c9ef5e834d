//! Names stay through any edits.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::shop::{Edit, Shop, any_edit, outlined, public, understood};

/// The path of the type in a line of names: `orders::Order` of `response 200: orders::Order ["done"]`.
fn type_of(line: &str) -> &str {
    let path = line.split_once(": ").map_or("", |(_, rest)| rest);
    path.split(' ').next().unwrap_or_default()
}

/// The types that turn up with several requests.
fn shared_types(names: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let mut holders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (tag, lines) in names {
        for line in lines {
            holders.entry(type_of(line)).or_default().insert(tag);
        }
    }
    let shared = holders
        .into_iter()
        .filter(|(path, tags)| !path.is_empty() && tags.len() > 1);
    shared.map(|(path, _)| path.to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]


    /// However requests come, go and change places: what was there before and still is has its names.
    #[test]
    fn what_remains_is_called_as_before(
        start in proptest::collection::vec(any_edit(), 1..14),
        rounds in proptest::collection::vec(proptest::collection::vec(any_edit(), 1..6), 1..6),
    ) {
        let mut shop = Shop::of(Vec::new());
        start.iter().for_each(|edit| shop.apply(edit));
        shop.apply(&Edit::Add { at: 0, folder: 0, name: 0, line: 0, body: 0, answer: 0 });
        let mut last = understood(&shop.json(), None);
        shop.generated();
        for edits in rounds {
            edits.iter().for_each(|edit| shop.apply(edit));
            if shop.0.is_empty() {
                break;
            }
            let lock = last.lock.to_text();
            let next = understood(&shop.json(), Some(&lock));
            prop_assert_eq!(next.lock.to_text(), understood(&shop.json(), Some(&lock)).lock.to_text());
            let (old, new) = (public(&last), public(&next));
            let shared: BTreeSet<String> = [&old, &new].into_iter().flat_map(shared_types).collect();
            let modules: BTreeSet<String> = next.names.groups.iter().map(|group| group.path.join("::")).collect();
            for (tag, names) in &old {
                let Some(now) = new.get(tag) else { continue };
                prop_assert_eq!(names.len(), now.len());
                for (name, now) in names.iter().zip(now) {
                    // Of one that several requests share may become two, and of two one: most uses have the name then.
                    let is_shared = [name, now].iter().any(|line| shared.contains(type_of(line)));
                    // One that was shared stays where it was, until that folder is gone.
                    let module = type_of(name).rsplit_once("::").map_or("", |(module, _)| module);
                    let may_change = is_shared || !modules.contains(module);
                    if !may_change {
                        prop_assert_eq!(name, now, "{}\n{}\n{}", tag, lock, outlined(&next));
                    }
                }
            }
            shop.generated();
            last = next;
        }
    }
}
