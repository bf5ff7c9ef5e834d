//! Published names stay: whatever else comes, goes or changes its place, what remains is called as before.

mod edits;
mod file;
mod shop;
mod stay;

use postwright::Understood;
use shop::{Request, Shop, understood};

fn request(tag: &str, folder: &[&str], name: &str, line: &str) -> Request {
    Request::new(tag, folder, name, line)
}

/// The lock after a shop has been generated for the first time.
fn lock_of(shop: &Shop) -> String {
    understood(&shop.json(), None).lock.to_text()
}

#[track_caller]
fn method<'u>(understood: &'u Understood, tag: &str) -> &'u str {
    let mut operations = understood.api.operations.iter();
    let at = operations.position(|operation| operation.docs == tag);
    &understood.names.operations[at.expect("such a request")].method
}
