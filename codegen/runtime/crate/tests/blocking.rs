//! `wait()`, inside and outside a runtime.
#![allow(missing_docs)]

mod common;

use common::{answering, core, get_item};

const BODY: &str = r#"{"id":1,"tags":[]}"#;

#[test]
fn outside_a_runtime() {
    let server = answering(200, BODY);
    assert_eq!(get_item(&core(&server), 1).wait().expect("200").id, 1);
}

#[tokio::test]
async fn inside_a_runtime() {
    let server = answering(200, BODY);
    assert_eq!(get_item(&core(&server), 1).wait().expect("200").id, 1);
    assert_eq!(get_item(&core(&server), 1).await.expect("200").id, 1);
}
