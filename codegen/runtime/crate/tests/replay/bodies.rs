//! Bodies that are nearly JSON.

use serde_json::Value;

use crate::support::comments::without_comments;
use crate::support::nearly_json::strict;

#[test]
fn nearly_json_becomes_json() {
    let table = [
        ("{\"a\": 1}", "{\"a\": 1}"),
        ("{\"a\": 1,}", "{\"a\": 1}"),
        ("[1, 2 , \n]", "[1, 2 ]"),
        ("[1] // end", "[1] "),
        ("[/* one */1]", "[1]"),
        ("[\"// no /* comment */\"]", "[\"// no /* comment */\"]"),
        ("[\"a\tb\"]", "[\"a\\u0009b\"]"),
        ("[\"a\\\"b,]\"]", "[\"a\\\"b,]\"]"),
        ("\u{FEFF}[]", "[]"),
        ("[1, // one\n 2,]", "[1, \n 2]"),
    ];
    for (text, expected) in table {
        let found = strict(text);
        let same = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        assert_eq!(same(&found), same(expected), "{text:?} became {found:?}");
    }
}

#[test]
fn comments_go_and_all_else_stays() {
    let table = [
        ("a // b\nc", "a \nc"),
        ("a /* b\n */c", "a c"),
        ("\"// a\" //", "\"// a\" "),
        ("\"\\\"// a\" // b", "\"\\\"// a\" "),
        ("\"\\\\\"// a", "\"\\\\\""),
        ("/* no end", ""),
        ("1 / 2\\é", "1 / 2\\é"),
        ("\"\\é\"//", "\"\\é\""),
        ("\"\\", "\"\\"),
    ];
    for (text, expected) in table {
        assert_eq!(without_comments(text), expected, "{text:?}");
    }
}
