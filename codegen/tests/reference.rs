//! The reference pages: what Markdown and variables become on them.

mod desk;

use postwright::diag::Source;
use postwright::{Generated, generate};

fn generated(fixture: &str) -> Generated {
    let path = desk::fixture(fixture);
    let text = std::fs::read_to_string(&path).expect("a collection");
    let source = Source {
        path: path.into(),
        text,
    };
    generate(source, fixture, "generated").expect("a collection")
}

fn page(generated: &Generated) -> &str {
    generated.reference.get("requests.md").expect("a page")
}

#[test]
fn a_bar_in_a_table_is_escaped_once() {
    let generated = generated("doubles");
    let page = page(&generated);
    assert!(page.contains(r"In millimetres \| or nothing"), "{page}");
    assert!(!page.contains(r"\\|"), "{page}");
}

#[test]
fn bare_variables_are_shown_as_written() {
    let generated = generated("doubles");
    assert!(
        page(&generated).contains(r#""food": "{{food}}""#),
        "{}",
        page(&generated)
    );
    let texts = [&generated.modules, &generated.reference];
    for (path, text) in texts.into_iter().flat_map(|files| files.iter()) {
        assert!(!text.contains('\u{F8FF}'), "{}", path.display());
    }
    let tests = generated.tests.expect("tests");
    assert!(!tests.contains('\u{F8FF}'), "{tests}");
}

#[test]
fn a_body_with_a_key_given_twice_is_shown_but_not_tested() {
    let generated = generated("doubles");
    assert!(page(&generated).contains(r#""zoo": 7, "zoo": 8"#));
    let tests = generated.tests.expect("tests");
    assert!(tests.contains("async fn move_an_animal_200()"), "{tests}");
    assert!(
        !tests.contains("async fn move_an_animal_200_2()"),
        "{tests}"
    );
}
