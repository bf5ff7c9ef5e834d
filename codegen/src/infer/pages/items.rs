//! Which list of an answer holds its items.

use super::inputs::core;
use super::words;
use super::{Items, Way};
use crate::infer::{Type, Types};
use crate::words::letters;

/// The items of an answer: the answer itself if it is a list, else its one list of objects, else its one list; of several,
/// the one with the name of the resource or with one that lists of items have. Where there is none, it may stand one level
/// further in.
pub(super) fn of(types: &Types, ty: &Type, resource: &str) -> Option<Items> {
    if let Type::List(item) = core(ty) {
        return Some(items(Vec::new(), item));
    }
    within(types, ty, resource, &mut Vec::new())
}

/// The items at a way that somebody has given.
pub(crate) fn at(types: &Types, ty: &Type, way: &[String]) -> Option<Items> {
    let list = way.iter().try_fold(ty, |ty, name| match core(ty) {
        Type::Def(id) => {
            let mut fields = types.def(*id).fields().iter();
            fields
                .find(|field| field.wire == *name)
                .map(|field| &field.ty)
        }
        _ => None,
    })?;
    match core(list) {
        Type::List(item) => Some(items(way.to_vec(), item)),
        _ => None,
    }
}

fn items(way: Way, item: &Type) -> Items {
    let ty = item.clone();
    Items { way, ty }
}

fn within(types: &Types, ty: &Type, resource: &str, way: &mut Way) -> Option<Items> {
    let Type::Def(id) = core(ty) else {
        return None;
    };
    let fields = types.def(*id).fields();
    let lists: Vec<(&str, &Type)> = fields
        .iter()
        .filter_map(|field| match core(&field.ty) {
            Type::List(item) => Some((field.wire.as_str(), &**item)),
            _ => None,
        })
        .collect();
    if let Some((name, item)) = chosen(&lists, resource) {
        way.push(name.to_owned());
        return Some(items(way.clone(), item));
    }
    if !lists.is_empty() || !way.is_empty() {
        return None;
    }
    let around = fields.iter();
    let mut around = around.filter(|field| words::has(&words::AROUND, &letters(&field.wire)));
    let (one, more) = (around.next()?, around.next());
    if more.is_some() {
        return None;
    }
    way.push(one.wire.clone());
    within(types, &one.ty, resource, way)
}

/// The list that is meant.
fn chosen<'t>(lists: &[(&'t str, &'t Type)], resource: &str) -> Option<(&'t str, &'t Type)> {
    if let [one] = lists {
        return Some(*one);
    }
    let only = |is_fit: &dyn Fn(&(&str, &Type)) -> bool| {
        let mut fit = lists.iter().filter(|list| is_fit(list));
        let first = fit.next().copied();
        first.filter(|_| fit.next().is_none())
    };
    let resource = letters(resource);
    only(&|(_, item)| matches!(core(item), Type::Def(_)))
        .or_else(|| only(&|(name, _)| letters(name) == resource))
        .or_else(|| only(&|(name, _)| words::has(&words::LISTS, &letters(name))))
}
