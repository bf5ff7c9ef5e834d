//! The command line.

use crate::support::run::Options;

#[test]
fn the_command_line_says_what_is_wrong() {
    let collection = ["--collection", "c.json"];
    let table: [(&[&str], &str); 8] = [
        (&[], "--collection is missing"),
        (&collection, "--base-url is missing"),
        (
            &["--base-url", "http://127.0.0.1:1"],
            "--collection is missing",
        ),
        (
            &["--base-url", "nonsense"],
            "--base-url: \"nonsense\" is no URL",
        ),
        (
            &["--base-url", "mailto:x"],
            "--base-url: \"mailto:x\" is no URL",
        ),
        (&["--only", "x"], "--only: x is no number"),
        (&["--only"], "--only needs a value"),
        (&["--wrong"], "--wrong is unknown"),
    ];
    let read = |arguments: &[&str]| {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned());
        Options::read(arguments)
    };
    for (arguments, expected) in table {
        let error = read(arguments).expect_err("it is wrong");
        assert!(error.starts_with(expected), "{arguments:?}: {error}");
    }
    let right = [&collection[..], &["--base-url", "http://127.0.0.1:1"]].concat();
    assert!(matches!(read(&right), Ok(Some(_))));
    assert!(matches!(read(&["--help"]), Ok(None)));
}
