//! Text and keys as typed values.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::support::typed::Tree;

fn typed<T: DeserializeOwned>(text: &str) -> Option<T> {
    Tree::Text(text.to_owned()).typed().ok()
}

#[test]
fn text_is_typed_if_it_would_be_sent_as_it_is() {
    let integers = [
        ("1", Some(1)),
        ("-1", Some(-1)),
        ("01", None),
        ("+1", None),
        ("1.0", None),
        (" 1", None),
        ("", None),
    ];
    for (text, expected) in integers {
        assert_eq!(typed::<i64>(text), expected, "{text:?}");
    }
    let floats = [("1.5", Some(1.5)), ("1.50", None), ("1e3", None)];
    for (text, expected) in floats {
        assert_eq!(typed::<f64>(text), expected, "{text:?}");
    }
    let booleans = [("true", Some(true)), ("TRUE", None), ("1", None)];
    for (text, expected) in booleans {
        assert_eq!(typed::<bool>(text), expected, "{text:?}");
    }
    assert_eq!(typed::<String>(" x "), Some(" x ".to_owned()));
    assert_eq!(typed::<Option<u64>>("7"), Some(Some(7)));
}

#[test]
fn keys_in_brackets_are_nested_values() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Page {
        size: i64,
        sort: Vec<String>,
    }
    let leaves = [
        (vec!["size"], "10"),
        (vec!["sort", "0"], "name"),
        (vec!["sort", "1"], "date"),
    ];
    let tree = Tree::of(
        leaves
            .map(|(steps, text)| (steps, text.to_owned()))
            .into_iter(),
    );
    let expected = Page {
        size: 10,
        sort: vec!["name".to_owned(), "date".to_owned()],
    };
    assert_eq!(tree.typed(), Ok(expected));
    let number = Tree::of([(vec!["a"], "1".to_owned())].into_iter());
    assert!(number.typed::<i64>().is_err());
}
