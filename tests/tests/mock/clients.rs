//! A generated client calls the mock server: of its own crate, and the command.

use std::io::Read as _;

/// The values that [`call`] sends.
const MEETING: i64 = 84_120_033_711;

/// Calls both operations of a real collection.
async fn call(zoom: &generated::zoom::Client) {
    use generated::zoom::meetings;

    let form = meetings::PerformBatchRegistration {
        auto_approve: Some(true),
        registrants: Some(vec![meetings::PerformBatchRegistrationRequestRegistrant {
            email: Some("ada@example.com".to_owned()),
            ..Default::default()
        }]),
    };
    let added = zoom.meetings().perform_batch_registration(MEETING, &form);
    let added = added.await.expect("the saved success");
    assert_eq!(added.registrants.len(), 3);

    let form = meetings::UpdateRegistrantStatus::new(meetings::Action::Deny);
    let meetings = zoom.meetings();
    let denied = || meetings.update_registrant_status(MEETING, &form, None);
    assert_eq!(denied().await.expect("the saved success").status(), 204);
    let failed = denied().header("x-mock-response-code", "404").await;
    let failed = failed.expect_err("the saved error");
    assert_eq!(failed.status().map(|status| status.as_u16()), Some(404));
}

#[tokio::test]
async fn a_generated_client_calls_the_mock_server_of_its_own_crate() {
    use generated::zoom::mock;

    let mock = mock::start().expect("a mock server");
    let zoom = mock::client(&mock).bearer_token("token");
    call(&zoom.build().expect("a client")).await;
    // With the path of the real server, and without a socket.
    let url = format!("{}/v2", mock.url());
    let zoom = mock::client(&mock).base_url(url).bearer_token("token");
    call(&zoom.build().expect("a client")).await;
    let zoom = mock::client(&mock)
        .bearer_token("token")
        .transport(mock.clone());
    call(&zoom.build().expect("a client")).await;

    let requests = mock.requests();
    assert_eq!(requests.len(), 9);
    for seen in &requests {
        assert_eq!(seen.problems, [], "{}", seen.path);
    }
    let operations: Vec<&str> = requests
        .iter()
        .filter_map(|seen| seen.operation.as_deref())
        .collect();
    assert_eq!(
        operations[..2],
        [
            "meetings.perform_batch_registration",
            "meetings.update_registrant_status"
        ]
    );
}

/// The command `postwright`, built beside this program.
fn command() -> std::path::PathBuf {
    let this = std::env::current_exe().expect("this program");
    let place = this
        .parent()
        .and_then(|folder| folder.parent())
        .expect("a folder");
    let target = place.parent().expect("the folder of cargo");
    let output = std::process::Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--offline",
            "--package",
            "postwright",
            "--bin",
            "postwright",
        ])
        .arg("--target-dir")
        .arg(target)
        .current_dir(crate::common::root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    place.join(format!("postwright{}", std::env::consts::EXE_SUFFIX))
}

#[tokio::test]
async fn a_generated_client_calls_the_command() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Child, Command, Stdio};

    /// A program that ends with the test.
    struct Running(Child);

    impl Drop for Running {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    let child = Command::new(command())
        .args(["mock", "collections/zoom/collection.json", "--port", "0"])
        .current_dir(crate::common::root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut running = Running(child.expect("the command runs"));
    let mut out = BufReader::new(running.0.stdout.take().expect("a pipe"));
    let mut said = String::new();
    out.read_line(&mut said).expect("a line");
    let (url, rest) = said.split_once(": ").expect("an address");
    assert_eq!(rest, "2 operations, 9 saved responses\n");

    let zoom = generated::zoom::Client::builder()
        .base_url(url)
        .bearer_token("s3cr3t");
    call(&zoom.build().expect("a client")).await;
    drop(running.0.kill());
    let mut log = String::new();
    let mut err = running.0.stderr.take().expect("a pipe");
    err.read_to_string(&mut log).expect("text");
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 3, "{log}");
    let first =
        "POST /meetings/84120033711/batch_registrants -> 200 meetings.perform_batch_registration ";
    assert!(lines[0].starts_with(first), "{log}");
    assert!(!log.contains("s3cr3t") && !log.contains("; "), "{log}");
}
