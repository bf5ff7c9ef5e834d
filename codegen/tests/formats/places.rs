//! Places: from a JSON pointer to a line and a column.

use postwright::diag::Step;
use postwright::read::locate;

use crate::read_as::document;

#[test]
fn locate_finds_line_and_column() {
    let text = "{\n  \"a\": [1, {\"b\\u0041/\": \"x\\\"]}\"}, [[], {}]],\n  \"日本\": {\"é\": 1, \"é\": {\"é\": true}},\n  \"a b\": null }";
    let key = |key: &str| Step::Key(key.into());
    let rows: [(Vec<Step>, (usize, usize)); 12] = [
        (vec![], (1, 1)),
        (vec![key("a")], (2, 8)),
        (vec![key("a"), Step::Index(0)], (2, 9)),
        (vec![key("a"), Step::Index(1), key("bA/")], (2, 25)),
        (vec![key("a"), Step::Index(2)], (2, 35)),
        (vec![key("a"), Step::Index(2), Step::Index(1)], (2, 40)),
        (vec![key("日本")], (3, 9)),
        (vec![key("日本"), key("é"), key("é")], (3, 29)),
        (vec![key("a b")], (4, 10)),
        // Where a step leads nowhere, the deepest value found.
        (vec![key("a"), Step::Index(3)], (2, 8)),
        (
            vec![key("a"), Step::Index(2), Step::Index(0), Step::Index(0)],
            (2, 36),
        ),
        (vec![key("a"), key("x"), key("y")], (2, 8)),
    ];
    for (steps, expected) in rows {
        let found = locate::line_and_column(text, &steps.iter().collect::<Vec<_>>());
        assert_eq!(found, Some(expected), "{steps:?}");
    }
}

#[test]
fn locate_survives_any_text() {
    let steps = [Step::Key("a".into()), Step::Index(1), Step::Key("b".into())];
    let steps: Vec<&Step> = steps.iter().collect();
    let text = r#"{"a": [{"x": "\\"}, {"b": 1}]}"#;
    for end in 0..text.len() {
        locate::line_and_column(&text[..end], &steps);
    }
    assert_eq!(locate::line_and_column(" \n", &steps), None);
    let deep = "[".repeat(1_000_000);
    assert_eq!(
        locate::line_and_column(&deep, &[&Step::Index(0), &Step::Index(1)]),
        Some((1, 2))
    );
}

#[test]
fn warnings_say_where_they_stand() {
    let json = "{\"item\": [\n  {\"name\": \"Orders\", \"item\": [\n    {\"name\": \"Create\", \"request\": {\"url\": 5}}\n  ]}\n]}";
    let (_, warnings) = document(json);
    let expected = "warning: url is a number, not text or an object\n  --> c.json:3:43  Orders > Create > request > url\n  \
                    help: it is left out; correct it in Postman and export again\n";
    assert_eq!(warnings, [expected]);
}
