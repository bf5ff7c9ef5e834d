//! The command `postwright mock`: what it says, and when it refuses.

mod desk;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use desk::{Desk, fixture};

/// The command, serving; it ends with the test.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(arguments: &[&str], input: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_postwright"))
            .arg("mock")
            .args(arguments)
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        let mut pipe = child.stdin.take().expect("a pipe");
        pipe.write_all(input.as_bytes()).expect("written");
        drop(pipe);
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
        out.read_line(&mut line).expect("a line");
        let address = line
            .strip_prefix("http://")
            .and_then(|line| line.split_once(": "));
        let address = address.unwrap_or_else(|| panic!("{line}")).0.to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        write!(stream, "GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n").expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    /// Ends it; gives what it said on standard error.
    fn stop(mut self) -> String {
        self.child.kill().expect("it ends");
        let mut said = String::new();
        let mut err = self.child.stderr.take().expect("a pipe");
        err.read_to_string(&mut said).expect("text");
        said
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_says_where_it_is_and_what_came() {
    let running = Running::start(&[&fixture("mock_server"), "--port", "0"], "");
    let answer = running.get("/v1/orders/7");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(
        answer.contains("\r\nx-postwright-example: Found\r\n"),
        "{answer}"
    );
    assert!(
        running
            .get("/v1/orders?token=s3cr3t&limit=x")
            .starts_with("HTTP/1.1 200 ")
    );
    assert!(running.get("/nowhere%0A").starts_with("HTTP/1.1 404 "));
    let expected = [
        r#"GET /orders/7 -> 200 orders.get_order "Found"; header `Authorization` is missing: it is the credential"#,
        r#"GET /orders -> 200 orders.list_orders "Ten"; query `limit` is no whole number; header `X-Region` is missing; header `Authorization` is missing: it is the credential"#,
    ];
    let said = running.stop();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[..2], expected);
    assert_eq!(lines.len(), 3, "{said}");
}

#[test]
fn a_strict_one_refuses() {
    let running = Running::start(
        &[&fixture("mock_server"), "--port", "0", "--strict", "-q"],
        "",
    );
    let answer = running.get("/orders/7");
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
    assert!(answer.contains("\"name\": \"Authorization\""), "{answer}");
    assert_eq!(running.stop(), "", "quiet is quiet");
}

#[test]
fn a_collection_is_read_from_standard_input() {
    let text = r#"{ "info": { "name": "Things" }, "item": [{
        "name": "List",
        "request": "https://a.example.com/things",
        "response": [{ "name": "All", "code": 200, "body": "[\"one\"]" }]
    }] }"#;
    let running = Running::start(&["-", "--port", "0"], text);
    let answer = running.get("/things");
    assert!(answer.ends_with("\r\n\r\n[\"one\"]"), "{answer}");
}

#[test]
fn secrets_of_the_collection_are_not_served() {
    let text = r#"{ "info": { "name": "Things" }, "item": [{
        "name": "Get",
        "request": "https://a.example.com/things",
        "response": [{
            "name": "One",
            "code": 200,
            "header": [{ "key": "Set-Cookie", "value": "session=4f8a0c2e9b7d4f8a" }],
            "body": "{\"access_token\": \"4f8a0c2e9b7d4f8a1c3e5b7d\", \"id\": 1}"
        }]
    }] }"#;
    let running = Running::start(&["-", "--port", "0"], text);
    let answer = running.get("/things");
    assert!(answer.contains("\"id\":1"), "{answer}");
    assert!(!answer.contains("4f8a0c2e"), "{answer}");
}

#[test]
fn what_cannot_be_served_is_refused() {
    let desk = Desk::new();
    let missing = desk.fail(&["mock", "missing.json"]);
    assert!(missing.starts_with("error: "), "{missing}");
    desk.write("list.json", "[1, 2]");
    let broken = desk.fail(&["mock", "list.json"]);
    assert!(broken.contains("  --> list.json"), "{broken}");

    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let refused = desk.fail(&["mock", &fixture("mock_server"), "--port", &port]);
    let (first, rest) = refused.split_once('\n').expect("lines");
    assert!(
        first.starts_with("error: the server cannot be started: "),
        "{first}"
    );
    let expected = format!(
        "  --> 127.0.0.1:{port}\n  help: choose another port with `--port`; 0 is any free one\n"
    );
    assert_eq!(rest, expected);

    let wrong = desk.run(&["mock", &fixture("mock_server"), "--port", "65536"]);
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
}
