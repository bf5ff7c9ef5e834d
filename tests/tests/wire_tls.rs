//! The default transport has TLS, and the default server of the Zoom client is where it should be.
#![allow(missing_docs)]

use std::env;
use std::error::Error as StdError;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use generated::runtime::Retries;
use generated::zoom::{self, meetings};
use meetings::{Action, UpdateRegistrantStatus, UpdateRegistrantStatusParams};

/// How long a peer may be silent before the test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// The first bytes of a TLS handshake: record type 22, version 3.x (RFC 8446 §5.1).
const HANDSHAKE: [u8; 2] = [0x16, 0x03];

/// Takes one connection on a free port and treats it so. Gives the address.
fn serve<T: Send + 'static>(
    treat: impl FnOnce(TcpStream) -> io::Result<T> + Send + 'static,
) -> (String, JoinHandle<io::Result<T>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let serving = thread::spawn(move || {
        let (connection, _) = listener.accept()?;
        connection.set_read_timeout(Some(PATIENCE))?;
        treat(connection)
    });
    (address, serving)
}

/// What came of the one connection. If there was none, that is an error rather than a wait.
fn finish<T>(address: &str, serving: JoinHandle<io::Result<T>>) -> io::Result<T> {
    drop(TcpStream::connect(address));
    serving.join().expect("no panic")
}

/// Reads the first record of a connection: header (type, version, length) and content.
fn record(connection: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut record = vec![0; 5];
    connection.read_exact(&mut record)?;
    let length = usize::from(u16::from_be_bytes([record[3], record[4]]));
    record.resize(5 + length, 0);
    connection.read_exact(&mut record[5..])?;
    Ok(record)
}

fn contains(bytes: &[u8], text: &str) -> bool {
    let mut windows = bytes.windows(text.len());
    windows.any(|window| window == text.as_bytes())
}

#[tokio::test]
async fn https_begins_with_a_tls_handshake() {
    let (address, serving) = serve(|mut connection| {
        let hello = record(&mut connection)?;
        // What a server without TLS says to that.
        connection.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")?;
        Ok(hello)
    });
    let client = zoom::Client::builder()
        .base_url(format!("https://{address}"))
        .bearer_token("hidden-token");
    // The server is there for one connection.
    let client = client.retries(Retries::none());
    let client = client.build().expect("a client with TLS");
    let body = UpdateRegistrantStatus::new(Action::Deny);
    let call = client.meetings().update_registrant_status(1, &body, None);
    let error = call.timeout(PATIENCE).await.expect_err("no TLS there");

    assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        chain.push_str(&format!(": {error}"));
        source = error.source();
    }
    assert!(chain.contains("InvalidContentType"), "{chain}");
    assert!(!chain.contains("scheme"), "{chain}");

    let hello = finish(&address, serving).expect("a whole record");
    assert_eq!(hello[..2], HANDSHAKE);
    assert_eq!(hello[5], 1, "a ClientHello (RFC 8446 §4)");
    assert!(!contains(&hello, "hidden-token") && !contains(&hello, "HTTP/1.1"));
}

/// The name of the test below.
const TEST: &str = "the_default_server_is_that_of_the_collection";

/// Set for the run of this test that only sends the request.
const SENDING: &str = "POSTWRIGHT_TEST_SENDING";

/// The request to the default server goes through a proxy, which sees host and port and, of what follows, that it
/// is TLS for that host. Proxies are a matter of the environment, so the request is sent by another process.
#[test]
fn the_default_server_is_that_of_the_collection() {
    if env::var_os(SENDING).is_some() {
        return send_to_default_server();
    }
    let (address, serving) = serve(|mut connection| {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            connection.read_exact(&mut byte)?;
            head.extend(byte);
        }
        let mut hello = Vec::new();
        if head.starts_with(b"CONNECT ") {
            connection.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            hello = record(&mut connection)?;
        }
        Ok((String::from_utf8_lossy(&head).into_owned(), hello))
    });
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.args(["--exact", TEST, "--nocapture"]);
    for name in ["all_proxy", "http_proxy", "https_proxy", "no_proxy"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    // Whatever the scheme, nothing goes past the proxy.
    command.env("ALL_PROXY", format!("http://{address}"));
    let output = command.env(SENDING, "1").output().expect("a process");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(said.contains("test result: ok. 1 passed"), "{said}");

    let (head, hello) = finish(&address, serving).expect("a TLS record");
    let start = head.lines().next();
    assert_eq!(start, Some("CONNECT api.zoom.us:443 HTTP/1.1"), "{head}");
    assert!(!head.to_lowercase().contains("authorization"), "{head}");
    assert_eq!(hello[..2], HANDSHAKE);
    assert!(contains(&hello, "api.zoom.us"), "no name of the server");
}

fn send_to_default_server() {
    let client = zoom::Client::builder().bearer_token("token").build();
    let client = client.expect("a client without other settings");
    let body = UpdateRegistrantStatus::new(Action::Deny);
    let params = UpdateRegistrantStatusParams {
        occurrence_id: Some("quis officia in reprehenderit".to_owned()),
    };
    let meetings = client.meetings();
    let call = meetings.update_registrant_status(68423085, &body, Some(&params));
    // The path is within TLS, where the proxy cannot see it.
    assert_eq!(
        format!("{call:?}"),
        "Call(Request(PUT /v2/meetings/68423085/registrants/status))"
    );
    let error = call
        .timeout(PATIENCE)
        .wait()
        .expect_err("the proxy hangs up");
    assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
}
